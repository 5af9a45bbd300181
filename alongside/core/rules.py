"""When work that comes round has its next turn."""

from datetime import UTC, datetime, time, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# How long a job may take before its turn is given again: it has failed, or its worker is gone.
LEASE = timedelta(minutes=10)


def next_step(at: datetime, span: timedelta) -> datetime:
    """Return the first moment after `at` that is a whole number of spans from the epoch.

    >>> next_step(datetime(2026, 3, 1, 9, 0, 30, tzinfo=UTC), timedelta(minutes=5)).time()
    datetime.time(9, 5)
    """
    return EPOCH + ((at - EPOCH) // span + 1) * span


def next_daily(at: datetime, clock: time, zone: tzinfo) -> datetime:
    """Return the first moment (UTC) after `at` when a clock on the program's wall shows `clock`.

    On the night the clocks go forward, a time that is left out comes an hour later.
    """
    day = at.astimezone(zone).date()
    turn = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    if turn > at:
        return turn
    return datetime.combine(day + timedelta(days=1), clock, tzinfo=zone).astimezone(UTC)
