"""Find what a reference points to among the resources that came together."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from alongside.core.text import tidy
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import MODIFIERS, Entry
from alongside.fhir.rules.report import Remarks

# Where a resource says whom it is about.
SUBJECTS = ("subject", "patient", "beneficiary", "individual")
# Relative ("Patient/1"), absolute ("https://x/fhir/Patient/1"), of one version or not.
_LITERAL = re.compile(r"(?:.*/)?([A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?")
# Conditional: "Practitioner?identifier=system|value".
_CONDITIONAL = re.compile(r"([A-Za-z]+)\?identifier=(.+)")


class Pool:
    """The resources of one delivery, by every way in which they may be called."""

    def __init__(self, entries: Iterable[Entry], patient: Entry | None = None) -> None:
        """Index the resources by full URL, by type and id, and by identifier.

        Args:
            entries: the resources.
            patient: whose they are; what is about somebody else is not found then.
        """
        self.patient = patient
        self._by_key: dict[str, Entry] = {}
        self._by_identifier: dict[tuple[str, str], Entry] = {}
        self.used: set[int] = set()
        for entry in entries:
            if entry.url:
                self._by_key.setdefault(entry.url, entry)
            if entry.id:
                self._by_key.setdefault(f"{entry.type}/{entry.id}", entry)
            for token in _tokens(entry.content):
                self._by_identifier.setdefault((entry.type, token), entry)

    def find(self, reference: Element | None, within: Entry) -> Entry | None:
        """Return the resource that a reference points to, or None; what is found counts as used.

        Args:
            reference: an object with `reference`, or `identifier` where no address is known.
            within: the resource that refers; `#name` points to one contained in it.
        """
        if reference is None:
            return None
        address = reference.content.get("reference")
        if not isinstance(address, str) or not address:
            found = self._by_identity(reference)
        elif address.startswith("#"):
            return _contained(within, address[1:])
        else:
            found = self.at(address)
        if found is None or self.is_about_another(found):
            return None
        self.used.add(id(found))
        return found

    def follow(self, reference: Element | None, within: Entry) -> Element | None:
        """Return what a reference points to, opened; remarks on it go to whoever refers."""
        found = self.find(reference, within)
        if found is None or reference is None:
            return None
        return Element(found.content, reference.remarks, found.name)

    def at(self, address: str) -> Entry | None:
        """Return the resource at an address, or None."""
        if (known := self._by_key.get(address)) is not None:
            return known
        if (asked := _CONDITIONAL.fullmatch(address)) is not None:
            return self._by_identifier.get((asked[1], asked[2]))
        literal = _LITERAL.fullmatch(address)
        return self._by_key.get(literal[1]) if literal else None

    def _by_identity(self, reference: Element) -> Entry | None:
        identifier = reference.content.get("identifier")
        token = _token(identifier) if isinstance(identifier, Mapping) else None
        kind = reference.content.get("type")
        if token is None:
            return None
        fits = (e for (of, t), e in self._by_identifier.items() if t == token)
        return next((e for e in fits if kind in (None, e.type)), None)

    def is_about_another(self, entry: Entry) -> bool:
        """Say whether a resource names somebody else than the person of this delivery."""
        address = subject_of(entry)
        return bool(self.patient and address) and self.at(address) is not self.patient

    def was_used(self, entry: Entry) -> bool:
        """Say whether some reference has led to this resource."""
        return id(entry) in self.used


def _contained(within: Entry, name: str) -> Entry | None:
    inside = within.content.get("contained")
    for content in inside if isinstance(inside, list) else []:
        if isinstance(content, Mapping) and content.get("id") == name:
            return Entry(within.file, within.place, "", content)
    return None


def _tokens(content: Mapping[str, Any]) -> Iterable[str]:
    found = content.get("identifier")
    for identifier in found if isinstance(found, list) else [found]:
        if isinstance(identifier, Mapping) and (token := _token(identifier)):
            yield token


def _token(identifier: Mapping[str, Any]) -> str | None:
    system, value = identifier.get("system", ""), identifier.get("value")
    if not isinstance(value, str) or not value or not isinstance(system, str):
        return None
    return f"{system}|{value}"


def subject_of(entry: Entry) -> str:
    """Return the address of whom a resource is about, or nothing."""
    for name in SUBJECTS:
        reference = entry.content.get(name)
        if isinstance(reference, Mapping) and isinstance(reference.get("reference"), str):
            return str(reference["reference"])
    return ""


def refuse_modified(entry: Entry, remarks: Remarks) -> None:
    """Refuse a resource with an element that changes what the others mean.

    Source: FHIR R4, 2.36.3 (modifierExtension) and 2.26.3.2 (implicitRules).
    """
    for name in MODIFIERS:
        if entry.content.get(name):
            remarks.refuse(
                "carries a rule that changes its meaning and that is not known here", name
            )


def display_of(reference: Element | None) -> str:
    """Return the words that stand beside a reference, or nothing."""
    if reference is None:
        return ""
    shown = reference.content.get("display")
    return tidy(shown)[:200] if isinstance(shown, str) else ""
