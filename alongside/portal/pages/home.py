"""The patient's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need


@portal_page("", need=Need.OWN_RECORD)
def home(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show how I am, what is next, and who sees what."""
    return render(request, "portal/home.html", {"patient": access.patient})
