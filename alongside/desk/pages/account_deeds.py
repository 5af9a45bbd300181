"""What was done to accounts: read by whoever answers for them, changed by nobody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.paging import page_of
from alongside.desk.queries import account_deeds as queries
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import Need


@page("staff/deeds/", need=Need.READ_ACCOUNT_DEEDS)
def account_deeds(request: HttpRequest, access: Access) -> HttpResponse:
    """List what was done to accounts and by whom, the latest first; of one person, if asked."""
    everybody = list(queries.everybody())
    asked = request.GET.get("person", "")
    person: UUID | None = next((one.pk for one in everybody if str(one.pk) == asked), None)
    rows = queries.deeds(access, person=person)
    shown = page_of(rows.count(), request.GET.get("page"))
    context = {
        "deeds": queries.in_words(access, shown.of(rows)),
        "page": shown,
        "everybody": everybody,
        "person": person,
    }
    return render(request, "desk/account_deeds.html", context)
