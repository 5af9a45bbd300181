"""Take our own forms for our own: under `no-referrer` a browser sends them with `Origin: null`.

The header that we send (Referrer-Policy: no-referrer) makes browsers hide where a form comes from,
even from ourselves (Fetch standard, "append a request Origin header"). Django would refuse every
form for it. What the browser still says, and no page can forge, is `Sec-Fetch-Site: same-origin`.
A browser too old to say that is left to the CSRF token, which is checked in every case.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OwnOrigin:
    """Middleware, above Django's CSRF check: put our own origin where the browser hid it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        hidden = request.META.get("HTTP_ORIGIN") == "null"
        if hidden and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
