"""A person's front page: who they are, how to reach them, and who stands by them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.desk.actions import begin_stay
from alongside.desk.queries.front import front
from alongside.intake.models import Referral
from alongside.people.actions import WrongMoment
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("", need=Need.READ_FRONT)
def person(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the person."""
    return _shown(request, access)


@episode_page("refer-again/", need=Need.REFER_AGAIN, methods="POST")
def refer_again(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Begin a new stay for somebody who has been here before."""
    try:
        stay = begin_stay(access, access.patient, source=Referral.Source.OTHER, at=access.at)
    except WrongMoment:
        said = _("There is an open stay already. Nothing was changed.")
        return _shown(request, access, problem=said, status=409)
    messages.success(request, _("A new stay has begun with a referral."))
    return redirect("desk-person", episode_id=stay.pk)


def _shown(
    request: HttpRequest, access: EpisodeAccess, *, problem: str = "", status: int = 200
) -> HttpResponse:
    return render(
        request,
        "desk/person.html",
        {
            "access": access,
            "episode": access.episode,
            "front": front(access),
            "problem": problem,
            "section": "desk-people",
        },
        status=status,
    )
