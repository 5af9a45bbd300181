"""Codes and the systems they are from."""

import re
from dataclasses import dataclass

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NAMES = {
    LOINC: "LOINC",
    SNOMED: "SNOMED CT",
    ICD10CM: "ICD-10-CM",
    RXNORM: "RxNorm",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
}

_LOINC_CODE = re.compile(r"(\d{1,7})-(\d)", re.ASCII)
# 99999 and its like are what builders of test systems write where they know no code.
_PLACEHOLDER = re.compile(r"9{5,}(-\d+)?|X+|TBD|UNK(NOWN)?", re.ASCII | re.IGNORECASE)
# The kind of thing that SNOMED CT adds to every fully specified name.
_TAG = re.compile(
    r"\s*\((disorder|finding|situation|procedure|regime/therapy|person|event|occupation|"
    r"morphologic abnormality|record artifact|observable entity|physical object|environment)\)$"
)


@dataclass(frozen=True, slots=True)
class Coding:
    """One code; what was not sent is empty."""

    system: str
    code: str
    display: str

    def __str__(self) -> str:
        """Return the code with its system's name, for a report."""
        words = f" ({self.label})" if self.display else ""
        return f"{NAMES.get(self.system, self.system or 'no system')} {self.code}{words}"

    @property
    def label(self) -> str:
        """Return the display name without SNOMED's tag."""
        return plain(self.display)


@dataclass(frozen=True, slots=True)
class Concept:
    """What FHIR calls a CodeableConcept: codes for one thing, and its name in words."""

    codings: tuple[Coding, ...]
    text: str

    def code_in(self, system: str) -> str:
        """Return the first code of a system, or nothing."""
        return next((c.code for c in self.codings if c.system == system and c.code), "")

    @property
    def label(self) -> str:
        """Return its name: what a person wrote, else what a code is called, else the code."""
        named = next((c.label for c in self.codings if c.display), "")
        coded = next((c.code for c in self.codings if c.code), "")
        return plain(self.text) or named or coded

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was told."""
        return not self.label

    def __str__(self) -> str:
        """Return it for a report."""
        return str(self.codings[0]) if self.codings else self.text


def plain(name: str) -> str:
    """Return a SNOMED name without its tag.

    >>> plain("Major depressive disorder (disorder)")
    'Major depressive disorder'
    """
    return _TAG.sub("", name.strip())


def wrong_with_loinc(code: str) -> str | None:
    """Say what is wrong with a LOINC code, if something is.

    Source: LOINC Users' Guide, appendix on check digits (mod 10, the algorithm of Luhn).

    >>> wrong_with_loinc("44249-1") is None, wrong_with_loinc("44249-2")
    (True, 'is not a LOINC code: its check digit is wrong')
    """
    if is_placeholder(code):
        return "is a placeholder and not a code"
    found = _LOINC_CODE.fullmatch(code)
    if found is None:
        return "is not written like a LOINC code"
    if _check_digit(found[1]) != int(found[2]):
        return "is not a LOINC code: its check digit is wrong"
    return None


def is_placeholder(code: str) -> bool:
    """Say whether a code only keeps a place: 99999-9, XXX, TBD."""
    return _PLACEHOLDER.fullmatch(code) is not None


def _check_digit(number: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10
