"""What a disclosure is decided on: who asks for what, the consents on file, and the known facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from alongside.people.rules import Category, Discipline
from alongside.privacy.rules.consent import Consent, Standing
from alongside.privacy.rules.vocabulary import Act, Holder, Kind, Purpose, Role


@dataclass(frozen=True)
class Request:
    """Who asks for which categories, of which holder, and what for."""

    requester: str
    kind: Kind
    holder: Holder
    act: Act
    purpose: Purpose
    data: frozenset[Category]
    role: Role = Role.OTHER
    # In the asker's own words; tells one purpose apart from another that has no word of its own.
    purpose_says: str = ""
    # Of staff only: the word that decides which categories the work needs.
    discipline: Discipline | None = None


@dataclass(frozen=True)
class Restriction:
    """The patient's wish that somebody gets nothing, or not everything (42 CFR 2.26).

    Without names and roles it holds for everybody, without categories for everything.
    """

    says: str
    names: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    categories: frozenset[Category] = frozenset()
    # Only for services that somebody other than the plan has paid in full.
    is_for_self_paid: bool = False

    def holds_for(self, request: Request, is_self_paid: bool | None) -> bool:
        """Say whether this request meets the restriction; in doubt it does."""
        if self.is_for_self_paid and is_self_paid is False:
            return False
        if not self.names and not self.roles:
            return True
        return request.requester in self.names or request.role in self.roles


@dataclass(frozen=True)
class Context:
    """The facts around a request. A fact that is not known is None and never opens anything."""

    at: datetime
    standing: Standing = field(default_factory=Standing)
    restrictions: tuple[Restriction, ...] = ()
    # The patient said no to this disclosure.
    is_refused: bool = False
    # Outside recipients: the program has reason to doubt, or has checked, that they treat them.
    is_treating: bool | None = None
    # Emergencies: the patient is able to be asked.
    can_consent: bool | None = None
    # Facts that let a program director tell a parent (42 CFR 2.14(d)).
    is_threat_to_life: bool = False
    lacks_capacity: bool = False
    # Staff: whether the person is on the care team, wrote the notes, works under supervision.
    is_on_case: bool = True
    is_author: bool = False
    is_supervised: bool | None = None
    # Agreements that are signed and in date at `at`.
    has_service_agreement: bool = False
    has_audit_agreement: bool = False
    has_data_agreement: bool | None = None
    # The categories that the vendor's agreement names; None if it names none.
    agreement_scope: frozenset[Category] | None = None
    has_research_approval: bool = False
    # Audits: copies leave the premises.
    is_copied: bool = False
    # De-identification by Safe Harbor or an expert; False if a known identifier is left in.
    is_deidentified: bool | None = None
    # Legal instruments that were served.
    has_court_order: bool = False
    has_compulsory_process: bool = False
    order_lists: frozenset[Category] = frozenset()
    is_patient_heard: bool | None = None
    # The day of the service that a claim is for; what a payer relied on.
    service_on: date | None = None
    is_self_paid: bool | None = None
    # False if the export cannot carry the notice of 42 CFR 2.32.
    notice_attached: bool | None = None
    has_opt_out_been_offered: bool = False
    has_opted_out: bool = False
    # False only by a documented exception for the unit (42 CFR 2.12(e)).
    is_part2: bool = True
    # A lost or stolen copy: unreadable to whoever holds it.
    is_encrypted: bool = False

    @property
    def has_instrument(self) -> bool:
        """Say whether anything of a court's or the police's was served."""
        return self.has_court_order or self.has_compulsory_process


@dataclass(frozen=True)
class Case:
    """One question in full."""

    request: Request
    consents: tuple[Consent, ...]
    context: Context

    @classmethod
    def of(cls, request: Request, consents: Iterable[Consent], context: Context) -> "Case":
        """Put a case together."""
        return cls(request, tuple(consents), context)

    @property
    def is_legal(self) -> bool:
        """Say whether the record would serve a proceeding or an investigation (42 CFR 2.12(d)).

        An instrument makes it so whatever is said to be the purpose, except where a report or an
        emergency has a paragraph of its own.
        """
        if self.request.purpose in {Purpose.PROCEEDING, Purpose.INVESTIGATION}:
            return True
        return self.context.has_instrument and self.request.purpose not in _OWN_PARAGRAPH

    @property
    def is_onward(self) -> bool:
        """Say whether somebody other than the program would pass the record on."""
        return self.request.holder is not Holder.PROGRAM

    @property
    def restricted(self) -> frozenset[Category]:
        """Return the categories that a restriction keeps from this requester."""
        kept: frozenset[Category] = frozenset()
        for restriction in self.context.restrictions:
            if restriction.holds_for(self.request, self.context.is_self_paid):
                kept |= restriction.categories or frozenset(Category)
        return kept


_OWN_PARAGRAPH = frozenset(
    {
        Purpose.EMERGENCY,
        Purpose.PRODUCT_SAFETY,
        Purpose.CRIME_ON_PREMISES,
        Purpose.CHILD_ABUSE_REPORT,
        Purpose.VITAL_STATISTICS,
    }
)
