"""What counts as an answer. `None`, "" and [] mean skipped; they never become a zero."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from alongside.monitoring.rules.questions import (
    HELPS,
    QUESTION_OF,
    QUESTIONS,
    SCALES,
    SUBSTANCES,
    TRIGGERS,
    YES_OR_NO,
    Medication,
)

HOURS = Decimal(24)
AMOUNT_LENGTH = 80
WORDS_LENGTH = 200
NOTE_LENGTH = 4000


class BadAnswers(ValueError):
    """Some answers cannot be taken; `sentences` says why, by field."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """Keep the sentences, so that a page can put each at its field."""
        super().__init__(" ".join(sentences.values()))
        self.sentences = dict(sentences)


class _Bad(Exception):
    """One answer cannot be taken; the text says why."""


def checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as they are stored.

    Args:
        answers: by field: whole numbers from 0 to 10 for the scales, hours for `sleep_hours`, true
            or false, words of the lists in `questions`, own words; None where it was skipped.

    Raises:
        BadAnswers: if any cannot be taken; none is then.
    """
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in answers.items():
        check = CHECKS.get(name)
        if check is None:
            wrong[name] = "There is no such question."
            continue
        try:
            good[name] = check(value)
        except _Bad as bad:
            wrong[name] = str(bad)
    if wrong:
        raise BadAnswers(wrong)
    return good


def in_agreement(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given answers so that use, and what and how much, agree with one another.

    Whoever says what they used has said that they used; taking the yes back takes that along.

    Args:
        before: the answers that stand on the record.
        given: answers as `checked` returns them.

    Raises:
        BadAnswers: if something was used and the answer to the question of use is no.
    """
    agreed = dict(given)
    if agreed.get("uses"):
        used = agreed.get("used", before.get("used"))
        if used is False:
            raise BadAnswers({"uses": "You said no to the question before. Go back to change it."})
        agreed["used"] = True
    elif "used" in agreed and not agreed["used"]:
        agreed["uses"] = []
    return agreed


def is_answer(value: object) -> bool:
    """Say whether something was said: False and 0 are answers, None, "" and [] are not.

    >>> is_answer(0), is_answer(False), is_answer(None), is_answer([])
    (True, True, False, False)
    """
    return value is not None and value != "" and value != []


def touched(names: Iterable[str]) -> tuple[str, ...]:
    """Return the questions that the named fields belong to, in the order they are asked."""
    found = {QUESTION_OF[name] for name in names}
    return tuple(question for question in QUESTIONS if question in found)


def mark_of(values: Iterable[object]) -> str:
    """Return a short mark of what a question's answers are, to tell later whether they changed.

    The same answers have the same mark; it tells nothing about what they are.
    """
    written = json.dumps([_plain(v) for v in values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Key:
    """Which save this is: the page it came from, and its number there.

    A page counts its saves, so that one that arrives after a later one of the same page is known
    for what it is. Without scripts every save of a page has the number 0.
    """

    page: str
    number: int

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """Return the key written as `page.number`; None if it is not one.

        >>> Key.read("a1b2.3")
        Key(page='a1b2', number=3)
        """
        page, dot, number = text.strip().partition(".")
        is_page = page.isascii() and page.isalnum() and len(page) <= 40
        if not dot or not is_page or not number.isdecimal() or len(number) > 6:
            return None
        return cls(page, int(number))

    def __str__(self) -> str:
        return f"{self.page}.{self.number}"

    def is_older_than(self, last: "Key | None") -> bool:
        """Say whether the same page has sent a later save already."""
        return last is not None and last.page == self.page and last.number > self.number


def _scale(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise _Bad("Choose a whole number from 0 to 10, or skip.")
    return value


def _hours(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or value != value:
        raise _Bad("Give the hours as a number, such as 7 or 6.5, or skip.")
    if not 0 <= value <= HOURS:
        raise _Bad("A night has from 0 to 24 hours of sleep.")
    return Decimal(str(value)).quantize(Decimal("0.01")) + 0


def _yes_or_no(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise _Bad("Choose yes or no, or skip.")


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Bad("Choose whether your team may read it.")


def _medication(value: object) -> str:
    if value is None or value == "":
        return ""
    if value not in tuple(Medication):
        raise _Bad("Choose one of the four answers, or skip.")
    return str(value)


def _tags(known: Collection[str]) -> Callable[[object], list[str]]:
    def check(value: object) -> list[str]:
        if value is None:
            return []
        if not isinstance(value, list | tuple) or any(v not in known for v in value):
            raise _Bad("Choose from the list, or skip.")
        # In the list's own order and each once, so that the same choice is stored the same.
        return [tag for tag in known if tag in value]

    return check


def _words(length: int) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or "\x00" in value:
            raise _Bad("This cannot be read as text.")
        text = value.strip()
        if len(text) > length:
            raise _Bad(f"This is {len(text)} characters long; {length} fit here.")
        return text

    return check


_amount = _words(AMOUNT_LENGTH)


def _uses(value: object) -> list[dict[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise _Bad("Choose from the list, or skip.")
    found: dict[str, str] = {}
    for one in value:
        if not isinstance(one, Mapping) or one.get("what") not in SUBSTANCES:
            raise _Bad("Choose from the list, or skip.")
        found[str(one["what"])] = _amount(one.get("amount"))
    return [{"what": what, "amount": found[what]} for what in SUBSTANCES if what in found]


def _plain(value: object) -> object:
    """Return a value as JSON can tell it; 7 and 7.00 hours are the same."""
    return str(value.normalize()) if isinstance(value, Decimal) else value


CHECKS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(SCALES, _scale),
    **dict.fromkeys(YES_OR_NO, _yes_or_no),
    "sleep_hours": _hours,
    "uses": _uses,
    "medication": _medication,
    "triggers": _tags(TRIGGERS),
    "note": _words(NOTE_LENGTH),
    "share_note": _switch,
    "helped": _tags(HELPS),
    "helped_words": _words(WORDS_LENGTH),
}
