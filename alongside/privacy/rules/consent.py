"""A written consent as data, its faults, and whether it holds at a given moment.

The elements are those of 42 CFR 2.31(a), with 2.31(b) and (d) for forms that must stand alone,
2.14 and 2.15 for who signs, and 2.35 for consents that a court's disposition rests on. Nothing here
is kept: validity is computed anew at every disclosure (2.31(c)), and the time is handed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from alongside.people.rules import Category
from alongside.privacy.rules.vocabulary import Holder, Purpose


class ConsentType(StrEnum):
    """Which form was signed."""

    TPO = "tpo"
    SPECIFIC = "specific"
    COUNSELING_NOTES = "counseling_notes"
    PROCEEDINGS = "proceedings"
    CRIMINAL_JUSTICE = "criminal_justice"
    DIRECTOR_PAYMENT = "director_payment"


STAND_ALONE = frozenset({ConsentType.COUNSELING_NOTES, ConsentType.PROCEEDINGS})


class RecipientClass(StrEnum):
    """A class of recipients instead of a name, as the form for TPO may say (2.31(a)(4))."""

    TREATING_PROVIDERS = "my treating providers"
    HEALTH_PLANS = "health plans"
    PAYERS = "third-party payers"
    OPERATORS = "people helping to operate this program"


class Signer(StrEnum):
    """Who signed."""

    PATIENT = "patient"
    PARENT = "parent"
    # A court-appointed guardian, an executor, an administrator of the estate.
    PERSONAL_REPRESENTATIVE = "personal_representative"
    FAMILY = "family"
    DIRECTOR = "program_director"
    OTHER = "other"


class MinorLaw(StrEnum):
    """What the state's law says of a minor's treatment (42 CFR 2.14)."""

    MINOR_ALONE = "minor_may_consent_alone"
    PARENT_AND_MINOR = "parent_and_minor"


class Element(StrEnum):
    """One element of a consent."""

    PATIENT_NAME = "patient_name"
    DISCLOSER = "discloser"
    WHAT = "what"
    RECIPIENT = "recipient"
    PARTICIPANTS = "participants"
    PURPOSE = "purpose"
    REVOCATION_RIGHT = "revocation_right"
    EXPIRY = "expiry"
    SIGNATURE = "signature"
    SIGNERS = "signers"
    DATE_SIGNED = "date_signed"
    TPO_STATEMENTS = "tpo_statements"
    STAND_ALONE = "stand_alone"
    RELEASE_EVENT = "release_event"
    # Found by a reader rather than by these rules.
    OTHER = "other"


# What a person reads of a missing element, and where the law asks for it.
_ELEMENTS: dict[Element, tuple[str, str]] = {
    Element.PATIENT_NAME: ("2.31(a)(1)", "does not name the patient"),
    Element.DISCLOSER: ("2.31(a)(2)", "does not say who may disclose"),
    Element.WHAT: ("2.31(a)(3)", "does not say what may be disclosed"),
    Element.RECIPIENT: ("2.31(a)(4)", "does not say to whom"),
    Element.PARTICIPANTS: (
        "2.31(a)(4)",
        "names an intermediary but neither its participants nor a class of treating providers",
    ),
    Element.PURPOSE: ("2.31(a)(5)", "gives no purpose"),
    Element.REVOCATION_RIGHT: ("2.31(a)(6)", "does not tell of the right to revoke"),
    Element.EXPIRY: ("2.31(a)(7)", "has no date, event or condition on which it ends"),
    Element.SIGNATURE: ("2.31(a)(8)", "is not signed"),
    Element.SIGNERS: ("2.14, 2.15, 2.31(a)(8)", "is not signed by everyone whose consent it needs"),
    Element.DATE_SIGNED: ("2.31(a)(9)", "has no date of signature, or one that is yet to come"),
    Element.TPO_STATEMENTS: ("2.31(a)(10)", "lacks the statements on redisclosure and refusal"),
    Element.STAND_ALONE: (
        "2.31(b), (d)",
        "is combined with another consent, or treatment was made to depend on it",
    ),
    Element.RELEASE_EVENT: ("2.35(c)", "does not say when it becomes revocable"),
    Element.OTHER: ("2.31(c)(2)", "is deficient on its face"),
}


@dataclass(frozen=True)
class Fault:
    """One thing that a consent lacks."""

    element: Element
    note: str = ""

    @property
    def cite(self) -> str:
        """Name the paragraph that asks for the element."""
        return _ELEMENTS[self.element][0]

    def __str__(self) -> str:
        return self.note or _ELEMENTS[self.element][1]


@dataclass(frozen=True)
class Recipient:
    """To whom: by name, by class, or an intermediary with those who take part in it."""

    names: frozenset[str] = frozenset()
    classes: frozenset[RecipientClass] = frozenset()
    is_intermediary: bool = False
    # Named members of the intermediary, or the words for a class of them.
    participants: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Expiry:
    """When it ends: on a day (that day included), at an event, or never (`none`, TPO only)."""

    on: date | None = None
    event: str = ""
    event_on: date | None = None
    none: bool = False

    def is_over(self, on: date) -> bool:
        """Say whether it has ended by `on`."""
        if self.on is not None and on > self.on:
            return True
        return self.event_on is not None and on >= self.event_on


@dataclass(frozen=True)
class Release:
    """When a consent that a disposition rests on may be revoked (42 CFR 2.35(c))."""

    event: str = ""
    on: date | None = None

    def is_reached(self, on: date) -> bool:
        """Say whether it may be revoked on `on`; an event without a date is not reached."""
        return self.on is not None and on >= self.on


@dataclass(frozen=True)
class Standing:
    """What decides who has to sign for this patient (42 CFR 2.14, 2.15)."""

    minor_law: MinorLaw | None = None
    is_deceased: bool = False
    # A court found that the patient cannot manage their own affairs.
    is_adjudicated: bool = False


@dataclass(frozen=True)
class Consent:
    """What was signed. More than one type on one form is a combined form."""

    types: frozenset[ConsentType]
    what: frozenset[Category]
    recipient: Recipient
    purposes: frozenset[Purpose]
    expiry: Expiry
    signers: frozenset[Signer]
    signed_on: date | None
    key: str = ""
    patient_name: str = ""
    disclosers: frozenset[Holder] = field(default_factory=lambda: frozenset({Holder.PROGRAM}))
    # Purposes that have no word of their own, as the form says them.
    purposes_say: frozenset[str] = frozenset()
    at_patients_request: bool = False
    tells_revocation_right: bool = True
    has_tpo_statements: bool = True
    is_condition_of_treatment: bool = False
    release: Release = field(default_factory=Release)
    revoked_on: date | None = None
    # Somebody here knows that it is materially false.
    is_known_false: bool = False
    # What a reader found wrong that these rules cannot see.
    noted_faults: tuple[Fault, ...] = ()


class State(StrEnum):
    """Whether a consent holds."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    # Revocation was asked for, before the event from which it is possible.
    HELD = "held"
    DEFICIENT = "deficient"
    FALSE = "false"


@dataclass(frozen=True)
class Validity:
    """Whether a consent holds at one moment, and why."""

    state: State
    reason: str
    faults: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether something may be disclosed on it."""
        return self.state is State.VALID


def faults(consent: Consent, at: datetime, standing: Standing | None = None) -> tuple[Fault, ...]:
    """Return what the consent lacks of the elements that its type needs, in the law's order.

    Args:
        consent: the form as signed.
        at: now, in the program's time zone.
        standing: minority, death or incapacity of the patient; an adult if not given.

    Source: 42 CFR 2.31(a), (b), (d); 2.14; 2.15; 2.35.
    """
    found = [Fault(element) for element in _missing(consent, at.date())]
    if consent.signers and not _signed_by_all(consent, standing or Standing()):
        found.append(Fault(Element.SIGNERS))
    seen = {fault.element for fault in found}
    return (*found, *(noted for noted in consent.noted_faults if noted.element not in seen))


def validity(consent: Consent, at: datetime, standing: Standing | None = None) -> Validity:
    """Say whether something may be disclosed on this consent at this moment.

    Args:
        consent: the form as signed.
        at: now, in the program's time zone; a consent that ends on a day holds through that day.
        standing: see `faults`.

    Source: 42 CFR 2.31(c)(1) to (4); 2.35(c).
    """
    on = at.date()
    if consent.is_known_false:
        return Validity(State.FALSE, "it is known to be materially false")
    if consent.revoked_on is not None and consent.revoked_on <= on:
        if ConsentType.CRIMINAL_JUSTICE in consent.types and not consent.release.is_reached(on):
            return Validity(State.HELD, "revocation was asked for before the event that allows it")
        return Validity(State.REVOKED, f"it was revoked on {consent.revoked_on}")
    if consent.expiry.is_over(on):
        return Validity(State.EXPIRED, f"it ended on {consent.expiry.on or consent.expiry.event}")
    if found := faults(consent, at, standing):
        return Validity(State.DEFICIENT, "it " + "; it ".join(map(str, found)), found)
    return Validity(State.VALID, "it has every element and is in force")


def _missing(consent: Consent, on: date) -> Iterator[Element]:
    """Yield the elements that are missing on the face of the form."""
    recipient = consent.recipient
    absent = {
        Element.PATIENT_NAME: not consent.patient_name,
        Element.DISCLOSER: not consent.disclosers,
        Element.WHAT: not consent.what,
        Element.RECIPIENT: not (recipient.names or recipient.classes),
        Element.PARTICIPANTS: recipient.is_intermediary and not recipient.participants,
        Element.PURPOSE: not (consent.purposes or consent.at_patients_request),
        Element.REVOCATION_RIGHT: not consent.tells_revocation_right,
        Element.EXPIRY: not _ends(consent),
        Element.SIGNATURE: not consent.signers,
        Element.DATE_SIGNED: consent.signed_on is None or consent.signed_on > on,
        Element.TPO_STATEMENTS: ConsentType.TPO in consent.types and not consent.has_tpo_statements,
        Element.STAND_ALONE: bool(consent.types & STAND_ALONE)
        and (len(consent.types) > 1 or consent.is_condition_of_treatment),
        Element.RELEASE_EVENT: ConsentType.CRIMINAL_JUSTICE in consent.types
        and not (consent.release.event or consent.release.on),
    }
    return (element for element, is_absent in absent.items() if is_absent)


def _ends(consent: Consent) -> bool:
    """Say whether the form says when it ends; "none" will do for TPO alone (2.31(a)(7))."""
    expiry = consent.expiry
    if expiry.on or expiry.event:
        return True
    return expiry.none and consent.types == {ConsentType.TPO}


def _signed_by_all(consent: Consent, standing: Standing) -> bool:
    """Say whether those have signed whose consent this patient's disclosure needs.

    Source: 42 CFR 2.14(b) and (c) for minors; 2.15(a)(1) for patients whom a court found unable,
    2.15(a)(2) for the director's consent, which reaches to payment only; 2.15(b)(2) for the dead.
    """
    signers = consent.signers
    if ConsentType.DIRECTOR_PAYMENT in consent.types:
        return Signer.DIRECTOR in signers and consent.types == {ConsentType.DIRECTOR_PAYMENT}
    if standing.is_deceased:
        # What the patient signed in life is not undone by death.
        heirs = {Signer.PERSONAL_REPRESENTATIVE, Signer.FAMILY, Signer.PATIENT}
        return bool(signers & heirs)
    if standing.is_adjudicated:
        return Signer.PERSONAL_REPRESENTATIVE in signers
    if standing.minor_law is MinorLaw.PARENT_AND_MINOR:
        return {Signer.PATIENT, Signer.PARENT} <= signers
    if standing.minor_law is MinorLaw.MINOR_ALONE:
        return Signer.PATIENT in signers
    return bool(signers & {Signer.PATIENT, Signer.PERSONAL_REPRESENTATIVE})
