"""A person's front page: how to reach them, and who is on the team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.people.models import ContactRules, TeamMember
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("", need=Need.READ_FRONT)
def person(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the person, the rules for reaching them, and their team."""
    team = access.all(TeamMember).filter(until_at__isnull=True).select_related("staff")
    return render(
        request,
        "desk/person.html",
        {
            "episode": access.episode,
            "patient": access.patient,
            "contact": access.all(ContactRules).first(),
            "team": team.order_by("-is_primary", "staff__name"),
        },
    )
