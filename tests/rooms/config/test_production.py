"""Production refuses to start until everything is in order, and says what is not."""

import os
import random
import string
import subprocess
import sys

import pytest

from alongside.config.production import faults

# The same in every worker of the tests, and long enough; a secret of nothing.
STRONG = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=86))
READY = {
    "SECRET_KEY": STRONG,
    "SECRET_KEY_FALLBACKS": [],
    "DEBUG": False,
    "ALLOWED_HOSTS": ["iop.example.org"],
    "HTTPS": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "STAFF_MFA": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
}


def test_everything_in_order_has_no_fault():
    assert faults(READY) == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY", STRONG[:49], "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY", "a" * 80, "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY", "abcdefghijklmnopqrst" * 4, "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY", f"django-insecure-{STRONG}", "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY", f"Change-Me-{STRONG}", "ALONGSIDE_SECRET_KEY"),
        ("SECRET_KEY_FALLBACKS", ["short"], "ALONGSIDE_SECRET_KEY"),
        ("DEBUG", True, "ALONGSIDE_DEBUG"),
        ("ALLOWED_HOSTS", [], "ALONGSIDE_HOSTS"),
        ("ALLOWED_HOSTS", ["iop.example.org", "*"], "ALONGSIDE_HOSTS"),
        ("ALLOWED_HOSTS", [".example.org"], "ALONGSIDE_HOSTS"),
        ("HTTPS", False, "ALONGSIDE_HTTPS"),
        ("SECURE_PROXY_SSL_HEADER", None, "ALONGSIDE_BEHIND_PROXY"),
        ("STAFF_MFA", False, "ALONGSIDE_STAFF_MFA"),
        ("SESSION_COOKIE_SECURE", False, "SESSION_COOKIE_SECURE"),
        ("CSRF_COOKIE_SECURE", False, "CSRF_COOKIE_SECURE"),
        ("SECURE_SSL_REDIRECT", False, "SECURE_SSL_REDIRECT"),
        ("SECURE_HSTS_SECONDS", 3600, "SECURE_HSTS_SECONDS"),
    ],
)
def test_each_thing_that_is_wrong_is_one_fault_that_names_it(name, value, says):
    found = faults(READY | {name: value})

    assert len(found) == 1
    assert says in found[0]


def test_its_own_tls_is_as_good_as_a_proxys():
    own = READY | {"SECURE_PROXY_SSL_HEADER": None, "TLS_CERTIFICATE": "cert.pem"}

    assert faults(own) == []


def test_what_is_not_said_counts_as_off():
    assert len(faults({})) > 5


ENVIRONMENT = {
    "ALONGSIDE_MODE": "production",
    "ALONGSIDE_SECRET_KEY": STRONG,
    "ALONGSIDE_HOSTS": "iop.example.org",
    "ALONGSIDE_HTTPS": "1",
    "ALONGSIDE_BEHIND_PROXY": "1",
}


def alongside(*words, var, **environment):
    """Run the command line as an operator would, with nothing else in its environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "alongside.config.cli", *words],
        env=clean | {"ALONGSIDE_VAR": str(var)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_nothing_said_refuses_with_sentences_and_makes_no_key(tmp_path):
    done = alongside("check", var=tmp_path, ALONGSIDE_MODE="production")

    assert done.returncode == 1
    assert "ALONGSIDE_SECRET_KEY" in done.stderr
    assert "ALONGSIDE_HTTPS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "secret").exists()


def test_production_in_order_passes_djangos_own_checks(tmp_path):
    done = alongside("check", "--deploy", "--fail-level=WARNING", var=tmp_path, **ENVIRONMENT)

    assert (done.returncode, done.stderr.strip()) == (
        0,
        "",
    ) or "no issues" in done.stdout + done.stderr


def test_a_mode_that_does_not_exist_is_refused(tmp_path):
    done = alongside("check", var=tmp_path, ALONGSIDE_MODE="prod")

    assert done.returncode == 1
    assert "`local` or `production`" in done.stderr


def test_outside_production_other_computers_are_not_served(tmp_path):
    done = alongside("serve", "--host=0.0.0.0", var=tmp_path)

    assert done.returncode == 1
    assert "only this computer" in done.stderr


def test_the_demo_does_not_run_in_production(tmp_path):
    done = alongside("demo", var=tmp_path, **ENVIRONMENT)

    assert done.returncode == 1
    assert "local mode" in done.stderr


def test_two_processes_that_start_at_once_have_the_same_key(tmp_path):
    words = [
        sys.executable,
        "-c",
        "from alongside.config.settings import SECRET_KEY as k; print(k)",
    ]
    environment = os.environ | {"ALONGSIDE_VAR": str(tmp_path), "ALONGSIDE_SECRET_KEY": ""}
    both = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    keys = {process.communicate()[0] for process in both}

    assert len(keys) == 1
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
