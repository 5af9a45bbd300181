"""Read FHIR dates, as exactly as they were told and no more."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from alongside.fhir.rules.report import quoted

# FHIR R4, 2.24.0.1: date and dateTime. A time needs its zone; seconds may have any fraction.
DATE = re.compile(
    r"(?P<y>\d{4})(-(?P<m>\d\d)(-(?P<d>\d\d)"
    r"(?P<t>T(?P<hh>\d\d):(?P<mm>\d\d)(:(?P<ss>\d\d)(\.(?P<f>\d+))?)?(?P<z>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
# Nobody alive was born earlier; an older date in a record is a slip.
OLDEST = 125


class BadDate(ValueError):
    """A text is not a date; the sentence says why."""


class Precision(StrEnum):
    """How exactly a date was told."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class When:
    """A date as it was told.

    Args:
        said: the text that was sent.
        first: the earliest day that it can mean, by the sender's own calendar.
        last: the latest day that it can mean.
        at: the moment in UTC; None unless a time and its zone were told.
    """

    said: str
    precision: Precision
    first: date
    last: date
    at: datetime | None = None

    @property
    def on(self) -> date | None:
        """Return the day, or None if only a month or a year was told."""
        return self.first if self.precision in (Precision.DAY, Precision.MOMENT) else None

    @property
    def brief(self) -> str:
        """Return it without the time: "2019", "2019-05" or "2019-05-03"."""
        return {Precision.YEAR: self.said[:4], Precision.MONTH: self.said[:7]}.get(
            self.precision, self.first.isoformat()
        )


def read_date(said: object) -> When:
    """Read a FHIR date or dateTime; a time without its zone tells the day and no more.

    Raises:
        BadDate: if it is none.

    >>> read_date("2019-05").last
    datetime.date(2019, 5, 31)
    >>> read_date("2024-02-01T22:00:00-05:00").at
    datetime.datetime(2024, 2, 2, 3, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(said, str):
        raise BadDate(f"a date must be text, and this is {quoted(said)}")
    found = DATE.fullmatch(said.strip())
    if found is None:
        raise BadDate(f"{quoted(said)} is not written as a date (for example 2026-03-09)")
    part = found.groupdict()
    year, month, day = int(part["y"]), int(part["m"] or 1), int(part["d"] or 1)
    try:
        first = date(year, month, day)
    except ValueError:
        raise BadDate(f"there is no day {quoted(said[:10])}") from None
    if part["m"] is None:
        return When(said, Precision.YEAR, first, date(year, 12, 31))
    if part["d"] is None:
        return When(said, Precision.MONTH, first, date(year, month, monthrange(year, month)[1]))
    if part["t"] is None or part["z"] is None:
        return When(said, Precision.DAY, first, first)
    return When(said, Precision.MOMENT, first, first, _moment(said, first, part))


def _moment(said: str, day: date, part: dict[str, str | None]) -> datetime:
    zone = str(part["z"])
    # A leap second is the 60th of its minute; Python's clock ends at 59.
    second = min(int(part["ss"] or 0), 59) if part["ss"] in (None, "60") else int(part["ss"] or 0)
    micro = int(f"{part['f'] or '0':0<6}"[:6])
    try:
        clock = time(int(part["hh"] or 0), int(part["mm"] or 0), second, micro, tzinfo=UTC)
        at = datetime.combine(day, clock)
        if zone == "Z":
            return at
        hours, minutes = int(zone[1:3]), int(zone[4:6])
        if hours > 14 or minutes > 59:
            raise ValueError
        ahead = timedelta(hours=hours, minutes=minutes)
        return at - ahead if zone[0] == "+" else at + ahead
    except (ValueError, OverflowError):
        raise BadDate(f"there is no time {quoted(said)}") from None


def wrong_with(when: When, *, today: date, born: When | None) -> str | None:
    """Say what makes a date impossible for something that has happened to this person, if it is.

    What can be right is let pass: "2026" may be this year, before today.

    Args:
        when: the date that was told.
        today: the last day that has begun.
        born: the person's birth date, as exactly as it is known.
    """
    if when.first > today:
        return f"{when.brief} is in the future"
    if born is not None and when.last < born.first:
        return f"{when.brief} is before the person was born"
    if when.first.year < today.year - OLDEST:
        return f"{when.brief} is more than {OLDEST} years ago"
    return None


def ends_before_start(start: When | None, end: When | None) -> bool:
    """Say whether an end surely lies before its start."""
    if start is None or end is None:
        return False
    if start.at is not None and end.at is not None:
        return end.at < start.at
    return end.last < start.first
