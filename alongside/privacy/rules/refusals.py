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
from alongside.privacy.rules.openings import (
    OPENINGS,
    by_deidentification,
    is_early_stop,
    is_medical_emergency,
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


def refused_by_patient(case: Case) -> Refusal | None:
    """Leave it to a person when a patient in danger says no, or could be asked (R15; 2.51(a))."""
    context = case.context
    if is_medical_emergency(case) and (context.is_refused or context.can_consent):
        return escalate(
            {Obligation.SAFETY_FIRST},
            {Rule.R15},
            "2.51(a)",
            "consent can be asked for, so the emergency alone opens nothing",
        )
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


def unmet_emergency(case: Case) -> Refusal | None:
    """Help by routes that tell nothing, when the asker is not medical personnel (R15; 2.51(a))."""
    if case.request.purpose is Purpose.EMERGENCY and not is_medical_emergency(case):
        return refuse(
            {Obligation.SAFETY_FIRST, Obligation.NEUTRAL_REPLY},
            {Rule.R15},
            "2.51(a)",
            "only medical personnel receive something in an emergency",
        )
    return None


def proceeding(case: Case) -> Refusal | None:
    """Refuse for a proceeding or an investigation (R14; 42 CFR 2.12(d), 2.31(d), 2.61-2.67)."""
    if not case.is_legal:
        return None
    if case.context.has_court_order:
        return _court_order(case)
    if case.context.has_compulsory_process:
        return _process_alone(case)
    return _without_instrument(case)


def _court_order(case: Case) -> Refusal:
    """Refuse, or leave to counsel, an order that opened nothing (42 CFR 2.61, 2.64)."""
    context = case.context
    if not context.has_compulsory_process:
        why = "an order permits but does not compel; it needs a subpoena"
    elif context.is_patient_heard is False:
        why = "the patient had no chance to be heard"
    elif not context.order_lists:
        why = "the order lists nothing"
    else:
        return refuse(
            {Obligation.ORDER_SCOPE, Obligation.PRIVACY_LEAD},
            {Rule.R14},
            "2.64(e)",
            "the order does not list what was asked for",
        )
    return escalate(set(), {Rule.R14}, "2.61, 2.64", why)


def _process_alone(case: Case) -> Refusal:
    """Refuse a subpoena or a warrant without an order (42 CFR 2.61); the ban follows the record."""
    obligations = {Obligation.PRIVACY_LEAD}
    if not case.is_onward:
        obligations.add(Obligation.NEUTRAL_REPLY)
    why = "a subpoena or warrant alone does not open the record"
    return refuse(obligations, {Rule.R14}, "2.12(d)(1), 2.61", why)


def _without_instrument(case: Case) -> Refusal:
    """Refuse a proceeding or investigation that comes with no paper at all."""
    request = case.request
    investigates = request.purpose is Purpose.INVESTIGATION
    rules = {Rule.R14}
    if case.is_onward:
        obligations = {Obligation.PRIVACY_LEAD}
    elif request.kind is Kind.LAW_ENFORCEMENT and investigates:
        obligations = {Obligation.NEUTRAL_REPLY}
        rules |= {Rule.R04, Rule.R26}
    elif investigates and request.kind is not Kind.COURT:
        # What an audit saw may not be turned against the patient (42 CFR 2.53(f), 2.66).
        obligations = {Obligation.PRIVACY_LEAD}
        rules.add(Rule.R16)
    elif request.kind is Kind.GOVERNMENT:
        # Whoever follows up a report knows already; the patient may still agree.
        obligations = {Obligation.OFFER_CONSENT, Obligation.PRIVACY_LEAD}
        rules.add(Rule.R26)
    else:
        obligations = {Obligation.PRIVACY_LEAD, Obligation.NEUTRAL_REPLY}
    why = "neither the patient's own form for this nor a court's order is here"
    return refuse(obligations, rules, "2.12(d)(1), 2.61", why)


def report_without_exception(case: Case) -> Refusal | None:
    """Leave to a person what Part 2 has no exception for (R26; 42 CFR 2.12(c)).

    Elder abuse, other mandated reports, a duty to warn: act on the danger without telling who is a
    patient.
    """
    if case.request.purpose in {Purpose.OTHER_REPORT, Purpose.DUTY_TO_WARN}:
        return escalate(
            {Obligation.SAFETY_FIRST},
            {Rule.R26},
            "2.12(c)",
            "Part 2 has no exception for this; warn or report without saying who is a patient",
        )
    return None


def report_elsewhere(case: Case) -> Refusal | None:
    """Refuse a report to whom it is not due (R26; 42 CFR 2.12(c)(5)-(6))."""
    if case.request.purpose in {Purpose.CHILD_ABUSE_REPORT, Purpose.CRIME_ON_PREMISES}:
        return refuse(
            {Obligation.NEUTRAL_REPLY, Obligation.PRIVACY_LEAD},
            {Rule.R26},
            "2.12(c)(5)-(6)",
            "such a report goes to the authority that the law names, from the program",
        )
    return None


def police(case: Case) -> Refusal | None:
    """Say neither yes nor no to the police (R04, R26; 42 CFR 2.12(c)(5), 2.13(c))."""
    if case.request.kind is Kind.LAW_ENFORCEMENT:
        return refuse(
            {Obligation.NEUTRAL_REPLY},
            {Rule.R04, Rule.R26},
            "2.12(c)(5), 2.13(c)",
            "there is no exception for crimes elsewhere or in the past",
        )
    return None


def audit_without_undertaking(case: Case) -> Refusal | None:
    """Ask for the undertaking first (R16; 42 CFR 2.53(b)-(c))."""
    if case.request.purpose is Purpose.AUDIT:
        return refuse(
            {Obligation.AUDIT_AGREEMENT},
            {Rule.R16},
            "2.53(c)",
            "no written undertaking for this audit is on file",
        )
    return None


def research_without_approval(case: Case) -> Refusal | None:
    """Refuse research that nobody approved, or that would pass the data on (R17; 42 CFR 2.52)."""
    if case.request.purpose is Purpose.RESEARCH:
        return refuse(set(), {Rule.R17}, "2.52", "no approval or data agreement for this research")
    return None


def identifiable_public_health(case: Case) -> Refusal | None:
    """Refuse names to public health (R18; 42 CFR 2.54)."""
    if case.request.purpose is Purpose.PUBLIC_HEALTH:
        why = "public health receives only what points to nobody"
        return refuse({Obligation.NEUTRAL_REPLY}, {Rule.R18}, "2.54", why)
    return None


def identifiable_benchmark(case: Case) -> Refusal | None:
    """Refuse a pool that identifies: hashes and exact dates do (R18; 45 CFR 164.514(b))."""
    if case.request.purpose is Purpose.BENCHMARKING or (
        case.context.is_deidentified is False and case.request.kind in VENDORS
    ):
        why = "hashes and exact dates still point to a person"
        return refuse({Obligation.DEID_DOC}, {Rule.R18}, "2.16; 45 CFR 164.514(b)", why)
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
