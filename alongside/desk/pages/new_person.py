"""Registering somebody new, with their referral."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.core.text import plain
from alongside.desk.actions import take_in
from alongside.desk.forms.referral import NewPersonForm, fresh_key
from alongside.desk.queries.alike import Like, people_like, sees_everybody
from alongside.intake.models import Referral
from alongside.people.actions import AlreadyRegistered
from alongside.people.models import Episode, Patient
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import ON_THE_TEAM, Need


@page("people/new/", need=Need.TAKE_REFERRALS, methods="GET POST")
def new_person(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the form; or propose who is like them; or register them and take the referral."""
    today = day_of(access.at)
    if request.method != "POST":
        first = {"seen": fresh_key(), "channel": "phone", "neutral_wording": True}
        return _shown(request, access, NewPersonForm(initial=first, today=today))
    form = NewPersonForm(request.POST, today=today)
    if not form.is_valid():
        return _again(request, access, status=422, fresh="seen" in form.errors)
    said = form.cleaned_data
    names = (said["chosen_name"], said["legal_name"])
    likes = people_like(access, names, said["born_on"], but=said["seen"])
    if {str(like.patient_id) for like in likes} - form.others():
        return _again(request, access, status=409, likes=likes)
    try:
        stay = take_in(
            access,
            key=said["seen"],
            about=form.about(),
            contact=form.reach(),
            source=Referral.Source(said["source"]),
            referred_by=said["referred_by"],
            note=said["referral_note"],
            at=access.at,
        )
    except AlreadyRegistered as sent_before:
        return _sent_before(request, access, form, sent_before.patient)
    messages.success(request, _("Registered. The stay begins with the referral."))
    return _on(request, stay)


def _on(request: HttpRequest, stay: Episode) -> HttpResponse:
    """Lead to the person, or to the pre-screen where that was pressed."""
    then = "desk-pre-screen" if request.POST.get("then") == "pre-screen" else "desk-person"
    return redirect(then, episode_id=stay.pk)


def _may_pre_screen(access: Access) -> bool:
    """Say whether whoever registers somebody may ask them: they then have a place on the team."""
    return Need.ENTER_MEASURES in ON_THE_TEAM.get(Discipline(access.staff.discipline), ())


def _sent_before(
    request: HttpRequest, access: Access, form: NewPersonForm, patient: Patient
) -> HttpResponse:
    """Lead to the person whom this form registered; if another was typed since, ask once more."""
    same_name = plain(patient.chosen_name) == plain(form.cleaned_data["chosen_name"])
    stay = access.episodes(Need.READ_FRONT).filter(patient=patient).order_by("-referred_at").first()
    if stay is not None and same_name and patient.born_on == form.cleaned_data["born_on"]:
        return _on(request, stay)
    return _again(request, access, status=409, fresh=True, is_used=True)


def _again(
    request: HttpRequest,
    access: Access,
    *,
    status: int,
    fresh: bool = False,
    is_used: bool = False,
    likes: list[Like] | None = None,
) -> HttpResponse:
    """Show the form with what was typed: with a new key if `fresh`, and with whom to look at."""
    typed = request.POST.copy()
    if fresh:
        typed["seen"] = fresh_key()
    # Saving once more says that these were looked at and are others.
    typed["looked_at"] = " ".join(str(like.patient_id) for like in likes or [])
    form = NewPersonForm(typed, today=day_of(access.at))
    if is_used:
        form.add_error(
            None,
            _(
                "This page has registered another person before. What you typed is still here; "
                "save once more to register this one."
            ),
        )
    elif likes is None and form.is_valid():
        form.add_error(None, _("This page was too old. Please save once more."))
    return _shown(request, access, form, likes=likes, status=status)


def _shown(
    request: HttpRequest,
    access: Access,
    form: NewPersonForm,
    *,
    likes: list[Like] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "desk/new_person.html",
        {
            "form": form,
            "likes": likes,
            "may_pre_screen": _may_pre_screen(access),
            "sees_everybody": sees_everybody(access),
            "section": "desk-people",
        },
        status=status,
    )
