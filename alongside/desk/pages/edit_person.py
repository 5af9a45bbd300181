"""Mending what stands about a person and about reaching them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.core.models import ChangedMeanwhile
from alongside.desk.forms.differences import Difference, differences
from alongside.desk.forms.person import EditPersonForm, standing
from alongside.people import actions
from alongside.people.models import ContactRules
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("edit/", need=Need.EDIT_PERSON, methods="GET POST")
def edit_person(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the form, or save it."""
    patient, contact = access.patient, access.one(ContactRules)
    today = day_of(access.at)
    if request.method != "POST":
        form = EditPersonForm(initial=standing(patient, contact), today=today)
        return _shown(request, access, form)
    form = EditPersonForm(request.POST, today=today)
    if not form.is_valid():
        return _shown(request, access, form, status=422)
    seen, contact_seen = form.versions()
    try:
        actions.edit_person(
            patient,
            contact,
            seen=seen,
            contact_seen=contact_seen,
            about=form.about(),
            reach=form.reach(),
        )
    except ChangedMeanwhile:
        return _both(request, access, contact)
    messages.success(request, _("Saved."))
    return redirect("desk-person", episode_id=access.episode.pk)


def _both(request: HttpRequest, access: EpisodeAccess, contact: ContactRules) -> HttpResponse:
    """Show what was typed beside what somebody else has saved; saving again puts it in place."""
    access.patient.refresh_from_db()
    contact.refresh_from_db()
    now = standing(access.patient, contact)
    typed = request.POST.copy()
    typed["seen"] = now["seen"]
    form = EditPersonForm(typed, today=day_of(access.at))
    return _shown(request, access, form, theirs=differences(form, now), status=409)


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    form: EditPersonForm,
    *,
    theirs: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "desk/edit_person.html",
        {
            "access": access,
            "episode": access.episode,
            "form": form,
            "theirs": theirs,
            "section": "desk-people",
        },
        status=status,
    )
