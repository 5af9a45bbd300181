"""Moving a stay on: admitting, closing a referral, discharging."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of, start_of
from alongside.desk.forms.stay import AdmitForm, CloseReferralForm, DischargeForm
from alongside.desk.queries.program import tracks
from alongside.people import actions
from alongside.people.actions import WrongMoment
from alongside.people.models import Episode
from alongside.people.rules import OPEN_AFTER_DISCHARGE
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need

Status = Episode.Status


@episode_page("admit/", need=Need.ADMIT, methods="GET POST")
def admit(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Admit a referral onto a track."""
    stay, today = access.episode, day_of(access.at)
    by_key = {str(track.pk): track for track in tracks()}
    form = AdmitForm(
        request.POST if request.method == "POST" else None,
        tracks=[(key, track.name) for key, track in by_key.items()],
        referred_on=day_of(stay.referred_at),
        today=today,
        initial={
            "track": str(stay.track_id or next(iter(by_key), "")),
            "admitted_on": today,
            "level_of_care": stay.level_of_care,
        },
    )
    if request.method != "POST":
        return _shown(request, access, "desk/admit.html", form)
    if not form.is_valid():
        return _shown(request, access, "desk/admit.html", form, status=422)
    said = form.cleaned_data
    try:
        actions.admit(
            stay,
            at=_moment(said["admitted_on"], access),
            track=by_key[said["track"]],
            level_of_care=said["level_of_care"],
        )
    except WrongMoment:
        return _too_late(request, access, "desk/admit.html", form)
    messages.success(request, _("Admitted."))
    return redirect("desk-person", episode_id=stay.pk)


def _moment(day: date, access: EpisodeAccess) -> datetime:
    """Return the moment of admission: now, or an earlier day's start, never before the referral."""
    if day == day_of(access.at):
        return access.at
    return max(start_of(day), access.episode.referred_at)


@episode_page("close-referral/", need=Need.CLOSE_REFERRAL, methods="GET POST")
def close_referral(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Close a referral that does not become a stay."""
    form = CloseReferralForm(request.POST if request.method == "POST" else None)
    return _ended(
        request, access, form, "desk/close_referral.html", actions.turn_down, _("Referral closed.")
    )


@episode_page("discharge/", need=Need.ADMIT, methods="GET POST")
def discharge(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """End a stay in the program."""
    form = DischargeForm(request.POST if request.method == "POST" else None)
    return _ended(
        request, access, form, "desk/discharge.html", actions.discharge, _("The stay has ended.")
    )


def _ended(
    request: HttpRequest,
    access: EpisodeAccess,
    form: Form,
    template: str,
    deed: Any,
    done: str,
) -> HttpResponse:
    """Show the form that asks how a stay ended, or do `deed`."""
    if request.method != "POST":
        return _shown(request, access, template, form)
    if not form.is_valid():
        return _shown(request, access, template, form, status=422)
    try:
        deed(access.episode, reason=form.cleaned_data["reason"], at=access.at)
    except WrongMoment:
        access.episode.refresh_from_db(fields=["status", "discharge_reason", "version"])
        # The same form sent twice, or two who agree: what was asked for has happened.
        if _has_ended_so(access.episode, deed, form.cleaned_data["reason"]):
            return redirect("desk-person", episode_id=access.episode.pk)
        return _too_late(request, access, template, form)
    messages.success(request, done)
    return redirect("desk-person", episode_id=access.episode.pk)


def _has_ended_so(stay: Episode, deed: Any, reason: str) -> bool:
    """Say whether the stay has ended by `deed`, for this reason."""
    ended = {actions.turn_down: Status.NOT_ADMITTED, actions.discharge: Status.DISCHARGED}[deed]
    return stay.status == ended and stay.discharge_reason == reason


def _too_late(
    request: HttpRequest, access: EpisodeAccess, template: str, form: Form
) -> HttpResponse:
    """Say that the stay is no longer where this could be done."""
    access.episode.refresh_from_db(fields=["status", "admitted_at", "discharged_at", "version"])
    form.add_error(
        None, _("The stay has moved on since this page was opened. Nothing was changed.")
    )
    return _shown(request, access, template, form, status=409)


def _shown(
    request: HttpRequest, access: EpisodeAccess, template: str, form: Form, *, status: int = 200
) -> HttpResponse:
    stay = access.episode
    return render(
        request,
        template,
        {
            "access": access,
            "episode": stay,
            "form": form,
            "is_referral": stay.status == Status.REFERRED,
            "is_in_program": stay.status == Status.ADMITTED,
            "open_days": OPEN_AFTER_DISCHARGE.days,
            "section": "desk-people",
        },
        status=status,
    )
