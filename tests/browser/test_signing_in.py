"""Signing in with a real browser: a passkey, and a form that came too late."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from alongside.people import actions
from tests.conftest import PASSWORD

REMARK = "RN, and a remark that took a long while to write"


@pytest.fixture
def house(browser, live_server, transactional_db, cast):
    """The cast with passwords, and a function that opens a new browser window."""
    for name in ("cara", "dora"):
        actions.open_account(cast.staff[name], email=f"{name}@example.org", password=PASSWORD)
    contexts = []

    def window(**about):
        context = browser.new_context(base_url=live_server.url, **about)
        contexts.append(context)
        return context.new_page()

    yield window
    for context in contexts:
        context.close()
    cache.clear()


def sign_in(page, name):
    if not re.search(r"/accounts/login/", page.url):
        page.goto("/accounts/login/")
    page.fill("input[name=login]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def test_a_passkey_is_added_and_signs_in_by_itself(house):
    page = house()
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, "cara")

    page.goto("/accounts/2fa/passkeys/add/")
    expect(page.get_by_label("Sign in with it instead of the password")).to_be_checked()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes"))
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()

    page.wait_for_url(re.compile("/today/"))


def test_without_scripts_a_late_form_is_sent_after_signing_in_again(house, cast):
    page = house(java_script_enabled=False)
    sign_in(page, "dora")
    page.goto("/staff/invite/")
    page.fill("input[name=name]", "Nora New")
    page.fill("input[name=email]", "nora@example.org")
    page.select_option("select[name=discipline]", "nurse")
    page.fill("input[name=credentials]", REMARK)
    Session.objects.all().delete()

    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in any more")
    assert REMARK in page.content()
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Sign in, in a new tab").click()
    sign_in(other.value, "dora")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed in since")
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_role("heading", name=f"Nora New, {REMARK}")).to_be_visible()


def test_with_scripts_the_draft_is_back_after_signing_in_again(house, cast):
    page = house()
    sign_in(page, "dora")
    page.goto("/staff/invite/")
    page.fill("input[name=credentials]", REMARK)
    page.wait_for_timeout(500)
    Session.objects.all().delete()

    page.reload()
    sign_in(page, "dora")

    page.wait_for_url(re.compile("/staff/invite/"))
    expect(page.locator("input[name=credentials]")).to_have_value(REMARK)
