"""Days along the axis: where each stands, in which bin, and how it is called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

# More days than this are drawn as weeks (or several weeks): a picture stays as large as it is.
MOST_BINS = 120
MONTHS_SHOWN = 3 * 366  # beyond this only years have a line
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The names of days and months in the reader's language, looked up once per picture."""

    months: tuple[str, ...] = field(
        default_factory=lambda: tuple(str(MONTHS_3[m]).capitalize() for m in range(1, 13))
    )
    weekdays: tuple[str, ...] = field(
        default_factory=lambda: tuple(str(WEEKDAYS_ABBR[d]).capitalize() for d in range(7))
    )

    def day(self, day: date) -> str:
        """Return "18 Nov"."""
        return f"{day.day} {self.months[day.month - 1]}"

    def weekday(self, day: date) -> str:
        """Return "Tue 18 Nov"."""
        return f"{self.weekdays[day.weekday()]} {self.day(day)}"

    def month(self, day: date) -> str:
        """Return "Nov 2025"."""
        return f"{self.months[day.month - 1]} {day.year}"

    def full(self, day: date) -> str:
        """Return "18 Nov 2025"."""
        return f"{self.day(day)} {day.year}"


@dataclass(frozen=True)
class Days:
    """The days from `first` to `last`, both shown, in bins of one day or of whole weeks."""

    first: date
    last: date

    @cached_property
    def count(self) -> int:
        """Return the number of days shown."""
        return (self.last - self.first).days + 1

    @cached_property
    def size(self) -> int:
        """Return the days in a bin: 1, or as many weeks as keep the bins below MOST_BINS."""
        return 1 if self.count <= MOST_BINS else 7 * ceil(self.count / (7 * MOST_BINS))

    @cached_property
    def _start(self) -> date:
        """Return the first day of the first bin: a Monday if bins are weeks."""
        return self.first if self.size == 1 else self.first - DAY * self.first.weekday()

    @cached_property
    def bins(self) -> int:
        """Return the number of bins."""
        return (self.last - self._start).days // self.size + 1

    def bin_of(self, day: date) -> int:
        """Return the bin in which a shown day lies."""
        return (day - self._start).days // self.size

    def begin(self, index: int) -> date:
        """Return the first shown day of a bin."""
        return max(self._start + DAY * (index * self.size), self.first)

    def end(self, index: int) -> date:
        """Return the last shown day of a bin."""
        return min(self._start + DAY * ((index + 1) * self.size - 1), self.last)

    def shows(self, day: date) -> bool:
        """Say whether the day lies between the first and the last."""
        return self.first <= day <= self.last

    def part(self, day: date) -> float:
        """Return where the day stands: 0 at the first, 1 at the last, the middle if it is alone."""
        return 0.5 if self.count == 1 else (day - self.first).days / (self.count - 1)

    @cached_property
    def middles(self) -> list[float]:
        """Return where the middle of each bin stands, as `part` does."""
        return [
            (self.part(self.begin(index)) + self.part(self.end(index))) / 2
            for index in range(self.bins)
        ]

    def called(self, index: int, calendar: Calendar) -> str:
        """Return the name of a bin as it stands in the table."""
        begin, end = self.begin(index), self.end(index)
        if self.size > 1:
            return f"{calendar.full(begin)} \N{EN DASH} {calendar.full(end)}"
        year = f" {begin.year}" if self.first.year != self.last.year else ""
        return calendar.weekday(begin) + year

    def lines(self, calendar: Calendar) -> Iterator[tuple[date, str]]:
        """Yield the days that get a line and their names: Mondays, firsts of months or of years."""
        day = self.first
        while day <= self.last:
            if self.size == 1:
                if day.weekday() == 0:
                    yield day, calendar.day(day)
            elif day.day == 1 and (day.month == 1 or self.count <= MONTHS_SHOWN):
                yield day, calendar.month(day)
            day += DAY

    def dated(self, day: date, calendar: Calendar) -> str:
        """Return the name of a shown day, with its year if that is not the last day's."""
        return calendar.day(day) if day.year == self.last.year else calendar.month(day)

    def said(self, calendar: Calendar) -> str:
        """Return the span of days in words."""
        return _("%(first)s to %(last)s") % {
            "first": calendar.full(self.first),
            "last": calendar.full(self.last),
        }
