"""Answer a form that comes too late: nothing is saved, and nothing that was typed is lost.

Somebody wrote for an hour and the session ended meanwhile. The answer shows what they typed, which
tells nobody anything that they did not send themselves, and carries it until they have signed in.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

# Secrets are never shown again, and the form's token is given anew.
NEVER_SHOWN = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class Typed:
    """One field as it was sent."""

    name: str
    value: str

    @property
    def label(self) -> str:
        """Return the field's name as words; its label stood on the page that is gone."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()

    @property
    def is_text(self) -> bool:
        """Say whether somebody wrote this, rather than chose or never saw it."""
        return len(self.value) > 40 or " " in self.value.strip() or "\n" in self.value

    @property
    def is_bookkeeping(self) -> bool:
        """Say whether the page itself sent this: a key, or the version that was read."""
        is_key = len(self.value) == 36 and self.value.count("-") == 4
        return is_key or self.name in ("seen", "version") or self.name.startswith("_")


def typed_in(request: HttpRequest) -> list[Typed]:
    """Return what a form sent, without secrets; empty if there was nothing to lose."""
    sent = [
        Typed(name, str(value))
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_SHOWN)
        for value in values
        if value
    ]
    return [] if all(field.is_bookkeeping for field in sent) else sent


def shown_again(
    request: HttpRequest, typed: list[Typed], *, status: int, back: str = "/"
) -> HttpResponse:
    """Show what was typed, with the way to sign in and to send it again.

    Args:
        request: the form that came too late.
        typed: what it sent.
        status: 401 if nobody is signed in, 403 if somebody has signed in since.
        back: where signing in leads.
    """
    return render(
        request,
        "privacy/late.html",
        {
            "typed": typed,
            "texts": [t for t in typed if t.is_text],
            "others": [t for t in typed if not t.is_text and not t.is_bookkeeping],
            "had_files": bool(request.FILES),
            "sign_in": f"{reverse(str(settings.LOGIN_URL))}?{urlencode({'next': back})}",
        },
        status=status,
    )
