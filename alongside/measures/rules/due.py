"""When an instrument is due."""

from datetime import date, datetime, timedelta

from alongside.measures.rules.instrument import Schedule

# Source: a convention of this project, for the clinical lead of a program to set.
LAPSES_AFTER = timedelta(days=2)


def next_due_on(
    *, first_due_on: date, every_days: int | None, last_done_on: date | None
) -> date | None:
    """Return the day on which an assigned instrument is due; None if it is done with.

    The next is reckoned from the day it was done, not from the day it was due: the questions are
    about the days just past, and two sittings close together would ask about the same days.

    Args:
        first_due_on: the day of the first.
        every_days: days from one to the next; None means once.
        last_done_on: the day it was last done under this assignment; None means never.

    >>> next_due_on(first_due_on=date(2026, 3, 2), every_days=14, last_done_on=date(2026, 3, 5))
    datetime.date(2026, 3, 19)
    """
    if last_done_on is None:
        return first_due_on
    if every_days is None:
        return None
    return max(first_due_on, last_done_on + timedelta(days=every_days))


def days_overdue(due_on: date | None, *, today: date) -> int:
    """Return by how many days it is late; 0 if it is not, or not due at all."""
    return 0 if due_on is None else max(0, (today - due_on).days)


def follow_up_on(schedule: Schedule, *, discharged_on: date) -> tuple[date, ...]:
    """Return the days after discharge on which the instrument is asked once more."""
    return tuple(discharged_on + timedelta(days=days) for days in schedule.after_discharge_days)


def opens_on(*, due_on: date, first_due_on: date, every_days: int | None) -> date:
    """Return the first day on which somebody may answer what is due on `due_on`.

    The first turn is open from the start. A later one opens a fifth of its cadence early, at most
    three days: earlier it would ask about days that the last one has asked about.
    """
    if every_days is None or due_on == first_due_on:
        return date.min
    return due_on - timedelta(days=min(3, every_days // 5))


def has_lapsed(started_at: datetime, *, at: datetime) -> bool:
    """Say whether answers begun at `started_at` are too old to be gone on with.

    The questions are about the days before they were asked; answers from two different weeks
    would make a score of neither.
    """
    return at - started_at > LAPSES_AFTER
