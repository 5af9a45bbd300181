"""Together: how both disorders move, on one time axis."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.desk.queries.together import PERIODS
from alongside.desk.queries.together import together as read
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("together/", need=Need.READ_CHART)
def together(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show both strands over the days that were asked for."""
    page = read(access, request.GET.get("days", ""))
    periods = [
        (key, _("All") if days is None else _("%(days)d days") % {"days": days})
        for key, days in PERIODS.items()
    ]
    return render(
        request,
        "desk/together.html",
        {
            "access": access,
            "episode": access.episode,
            "page": page,
            "periods": periods,
            "section": "desk-people",
        },
    )
