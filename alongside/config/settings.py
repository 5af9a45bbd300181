"""Settings, from the environment; every name begins with ALONGSIDE_ (see docs/settings.md).

Two modes. `local` (the default) serves this computer only and makes its own secret. `production`
refuses to start until everything in `config.production` is in order.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from alongside.config import production, secret

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

MODE = env.str("ALONGSIDE_MODE", default="local")
if MODE not in ("local", "production"):
    raise ImproperlyConfigured("ALONGSIDE_MODE is either `local` or `production`.")
PRODUCTION = MODE == "production"
VAR = Path(env.str("ALONGSIDE_VAR", default=str(BASE_DIR / "var")))
# Public data for `replay` and the conformance tests; see docs/settings.md.
DATA = Path(env.str("ALONGSIDE_DATA", default=str(BASE_DIR.parent / "shared" / "data")))

DEBUG = env.bool("ALONGSIDE_DEBUG", default=False)
SECRET_KEY = env.str("ALONGSIDE_SECRET_KEY", default="") or secret.local_key(VAR, PRODUCTION)
# The keys before this one: what they signed stays good while the new key takes over.
SECRET_KEY_FALLBACKS = env.list("ALONGSIDE_OLD_SECRET_KEYS", default=[])
HTTPS = env.bool("ALONGSIDE_HTTPS", default=False)
# Only where no proxy stands in front and the server speaks TLS itself.
TLS_CERTIFICATE = env.str("ALONGSIDE_TLS_CERTIFICATE", default="")
TLS_KEY = env.str("ALONGSIDE_TLS_KEY", default="")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
# Outside production nobody but this computer is served, whatever the address asked for.
ALLOWED_HOSTS = env.list("ALONGSIDE_HOSTS", default=[]) if PRODUCTION else LOOPBACK

ROOMS = [
    "core",
    "people",
    "privacy",
    "measures",
    "intake",
    "program",
    "medications",
    "plans",
    "notes",
    "safety",
    "peers",
    "community",
    "monitoring",
    "conferences",
    "desk",
    "portal",
    "fhir",
    "outcomes",
    "synthetic",
]
INSTALLED_APPS = [
    *(f"alongside.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "alongside.config.requestlog.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.config.everyanswer.EveryAnswer",
    "alongside.config.size.NotTooLarge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "alongside.config.origin.OwnOrigin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alongside.config.idle.IdleTimeout",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alongside.core.kept.Kept",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alongside.privacy.gate.ClosedByDefault",
    "alongside.config.second_factor.SecondFactorFirst",
]
ROOT_URLCONF = "alongside.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "alongside.config.context.house",
            ],
        },
    }
]
WSGI_APPLICATION = "alongside.config.wsgi.application"

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'alongside.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: what was answered "saved" outlives a power cut; see docs/decisions.
    synchronous = env.str("ALONGSIDE_SQLITE_SYNCHRONOUS", default="FULL")
    if synchronous not in ("FULL", "NORMAL"):
        raise ImproperlyConfigured("ALONGSIDE_SQLITE_SYNCHRONOUS is either FULL or NORMAL.")
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when it begins, so that two never deadlock half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            f"PRAGMA synchronous={synchronous};"
            "PRAGMA temp_store=MEMORY;"
            "PRAGMA journal_size_limit=67108864;"
            "PRAGMA cache_size=-20000;"
            "PRAGMA mmap_size=268435456;"
        ),
    }
elif pool := env.int("ALONGSIDE_DATABASE_POOL", default=0):
    # A pool keeps the connections; Django's own keeping would empty it.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": pool}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English"), ("es", "Español")]
USE_I18N = True
USE_TZ = True
# The program's zone: a check-in's day ends at midnight here.
TIME_ZONE = env.str("ALONGSIDE_TIME_ZONE", default="America/New_York")

PROGRAM_NAME = env.str("ALONGSIDE_PROGRAM_NAME", default="Riverbend IOP")
# Who to call, shown with every "Help now"; 988 is the US Suicide & Crisis Lifeline.
PROGRAM_PHONE = env.str("ALONGSIDE_PROGRAM_PHONE", default="")

STATIC_URL = "static/"
# Collected in production only; a local server finds each file in its room.
STATIC_ROOT = VAR / "static" if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

from alongside.config.accounts import *  # noqa: E402, F403
from alongside.config.headers import *  # noqa: E402, F403
from alongside.config.logs import LOGGING  # noqa: E402, F401
from alongside.config.mail import *  # noqa: E402, F403

if PRODUCTION:
    production.refuse_unless_ready(globals())
