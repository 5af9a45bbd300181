"""What the desk decides without a database: what a search asks for, and where a page begins."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from alongside.core.text import plain

# As dates are written in the United States; a day above 12 in the first place can only be a day.
_WRITTEN = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y")
_NUMERIC = re.compile(r"\S*\d[-/.]\d+[-/.]\d\S*")


@dataclass(frozen=True)
class Search:
    """What somebody looks for: words that a name must hold, and a birth date."""

    words: tuple[str, ...] = ()
    born_on: date | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.words) or self.born_on is not None


def date_from(typed: str) -> date | None:
    """Return the day that `typed` says, or None.

    >>> date_from("5/17/1991") == date_from("May 17, 1991") == date_from("1991-05-17")
    True
    >>> date_from("31 February 1991") is None
    True
    """
    words = " ".join(typed.replace(",", " ").split())
    for form in _WRITTEN:
        try:
            # A birth date has no zone: it is a day wherever one is.
            return datetime.strptime(words, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def search_for(typed: str) -> Search:
    """Return what a search box asks for: a birth date, words of a name, or both.

    >>> search_for("Zoë 5/17/1991") == Search(("zoe",), date(1991, 5, 17))
    True
    """
    if whole := date_from(typed):
        return Search(born_on=whole)
    for numeric in _NUMERIC.findall(typed):
        if born_on := date_from(numeric):
            return Search(tuple(plain(typed.replace(numeric, " ")).split()), born_on)
    return Search(tuple(plain(typed).split()))
