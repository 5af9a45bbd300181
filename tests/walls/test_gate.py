"""Every page, for every member of the cast: open or shut, and nothing left out."""

import re
import uuid

import pytest
from django.urls import URLPattern, get_resolver, reverse

from alongside.people.rules import Discipline
from alongside.privacy import gate
from alongside.privacy.models import AccessEvent
from alongside.privacy.rules.needs import ANYWHERE, IN_THE_PROGRAM, ON_THE_TEAM, Need
from alongside.privacy.rules.told import OPENED

ON_ADAS_TEAM = {"cara", "nils", "petra"}
# Everything that anybody may open: a change here is a change of the house's walls.
PUBLIC = {
    "desk-healthz",
    "desk-readyz",
    # In a crisis nobody is asked to sign in before a number is shown.
    "portal-help",
    "privacy-code",
    "privacy-join",
}


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from views(pattern.url_patterns)


def plain(pattern):
    """Say whether a page's address needs nothing but an episode."""
    return set(pattern.pattern.converters) <= {"episode_id"}


def plain_text(response):
    """Return what a page says, without the form token that is new on every page."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


# Resolving the addresses fills the list of pages.
ALL = list(views(get_resolver().url_patterns))
EPISODE = [p for p in gate.PAGES if "episode_id" in p.pattern.converters]
PLAIN = [p for p in EPISODE if plain(p)]


@pytest.mark.parametrize("pattern", ALL, ids=str)
def test_every_address_says_what_it_needs(pattern):
    assert isinstance(pattern.callback.need, Need)


def test_what_anybody_may_open_is_listed_above():
    assert {p.name for p in gate.PAGES if p.callback.need is Need.NOTHING} == PUBLIC


def test_the_person_is_told_in_words_of_every_kind_of_page_about_them():
    about_somebody = [
        p for p in gate.PAGES if str(p.pattern).startswith(("episodes/", "sessions/"))
    ]
    needs = {p.callback.need for p in about_somebody}

    assert needs <= set(OPENED)


def test_a_view_that_says_nothing_does_not_open(rf):
    from django.core.exceptions import ImproperlyConfigured

    middleware = gate.ClosedByDefault(lambda request: None)

    with pytest.raises(ImproperlyConfigured):
        middleware.process_view(rf.get("/"), lambda request: None, [], {})


@pytest.mark.parametrize("pattern", PLAIN, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "name", ["cara", "nils", "petra", "otto", "dora", "fay", "prue", "axel", "ada", "ben"]
)
def test_a_persons_page_opens_only_for_those_who_may(client, cast, pattern, name):
    need = pattern.callback.need
    client.force_login(cast.user(name))
    staff = cast.staff.get(name)
    may = bool(staff) and (
        (name in ON_ADAS_TEAM and need in ON_THE_TEAM[Discipline(staff.discipline)])
        or need in IN_THE_PROGRAM.get(Discipline(staff.discipline), ())
    )

    method = client.get if "GET" in pattern.callback.methods else client.post
    status = method(reverse(pattern.name, kwargs={"episode_id": cast.episode.pk})).status_code

    assert (status == 404) != may, f"{name} got {status}"


@pytest.mark.parametrize("pattern", PLAIN, ids=lambda p: p.name)
def test_no_such_person_and_not_yours_look_alike(client, cast, pattern):
    client.force_login(cast.user("otto"))
    method = client.get if "GET" in pattern.callback.methods else client.post
    if pattern.callback.need in ANYWHERE[Discipline.ADDICTION_COUNSELOR]:
        pytest.skip("a page that every counselor may open")

    not_mine = method(reverse(pattern.name, kwargs={"episode_id": cast.episode.pk}))
    nobody = method(reverse(pattern.name, kwargs={"episode_id": uuid.uuid4()}))

    assert (not_mine.status_code, plain_text(not_mine)) == (nobody.status_code, plain_text(nobody))


@pytest.mark.parametrize(
    "pattern", [p for p in gate.PAGES if p.callback.need is not Need.NOTHING], ids=lambda p: p.name
)
def test_a_stranger_is_sent_to_sign_in(client, cast, pattern):
    kwargs = {
        name: cast.episode.pk if name == "episode_id" else _some(converter)
        for name, converter in pattern.pattern.converters.items()
    }
    method = client.get if "GET" in pattern.callback.methods else client.post

    response = method(reverse(pattern.name, kwargs=kwargs))

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def _some(converter):
    kind = type(converter).__name__
    return {"UUIDConverter": uuid.uuid4(), "IntConverter": 1}.get(kind, "some")


def test_what_is_listed_is_what_opens(client, cast):
    """One rule (`visible`) for both: what is listed opens, and nothing else does."""
    from datetime import UTC, datetime

    from alongside.people.models import Episode

    for name, staff in cast.staff.items():
        listed = set(gate.visible(staff, Need.READ_FRONT, datetime.now(UTC)))
        client.force_login(cast.user(name))
        for episode in Episode.objects.all():
            for pattern in PLAIN:
                if pattern.callback.need is Need.READ_FRONT and "GET" in pattern.callback.methods:
                    url = reverse(pattern.name, kwargs={"episode_id": episode.pk})
                    assert (client.get(url).status_code != 404) == (episode in listed)


def test_an_opening_and_a_refusal_are_both_in_the_log(client, cast):
    opening = next(p for p in PLAIN if p.callback.need is Need.READ_FRONT)
    url = reverse(opening.name, kwargs={"episode_id": cast.episode.pk})

    client.force_login(cast.user("cara"))
    client.get(url)
    client.force_login(cast.user("otto"))
    client.get(url)

    rows = AccessEvent.objects.filter(episode=cast.episode).order_by("seq")
    told = rows.values_list("reader__staff__name", "opened", "basis")
    assert list(told) == [("Cara Test", True, "care_team"), ("Otto Test", False, "none")]
