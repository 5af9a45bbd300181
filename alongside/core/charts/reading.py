"""What is read off a bin of days: one value, or the middle and the reach of several, or nothing."""

from dataclasses import dataclass
from datetime import date

from alongside.core.charts.days import DAY, Days
from alongside.core.charts.ink import known
from alongside.core.charts.parts import Daily


@dataclass(frozen=True, slots=True)
class Reading:
    """The median, lowest and highest of the values in a bin, and how many there were."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Series:
    """The readings of a daily measure, bin by bin."""

    readings: list[Reading | None]
    # Bins in which a value was due and none came.
    missing: list[int]
    last_on: date | None
    last: float | None


def read(part: Daily, days: Days, today: date | None) -> Series:
    """Read a daily measure; a day that is not over yet is never missing."""
    values = {
        day: value
        for day, raw in part.values.items()
        if (value := known(raw)) is not None and days.shows(day)
    }
    if days.size == 1:
        readings = [_alone(values.get(days.first + DAY * i)) for i in range(days.count)]
    else:
        bins: list[list[float]] = [[] for _ in range(days.bins)]
        for day, value in values.items():
            bins[days.bin_of(day)].append(value)
        readings = [_together(found) for found in bins]
    last_on = max(values, default=None)
    return Series(
        readings=readings,
        missing=_missing(part, days, readings, today),
        last_on=last_on,
        last=None if last_on is None else values[last_on],
    )


def _alone(value: float | None) -> Reading | None:
    return None if value is None else Reading(value, value, value, 1)


def _together(values: list[float]) -> Reading | None:
    if not values:
        return None
    values.sort()
    middle = len(values) // 2
    median = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    return Reading(median, values[0], values[-1], len(values))


def _missing(
    part: Daily, days: Days, readings: list[Reading | None], today: date | None
) -> list[int]:
    if part.expected is not None:
        begin, end = part.expected
    else:
        first = min((d for d, v in part.values.items() if known(v) is not None), default=None)
        if first is None:
            return []
        begin, end = first, days.last
    if today is not None:
        end = min(end, today - DAY)
    begin, end = max(begin, days.first), min(end, days.last)
    if begin > end:
        return []
    return [i for i in range(days.bin_of(begin), days.bin_of(end) + 1) if readings[i] is None]
