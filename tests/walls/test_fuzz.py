"""Every form and every address, with whatever may arrive: no failure, and a clear answer always.

The forms are found by following links through a furnished program, so that a new page is tried as
soon as something leads to it. ALONGSIDE_FUZZ=500 tries so many bodies on each, at random; without
it a few are tried, the same ones every time.
"""

import os
import re
import traceback
from collections import Counter

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alongside.config import urls
from alongside.people import actions
from alongside.people.models import Supporter
from alongside.privacy import gate
from tests.walls.crawl import Form, Found, addresses, client_of, crawl, page_at
from tests.walls.nasty import VALUES, Body, bodies, urlencoded
from tests.walls.world import furnish

pytestmark = pytest.mark.django_db

WIDE = int(os.environ.get("ALONGSIDE_FUZZ", "0"))
POSTS, GETS = WIDE or 10, WIDE or 3
READERS = ["cara", "dora", "prue", "otto", "ada", ""]
# What may be written although the answer is a refusal: who looked, and that somebody tried.
EVEN_IF_REFUSED = {
    "privacy_accessevent",
    "django_session",
    "people_counters",
    "usersessions_usersession",
}


def bounded(examples: int):
    """Return settings that keep the time bounded: nothing is shrunk, the failures are told."""
    return settings(
        max_examples=examples, derandomize=not WIDE, database=None, phases=[Phase.generate]
    )


@pytest.fixture
def found(cast) -> Found:
    """Furnish the program, and find every page and form in it."""
    unlinked = furnish(cast)
    rita = apps.get_model("people", "Episode").objects.get(patient__chosen_name="Rita Waits")
    dov = apps.get_model("people", "Episode").objects.get(patient__chosen_name="Dov Left")
    starts = [*unlinked, *addresses(urls.urlpatterns[:-1]), *addresses(urls.accounts)]
    for stay in (cast.episode, rita, dov):
        starts += addresses(gate.PAGES, episode_id=stay.pk)
    return crawl(cast, READERS, starts)


def rows() -> dict[str, int]:
    """Count the rows of every table, in one query."""
    tables = [m._meta.db_table for m in apps.get_models()]
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {quoted(t)}" for t in tables)
        )
        return dict(cursor.fetchall())


def what_failed(answer) -> str:
    """Return the error behind a 500 and where it came from."""
    if answer.exc_info is None:
        return str(answer.status_code)
    error = answer.exc_info[1]
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "alongside" in f.filename]
    places = " < ".join(f"{f.filename.split('alongside/')[-1]}:{f.lineno}" for f in ours[::-1][:3])
    return f"{answer.status_code} {type(error).__name__}: {str(error)[:150]} at {places}"


def words(answer) -> str:
    """Return what a page says, without its markup."""
    text = re.sub(r"<(style|script|svg).*?</\1>|<[^>]*>", " ", answer.content.decode(), flags=re.S)
    return " ".join(text.split())


def unclear(client: Client, answer) -> str:
    """Say what is wrong with an answer to somebody who wonders what happened; or nothing."""
    status = answer.status_code
    if status >= 500:
        return what_failed(answer)
    if status in (301, 302, 303, 307, 308):
        return _leads_nowhere(client, answer)
    kind = answer.headers.get("Content-Type", "")
    if status == 204 or "HX-Redirect" in answer.headers or "json" in kind:
        return ""
    if status == 405:
        return "" if answer.headers["Allow"] else "405 without the methods allowed"
    if status == 200 and not kind.startswith("text/html"):
        return ""
    if kind.startswith("text/html") and "<h1" not in answer.content.decode() and status != 422:
        return f"{status} without a heading: {words(answer)[:80]!r}"
    return "" if len(words(answer)) > 15 else f"{status} without a sentence"


def _leads_nowhere(client: Client, answer) -> str:
    where = answer.headers["Location"]
    if where == "/" or page_at(answer.wsgi_request.path).startswith(("account_", "mfa_")):
        # Sign-in pages lead to wherever `next` says, as long as it is on this host.
        return "" if where.startswith("/") and where[1:2] != "/" else f"leads away to {where!r}"
    try:
        resolve(where.split("?")[0])
    except Resolver404:
        return f"{answer.status_code} to {where!r}, which is no page of ours"
    there = client.get(where)
    if there.status_code >= 500:
        return f"{answer.status_code} to {where}: {what_failed(there)}"
    return (
        f"{answer.status_code} to {where}: {there.status_code}" if there.status_code > 400 else ""
    )


@pytest.mark.timeout(900)  # half a minute alone; many times that on a machine that others load
def test_nothing_fails_whatever_is_sent_or_asked(cast, found):
    """Whatever fails is told by its page and error, with one body or address that shows it."""
    takes = {p.name for p in gate.PAGES if "POST" in p.callback.methods}
    lost = takes - {form.name for form in found.forms}
    problems = dict.fromkeys(lost, "no link leads to its form")
    problems |= dict.fromkeys(found.wrong, "by following links")

    assert problems | _sent(cast, found) | _asked(cast, found) == {}


def _sent(cast, found: Found) -> dict[str, str]:
    """Send every form, spoilt in many ways; return what went wrong."""
    problems: dict[str, str] = {}
    statuses: Counter[int] = Counter()
    clients = {reader: client_of(cast, reader) for reader in READERS}
    before = rows()
    for form in found.forms:

        def sent(body):
            told = _send(clients[form.reader], form, body, statuses, before)  # noqa: B023
            if told:
                problems.setdefault(f"{form.name}: {told}", f"{form}: {body}")  # noqa: B023

        bounded(POSTS)(given(bodies(form))(sent))()
    # If nothing were ever taken, nothing behind the first check was tried.
    assert statuses[302] + statuses[200] > sum(statuses.values()) / 10
    assert statuses[422] > 0
    return problems


def _send(
    signed_in: Client, form: Form, body: Body, statuses: Counter[int], before: dict[str, int]
) -> str:
    """Send a body, look at the answer, and undo whatever it did."""
    client = Client(raise_request_exception=False)
    client.cookies.update(signed_in.cookies)
    content, kind, headers = body
    with transaction.atomic():
        answer = client.generic("POST", form.action, content, content_type=kind, headers=headers)
        statuses[answer.status_code] += 1
        changed: set[str] = set()
        if 400 <= answer.status_code < 500:
            changed = {t for t, n in rows().items() if n != before[t]} - EVEN_IF_REFUSED
        told = unclear(client, answer)
        transaction.set_rollback(True)
    cache.clear()
    return told or (f"{answer.status_code}, but wrote {changed}" if changed else "")


def _asked(cast, found: Found) -> dict[str, str]:
    """Open every page with whatever behind the question mark; return what went wrong."""
    problems: dict[str, str] = {}
    clients = {reader: client_of(cast, reader) for reader in READERS}
    seen = sorted(found.queries)
    names = st.sampled_from(sorted({name for name, _ in seen} | {"page", "day", "days", "x"}))
    queries = st.lists(st.one_of(st.sampled_from(seen), st.tuples(names, VALUES)), max_size=4)
    for name, (reader, where) in found.pages.items():

        def opened(query):
            address = f"{where.split('?')[0]}?{urlencoded(query).decode()}"  # noqa: B023
            with transaction.atomic():
                told = unclear(clients[reader], clients[reader].get(address))  # noqa: B023
                transaction.set_rollback(True)
            if told:
                problems.setdefault(f"{name}: {told}", f"as {reader}: {address}")  # noqa: B023

        bounded(GETS)(given(queries)(opened))()
    return problems


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "yesterday", "²"])
def test_a_day_that_cannot_be_is_no_page(client, cast, day):
    client.force_login(cast.user("ada"))

    assert client.get(f"/me/days/{day}/").status_code == 404
    assert client.get("/me/check-in/", {"day": day}).status_code in (404, 422)


def test_a_body_that_cannot_be_read_does_nothing(client, cast):
    """Found by this fuzzing: the deed was done, and the answer said that it was refused."""
    rosa = actions.add_supporter(cast.ada, name="Rosa")
    client.force_login(cast.user("cara"))
    where = reverse("desk-remove-supporter", args=[cast.episode.pk, rosa.pk])

    answer = client.generic("POST", where, b"x", content_type="multipart/form-data")

    assert answer.status_code == 400
    assert Supporter.objects.filter(pk=rosa.pk).exists()
