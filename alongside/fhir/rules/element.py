"""Reach into what was sent without trusting it: a wrong type is a remark, never an error."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from alongside.core.text import tidy
from alongside.fhir.rules.codes import Coding, Concept
from alongside.fhir.rules.dates import BadDate, When, read_date
from alongside.fhir.rules.report import Remarks, quoted

LONGEST_CODE = 40
# What every resource may carry and nobody misses.
HOUSEKEEPING = frozenset(
    {"resourceType", "id", "meta", "implicitRules", "language", "text", "identifier", "extension"}
)


class Element:
    """One JSON object of a resource, with the way to it."""

    def __init__(self, content: Mapping[str, Any], remarks: Remarks, path: str = "") -> None:
        """Keep the object, the remarks of its resource, and its path within the resource."""
        self.content = content
        self.remarks = remarks
        self.path = path

    def __contains__(self, name: str) -> bool:
        """Say whether an element of that name was sent."""
        return self.content.get(name) is not None

    def at(self, name: str) -> str:
        """Return the path of an element within the resource."""
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str, *, longest: int = 300) -> str:
        """Return a text, cleaned; empty if it was not sent, is none, or is blank."""
        value = self.content.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.remarks.lose(self.at(name), f"should be text, and is {quoted(value)}")
            return ""
        clean = tidy(value)
        if len(clean) > longest:
            self.remarks.lose(self.at(name), f"was cut after {longest} characters")
            clean = clean[:longest].rstrip()
        return clean

    def texts(self, name: str, *, longest: int = 300) -> list[str]:
        """Return a list of texts; what is none is left out with a remark."""
        found = (
            Element({name: value}, self.remarks, self.path).text(name, longest=longest)
            for value in self._list(name)
        )
        return [text for text in found if text]

    def flag(self, name: str) -> bool | None:
        """Return a truth, or None if it was not sent or is none."""
        value = self.content.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.remarks.lose(self.at(name), f"should be true or false, and is {quoted(value)}")
        return None

    def number(self, name: str) -> float | None:
        """Return a number; digits sent as text are read, with a remark."""
        value = self.content.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                number = float(value) if value.strip().isascii() else float("nan")
            except ValueError:
                number = float("nan")
            if isfinite(number):
                self.remarks.lose(self.at(name), f"was sent as text; {quoted(value)} was read")
                return number
        elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return value
        self.remarks.lose(self.at(name), f"should be a number, and is {quoted(value)}")
        return None

    def one(self, name: str) -> "Element | None":
        """Return an object, or None if it was not sent or is none."""
        value = self.content.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Element(value, self.remarks, self.at(name))
        self.remarks.lose(self.at(name), f"should be an object, and is {quoted(value)}")
        return None

    def many(self, name: str) -> "Iterator[Element]":
        """Yield the objects of a list; one that stands alone is read as a list of one."""
        for place, value in enumerate(self._list(name)):
            path = f"{self.at(name)}[{place}]"
            if isinstance(value, Mapping):
                yield Element(value, self.remarks, path)
            else:
                self.remarks.lose(path, f"should be an object, and is {quoted(value)}")

    def _list(self, name: str) -> list[Any]:
        value = self.content.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.remarks.lose(self.at(name), "should be a list; it was read as a list of one")
        return [value]

    def concept(self, name: str) -> Concept | None:
        """Return a CodeableConcept, or None if it was not sent or says nothing."""
        found = self.one(name)
        return None if found is None else found.as_concept()

    def concepts(self, name: str) -> list[Concept]:
        """Return a list of CodeableConcepts without those that say nothing."""
        return [c for e in self.many(name) if (c := e.as_concept()) is not None]

    def as_concept(self) -> Concept | None:
        """Return this object read as a CodeableConcept, or None if it says nothing."""
        concept = Concept(
            tuple(c for e in self.many("coding") if (c := e.as_coding())), self.text("text")
        )
        return None if concept.is_empty else concept

    def as_coding(self) -> Coding | None:
        """Return this object read as a Coding, or None if it says nothing."""
        code = self.text("code")
        if len(code) > LONGEST_CODE:
            # A code that is cut is another code.
            self.remarks.lose(self.at("code"), f"{quoted(code)} is too long for a code")
            code = ""
        coding = Coding(self.text("system"), code, self.text("display"))
        return coding if coding.code or coding.display else None

    def code_of(self, name: str) -> str:
        """Return the code of a CodeableConcept of one of FHIR's own small code lists."""
        concept = self.concept(name)
        return concept.codings[0].code if concept and concept.codings else ""

    def when(self, name: str) -> When | None:
        """Return a date, or None with a remark if it is none."""
        value = self.content.get(name)
        if value is None:
            return None
        try:
            return read_date(value)
        except BadDate as bad:
            self.remarks.lose(self.at(name), f"{bad}; it was left out")
            return None

    def tell_rest(self, known: frozenset[str]) -> None:
        """Remark on every element that was sent and that nobody here reads."""
        for name in self.content:
            bare = name.removeprefix("_")
            if bare not in known and bare not in HOUSEKEEPING and not bare.startswith("fhir_"):
                self.remarks.lose(self.at(name), "is not kept")
