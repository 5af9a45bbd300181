"""Help now: for anybody, signed in or not; and with the own plan for whoever is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.people.models import User
from alongside.privacy.gate import EpisodeAccess, patient_behind, portal_page, public_page
from alongside.privacy.rules.needs import Need
from alongside.safety import queries, rules


@public_page("help/")
def help(request: HttpRequest) -> HttpResponse:  # noqa: A001 (the page's name is its address)
    """Show whom to call at once; whoever is signed in goes on to their own people and plan.

    Nobody has to sign in to find a number.
    """
    if isinstance(request.user, User) and patient_behind(request.user):
        return redirect("portal-my-help")
    return render(request, "portal/help.html", {"lifeline": rules.LIFELINE})


@portal_page("help/", need=Need.OWN_SAFETY_PLAN)
def my_help(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show whom to call, the own person first, and what the own plan says to do."""
    plan = queries.plan_of(access)
    content = plan.content if plan else rules.Content()
    context = {
        "lifeline": rules.LIFELINE,
        "person": rules.first_to_call(content.people),
        "alone": rules.lines(content.alone),
        "has_plan": not content.is_empty,
    }
    return render(request, "portal/help.html", context)
