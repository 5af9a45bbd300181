"""The sheet on which one picture is drawn: its size, its scales, and what has been drawn so far."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from alongside.core.charts.days import Calendar, Days
from alongside.core.charts.ink import LETTER

LEFT = 26.0
TOP = 4.0


@dataclass(frozen=True)
class Scale:
    """A fixed scale from `low` (at the height `bottom`) to `high` (at `top`)."""

    low: float
    high: float
    top: float
    bottom: float

    @cached_property
    def unit(self) -> float:
        """Return the height of one."""
        reach = self.high - self.low
        return (self.bottom - self.top) / reach if reach > 0 else 0.0

    def y(self, value: float) -> float:
        """Return the height of a value; what lies outside the scale is drawn at its edge."""
        inside = self.low if value < self.low else self.high if value > self.high else value
        return self.bottom - (inside - self.low) * self.unit


@dataclass
class Sheet:
    """A picture in the making; `y` is how far down it is full."""

    width: float
    margin: float
    is_small: bool
    days: Days
    calendar: Calendar
    y: float = TOP
    # Lines of events and weeks are drawn first, so that they lie below what was measured.
    under: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    # The days of events, whose lines run from the top to their own row.
    falls: list[tuple[float, float]] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Return where the axis ends; the margin beyond it is for the last value."""
        return self.width - self.margin

    def x(self, part: float) -> float:
        """Return the place of a part (0 to 1) of the axis."""
        return LEFT + part * (self.right - LEFT)

    def x_of(self, day: date) -> float:
        """Return the place of a day."""
        return self.x(self.days.part(day))

    @property
    def step(self) -> float:
        """Return the distance between two bins."""
        return (self.right - LEFT) / max(self.days.bins - 1, 1)

    def free(self, room: float) -> float:
        """Take `room` below what is drawn, and return where it begins."""
        begin = self.y
        self.y += room
        return begin


def width_of(label: str) -> float:
    """Return about how wide a label is."""
    return len(label) * LETTER


@dataclass
class Rows:
    """Rows of labels in which no two overlap."""

    left: float
    right: float
    most: int
    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, x: float, width: float, *, mark: float = 9.0) -> tuple[int, str, float] | None:
        """Return (row, anchor, x) for a label at a mark, on its right or its left, or None."""
        for row in range(self.most):
            if row == len(self.taken):
                self.taken.append([])
            for anchor, begin, end in (
                ("", x - mark + 2, x + mark + width),
                ("end", x - mark - width, x + mark - 2),
            ):
                if begin < self.left - mark or end > self.right:
                    continue
                if all(end <= a or begin >= b for a, b in self.taken[row]):
                    self.taken[row].append((begin, end))
                    return row, anchor, x - mark if anchor else x + mark
        return None
