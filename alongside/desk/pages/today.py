"""Today: what now, and who needs me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import Need


@page("today/", need=Need.SEE_TODAY)
def today(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the reader's people."""
    people = access.episodes(Need.READ_FRONT).select_related("patient")
    return render(request, "desk/today.html", {"people": people})
