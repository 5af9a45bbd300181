"""What a monitor asks: is the server alive, and can it do its work? Says nothing of anybody."""

from django.http import HttpRequest, HttpResponse

from alongside.core.queries import not_ready_because
from alongside.privacy.gate import public_page

PLAIN = "text/plain; charset=utf-8"


@public_page("healthz")
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer: this process is alive."""
    return HttpResponse("alive\n", content_type=PLAIN)


@public_page("readyz")
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database is there and of this version; 503 where it is not."""
    if missing := not_ready_because():
        return HttpResponse(f"not ready: {missing}\n", content_type=PLAIN, status=503)
    return HttpResponse("ready\n", content_type=PLAIN)
