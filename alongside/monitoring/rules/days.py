"""Which day a check-in belongs to, and until when it can be written."""

from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Standing(StrEnum):
    """Where a day stands, seen from today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    CLOSED = "closed"
    TO_COME = "to_come"


def standing(day: date, today: date) -> Standing:
    """Say where `day` stands on the program's day `today`.

    Both are days of the program, which begin at midnight in its zone, so that nights on which the
    clocks change need no case of their own.

    >>> standing(date(2026, 3, 8), date(2026, 3, 9))
    <Standing.YESTERDAY: 'yesterday'>
    """
    if day == today:
        return Standing.TODAY
    if day > today:
        return Standing.TO_COME
    return Standing.YESTERDAY if day == today - ONE_DAY else Standing.CLOSED


def can_answer(where: Standing, *, was_answered: bool, was_late: bool) -> bool:
    """Say whether a question of a day can be answered, or answered anew.

    Today's answers can be changed until midnight. Yesterday's gaps can be filled in, and what was
    filled in late can be changed; what was said on the day itself stays as it was.
    """
    if where is Standing.YESTERDAY:
        return was_late or not was_answered
    return where is Standing.TODAY


def days_silent(last: date | None, today: date) -> int | None:
    """Return the whole days without a check-in before `today`; None if there never was one.

    Today does not count: the day is not over. Nothing is inferred from one missed day.

    >>> days_silent(date(2026, 5, 1), date(2026, 5, 4))
    2
    """
    return None if last is None else max(0, (today - last).days - 1)


# Three days without a word is when somebody should ask (a convention of this project: the voice
# of the alert "no check-in for three days"); one missed day means nothing by itself.
SILENT_AFTER_DAYS = 3
