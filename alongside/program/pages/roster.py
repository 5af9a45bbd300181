"""A session's roster: who is expected, and who came."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile
from alongside.privacy.gate import SessionAccess, session_page
from alongside.privacy.rules.needs import Need
from alongside.program import queries
from alongside.program.actions import MinutesMissing, record_presence
from alongside.program.forms import PresenceForm
from alongside.program.rules import Presence


@session_page("", need=Need.SEE_SESSION)
def roster(request: HttpRequest, access: SessionAccess) -> HttpResponse:
    """Show who is on the roster."""
    return _shown(request, access)


@session_page("presence/<uuid:place_id>/", need=Need.SEE_SESSION, methods="GET POST")
def presence(request: HttpRequest, access: SessionAccess, place_id: UUID) -> HttpResponse:
    """Write down how one person was there; whoever only opens the address sees the roster."""
    place = get_object_or_404(queries.roster_of(access), pk=place_id)
    if request.method != "POST":
        # What could not be saved is shown at this address: loading it again must show a page.
        return redirect("program-roster", session_id=access.session.pk)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, place_id=place_id, form=form, status=422)
    said = form.cleaned_data
    try:
        record_presence(
            access,
            place,
            presence=Presence(said["presence"]),
            seen=said["seen"],
            minutes=said["minutes"],
            reason=said["reason"],
        )
    except MinutesMissing:
        form.add_error("minutes", _("Say how many minutes they were there."))
        return _shown(request, access, place_id=place_id, form=form, status=422)
    except ChangedMeanwhile as changed:
        form.add_error(None, _theirs(changed.current))
        return _shown(request, access, place_id=place_id, form=form, status=409)
    messages.success(request, _("Saved."))
    return redirect("program-roster", session_id=access.session.pk)


def _theirs(current: Any) -> str:
    """Say what stands there now, beside what was typed."""
    return _(
        "Meanwhile a co-leader wrote: %(presence)s, %(minutes)s minutes. "
        "What you chose is still in the form; save again to put it in its place."
    ) % {"presence": Presence(current.presence).label, "minutes": current.minutes}


def _shown(
    request: HttpRequest,
    access: SessionAccess,
    *,
    place_id: UUID | None = None,
    form: PresenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the roster; with what was typed for one person, if that could not be saved."""
    return render(
        request,
        "program/roster.html",
        {
            "session": access.session,
            "places": list(queries.roster_of(access)),
            "presences": list(Presence),
            "place_id": place_id,
            "form": form,
        },
        status=status,
    )
