"""A week of check-ins: on time, late, twice, past midnight, and with a note that Ada shares."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from alongside.core.days import day_of
from alongside.monitoring import queries
from alongside.monitoring.actions import save_check_in, share_note
from alongside.monitoring.rules.days import days_silent
from alongside.monitoring.rules.saving import DayIsOver
from alongside.people.models import Task
from tests.rooms.monitoring.told import own, staff_access

ZONE = ZoneInfo("America/New_York")
# The week in which the clocks go back: Sunday 1 November 2026 has 25 hours.
MONDAY = date(2026, 10, 26)


def on(day, hour, minute=0, *, fold=0):
    """Return a moment of the program's week; `fold=1` is the hour that comes a second time."""
    that = MONDAY + timedelta(days=day)
    return datetime(that.year, that.month, that.day, hour, minute, tzinfo=ZONE, fold=fold)


def test_a_week_of_check_ins(cast, settings):
    settings.TIME_ZONE = "America/New_York"
    days = [MONDAY + timedelta(days=n) for n in range(7)]

    def told(at, day, key="", **answers):
        access = own(cast.episode, at)
        return save_check_in(access, day=day, answers=answers, at=at, key=key)

    # Monday, an ordinary evening.
    told(on(0, 21), days[0], craving=2, mood=6, anxiety=3, sleep_hours=7, used=False)
    # Tuesday on the bus: the phone sends the same answer twice, and the first one once more, late.
    told(on(1, 8), days[1], "bus.1", craving=4)
    told(on(1, 8, 1), days[1], "bus.2", craving=6)
    told(on(1, 8, 1), days[1], "bus.2", craving=6)
    told(on(1, 8, 2), days[1], "bus.1", craving=4)
    # Wednesday nothing; filled in on Thursday morning, with what happened.
    told(on(3, 7), days[2], mood=3, used=True, uses=[{"what": "alcohol", "amount": "some wine"}])
    # Thursday goes on past midnight: what was open is taken, what was said stays.
    told(on(3, 23, 58), days[3], craving=7)
    told(on(4, 0, 3), days[3], mood=1, note="I could not sleep.")
    with pytest.raises(DayIsOver):
        told(on(4, 0, 4), days[3], craving=2)
    # Saturday into Sunday: the hour from one to two comes twice, and both belong to Sunday.
    told(on(6, 1, 30), days[6], craving=5)
    told(on(6, 1, 30, fold=1), days[6], mood=5, wants_contact=True)

    access = own(cast.episode, on(6, 12))
    series = queries.series_between(access, MONDAY, MONDAY + timedelta(days=7))
    assert series.values["craving"] == [2, 6, None, 7, None, None, 5]
    assert series.values["mood"] == [6, None, 3, 1, None, None, 5]
    assert series.used == [False, None, True, None, None, None, None]
    assert series.is_late == [False, False, True, True, None, None, False]
    assert days_silent(days[3], days[6]) == 2

    # A person is called: for the use, the very low mood, and the wish to be contacted.
    raised = Task.objects.filter(episode=cast.episode).order_by("raised_at")
    assert [task.title for task in raised] == [
        "Told us about use in the check-in",
        "Very low mood in the check-in",
        "Asked to be contacted today",
    ]


def test_a_note_reaches_the_team_when_ada_says_so_and_not_before(client, cast):
    today, ada = day_of(cast.at), own(cast.episode, cast.at)
    cara = staff_access(cast, "cara")
    client.force_login(cast.user("ada"))
    client.post(
        reverse("portal-checkin"),
        {"ask": "happened", "day": today.isoformat(), "note": "He rang."},
    )

    assert queries.notes_between(cara, today, today + timedelta(days=1)) == []
    share_note(ada, day=today, at=cast.at)
    shared = queries.notes_between(cara, today, today + timedelta(days=1))
    assert [note.text for note in shared] == ["He rang."]
