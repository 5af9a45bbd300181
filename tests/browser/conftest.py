"""Pages in a real Chromium, against a server on this machine, on an invented program.

Where no Chromium is found the tests say so and are skipped; with ALONGSIDE_BROWSER=required (as
in continuous integration) that is a failure instead.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from alongside.people.models import User
from alongside.synthetic.actions.building import build

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """Return where a Chromium is on this machine, or None."""
    found = os.environ.get("ALONGSIDE_CHROMIUM")
    return found or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    where = chromium()
    if where is None:
        if os.environ.get("ALONGSIDE_BROWSER") == "required":
            pytest.fail("No Chromium was found, and the browser tests are required here.")
        pytest.skip("No Chromium was found: the browser tests did not run.")
    # Playwright runs an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=where, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def program(transactional_db: None) -> None:
    """Build a small invented program."""
    build(active=8, seed=11, at=datetime.now(UTC))


def signed_in(context: BrowserContext, url: str, user: User) -> None:
    """Give the browser the session of a user who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}]
    )


@pytest.fixture
def opened(browser: Browser, live_server, program):
    """Return a function that opens a page as somebody, at a width; anything wrong in it fails."""
    contexts = []
    wrong: list[str] = []

    def open_as(who: str, path: str, width: str = "desk", **about) -> Page:
        wide, high = WIDTHS[width]
        context = browser.new_context(viewport={"width": wide, "height": high}, **about)
        contexts.append(context)
        if who:
            user = User.objects.select_related("staff", "patient").get(
                email=f"{who}@alongside.example"
            )
            signed_in(context, live_server.url, user)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on(
            "console",
            lambda said: wrong.append(f"{path}: {said.text}") if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((live_server.url, "data:"))
                else wrong.append(f"{path} asked elsewhere: {asked.url}")
            ),
        )
        page.goto(live_server.url + path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert wrong == []
