"""What every answer carries beyond what Django and django-csp set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADERS = {
    # Pages, refusals and sign-in alike: nothing stays on a shared computer or on the way to it.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class EveryAnswer:
    """Middleware: set the headers that an answer has not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and add the headers to what comes back."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
