"""Emergencies and reports: what leaves without consent, and how their like is refused (R15, R26).

42 CFR 2.12(c)(5)-(6), 2.15(b)(1), 2.51.
"""

from collections.abc import Iterator

from alongside.privacy.rules.answers import Opening, Refusal, escalate, refuse
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.vocabulary import (
    FOR_CAUSE_OF_DEATH,
    FOR_EMERGENCY,
    FOR_PRODUCT_SAFETY,
    FOR_REPORT,
    Kind,
    Obligation,
    Purpose,
    Role,
    Rule,
)


def is_medical_emergency(case: Case) -> bool:
    """Say whether medical personnel ask in an emergency; nobody else counts (42 CFR 2.51(a))."""
    request = case.request
    if request.purpose is not Purpose.EMERGENCY or request.role is Role.HEALTH_PLAN:
        return False
    if request.kind in {Kind.COVERED_ENTITY, Kind.PART2_PROGRAM}:
        return True
    medics = {Kind.GOVERNMENT, Kind.NON_COVERED}
    return request.role in {Role.MEDICAL, Role.VETERANS} and request.kind in medics


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
