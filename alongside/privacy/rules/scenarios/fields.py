"""Read the fields of one part of a scenario, and say what is wrong with them, all at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)

_NO = re.compile(
    r"^(no|none|not|never|false|off|nil|n/?a|missing|absent|without|lacking|expired|lapsed|"
    r"out[ _]of[ _]date|ended|unsigned|pending|draft|denied|refused|unverified|lost|unknown)\b"
)
# No rule is older, and no patient.
EARLIEST = 1900
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Fields:
    """The fields of a mapping, each taken by name; what is left over was not understood."""

    where: str
    values: Mapping[str, object]
    on: date
    problems: list[str]
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, where: str, value: object, on: date, problems: list[str]) -> "Fields":
        """Take a value for a mapping; anything else is a problem, and reads as empty."""
        if value is None:
            return cls(where, {}, on, problems)
        if not isinstance(value, Mapping):
            problems.append(f"{where}: must be a mapping, not {kind_of(value)}")
            return cls(where, {}, on, problems)
        return cls(where, {str(key): each for key, each in value.items()}, on, problems)

    def has(self, *names: str) -> bool:
        """Say whether one of the names is there."""
        return any(name in self.values for name in names)

    def like(self, pattern: str) -> tuple[str, ...]:
        """Return the names that are there and hold the pattern."""
        return tuple(name for name in self.values if re.search(pattern, name.lower()))

    def raw(self, *names: str) -> object:
        """Take the value of the first name that is there, or None."""
        present = [name for name in names if name in self.values]
        self.taken.update(present)
        return self.values[present[0]] if present else None

    def text(self, *names: str, needed: bool = False) -> str:
        """Take a line of text; empty if it is not there."""
        value = self.raw(*names)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.wrong(names[0], "is missing")
            return ""
        if isinstance(value, Mapping | list):
            self.wrong(names[0], f"must be text, not {kind_of(value)}")
            return ""
        # YAML reads `false` and `none` as values of their own; in these files they are words.
        return str(value).strip() if not isinstance(value, bool) else str(value).lower()

    def texts(self, *names: str) -> list[str]:
        """Take a list of lines, or one line."""
        value = self.raw(*names)
        if value is None:
            return []
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, Mapping | list) for item in items):
            self.wrong(names[0], "must be text or a list of texts")
            return []
        return [str(item).strip() for item in items]

    def one(self, name: str, words: type[E], aliases: Mapping[str, E] | None = None) -> E | None:
        """Take one word of a vocabulary, or report it."""
        text = self.text(name, needed=True)
        if not text:
            return None
        return self._word(name, text, words, aliases or {})

    def many(self, *names: str, words: type[E], needed: bool = False) -> frozenset[E] | None:
        """Take a list of words of a vocabulary; None if it is not there."""
        if not self.has(*names):
            if needed:
                self.wrong(names[0], "is missing")
            return None
        value = self.raw(*names)
        if not isinstance(value, list):
            self.wrong(names[0], f"must be a list, not {kind_of(value)}")
            return None
        found = [self._word(f"{names[0]}[{n}]", str(v), words, {}) for n, v in enumerate(value)]
        return frozenset(word for word in found if word is not None)

    def day(self, *names: str) -> date | None:
        """Take a date, alone or within a line of text; None if there is none."""
        value = self.raw(*names)
        if isinstance(value, date):
            # A moment counts as its day.
            value = value.isoformat()
        found = _DAY.search(value) if isinstance(value, str) else None
        if found is None:
            return None
        try:
            day = date.fromisoformat(found.group())
        except ValueError:
            self.wrong(names[0], f"{found.group()} is no day of the calendar")
            return None
        if day.year < EARLIEST:
            self.wrong(names[0], f"{day} is before {EARLIEST}")
            return None
        return day

    def flag(self, *names: str) -> bool | None:
        """Take a yes or no, in words or as the day until which it holds; None if not there."""
        if not self.has(*names):
            return None
        value = self.raw(*names)
        if isinstance(value, Mapping):
            until = Fields.of(f"{self.where}.{names[0]}", value, self.on, self.problems)
            last = until.day("until", "end", "ends", "ends_on", "expires", "to")
            return last is None or last >= self.on
        if isinstance(value, date) or (isinstance(value, str) and _DAY.search(value)):
            last = self.day(*names)
            return last is not None and last >= self.on
        if isinstance(value, str):
            said = value.strip().lower().replace("_", " ")
            return bool(said) and not _NO.search(said)
        return bool(value)

    def left_over(self) -> list[str]:
        """Return the names that nobody took, in order."""
        return [name for name in self.values if name not in self.taken]

    def wrong(self, name: str, what: str) -> None:
        """Report a problem with a field."""
        self.problems.append(f"{self.where}.{name}: {what}")

    def _word(self, name: str, text: str, words: type[E], aliases: Mapping[str, E]) -> E | None:
        """Return the word of the vocabulary, or report what was written instead."""
        said = text.strip().lower().replace(" ", "_").replace("-", "_")
        for word in words:
            if word.value.lower() == said:
                return word
        if said in aliases:
            return aliases[said]
        self.wrong(name, f"{text!r} is not one of {in_words(words)}")
        return None


def in_words(words: Iterable[StrEnum]) -> str:
    """List a vocabulary."""
    return ", ".join(str(word) for word in words)


def kind_of(value: object) -> str:
    """Name the kind of a value as a writer of YAML would."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else f"{type(value).__name__}"
