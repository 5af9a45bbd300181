"""Who is like whom: so that nobody is written down twice, and nobody is taken for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import IntEnum

from alongside.core.text import plain


class Likeness(IntEnum):
    """How somebody who is being written down is like somebody who is here; the closest first."""

    SAME_NAME_AND_BIRTH_DATE = 1
    SIMILAR_NAME_AND_BIRTH_DATE = 2
    SAME_NAME = 3


@dataclass(frozen=True)
class About:
    """What two persons are compared by."""

    names: tuple[str, ...]
    born_on: date | None


# Of 1, by Ratcliff and Obershelp's measure. Generous, because it is asked only of those with the
# same birth date, and among 10,000 people hardly one shares a given day: "Cathy Brown" is to meet
# "Katherine Browne". A convention: it decides whom somebody looks at, and nobody is merged by it.
SIMILAR = 0.6


def likeness(typed: About, known: About) -> Likeness | None:
    """Say how `typed` is like `known`, or None.

    Names are compared without case, accents, punctuation and order of the words, each of the one
    with each of the other, so that a chosen name meets a legal one. A birth date whose day and
    month are swapped counts as the same. A missing birth date neither speaks for nor against.

    >>> ada = About(("Ada Example", "Adelaide Example"), date(1991, 5, 7))
    >>> likeness(About(("EXAMPLE, Ada",), date(1991, 7, 5)), ada).name
    'SAME_NAME_AND_BIRTH_DATE'
    >>> likeness(About(("Ada Exemple",), date(1991, 5, 7)), ada).name
    'SIMILAR_NAME_AND_BIRTH_DATE'
    """
    pairs = [(a, b) for a in _plain(typed.names) for b in _plain(known.names)]
    same_name = any(sorted(a.split()) == sorted(b.split()) for a, b in pairs)
    same_day = typed.born_on is not None and known.born_on in swapped(typed.born_on)
    if same_name and same_day:
        return Likeness.SAME_NAME_AND_BIRTH_DATE
    if same_day and any(_similar(a, b) for a, b in pairs):
        return Likeness.SIMILAR_NAME_AND_BIRTH_DATE
    return Likeness.SAME_NAME if same_name else None


def swapped(day: date) -> list[date]:
    """Return `day`, and the day that is meant if day and month were swapped, where there is one.

    >>> swapped(date(1991, 5, 7)) == [date(1991, 5, 7), date(1991, 7, 5)]
    True
    >>> swapped(date(1991, 5, 17)) == [date(1991, 5, 17)]
    True
    """
    if day.day > 12 or day.day == day.month:
        return [day]
    return [day, day.replace(month=day.day, day=day.month)]


def names_plain(names: Iterable[str]) -> str:
    """Return names as they are searched: each made plain, parted by bars, cut to 400 letters.

    >>> names_plain(["Zoë Łuk", ""])
    'zoe luk'
    """
    return "|".join(_plain(names))[:400]


def _plain(names: Iterable[str]) -> list[str]:
    return [p for p in dict.fromkeys(plain(name) for name in names) if p]


def _similar(one: str, other: str) -> bool:
    """Say whether two plain names may be spellings of one: near in letters, or one in the other."""
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return True
    # The measure depends on the order of its arguments; sorted, it does not.
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= SIMILAR
