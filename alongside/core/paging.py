"""Paging: twenty rows at a time, and never past the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Where a list stands: page `number` of `pages`, of `total` rows."""

    number: int
    pages: int
    total: int

    @property
    def before(self) -> int | None:
        """Return the number of the page before, or None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """Return the number of the page after, or None on the last."""
        return self.number + 1 if self.number < self.pages else None

    def of(self, rows: Any) -> Sequence[Any]:
        """Return the page's part of `rows`: a sequence, or a queryset in a fixed order."""
        first = (self.number - 1) * PAGE
        return list(rows[first : first + PAGE])


def page_of(total: int, asked: str | None) -> Page:
    """Return the page that an address asks for; nonsense is the first, too far is the last.

    >>> page_of(41, "3"), page_of(41, "99").number, page_of(0, "x")
    (Page(number=3, pages=3, total=41), 3, Page(number=1, pages=1, total=0))
    """
    pages = max(1, -(-total // PAGE))
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    return Page(min(max(number, 1), pages), pages, total)
