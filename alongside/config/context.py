"""What every template may say: the program's name and number, and the reader's time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from alongside.config.idle import idle_minutes


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the program's name and phone number, and after how long nobody counts as there."""
    user = getattr(request, "user", None)
    is_in = user is not None and user.is_authenticated
    return {
        "program_name": settings.PROGRAM_NAME,
        "program_phone": settings.PROGRAM_PHONE,
        "idle_seconds": idle_minutes(user) * 60 if is_in else None,
    }
