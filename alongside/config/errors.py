"""Answers when something is wrong: a sentence, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old to be taken; what was typed is kept on the device."""
    return render(request, "403_csrf.html", status=403)
