"""The safety plan: seven sections in the person's own words, and how a number is dialled.

The wording is this project's own. The Stanley-Brown form needs written permission for use in an
electronic record (suicidesafetyplan.com) and is not used here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST_TEXT = 2000
MOST_CONTACTS = 8
# The US Suicide & Crisis Lifeline, by call and text (988lifeline.org).
LIFELINE = "988"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the plan.

    Args:
        name: its field.
        title: how the person's own plan is headed.
        hint: what may stand there.
    """

    name: str
    title: str
    hint: str


WORDS = (
    Section("signs", "I notice it when", "Thoughts, moods, places or hours that come before."),
    Section(
        "alone", "What I can do by myself", "One a line: what has carried you for ten minutes."
    ),
    Section(
        "places",
        "Where and with whom it gets lighter",
        "People and places that take you out of it.",
    ),
    Section(
        "safer",
        "Making my surroundings safer",
        "Who keeps what, what is locked, what is out of the house.",
    ),
    Section("reasons", "What I live for", "Anyone and anything, large or small."),
)
CONTACTS = (
    Section(
        "people",
        "Whom I ask",
        "Somebody who may know. The first is shown wherever help is offered.",
    ),
    Section(
        "professionals",
        "Professionals I can call",
        "Your counselor, doctor or clinic, with their hours.",
    ),
)
# How the plan is read, from the first sign to the last reason.
ORDER = (*WORDS[:3], *CONTACTS, *WORDS[3:])


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    name: str
    relation: str = ""
    phone: str = ""

    @property
    def tel(self) -> str:
        """Return the address that dials the number; empty without one."""
        return dialled(self.phone)


@dataclass(frozen=True, slots=True)
class Content:
    """What a plan says; each text may have many lines."""

    signs: str = ""
    alone: str = ""
    places: str = ""
    safer: str = ""
    reasons: str = ""
    people: tuple[Contact, ...] = ()
    professionals: tuple[Contact, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing has been written."""
        return self == Content()


@dataclass(frozen=True, slots=True)
class Shown:
    """One section as it is read: its lines, or whom to call."""

    section: Section
    lines: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


def shown(content: Content) -> list[Shown]:
    """Return the sections that say something, in the plan's order."""
    found = []
    for section in ORDER:
        said = getattr(content, section.name)
        part = Shown(section, tuple(lines(said))) if section in WORDS else Shown(section, (), said)
        if part.lines or part.contacts:
            found.append(part)
    return found


def dialled(phone: str) -> str:
    """Return a phone number as an address to dial, its extension with it; empty if it is none.

    >>> dialled("(555) 010-0100 ext. 12"), dialled("+1 555 0100"), dialled("ask Carmen")
    ('tel:5550100100;ext=12', 'tel:+15550100', '')
    """
    number, _, extension = re.sub(r"(?i)\s*(?:ext\.?|x|#)\s*", "#", phone).partition("#")
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) < 3 or re.search(r"[^0-9+()./\s-]", number):
        return ""
    plus = "+" if number.lstrip().startswith("+") else ""
    further = re.sub(r"[^0-9]", "", extension)
    return f"tel:{plus}{digits}" + (f";ext={further}" if further else "")


def lines(text: str) -> list[str]:
    """Return the lines of a section that say something.

    >>> lines("Cold water\\n\\n Shoes on ")
    ['Cold water', 'Shoes on']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


def contacts(rows: Iterable[Mapping[str, str]]) -> tuple[Contact, ...]:
    """Return contacts as they are stored in a row."""
    return tuple(Contact(r["name"], r.get("relation", ""), r.get("phone", "")) for r in rows)


def first_to_call(people: Iterable[Contact]) -> Contact | None:
    """Return the first person who can be dialled; None if there is none."""
    return next((person for person in people if person.tel), None)
