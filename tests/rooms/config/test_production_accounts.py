"""What holds for accounts once real records are served."""

import json
import os
import subprocess
import sys

import pytest

ASKS = """
import json, django
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, reverse
names = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "SESSION_COOKIE_NAME", "SESSION_EXPIRE_AT_BROWSER_CLOSE", "CSRF_COOKIE_SECURE",
         "CSRF_COOKIE_NAME", "STAFF_MFA", "HAS_MAIL", "EMAIL_BACKEND", "IDLE_MINUTES",
         "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "ALLAUTH_TRUSTED_PROXY_COUNT"]
told = {name: getattr(settings, name) for name in names}
told["form_action"] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
try:
    told["provider"] = reverse("openid_connect_login", args=["work"])
except NoReverseMatch:
    told["provider"] = None
print(json.dumps(told))
"""
KEY = "".join(chr(33 + (i * 37) % 90) for i in range(64))


def production(tmp_path, **more):
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        "ALONGSIDE_MODE": "production",
        "ALONGSIDE_VAR": str(tmp_path),
        "ALONGSIDE_SECRET_KEY": KEY,
        "ALONGSIDE_HOSTS": "example.org",
        "ALONGSIDE_HTTPS": "1",
        "ALONGSIDE_BEHIND_PROXY": "1",
        **more,
    }
    out = subprocess.run(
        [sys.executable, "-c", ASKS], env=env, capture_output=True, text=True, check=True
    )
    return json.loads(out.stdout)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return production(tmp_path_factory.mktemp("var"))


def test_cookies_are_for_this_host_over_https_and_not_for_scripts(told):
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["SESSION_COOKIE_HTTPONLY"]
    assert told["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert told["SESSION_COOKIE_NAME"] == "__Host-session"
    assert told["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert told["SESSION_EXPIRE_AT_BROWSER_CLOSE"]


def test_staff_need_two_proofs_and_passkeys_need_https(told):
    assert told["STAFF_MFA"]
    assert not told["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]


def test_tries_are_counted_by_the_visitors_address_not_the_proxys(told):
    assert told["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_without_a_mail_server_nothing_pretends_to_send(told):
    assert not told["HAS_MAIL"]
    assert told["provider"] is None
    assert told["form_action"] == ["'self'"]


def test_mail_and_provider_are_set_up_from_the_environment(tmp_path):
    told = production(
        tmp_path,
        ALONGSIDE_EMAIL_URL="smtp+tls://user:word@mail.example.org:587",
        ALONGSIDE_OIDC_ISSUER="https://id.example.org/realms/work",
        ALONGSIDE_OIDC_CLIENT_ID="alongside",
        ALONGSIDE_OIDC_CLIENT_SECRET="x",
        ALONGSIDE_IDLE_MINUTES="10",
    )

    assert told["HAS_MAIL"]
    assert told["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert told["provider"] == "/accounts/oidc/work/login/"
    assert told["form_action"] == ["'self'", "https://id.example.org"]
    assert told["IDLE_MINUTES"] == 10
