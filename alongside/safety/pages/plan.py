"""A person's safety plan, for those who walk with them: read, write together, earlier versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need
from alongside.safety import queries, rules
from alongside.safety.actions import save_plan
from alongside.safety.forms import SafetyPlanForm
from alongside.safety.models import SafetyPlan, SafetyPlanVersion
from alongside.safety.rules import Content


@episode_page("safety-plan/", need=Need.READ_SAFETY_PLAN)
def plan(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the plan as it is now."""
    return _shown(request, access, queries.plan_of(access))


@episode_page("safety-plan/versions/<int:number>/", need=Need.READ_SAFETY_PLAN)
def earlier(request: HttpRequest, access: EpisodeAccess, number: int) -> HttpResponse:
    """Show the plan as it was saved once."""
    return _shown(request, access, access.one(SafetyPlanVersion, number=number))


@episode_page("safety-plan/edit/", need=Need.WRITE_SAFETY_PLAN, methods="GET POST")
def edit(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Write the plan together with the person."""
    found = queries.plan_of(access)
    content, seen = (found.content, found.version) if found else (Content(), 0)
    if request.method == "GET":
        return _form(request, access, SafetyPlanForm(content=content, seen=seen))
    form = SafetyPlanForm(request.POST, content=content, seen=seen)
    if not form.is_valid():
        return _form(request, access, form, status=422)
    try:
        save_plan(access, content=form.content(), seen=form.cleaned_data["seen"], at=access.at)
    except ChangedMeanwhile as changed:
        current = changed.current
        assert isinstance(current, SafetyPlan)
        return _form(request, access, form.over(current.version), status=409, theirs=current)
    messages.success(request, _("Safety plan saved."))
    return redirect("safety-plan", episode_id=access.episode.pk)


def _shown(
    request: HttpRequest, access: EpisodeAccess, found: SafetyPlan | SafetyPlanVersion | None
) -> HttpResponse:
    return render(
        request,
        "safety/plan.html",
        {
            "access": access,
            "section": "desk-people",
            "patient": access.patient,
            "plan": found,
            "is_earlier": isinstance(found, SafetyPlanVersion),
            "shown": rules.shown(found.content) if found else [],
            "versions": queries.versions_of(access),
            "may_write": access.may(Need.WRITE_SAFETY_PLAN),
        },
    )


def _form(
    request: HttpRequest,
    access: EpisodeAccess,
    form: SafetyPlanForm,
    *,
    status: int = 200,
    theirs: SafetyPlan | None = None,
) -> HttpResponse:
    return render(
        request,
        "safety/edit.html",
        {
            "access": access,
            "patient": access.patient,
            "form": form,
            "theirs": theirs,
            "theirs_shown": rules.shown(theirs.content) if theirs else [],
        },
        status=status,
    )
