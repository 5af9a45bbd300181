"""Refuse what is far too large before it is read: a file goes to the disk, whoever sends it."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

# Above the largest file that a form takes, so that the form can say in words what is too large.
MOST_BYTES = 32 * 1024 * 1024


class NotTooLarge:
    """Middleware, above whatever reads a body: look at what the request says of its size.

    A request that says nothing has no body for Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on.

        Raises:
            RequestDataTooBig: if its body is larger than anything that is taken here.
        """
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isdecimal() or int(said[:20]) > MOST_BYTES:
            raise RequestDataTooBig("the body is too large")
        return self.get_response(request)
