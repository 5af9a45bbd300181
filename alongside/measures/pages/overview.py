"""All of one person's measures: what is asked, what the last ones said."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.measures.actions import assigning
from alongside.measures.catalogue import instruments
from alongside.measures.forms import AssignForm
from alongside.measures.models import Assignment
from alongside.measures.queries.overview import asked, latest
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("measures/", need=Need.READ_MEASURES)
def overview(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show what the person is asked for, and the last result of each instrument."""
    context = {
        "access": access,
        "section": "desk-people",
        "episode": access.episode,
        "patient": access.patient,
        "asked": asked(access, today=day_of(access.at)),
        "latest": latest(access),
        "may_assign": access.may(Need.ASSIGN_MEASURES),
        "may_enter": access.may(Need.ENTER_MEASURES),
        "to_enter": [
            found
            for found in sorted(instruments().values(), key=lambda i: i.short.lower())
            if found.is_offered and "check_in" not in found.schedule.moments
        ],
    }
    return render(request, "measures/overview.html", context)


@episode_page("measures/assign/", need=Need.ASSIGN_MEASURES, methods="GET POST")
def assign(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Ask for an instrument, once or on a cadence."""
    today = day_of(access.at)
    if request.method != "POST":
        form = AssignForm(today=today, initial={"first_due_on": today, "answered_by": "self"})
        return _assign_page(request, access, form)
    form = AssignForm(request.POST, today=today)
    if form.is_valid() and _assigned(access, form):
        messages.success(request, _("It is asked for from now on."))
        return redirect("measures-overview", episode_id=access.episode.pk)
    return _assign_page(request, access, form, status=422)


@episode_page(
    "measures/assigned/<uuid:assignment_id>/end/", need=Need.ASSIGN_MEASURES, methods="POST"
)
def end(request: HttpRequest, access: EpisodeAccess, assignment_id: UUID) -> HttpResponse:
    """Stop asking for an instrument; what was answered stays."""
    assigning.end(access, access.one(Assignment, pk=assignment_id), at=access.at)
    messages.success(request, _("It is not asked for any more. What was answered stays."))
    return redirect("measures-overview", episode_id=access.episode.pk)


def _assigned(access: EpisodeAccess, form: AssignForm) -> bool:
    """Do it, or put what is wrong at its field."""
    said = form.cleaned_data
    try:
        assigning.assign(
            access,
            instrument_id=said["instrument"],
            first_due_on=said["first_due_on"],
            every_days=said["every_days"],
            answered_by=said["answered_by"],
            about=said["about"],
            at=access.at,
        )
    except assigning.AlreadyAssigned:
        form.add_error("instrument", _("This is being asked for already. End that one first."))
    except assigning.NeedsAClinician:
        form.add_error("answered_by", _("This one can only be answered with a clinician."))
    return form.is_valid()


def _assign_page(
    request: HttpRequest, access: EpisodeAccess, form: AssignForm, *, status: int = 200
) -> HttpResponse:
    usual = {
        found.short: found.schedule.words
        for found in sorted(instruments().values(), key=lambda i: i.short.lower())
        if found.is_offered and "check_in" not in found.schedule.moments
    }
    context = {
        "episode": access.episode,
        "patient": access.patient,
        "form": form,
        "usual": usual.items(),
    }
    return render(request, "measures/assign.html", context, status=status)
