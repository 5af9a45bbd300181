"""Sign out whoever has left: after a while without a request the session ends by itself.

45 CFR 164.312(a)(2)(iii), automatic logoff. What was typed is not lost: the browser keeps it (see
core/static/core/keep.js), and a form that arrives too late is shown again (see the gate).
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from alongside.people import actions

SEEN = "seen_at"
# The time is written at most this often, in seconds: a session is not saved with every page.
STEP = 60


def idle_minutes(user: Any) -> int:
    """Return after how many minutes without a request this person is signed out."""
    is_staff = getattr(user, "staff", None) is not None
    return int(settings.IDLE_MINUTES if is_staff else settings.IDLE_MINUTES_PATIENTS)


class IdleTimeout:
    """Middleware, below the messages: end a session that nobody has used for a while."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on: as the same person's, or as nobody's."""
        if request.user.is_authenticated:
            at = now()
            unseen = at.timestamp() - request.session.get(SEEN, 0)
            limit = idle_minutes(request.user) * 60
            # A session without the mark has just begun. The mark may be one step old: never early.
            if SEEN in request.session and unseen > limit + STEP:
                logout(request)
                messages.info(
                    request, _("You were signed out, because nothing happened here for a while.")
                )
            elif unseen >= STEP:
                request.session[SEEN] = int(at.timestamp())
                actions.note_seen(str(request.session.session_key), at=at)
        return self.get_response(request)
