"""The care team: who has a place on it, since when, until when and why."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.desk.forms.team import JoinForm, WhyForm
from alongside.desk.queries.team import past_places, who_could_join
from alongside.desk.queries.team import team as standing
from alongside.people import actions
from alongside.people.actions import AlreadyLeft, AlreadyOnTeam, PrimaryTaken
from alongside.people.models import TeamMember
from alongside.people.rules import CLINICAL
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("team/", need=Need.MANAGE_TEAM, methods="GET POST")
def team(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the team, or give somebody a place on it."""
    if request.method != "POST":
        return _shown(request, access)
    form = JoinForm(request.POST, candidates=who_could_join(access))
    if not form.is_valid():
        return _shown(request, access, form=form, status=422)
    said = form.cleaned_data
    try:
        actions.join_team(
            access.episode,
            said["staff"],
            at=access.at,
            role=said["role"],
            is_primary=said["is_primary"],
            reason=said["reason"],
        )
    except AlreadyOnTeam:
        form.add_error("staff", _("Somebody gave them a place on this team a moment ago."))
        return _shown(request, access, form=form, status=409)
    except PrimaryTaken:
        form.add_error("is_primary", _taken(access))
        return _shown(request, access, form=form, status=422)
    messages.success(request, _("%(name)s is on the team.") % {"name": said["staff"].name})
    return redirect("desk-team", episode_id=access.episode.pk)


def _taken(access: EpisodeAccess) -> str:
    """Say who is the primary clinician, and what to do about it."""
    primary = next((place.name for place in standing(access) if place.is_primary), "")
    return _(
        "%(name)s is the primary clinician. Let them join without this, then hand it over above."
    ) % {"name": primary or _("Somebody else")}


@episode_page("team/<uuid:place_id>/end/", need=Need.MANAGE_TEAM, methods="POST")
def end_place(request: HttpRequest, access: EpisodeAccess, place_id: UUID) -> HttpResponse:
    """End a place on the team."""
    place = access.one(TeamMember, pk=place_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, ending=(place_id, form), status=422)
    try:
        actions.leave_team(place, at=access.at, reason=form.cleaned_data["reason"])
    except AlreadyLeft:
        return _left_before(request, access)
    messages.success(request, _("The place has ended. What it opened is closed."))
    # Whoever ends the own place cannot come back to this page.
    still = access.episodes().filter(pk=access.episode.pk).exists()
    return redirect("desk-team", episode_id=access.episode.pk) if still else redirect("desk-people")


@episode_page("team/<uuid:place_id>/primary/", need=Need.MANAGE_TEAM, methods="POST")
def make_primary(request: HttpRequest, access: EpisodeAccess, place_id: UUID) -> HttpResponse:
    """Hand the part of primary clinician to somebody on the team."""
    place = access.one(TeamMember, pk=place_id, role__in=sorted(CLINICAL))
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, handing=(place_id, form), status=422)
    try:
        actions.make_primary(place, at=access.at, reason=form.cleaned_data["reason"])
    except (AlreadyLeft, PrimaryTaken):
        return _left_before(request, access)
    messages.success(request, _("Handed over."))
    return redirect("desk-team", episode_id=access.episode.pk)


def _left_before(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    said = _("The team has changed since this page was opened. Nothing was changed just now.")
    return _shown(request, access, problem=said, status=409)


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    *,
    form: JoinForm | None = None,
    ending: tuple[UUID, WhyForm] | None = None,
    handing: tuple[UUID, WhyForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the team; with what was typed, if it could not be saved."""
    return render(
        request,
        "desk/team.html",
        {
            "access": access,
            "episode": access.episode,
            "team": standing(access),
            "past": past_places(access),
            "form": form or JoinForm(candidates=who_could_join(access)),
            "ending": (str(ending[0]), ending[1]) if ending else None,
            "handing": (str(handing[0]), handing[1]) if handing else None,
            "problem": problem,
            "section": "desk-people",
        },
        status=status,
    )
