"""What every answer carries: nothing from elsewhere, no referrer, HTTPS where it is on."""

from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

env = environ.Env()
https = env.bool("ALONGSIDE_HTTPS", default=False)
# Signing in at the organization's own provider begins with a form that is redirected there.
provider = urlsplit(env.str("ALONGSIDE_OIDC_ISSUER", default=""))
PROVIDER = [f"{provider.scheme}://{provider.netloc}"] if provider.netloc else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *PROVIDER],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = https
SECURE_HSTS_PRELOAD = https
if env.bool("ALONGSIDE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = https
CSRF_COOKIE_SECURE = https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if https else "csrf"
CSRF_FAILURE_VIEW = "alongside.config.errors.csrf_failure"
__all__ = [name for name in dir() if name.isupper()]
