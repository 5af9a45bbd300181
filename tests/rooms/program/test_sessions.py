"""Sessions: who opens a roster, who is on it, and who came."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alongside.privacy import gate
from alongside.privacy.models import AccessEvent
from alongside.program import actions, rules
from alongside.program.models import Attendance
from alongside.program.rules import CAME, Presence, SessionKind


@pytest.fixture
def group(cast):
    access = gate.job_access("plan", at=cast.at)
    return actions.plan_session(
        access.on_each([cast.episode, cast.bens]),
        kind=SessionKind.GROUP,
        title="Early recovery skills",
        starts_at=cast.at,
        ends_at=cast.at + timedelta(minutes=60),
        leaders=[cast.staff["cara"], cast.staff["nils"]],
    )


def url(group):
    return reverse("program-roster", kwargs={"session_id": group.pk})


def mark(client, group, place, **said):
    where = reverse("program-presence", kwargs={"session_id": group.pk, "place_id": place.pk})
    return client.post(where, {"seen": place.version, **said})


def test_a_leader_opens_the_roster_and_sees_the_own_people_on_it(client, cast, group):
    client.force_login(cast.user("cara"))
    both = client.get(url(group)).content.decode()
    client.force_login(cast.user("nils"))
    adas = client.get(url(group)).content.decode()

    assert "Ada" in both
    assert "Ben" in both
    assert "Ada" in adas
    assert "Ben" not in adas


@pytest.mark.parametrize("name", ["otto", "petra", "fay", "prue", "ada"])
def test_who_does_not_lead_it_finds_no_roster(client, cast, group, name):
    client.force_login(cast.user(name))

    assert client.get(url(group)).status_code == 404


def test_opening_a_roster_is_in_the_log_of_each_person_on_it(client, cast, group):
    AccessEvent.objects.filter(page="program-roster")
    client.force_login(cast.user("cara"))

    client.get(url(group))

    rows = AccessEvent.objects.filter(page="program-roster", opened=True)
    assert set(rows.values_list("episode", flat=True)) == {cast.episode.pk, cast.bens.pk}


def test_presence_counts_its_minutes(client, cast, group):
    place = Attendance.objects.get(session=group, episode=cast.episode)
    client.force_login(cast.user("cara"))

    response = mark(client, group, place, presence="late", minutes="45")

    place.refresh_from_db()
    assert response.status_code == 302
    assert (place.presence, place.minutes) == ("late", 45)


def test_late_without_minutes_is_asked_for_and_what_was_typed_stays(client, cast, group):
    place = Attendance.objects.get(session=group, episode=cast.episode)
    client.force_login(cast.user("cara"))

    response = mark(client, group, place, presence="late", reason="Bus came late")

    assert response.status_code == 422
    assert "Say how many minutes they were there." in response.content.decode()
    assert "Bus came late" in response.content.decode()
    place.refresh_from_db()
    assert place.presence == "expected"


def test_loading_again_after_a_mistake_shows_the_roster(client, cast, group):
    place = Attendance.objects.get(session=group, episode=cast.episode)
    client.force_login(cast.user("cara"))
    wrong = mark(client, group, place, presence="late")

    again = client.get(wrong.wsgi_request.path)

    assert wrong.status_code == 422
    assert (again.status_code, again.url) == (302, url(group))
    client.force_login(cast.user("otto"))
    assert client.get(wrong.wsgi_request.path).status_code == 404


def test_two_leaders_who_write_at_once_lose_nothing(client, cast, group):
    place = Attendance.objects.get(session=group, episode=cast.episode)
    client.force_login(cast.user("cara"))
    mark(client, group, place, presence="present")

    response = mark(client, group, place, presence="excused", reason="Court date")

    assert response.status_code == 409
    assert "Court date" in response.content.decode()
    place.refresh_from_db()
    assert place.presence == "present"


def test_a_place_on_another_roster_cannot_be_written_through_this_one(client, cast, group):
    other = actions.plan_session(
        gate.job_access("plan", at=cast.at).on_each([cast.bens]),
        kind=SessionKind.INDIVIDUAL,
        title="Individual",
        starts_at=cast.at,
        ends_at=cast.at + timedelta(minutes=50),
        leaders=[cast.staff["otto"]],
    )
    place = Attendance.objects.get(session=other)
    client.force_login(cast.user("cara"))

    assert mark(client, group, place, presence="present").status_code == 404


@pytest.mark.parametrize(
    ("presence", "said", "counts"),
    [
        (Presence.PRESENT, None, 60),
        (Presence.PRESENT, 50, 50),
        (Presence.LATE, 45, 45),
        (Presence.LEFT_EARLY, 90, 60),
        (Presence.ABSENT, 60, 0),
        (Presence.EXCUSED, None, 0),
    ],
)
def test_only_minutes_that_somebody_was_there_count(presence, said, counts):
    assert rules.attended_minutes(presence, 60, said) == counts


@given(st.sampled_from(list(Presence)), st.integers(1, 300), st.integers(-10, 1000))
def test_attended_minutes_never_pass_what_was_planned(presence, planned, said):
    counted = rules.attended_minutes(presence, planned, said)

    assert 0 <= counted <= planned
    assert counted == 0 or presence in CAME


def test_a_session_over_the_night_the_clocks_change_has_its_real_length():
    """In New York 1:00 EDT to 3:00 EST on 1 November 2026 is three hours."""
    start = datetime(2026, 11, 1, 5, tzinfo=UTC)

    assert rules.minutes_between(start, datetime(2026, 11, 1, 8, tzinfo=UTC)) == 180
