"""Answers when something is wrong: a sentence, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.privacy import late
from alongside.privacy.rules.needs import Need


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old to be taken, and show again what was typed.

    Only a form of our own is shown again, with a way to send it: another site's form must not get
    a token by it. `Sec-Fetch-Site` is the browser's own word and cannot be set by a page.
    """
    match = request.resolver_match
    is_record = match is not None and getattr(match.func, "need", Need.NOTHING) is not Need.NOTHING
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_record and is_ours and (typed := late.typed_in(request)):
        return late.shown_again(request, typed, status=403)
    return render(request, "403_csrf.html", status=403)
