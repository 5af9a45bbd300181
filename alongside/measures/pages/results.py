"""One instrument's results."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.measures.models import Response
from alongside.measures.queries.pictures import pictures
from alongside.measures.queries.results import results
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("measures/results/<slug:instrument_id>/", need=Need.READ_MEASURES)
def newest(request: HttpRequest, access: EpisodeAccess, instrument_id: str) -> HttpResponse:
    """Show the newest result and how it came to this."""
    return _shown(request, access, instrument_id, None)


@episode_page("measures/results/<slug:instrument_id>/<uuid:response_id>/", need=Need.READ_MEASURES)
def result(
    request: HttpRequest, access: EpisodeAccess, instrument_id: str, response_id: UUID
) -> HttpResponse:
    """Show one result and how it came to this."""
    return _shown(request, access, instrument_id, response_id)


def _shown(
    request: HttpRequest, access: EpisodeAccess, instrument_id: str, response_id: UUID | None
) -> HttpResponse:
    found = results(access, instrument_id, response_id=response_id)
    may_enter = access.may(Need.ENTER_MEASURES)
    shown = found.shown.response
    context = {
        "episode": access.episode,
        "patient": access.patient,
        "found": found,
        "instrument": found.instrument,
        "shown": shown,
        "pictures": pictures(found),
        "may_correct": may_enter and shown.mode in Response.ENTERED and shown.corrected_at is None,
        "unverified": unverified(found.instrument.verified),
    }
    return render(request, "measures/result.html", context)


def unverified(verified: object) -> list[tuple[str, str]]:
    """Return what has not been compared with a source yet, and what is said of it."""
    if not isinstance(verified, dict):
        return []
    return [
        (str(part).replace("_", " "), "not compared with a source" if not told else str(told))
        for part, told in verified.items()
        if told is not True
    ]
