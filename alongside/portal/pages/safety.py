"""My safety plan: read it, write it, print it, see how it was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need
from alongside.safety import queries, rules
from alongside.safety.actions import save_plan
from alongside.safety.forms import SafetyPlanForm
from alongside.safety.models import SafetyPlan, SafetyPlanVersion
from alongside.safety.rules import Content


@portal_page("safety/", need=Need.OWN_SAFETY_PLAN)
def safety(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the plan as it is now, the people to call first."""
    return _shown(request, access, queries.plan_of(access))


@portal_page("safety/versions/<int:number>/", need=Need.OWN_SAFETY_PLAN, any_stay=True)
def safety_earlier(request: HttpRequest, access: EpisodeAccess, number: int) -> HttpResponse:
    """Show the plan as it was saved once."""
    return _shown(request, access, access.one(SafetyPlanVersion, number=number))


@portal_page("safety/edit/", need=Need.OWN_SAFETY_PLAN, methods="GET POST")
def safety_edit(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Write the plan."""
    found = queries.plan_of(access)
    content = found.content if found else Content()
    # What is taken over from an earlier stay is saved as the first of this one.
    seen = found.version if found and found.episode_id == access.episode.pk else 0
    if request.method == "GET":
        return _form(request, SafetyPlanForm(content=content, seen=seen))
    form = SafetyPlanForm(request.POST, content=content, seen=seen)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        save_plan(access, content=form.content(), seen=form.cleaned_data["seen"], at=access.at)
    except ChangedMeanwhile as changed:
        current = changed.current
        assert isinstance(current, SafetyPlan)
        return _form(request, form.over(current.version), status=409, theirs=current)
    messages.success(request, _("Your safety plan is saved."))
    return redirect("portal-safety")


def _shown(
    request: HttpRequest, access: EpisodeAccess, found: SafetyPlan | SafetyPlanVersion | None
) -> HttpResponse:
    context = {
        "plan": found,
        "is_earlier": isinstance(found, SafetyPlanVersion),
        "shown": rules.shown(found.content) if found else [],
        "person": rules.first_to_call(found.content.people) if found else None,
        "lifeline": rules.LIFELINE,
        "versions": queries.versions_of(access),
    }
    return render(request, "portal/safety.html", context)


def _form(
    request: HttpRequest,
    form: SafetyPlanForm,
    *,
    status: int = 200,
    theirs: SafetyPlan | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "theirs": theirs,
        "theirs_shown": rules.shown(theirs.content) if theirs else [],
    }
    return render(request, "portal/safety_edit.html", context, status=status)
