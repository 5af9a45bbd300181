"""Where mail goes: to the server that ALONGSIDE_EMAIL_URL names; locally into files.

In production without that setting nothing is sent, and whoever invites somebody is shown the link.
"""

from pathlib import Path

import environ

env = environ.Env()
_url = env.str("ALONGSIDE_EMAIL_URL", default="")
_production = env.str("ALONGSIDE_MODE", default="local") == "production"

HAS_MAIL = bool(_url) or not _production
if _url:
    globals().update({k: v for k, v in env.email_url_config(_url).items() if k != "OPTIONS"})
elif _production:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    _here = Path(__file__).resolve().parents[2]
    EMAIL_FILE_PATH = env.str("ALONGSIDE_VAR", default=str(_here / "var")) + "/mail"
EMAIL_TIMEOUT = 10
# Neither the sender nor the subject says what this is about (42 CFR 2.13(c)).
DEFAULT_FROM_EMAIL = env.str("ALONGSIDE_EMAIL_FROM", default="no-reply@localhost")
