"""Accounts: email and password, passkeys, one-time passwords; by invitation only."""

import environ

env = environ.Env()

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["alongside.config.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_FORMS = {"reset_password": "alongside.config.reset.ResetForm"}
ACCOUNT_ADAPTER = "alongside.config.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# An unknown address gets the same answer as a known one: neither confirm nor deny.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Without it the subject would begin with the host's name, which may name the program.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Five wrong passwords for one address, or thirty from one place, close the door for a quarter of an
# hour. A clinic's people share one place, so that limit is wider. Passkeys are not held up by it.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,30/15m/ip",
    "sign_in_code": "20/15m/ip",
}
# The tries are counted in the database: every worker and every machine sees the same number.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_counters",
    }
}
# Behind a proxy the visitor's address is the last that our own proxies have added.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(
    "ALONGSIDE_PROXIES", default=int(env.bool("ALONGSIDE_BEHIND_PROXY", default=False))
)

MFA_ADAPTER = "alongside.config.adapter.SecondFactor"
MFA_FORMS = {"add_webauthn": "alongside.people.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Alongside"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.bool("ALONGSIDE_HTTPS", default=False)
# Nobody signs up here, so nobody can lock the owner of an address out of it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Staff prove twice who they are; off only where nobody's real record lies.
STAFF_MFA = env.bool(
    "ALONGSIDE_STAFF_MFA", default=env.str("ALONGSIDE_MODE", default="local") == "production"
)

# The organization's own identity provider (OpenID Connect), for staff who have an account already.
OIDC_ISSUER = env.str("ALONGSIDE_OIDC_ISSUER", default="")
SOCIALACCOUNT_ADAPTER = "alongside.config.adapter.Provider"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "work",
                "name": env.str("ALONGSIDE_OIDC_NAME", default="your work account"),
                "client_id": env.str("ALONGSIDE_OIDC_CLIENT_ID", default=""),
                "secret": env.str("ALONGSIDE_OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
# After so many minutes without a request a session ends by itself; see config/idle.py.
IDLE_MINUTES = env.int("ALONGSIDE_IDLE_MINUTES", default=20)
IDLE_MINUTES_PATIENTS = env.int("ALONGSIDE_IDLE_MINUTES_PATIENTS", default=60)
