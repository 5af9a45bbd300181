"""One line a request, with the page's name and never its address: addresses carry keys and searches."""

from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("alongside.request")


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
                method=request.method,
                page=(match.view_name if match else "") or "unnamed",
                status=response.status_code,
                ms=round((perf_counter() - begun) * 1000, 1),
            )
        return response
