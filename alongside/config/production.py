"""What must be in order before real people's records are served."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def faults(settings: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with these settings for production, each as a sentence that says what to do."""
    found = []
    key = str(settings.get("SECRET_KEY", ""))
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure"):
        found.append("ALONGSIDE_SECRET_KEY must be a random text of at least 50 characters.")
    if settings.get("DEBUG"):
        found.append("ALONGSIDE_DEBUG must be off: error pages would show records.")
    hosts = settings.get("ALLOWED_HOSTS") or []
    if not hosts or "*" in hosts:
        found.append("ALONGSIDE_HOSTS must name the host names this site answers to, without '*'.")
    if not settings.get("HTTPS"):
        found.append("ALONGSIDE_HTTPS=1 is needed: put the site behind TLS and say so.")
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        if not settings.get(name):
            found.append(f"{name} must be on; it follows ALONGSIDE_HTTPS.")
    if int(settings.get("SECURE_HSTS_SECONDS") or 0) < 31_536_000:
        found.append("SECURE_HSTS_SECONDS must be at least a year; it follows ALONGSIDE_HTTPS.")
    return found


def refuse_unless_ready(settings: Mapping[str, Any]) -> None:
    """Stop the start when anything is wrong.

    Raises:
        ImproperlyConfigured: naming everything that is wrong at once.
    """
    if found := faults(settings):
        raise ImproperlyConfigured("Not ready for production:\n- " + "\n- ".join(found))
