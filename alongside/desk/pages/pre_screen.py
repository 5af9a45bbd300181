"""The pre-screen on the phone: five minutes, one page, safety and withdrawal first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile
from alongside.desk.forms.differences import Difference, differences
from alongside.desk.forms.pre_screen import PreScreenForm, name_of
from alongside.desk.queries.pre_screen import PreScreenNow, pre_screen_now
from alongside.intake.actions import AlreadyFinished, NotWaiting, keep_pre_screen
from alongside.measures.actions.screening import BeingAnswered
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need

FINISH = "finish"


@episode_page("pre-screen/", need=Need.ENTER_MEASURES, methods="GET POST")
def pre_screen(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Ask what is still open and show what came of the rest, or keep what was said."""
    now = pre_screen_now(access)
    if request.method != "POST":
        return _shown(request, access, now, _form(now))
    form = _form(now, request.POST)
    if not form.is_valid():
        return _shown(request, access, now, form, status=422)
    is_over = FINISH in request.POST
    try:
        keep_pre_screen(
            access,
            withdrawal=form.withdrawal(),
            answers=form.answers(),
            seen=form.cleaned_data["seen"],
            finish=is_over,
            at=access.at,
        )
    except BeingAnswered as elsewhere:
        said = _("They are answering the %(short)s on their own phone. Leave it blank here.")
        form.add_error(None, said % {"short": elsewhere})
        return _shown(request, access, now, form, status=409)
    except (ChangedMeanwhile, AlreadyFinished, NotWaiting):
        return _meanwhile(request, access)
    messages.success(request, _("Finished.") if is_over else _("Saved. You can go on later."))
    return redirect("desk-pre-screen", episode_id=access.episode.pk)


def _meanwhile(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show what a colleague kept beside what was typed; saving once more puts it in its place."""
    now = pre_screen_now(access)
    typed = request.POST.copy()
    typed["seen"] = str(now.version)
    form = _form(now, typed)
    # A choice that was not pressed is one that was left blank, on both sides.
    for name in form.fields:
        typed.setdefault(name, "")
    theirs = differences(form, {name: now.kept.get(name, "") for name in form.fields})
    return _shown(request, access, now, form, theirs=theirs, status=409)


def _form(now: PreScreenNow, typed: Any = None) -> PreScreenForm:
    """Return the form of what is still asked, and of what was typed before it was finished."""
    parts = [
        part
        for part in now.parts
        if part.is_open or any(name_of(part, q) in (typed or {}) for q in part.questions)
    ]
    return PreScreenForm(typed, parts=parts, initial={**now.kept, "seen": now.version})


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    now: PreScreenNow,
    form: PreScreenForm,
    *,
    theirs: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "desk/pre_screen.html",
        {
            "access": access,
            "episode": access.episode,
            "now": now,
            "form": form,
            "parts": form.open_parts(),
            "theirs": theirs,
            "section": "desk-waiting",
        },
        status=status,
    )
