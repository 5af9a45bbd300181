"""Today: what now, and who needs me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.desk.queries.today import today as read
from alongside.people import queries
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import ANYWHERE, Need


@page("today/", need=Need.SEE_TODAY)
def today(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the reader's day."""
    may = ANYWHERE[Discipline(access.staff.discipline)]
    return render(
        request,
        "desk/today.html",
        {
            "today": read(access),
            "may": {
                "break_glass": Need.BREAK_GLASS in may,
                "review": Need.READ_ACCESS_LOG in may,
                "refer": Need.TAKE_REFERRALS in may,
                "accounts": Need.HELP_SIGN_IN in may,
                "account_deeds": Need.READ_ACCOUNT_DEEDS in may,
            },
            "news": queries.news_of(access.staff.user) if access.staff.user else (),
        },
    )
