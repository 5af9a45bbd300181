"""The ways by which something may leave the program: one small function each, in a table.

A function yields what it opens, category by category, and never opens one because another was
not asked for: so asking for less can never bring more. What no function opens stays closed
(R03; 42 CFR 2.13(a)).
"""

from collections.abc import Callable, Iterator

from alongside.people.rules import Category
from alongside.privacy.rules.answers import Opening
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.consent import Consent, ConsentType, Signer, State, validity
from alongside.privacy.rules.coverage import classes_of, covers, is_named
from alongside.privacy.rules.vocabulary import (
    FOR_CAUSE_OF_DEATH,
    FOR_EMERGENCY,
    FOR_PAYMENT,
    FOR_PRODUCT_SAFETY,
    FOR_REPORT,
    ORDINARY,
    TPO,
    VENDORS,
    Holder,
    Kind,
    Obligation,
    Purpose,
    Role,
    Rule,
)

Openings = Callable[[Case], Iterator[Opening]]

_WITH_CONSENT = frozenset(
    {
        Obligation.NOTICE_2_32,
        Obligation.CONSENT_COPY,
        Obligation.LIMIT_TO_PURPOSE,
        Obligation.LOG_ACCOUNTING,
    }
)
_MINIMUM = frozenset({Purpose.PAYMENT, Purpose.OPERATIONS})
_AUDITORS = VENDORS | {
    Kind.GOVERNMENT,
    Kind.COVERED_ENTITY,
    Kind.PART2_PROGRAM,
    Kind.NON_COVERED,
}
_SERVICES = frozenset({Purpose.SERVICE, Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})


def by_consent(case: Case) -> Iterator[Opening]:
    """Open what valid consents cover and no restriction keeps back.

    Source: R07-R13, R20, R21, R24, R25, R31; 42 CFR 2.31, 2.32, 2.33. A spoken no is a stop (R10).
    """
    context = case.context
    if context.is_refused or context.notice_attached is False:
        return
    for consent in case.consents:
        opens = covers(consent, case) - case.restricted
        if opens and validity(consent, context.at, context.standing).holds:
            yield Opening(
                opens,
                _asked_with(consent, case),
                frozenset(_rules_of(consent, case)),
                "2.31, 2.32, 2.33",
                "a valid consent names this recipient and purpose",
                consent=consent.key,
            )


def _asked_with(consent: Consent, case: Case) -> frozenset[Obligation]:
    """Return what a disclosure under this consent has to carry (42 CFR 2.32, 2.25)."""
    if case.is_onward:
        return frozenset({Obligation.NOTICE_2_32})
    asked = set(_WITH_CONSENT)
    if ConsentType.TPO in consent.types:
        if case.request.purpose in _MINIMUM:
            asked.add(Obligation.MIN_NECESSARY)
        elif not is_named(consent, case.request):
            # A class may grow; that this one belongs to it has to be checked.
            asked.add(Obligation.VERIFY_TREATING)
    return frozenset(asked)


def _rules_of(consent: Consent, case: Case) -> Iterator[Rule]:
    """Yield the rules that a disclosure under this consent rests on."""
    yield from (Rule.R12, Rule.R13, Rule.R19)
    for kind in consent.types:
        yield from _RULES_BY_TYPE[kind]
    if case.is_onward:
        yield from (Rule.R07, Rule.R27)
    if case.request.purpose in _MINIMUM:
        yield Rule.R33
    if consent.recipient.is_intermediary:
        yield Rule.R20
    if case.request.purpose in {Purpose.PDMP, Purpose.REGISTRY}:
        yield Rule.R31
    if case.request.purpose is Purpose.FUNDRAISING:
        yield Rule.R30
    if case.context.standing.minor_law is not None:
        yield Rule.R23
    if consent.signers & {Signer.PERSONAL_REPRESENTATIVE, Signer.FAMILY}:
        yield Rule.R24


_RULES_BY_TYPE: dict[ConsentType, tuple[Rule, ...]] = {
    ConsentType.TPO: (Rule.R07,),
    ConsentType.SPECIFIC: (Rule.R03, Rule.R08),
    ConsentType.COUNSELING_NOTES: (Rule.R11,),
    ConsentType.PROCEEDINGS: (Rule.R14,),
    ConsentType.CRIMINAL_JUSTICE: (Rule.R25,),
    ConsentType.DIRECTOR_PAYMENT: (Rule.R24,),
}


def by_patients_access(case: Case) -> Iterator[Opening]:
    """Open the own record to the patient (R22, R34; 42 CFR 2.23; 45 CFR 164.524).

    Not the counselling notes, which are kept apart, nor what is told of other people.
    """
    request = case.request
    is_list_of_recipients = request.purpose is Purpose.ACCOUNTING
    if request.holder is Holder.INTERMEDIARY or is_list_of_recipients or is_early_stop(case):
        return
    if _is_patient(case):
        yield Opening(
            ORDINARY | {Category.JOURNAL},
            frozenset({Obligation.VERIFY_IDENTITY, Obligation.LOG_ACCESS}),
            frozenset({Rule.R22, Rule.R34}),
            "2.23; 45 CFR 164.524",
            "it is the patient's own record",
        )


def by_accounting(case: Case) -> Iterator[Opening]:
    """Tell the patient to whom the record went (R19, 42 CFR 2.25; R20, 2.24 of intermediaries)."""
    if not _is_patient(case):
        return
    if case.request.holder is Holder.INTERMEDIARY:
        deadline, rule, cite = Obligation.DEADLINE_30D, Rule.R20, "2.24"
    elif case.request.purpose is Purpose.ACCOUNTING:
        deadline, rule, cite = Obligation.DEADLINE_60D, Rule.R19, "2.25"
    else:
        return
    yield Opening(
        ORDINARY,
        frozenset({Obligation.VERIFY_IDENTITY, deadline}),
        frozenset({rule}),
        cite,
        "the patient may know who received the record",
    )


def by_exception_for_the_unit(case: Case) -> Iterator[Opening]:
    """Open a record that Part 2 does not cover as HIPAA does (R02; 42 CFR 2.12(b), (e))."""
    request = case.request
    if case.context.is_part2 or case.is_legal or request.purpose not in TPO:
        return
    if not classes_of(request) or case.context.is_treating is False:
        return
    asks_least = request.purpose in _MINIMUM
    yield Opening(
        (FOR_PAYMENT if request.purpose is Purpose.PAYMENT else ORDINARY) - case.restricted,
        frozenset({Obligation.MIN_NECESSARY} if asks_least else ()),
        frozenset({Rule.R02, Rule.R33}),
        "2.12(e); 45 CFR 164.506(c)",
        "the unit is documented as not covered by Part 2; HIPAA alone applies",
    )


def by_court_order(case: Case) -> Iterator[Opening]:
    """Open what the order lists, when a subpoena comes with it (R14; 42 CFR 2.61, 2.64-2.65).

    The patient must have had a chance to be heard (2.64(b)); what the order does not list, stays.
    """
    context = case.context
    if not (context.has_court_order and context.has_compulsory_process):
        return
    if context.is_patient_heard is False:
        return
    yield Opening(
        context.order_lists & (ORDINARY | {Category.COUNSELING_NOTES}),
        frozenset({Obligation.ORDER_SCOPE, Obligation.PRIVACY_LEAD, Obligation.LOG_ACCOUNTING}),
        frozenset({Rule.R14}),
        "2.61, 2.64",
        "a court order under subpart E and a subpoena reach what the order lists",
    )


def by_emergency(case: Case) -> Iterator[Opening]:
    """Open the emergency set to medical personnel when consent cannot be had (R15; 42 CFR 2.51).

    An agreed restriction yields to emergency treatment; the recipient is then asked not to pass it
    on (R21; 2.26, 45 CFR 164.522(a)(1)(iii)).
    """
    context = case.context
    if not is_medical_emergency(case) or context.is_refused or context.can_consent:
        return
    obligations = {
        Obligation.EMERGENCY_DOC,
        Obligation.VERIFY_IDENTITY,
        Obligation.LOG_ACCOUNTING,
    }
    rules = {Rule.R15}
    if case.restricted:
        obligations.add(Obligation.NOTICE_2_32)
        rules.add(Rule.R21)
    yield Opening(
        FOR_EMERGENCY,
        frozenset(obligations),
        frozenset(rules),
        "2.51",
        "a medical emergency in which the patient cannot be asked",
    )


def by_product_safety(case: Case) -> Iterator[Opening]:
    """Let the FDA warn of a dangerous product (R15; 42 CFR 2.51(b))."""
    request = case.request
    if request.purpose is Purpose.PRODUCT_SAFETY and request.role is Role.FDA:
        yield Opening(
            FOR_PRODUCT_SAFETY,
            frozenset({Obligation.EMERGENCY_DOC}),
            frozenset({Rule.R15}),
            "2.51(b)",
            "the FDA warns of a product; only to tell patients or their doctors",
        )


def by_crime_on_premises(case: Case) -> Iterator[Opening]:
    """Let the police know who it was (R26; 42 CFR 2.12(c)(5))."""
    request = case.request
    is_police = request.kind is Kind.LAW_ENFORCEMENT
    if request.purpose is Purpose.CRIME_ON_PREMISES and is_police and not case.is_onward:
        yield _report("2.12(c)(5)", "a crime on the premises or against staff")


def by_child_abuse_report(case: Case) -> Iterator[Opening]:
    """Make the first report that state law asks for (R26; 42 CFR 2.12(c)(6)).

    The report alone: the record stays closed to what follows from it.
    """
    request = case.request
    is_authority = request.kind in {Kind.GOVERNMENT, Kind.LAW_ENFORCEMENT}
    if request.purpose is Purpose.CHILD_ABUSE_REPORT and is_authority and not case.is_onward:
        yield _report("2.12(c)(6)", "a first report of suspected child abuse or neglect")


def _report(cite: str, why: str) -> Opening:
    """Build the opening of a report with fixed fields."""
    return Opening(
        FOR_REPORT,
        frozenset({Obligation.LIMIT_TO_PURPOSE, Obligation.LOG_ACCOUNTING}),
        frozenset({Rule.R26}),
        cite,
        why,
    )


def by_cause_of_death(case: Case) -> Iterator[Opening]:
    """Answer an inquiry into a death that a law asks for (R24; 42 CFR 2.15(b)(1))."""
    if case.request.purpose is Purpose.VITAL_STATISTICS and case.request.kind is Kind.GOVERNMENT:
        yield Opening(
            FOR_CAUSE_OF_DEATH,
            frozenset({Obligation.LIMIT_TO_PURPOSE, Obligation.LOG_ACCOUNTING}),
            frozenset({Rule.R24}),
            "2.15(b)(1)",
            "a law asks for the cause of death",
        )


def by_audit(case: Case) -> Iterator[Opening]:
    """Open the record to an audit under a written undertaking (R16; 42 CFR 2.53).

    A government body whose review the law demands may read on the premises; the undertaking is then
    taken at the door (the obligation). Anybody else, and every copy, needs it on file before.
    """
    request, context = case.request, case.context
    if request.purpose is not Purpose.AUDIT or request.kind not in _AUDITORS or case.is_legal:
        return
    reads_by_law = request.kind is Kind.GOVERNMENT and not context.is_copied
    if context.has_audit_agreement or reads_by_law:
        yield Opening(
            ORDINARY,
            frozenset(
                {
                    Obligation.AUDIT_AGREEMENT,
                    Obligation.LIMIT_TO_PURPOSE,
                    Obligation.LOG_ACCESS,
                }
            ),
            frozenset({Rule.R16}),
            "2.53",
            "an audit or evaluation under a written undertaking",
        )


def by_research(case: Case) -> Iterator[Opening]:
    """Open the record to approved research, which publishes aggregates only (R17; 42 CFR 2.52).

    Researchers pass nothing on but back to where it came from.
    """
    context = case.context
    if case.request.purpose is not Purpose.RESEARCH or case.is_onward or case.is_legal:
        return
    if context.has_research_approval and context.has_data_agreement is not False:
        yield Opening(
            ORDINARY,
            frozenset({Obligation.AGGREGATE_ONLY, Obligation.LOG_ACCOUNTING}),
            frozenset({Rule.R17}),
            "2.52",
            "research with an authorisation, or a waiver by a review board",
        )


def by_deidentification(case: Case) -> Iterator[Opening]:
    """Open what points to nobody (R18; 42 CFR 2.16(a), 2.54; 45 CFR 164.514(b))."""
    is_asked = Category.DEIDENTIFIED in case.request.data
    if is_asked and case.context.is_deidentified is not False:
        yield Opening(
            frozenset({Category.DEIDENTIFIED}),
            frozenset({Obligation.DEID_DOC}),
            frozenset({Rule.R18}),
            "2.16, 2.54; 45 CFR 164.514(b)",
            "the data point to nobody",
        )


def by_service_agreement(case: Case) -> Iterator[Opening]:
    """Give a service organisation what its service needs (R06; 42 CFR 2.11, 2.12(c)(4))."""
    request, context = case.request, case.context
    if request.kind not in VENDORS or case.is_onward or case.is_legal:
        return
    if context.has_service_agreement and request.purpose in _SERVICES:
        in_scope = ORDINARY if context.agreement_scope is None else context.agreement_scope
        yield Opening(
            ORDINARY & in_scope,
            frozenset({Obligation.QSOA, Obligation.LIMIT_TO_PURPOSE}),
            frozenset({Rule.R06}),
            "2.11, 2.12(c)(4)",
            "a service to the program under an agreement in date",
        )


def is_early_stop(case: Case) -> bool:
    """Say whether the patient wants to end a consent before its event (R25; 42 CFR 2.35(c))."""
    context = case.context
    states = {validity(c, context.at, context.standing).state for c in case.consents}
    asks_to_read = case.request.purpose in {Purpose.ACCESS, Purpose.ACCOUNTING}
    return State.HELD in states and _is_patient(case) and not asks_to_read


def is_medical_emergency(case: Case) -> bool:
    """Say whether medical personnel ask in an emergency; nobody else counts (42 CFR 2.51(a))."""
    request = case.request
    if request.purpose is not Purpose.EMERGENCY or request.role is Role.HEALTH_PLAN:
        return False
    if request.kind in {Kind.COVERED_ENTITY, Kind.PART2_PROGRAM}:
        return True
    medics = {Kind.GOVERNMENT, Kind.NON_COVERED}
    return request.role in {Role.MEDICAL, Role.VETERANS} and request.kind in medics


def _is_patient(case: Case) -> bool:
    """Say whether the patient asks."""
    return case.request.role is Role.PATIENT and case.request.kind is Kind.INDIVIDUAL


# In this order: where two would do, the decision rests on the first.
OPENINGS: tuple[Openings, ...] = (
    by_patients_access,
    by_accounting,
    by_exception_for_the_unit,
    by_consent,
    by_court_order,
    by_emergency,
    by_product_safety,
    by_crime_on_premises,
    by_child_abuse_report,
    by_cause_of_death,
    by_audit,
    by_research,
    by_deidentification,
    by_service_agreement,
)
