"""Days of the program: a day begins and ends at midnight where the program is."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone


def day_of(at: datetime) -> date:
    """Return the program's calendar day on which the aware moment `at` falls."""
    return at.astimezone(get_default_timezone()).date()


def start_of(day: date) -> datetime:
    """Return the moment (UTC) at which `day` begins in the program's zone.

    Converted before it is compared or added to: a day is 23 or 25 hours long when clocks change.
    """
    return datetime.combine(day, time.min, tzinfo=get_default_timezone()).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the moment (UTC) at which the day after `day` begins."""
    return start_of(day + timedelta(days=1))
