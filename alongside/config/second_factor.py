"""Staff prove twice who they are before any record opens (45 CFR 164.312(d))."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.privacy.rules.needs import Need

SET_UP = "mfa_index"


def must_set_up(user: Any) -> bool:
    """Say whether this is a member of staff who still has to set up a second proof."""
    return (
        settings.STAFF_MFA
        and getattr(user, "staff", None) is not None
        and not getattr(user, "has_second_factor", False)
    )


class SecondFactorFirst:
    """Middleware: until the second proof is set up, only pages that need nothing open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead a member of staff without a second proof to where it is set up."""
        if getattr(view, "need", Need.NOTHING) is Need.NOTHING or not must_set_up(request.user):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": reverse(SET_UP)})
        messages.info(
            request,
            _(
                "One more step before anything else opens: add a passkey or an authenticator app, "
                "so that a password alone never opens a record."
            ),
        )
        return redirect(SET_UP)
