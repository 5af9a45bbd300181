"""How the program says no to the outside: one small function each, in a table.

The first that fits, answers. None of them can release anything. The last says no and nothing else:
an outsider without consent does not even learn whether we know the name (R04; 42 CFR 2.13(c)).
"""

from collections.abc import Callable

from alongside.privacy.rules.answers import Refusal, escalate, refuse
from alongside.privacy.rules.bad_consent import bad_consent
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.consent import Consent, ConsentType, validity
from alongside.privacy.rules.coverage import covers, may_raise_funds
from alongside.privacy.rules.exceptions import (
    police,
    refused_by_patient,
    report_elsewhere,
    report_without_exception,
    unmet_emergency,
)
from alongside.privacy.rules.openings import (
    OPENINGS,
    is_early_stop,
)
from alongside.privacy.rules.proceedings import proceeding
from alongside.privacy.rules.studies import (
    audit_without_undertaking,
    by_deidentification,
    identifiable_benchmark,
    identifiable_public_health,
    research_without_approval,
)
from alongside.privacy.rules.vocabulary import (
    VENDORS,
    Act,
    Holder,
    Kind,
    Obligation,
    Purpose,
    Role,
    Rule,
)

Refuser = Callable[[Case], Refusal | None]

# What an opening still asks for when nothing of what was asked for lies in it.
_STILL_ASKED = frozenset(
    {
        Obligation.VERIFY_IDENTITY,
        Obligation.LOG_ACCESS,
        Obligation.ORDER_SCOPE,
        Obligation.PRIVACY_LEAD,
        Obligation.AUDIT_AGREEMENT,
    }
)


def _valid(case: Case) -> list[Consent]:
    """Return the consents that hold now."""
    context = case.context
    return [c for c in case.consents if validity(c, context.at, context.standing).holds]


def _reaching(case: Case) -> list[Consent]:
    """Return the valid consents that would open something of what was asked for."""
    return [c for c in _valid(case) if covers(c, case) & case.request.data]


def no_notice(case: Case) -> Refusal | None:
    """Block an export that cannot carry the notice (R12; 42 CFR 2.32)."""
    if case.context.notice_attached is False and _reaching(case):
        return refuse(set(), {Rule.R12}, "2.32", "the export carries no notice")
    return None


def early_stop(case: Case) -> Refusal | None:
    """Leave an early end of a criminal-justice consent to a person (R10, R25; 42 CFR 2.35(c))."""
    if is_early_stop(case):
        why = "the consent cannot be revoked before the event that it names"
        return escalate(set(), {Rule.R10, Rule.R25}, "2.35(c)", why)
    return None


def restricted(case: Case) -> Refusal | None:
    """Keep a promise that beats the consent (R21; 42 CFR 2.26; 45 CFR 164.522(a))."""
    if case.restricted & case.request.data and _reaching(case) and not case.context.is_refused:
        return refuse(set(), {Rule.R21}, "2.26; 45 CFR 164.522(a)", "a restriction was agreed")
    return None


def vendor(case: Case) -> Refusal | None:
    """Refuse a vendor without an agreement, or beyond its service (R06; 42 CFR 2.12(c)(4))."""
    request = case.request
    if request.purpose is Purpose.VENDORS_OWN:
        why = "the vendor's own purposes are no service to the program"
        return refuse(set(), {Rule.R06}, "2.11, 2.12(c)(4)", why)
    if request.kind in VENDORS:
        return refuse(
            {Obligation.PRIVACY_LEAD},
            {Rule.R06},
            "2.12(c)(4)",
            "no agreement in date covers this service",
        )
    return None


def registry(case: Case) -> Refusal | None:
    """Ask the patient first (R31; 42 CFR 2.34, 2.36)."""
    is_registry = case.request.kind is Kind.REGISTRY
    if is_registry or case.request.purpose in {Purpose.PDMP, Purpose.REGISTRY}:
        why = "a registry or monitoring program receives nothing without consent"
        return refuse({Obligation.OFFER_CONSENT}, {Rule.R31}, "2.34, 2.36", why)
    return None


def fundraising(case: Case) -> Refusal | None:
    """Give the chance to opt out first (R30; 42 CFR 2.22(b), 2.31(a)(5)(iii))."""
    if case.request.purpose is Purpose.FUNDRAISING and not may_raise_funds(case):
        why = "the patient had no chance to opt out, or did"
        return refuse(set(), {Rule.R30}, "2.22, 2.31(a)(5)", why)
    return None


def onward(case: Case) -> Refusal | None:
    """Refuse to pass on what only a covered entity may (R07, R20; 42 CFR 2.24, 2.32, 2.33(b))."""
    if case.request.holder is Holder.INTERMEDIARY:
        why = "an intermediary passes on to its named or treating participants only"
        return refuse(set(), {Rule.R20}, "2.24", why)
    if case.is_onward:
        why = "this holder may not pass the record on"
        return refuse(set(), {Rule.R07}, "2.32, 2.33(b)", why)
    return None


def unnamed_intermediary(case: Case) -> Refusal | None:
    """Refuse an intermediary that the consent on file does not name (R20; 42 CFR 2.31(a)(4))."""
    if case.request.kind is Kind.INTERMEDIARY and _valid(case):
        why = "the consent does not name this intermediary"
        return refuse(set(), {Rule.R09, Rule.R20}, "2.31(a)(4)", why)
    return None


def veterans(case: Case) -> Refusal | None:
    """Leave to a person what another law governs (R02; 42 CFR 2.12(c)(1)-(2); 38 USC 7332)."""
    if case.request.role is Role.VETERANS:
        why = "records of veterans and the armed forces are under another law"
        return escalate(set(), {Rule.R02}, "2.12(c)(1)-(2)", why)
    return None


def parent(case: Case) -> Refusal | None:
    """Tell a parent nothing without the minor (R23; 42 CFR 2.14).

    Where a minor cannot judge and a life is threatened, the director decides (2.14(d)).
    """
    context = case.context
    if case.request.role is not Role.PARENT:
        return None
    if context.is_threat_to_life and context.lacks_capacity:
        why = "the director may tell facts that lessen a substantial threat"
        return escalate({Obligation.SAFETY_FIRST}, {Rule.R23}, "2.14(d)", why)
    why = "only the minor, or minor and parent together, can consent"
    return refuse({Obligation.NEUTRAL_REPLY}, {Rule.R04, Rule.R23}, "2.14", why)


def not_treating(case: Case) -> Refusal | None:
    """Refuse whom the class "my treating providers" does not hold (R07; 42 CFR 2.31(a)(4))."""
    is_tpo = any(ConsentType.TPO in consent.types for consent in _valid(case))
    if is_tpo and case.request.purpose is Purpose.TREATMENT and case.context.is_treating is False:
        return refuse(
            {Obligation.VERIFY_TREATING, Obligation.NEUTRAL_REPLY},
            {Rule.R07},
            "2.31(a)(4)",
            "the asker does not treat this person",
        )
    return None


def outside_of_what_opened(case: Case) -> Refusal | None:
    """Refuse what no opening reaches, though one was there (R03, R11, R34; 42 CFR 2.13(a))."""
    ways = [way for way in OPENINGS if way is not by_deidentification]
    opened = [opening for way in ways for opening in way(case)]
    if not opened:
        return None
    obligations = {o for opening in opened for o in opening.obligations} & _STILL_ASKED
    if any(opening.consent or Rule.R15 in opening.rules for opening in opened):
        obligations.add(Obligation.OFFER_CONSENT)
    rules = {rule for opening in opened for rule in opening.rules} | {Rule.R03}
    why = "what is open to this asker does not reach what was asked for"
    return refuse(obligations, rules, "2.13(a)", why)


def no_answer(case: Case) -> Refusal | None:
    """Neither confirm nor deny to a caller or visitor (R04; 42 CFR 2.13(c))."""
    request = case.request
    if request.kind is Kind.INDIVIDUAL or request.act is Act.ACKNOWLEDGE:
        why = "nobody learns from us who is a patient"
        return refuse({Obligation.NEUTRAL_REPLY}, {Rule.R03, Rule.R04}, "2.13(c)", why)
    return None


def by_default(case: Case) -> Refusal:
    """Refuse what no rule permits (R03; 42 CFR 2.13(a)); who has said no is not asked again."""
    obligations = {Obligation.NEUTRAL_REPLY}
    if not case.context.is_refused:
        obligations.add(Obligation.OFFER_CONSENT)
    return refuse(obligations, {Rule.R03, Rule.R04}, "2.13(a), (c)", "no rule permits it")


# The first that answers, answers; `by_default` answers where none does.
REFUSALS: tuple[Refuser, ...] = (
    no_notice,
    early_stop,
    refused_by_patient,
    restricted,
    bad_consent,
    outside_of_what_opened,
    proceeding,
    unmet_emergency,
    report_without_exception,
    report_elsewhere,
    audit_without_undertaking,
    research_without_approval,
    identifiable_public_health,
    fundraising,
    onward,
    registry,
    identifiable_benchmark,
    vendor,
    unnamed_intermediary,
    veterans,
    parent,
    not_treating,
    police,
    no_answer,
)
