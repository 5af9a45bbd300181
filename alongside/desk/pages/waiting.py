"""The waiting list, with whom to call today on top."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.core.days import day_of
from alongside.desk.queries.waiting import LOST_ELSEWHERE, LOST_ELSEWHERE_SOURCE
from alongside.desk.queries.waiting import waiting as who_waits
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import ANYWHERE, Need


@page("waiting/", need=Need.READ_REFERRALS)
def waiting(request: HttpRequest, access: Access) -> HttpResponse:
    """Show one page of the referrals that are neither admitted nor closed."""
    found = who_waits(access, request.GET.get("page"))
    return render(
        request,
        "desk/waiting.html",
        {
            "waiting": found,
            "today": day_of(access.at),
            "earlier": _address(found.page.before),
            "later": _address(found.page.after),
            "lost_elsewhere": LOST_ELSEWHERE,
            "lost_elsewhere_source": LOST_ELSEWHERE_SOURCE,
            "may_register": Need.TAKE_REFERRALS in ANYWHERE[Discipline(access.staff.discipline)],
        },
    )


def _address(number: int | None) -> str:
    return f"{reverse('desk-waiting')}?page={number}" if number else ""
