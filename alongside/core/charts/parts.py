"""What can stand on a time axis: daily values, scores, courses, marks and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Shape(StrEnum):
    """The shape of a mark; it tells before any colour does."""

    FULL = "full"
    HALF = "half"
    HOLLOW = "hollow"
    STRUCK = "struck"
    DIAMOND = "diamond"
    OPEN_DIAMOND = "open-diamond"


@dataclass(frozen=True)
class Daily:
    """A measure that is taken once a day, on a fixed scale from `low` to `high`.

    A day without a value (absent, None or NaN) is missing: it is drawn as a gap, and with a cross
    if a value was `expected` that day (unless it is said when: from the first value on).
    """

    name: str
    strand: str
    values: Mapping[date, float | None]
    low: float
    high: float
    ticks: tuple[float, ...] = ()
    unit: str = ""
    # The person's own usual range, worked out by the caller (engine.usual).
    usual: tuple[float, float] | None = None
    expected: tuple[date, date] | None = None
    # Days with something to point out on the line, and what it was.
    marks: Mapping[date, str] = field(default_factory=dict)
    mark_name: str = ""


@dataclass(frozen=True)
class Point:
    """One score on one day; `label` says what it means, in the table."""

    on: date
    value: float
    label: str = ""


@dataclass(frozen=True)
class Scores:
    """A score that is taken now and then; between two there is no value, and a thin line."""

    name: str
    strand: str
    points: tuple[Point, ...]
    low: float
    high: float
    ticks: tuple[float, ...] = ()
    cut: float | None = None
    cut_name: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of days; without an end it goes on."""

    start: date
    end: date | None
    label: str


@dataclass(frozen=True)
class Course:
    """Stretches that belong together, such as one medication in changing doses."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Spans:
    """Courses, one under the other."""

    name: str
    strand: str
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Tick:
    """One mark on one day; `label` is what the table says."""

    on: date
    shape: Shape
    label: str


@dataclass(frozen=True)
class Ticks:
    """A row of marks; `key` says what each shape means.

    Where several days share one place, a mixture of shapes is drawn as `mixed`.
    """

    name: str
    strand: str
    ticks: tuple[Tick, ...]
    key: tuple[tuple[Shape, str], ...] = ()
    mixed: Shape = Shape.HALF


@dataclass(frozen=True)
class Event:
    """Something that happened, in words."""

    on: date
    label: str


@dataclass(frozen=True)
class Events:
    """Events, each with a dotted line through everything above."""

    name: str
    strand: str
    events: tuple[Event, ...]


Part = Daily | Scores | Spans | Ticks | Events
