"""Somebody who waits: trying to reach them, and saying how soon they should be seen."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.core.models import ChangedMeanwhile, new_key
from alongside.desk.forms.waiting import ContactForm, HowSoonForm, Seen
from alongside.desk.queries.referral import ReferralFile, referral_file
from alongside.intake import actions
from alongside.intake.actions import KeyTaken, MessageNotAllowed, NotWaiting
from alongside.intake.rules import HowSoon, Reached
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need

METHODS = "GET POST"


@episode_page("referral/", need=Need.WORK_REFERRAL, methods=METHODS)
def referral(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the referral, or log a try to reach the person."""
    found = referral_file(access)
    if request.method != "POST":
        return _shown(request, access, found)
    form = _contact_form(access, found, request.POST)
    if not form.is_valid():
        return _shown(request, access, found, contact=form, status=422)
    said = form.cleaned_data
    try:
        actions.log_contact(
            access,
            key=said["key"],
            outcome=Reached(said["outcome"]),
            note=said["note"],
            call_on=said["call_on"],
            seen=said["seen"],
            at=access.at,
        )
    except MessageNotAllowed:
        form.add_error("outcome", _("Their rules do not allow leaving a message."))
        return _shown(request, access, found, contact=form, status=422)
    except (ChangedMeanwhile, KeyTaken, NotWaiting) as conflict:
        return _meanwhile(request, access, conflict, contact=True)
    messages.success(request, _("Logged."))
    return redirect("desk-waiting")


@episode_page("referral/urgency/", need=Need.WORK_REFERRAL, methods=METHODS)
def referral_urgency(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Say how soon the person should be seen; whoever only opens the address sees the referral."""
    found = referral_file(access)
    if request.method != "POST":
        return _shown(request, access, found)
    form = HowSoonForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, found, urgency=form, status=422)
    said = form.cleaned_data
    try:
        actions.judge_how_soon(
            access,
            how_soon=HowSoon(said["how_soon"]),
            reason=said["reason"],
            seen=said["seen"],
            at=access.at,
        )
    except (ChangedMeanwhile, NotWaiting) as conflict:
        return _meanwhile(request, access, conflict, contact=False)
    messages.success(request, _("Saved."))
    return redirect("desk-referral", episode_id=access.episode.pk)


def _meanwhile(
    request: HttpRequest, access: EpisodeAccess, conflict: Exception, *, contact: bool
) -> HttpResponse:
    """Show what stands now above the form as it was typed; saving once more goes ahead."""
    found = referral_file(access)
    typed = request.POST.copy()
    typed["seen"] = str(found.version)
    if isinstance(conflict, ChangedMeanwhile):
        said = _(
            "Somebody else worked on this referral while you were writing. Nothing is lost: look "
            "at what stands here now, and save once more if it still holds."
        )
    elif isinstance(conflict, KeyTaken):
        # Saving once more logs a try of its own.
        typed["key"] = str(new_key())
        said = _(
            "This page has logged something before. Look at the calls so far, and save once more "
            "if this is another one."
        )
    else:
        said = _("This referral has been closed or admitted meanwhile. Nothing was changed.")
    form: Seen = _contact_form(access, found, typed) if contact else HowSoonForm(typed)
    form.add_error(None, said)
    which: dict[str, Any] = {"contact" if contact else "urgency": form}
    return _shown(request, access, found, status=409, **which)


def _contact_form(access: EpisodeAccess, found: ReferralFile, typed: Any = None) -> ContactForm:
    today = day_of(access.at)
    return ContactForm(
        typed,
        may_leave_message=found.may_leave_message,
        today=today,
        initial={
            "key": new_key(),
            "seen": found.version,
            "call_on": today + timedelta(days=1),
        },
    )


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    found: ReferralFile,
    *,
    contact: ContactForm | None = None,
    urgency: HowSoonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    first = {"seen": found.version, "how_soon": found.how_soon}
    return render(
        request,
        "desk/referral.html",
        {
            "access": access,
            "episode": access.episode,
            "found": found,
            "contact_form": contact or _contact_form(access, found),
            "urgency_form": urgency or HowSoonForm(initial=first),
            "section": "desk-waiting",
        },
        status=status,
    )
