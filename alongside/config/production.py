"""What must be in order before real people's records are served."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

YEAR = 31_536_000
# Words that stand in keys which somebody made up or copied from an example.
MADE_UP = ("change", "secret", "password", "insecure", "example", "alongside", "default", "123456")


def is_weak(key: str) -> bool:
    """Say whether a key could be guessed: short, made up of words, or a short text over and over.

    >>> is_weak("abcdefghij" * 6)
    True
    """
    repeats = key in (key + key)[1:-1]
    spoken = any(word in key.lower() for word in MADE_UP)
    return len(key) < 50 or len(set(key)) < 16 or repeats or spoken


def faults(settings: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with these settings for production, each as a sentence with the way out.

    Args:
        settings: the settings by name; one that is missing counts as off.
    """
    found = []
    keys = [settings.get("SECRET_KEY") or "", *(settings.get("SECRET_KEY_FALLBACKS") or ())]
    if any(is_weak(str(key)) for key in keys):
        found.append("ALONGSIDE_SECRET_KEY must be a random text of at least 50 characters.")
    if settings.get("DEBUG"):
        found.append("ALONGSIDE_DEBUG must be off: error pages would show records.")
    hosts = settings.get("ALLOWED_HOSTS") or []
    if not hosts or any("*" in host or host.startswith(".") for host in hosts):
        found.append("ALONGSIDE_HOSTS must name each host this site answers to, without wildcards.")
    if not settings.get("HTTPS"):
        found.append("ALONGSIDE_HTTPS=1 is needed: put the site behind TLS and say so.")
    elif not settings.get("SECURE_PROXY_SSL_HEADER") and not settings.get("TLS_CERTIFICATE"):
        found.append(
            "Say who speaks TLS: ALONGSIDE_BEHIND_PROXY=1, or ALONGSIDE_TLS_CERTIFICATE and"
            " ALONGSIDE_TLS_KEY."
        )
    if not settings.get("STAFF_MFA"):
        found.append("ALONGSIDE_STAFF_MFA must be on: a password alone must not open a record.")
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        if not settings.get(name):
            found.append(f"{name} must be on; it follows ALONGSIDE_HTTPS.")
    if int(settings.get("SECURE_HSTS_SECONDS") or 0) < YEAR:
        found.append("SECURE_HSTS_SECONDS must be at least a year; it follows ALONGSIDE_HTTPS.")
    return found


def refuse_unless_ready(settings: Mapping[str, Any]) -> None:
    """Stop the start when anything is wrong.

    Raises:
        ImproperlyConfigured: naming everything that is wrong at once.
    """
    if found := faults(settings):
        raise ImproperlyConfigured("Not ready for production:\n- " + "\n- ".join(found))
