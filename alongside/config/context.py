"""What every template may say: the program's name and number."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, str]:
    """Return the program's name and phone number for the templates."""
    return {"program_name": settings.PROGRAM_NAME, "program_phone": settings.PROGRAM_PHONE}
