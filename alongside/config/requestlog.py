"""One line a request, with the page's name, never its address: that carries keys and searches."""

from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("alongside.request")

# Anybody may send any word as a method.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """Middleware: log method, page, status and duration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and log what came of it."""
        begun = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=uuid4().hex):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method if request.method in METHODS else "other",
                # A file of the look, an address that leads nowhere, or a view without a name.
                page=(match.view_name if match else "") or "none",
                status=response.status_code,
                ms=round((perf_counter() - begun) * 1000, 1),
            )
        return response
