"""When work that comes round has its next turn."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.rules import next_daily, next_step

NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - made aware by Hypothesis
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("at", "turn"),
    [
        ("2026-06-01T06:00Z", "2026-06-01T07:10Z"),
        ("2026-06-01T07:10Z", "2026-06-02T07:10Z"),
        ("2026-06-01T23:00Z", "2026-06-02T07:10Z"),
        ("2026-12-01T06:00Z", "2026-12-01T08:10Z"),
        # The hour that the clocks leave out, and the one that they show twice.
        ("2026-03-08T05:00Z", "2026-03-08T07:10Z"),
        ("2026-11-01T05:00Z", "2026-11-01T08:10Z"),
    ],
)
def test_a_nightly_job_keeps_the_programs_clock(at, turn):
    found = next_daily(datetime.fromisoformat(at), time(3, 10), NEW_YORK)

    assert found == datetime.fromisoformat(turn)


@given(MOMENTS, st.times(timezones=st.none()))
def test_a_nightly_turn_is_ahead_and_never_more_than_a_day_and_an_hour_away(at, clock):
    away = next_daily(at, clock.replace(fold=0), NEW_YORK) - at

    assert timedelta(0) < away <= timedelta(hours=26)


@given(MOMENTS, st.integers(min_value=1, max_value=1440))
def test_a_step_is_ahead_and_never_more_than_a_span_away(at, minutes):
    span = timedelta(minutes=minutes)

    assert timedelta(0) < next_step(at, span) - at <= span
