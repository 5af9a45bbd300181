"""Open the link from an invitation: choose a password, and come in."""

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from alongside.people import actions, queries
from alongside.people.actions import LinkEnded
from alongside.people.forms import PasswordForm
from alongside.privacy.gate import public_page
from alongside.privacy.proof import note_proof


@public_page("join/<str:secret>/", methods="GET POST")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whoever holds the link for a password, and sign them in with it."""
    if too_many := consume_or_429(request, action="open_link"):
        turned_away: HttpResponse = too_many
        return turned_away
    at = now()
    invitation = queries.open_link(secret, at=at)
    if invitation is None:
        return _ended(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept(secret, password=form.cleaned_data["password"], at=at)
        except LinkEnded:
            return _ended(request)
        note_proof(request, user)
        came_in: HttpResponse = perform_login(request, user)
        return came_in
    context = {"form": form, "email": invitation.email}
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/join.html", context, status=status)


def _ended(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/link_ended.html", status=410)
