"""The patient's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.days import day_of
from alongside.portal.today import today_for
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need


@portal_page("", need=Need.OWN_RECORD)
def home(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show how I am, what is next, and who sees what."""
    context = {"patient": access.patient, "today": today_for(access, day_of(access.at))}
    return render(request, "portal/home.html", context)
