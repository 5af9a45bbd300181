"""The ways by which something may leave the program: one small function each, in a table.

A function yields what it opens, category by category, and never opens one because another was
not asked for: so asking for less can never bring more. What no function opens stays closed
(R03; 42 CFR 2.13(a)).
"""

from collections.abc import Callable, Iterator

from alongside.people.rules import Category
from alongside.privacy.rules.answers import Opening
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.consent import Consent, ConsentType, Signer, validity
from alongside.privacy.rules.coverage import classes_of, covers, is_named
from alongside.privacy.rules.exceptions import (
    by_cause_of_death,
    by_child_abuse_report,
    by_crime_on_premises,
    by_emergency,
    by_product_safety,
)
from alongside.privacy.rules.proceedings import by_court_order
from alongside.privacy.rules.studies import by_audit, by_deidentification, by_research
from alongside.privacy.rules.vocabulary import (
    FOR_PAYMENT,
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
    on = case.context.at.date()
    asked = any(
        ConsentType.CRIMINAL_JUSTICE in consent.types
        and consent.revoked_on is not None
        and not consent.release.is_reached(on)
        for consent in case.consents
    )
    asks_to_read = case.request.purpose in {Purpose.ACCESS, Purpose.ACCOUNTING}
    return asked and _is_patient(case) and not asks_to_read


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
