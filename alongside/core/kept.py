"""Tell the device that what it kept has been saved, so that it may forget it.

A form with `data-keep="key"` is kept by the browser (static/core/keep.js) and sends its key along
as `_keep`. A deed that succeeded answers with a redirect, or to htmx with 2xx; only then is the key
named as saved. Anything else (an error at a field, a conflict, a lost sign-in) leaves it kept.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Nothing but ASCII: it goes into a cookie, which cannot carry anything else.
KEY = re.compile(r"[\w.:-]{1,120}", re.ASCII)
COOKIE = "kept"
# As many as fit between two pages; what is not named is merely kept a while longer.
MOST = 10


class Kept:
    """Middleware: name the saved form in a cookie (a page) or a header (a fragment)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and name the key if the answer says that the deed was done."""
        response = self.get_response(request)
        if request.method != "POST":
            return response
        key = request.POST.get("_keep", "")
        if not KEY.fullmatch(key) or not is_done(request, response):
            return response
        if request.headers.get("HX-Request"):
            response.headers["X-Saved"] = key
        else:
            before = [k for k in request.COOKIES.get(COOKIE, "").split("|") if KEY.fullmatch(k)]
            response.set_cookie(
                COOKIE,
                "|".join([*before, key][-MOST:]),
                max_age=600,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response


def is_done(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the answer to a POST means that the deed was done.

    A way to the sign-in pages means that it was not.
    """
    if request.headers.get("HX-Request"):
        return 200 <= response.status_code < 300
    if response.status_code not in (302, 303):
        return False
    doors = reverse(str(settings.LOGIN_URL)).rsplit("/", 2)[0] + "/"
    return not response.headers["Location"].startswith(doors)
