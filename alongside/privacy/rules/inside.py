"""What staff may use within the program, and how it is refused (R05, R11, R30).

42 CFR 2.12(c)(3): those who need the information for diagnosis, treatment or referral. The gate
opens pages by the same table of categories (`needs.CATEGORIES`).
"""

from collections.abc import Iterator

from alongside.people.rules import CLINICAL, Category, Discipline
from alongside.privacy.rules.answers import Opening, Refusal, refuse
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.consent import ConsentType, validity
from alongside.privacy.rules.coverage import may_raise_funds
from alongside.privacy.rules.needs import CATEGORIES
from alongside.privacy.rules.vocabulary import (
    FOR_PAYMENT,
    FOR_REPORT,
    IDENTIFIERS,
    ORDINARY,
    Obligation,
    Purpose,
    Role,
    Rule,
)

_NOTES = frozenset({Category.COUNSELING_NOTES})
# The program's own work; anything else is nobody's business inside either.
_WORK = frozenset(
    {
        Purpose.TREATMENT,
        Purpose.EMERGENCY,
        Purpose.PAYMENT,
        Purpose.OPERATIONS,
        Purpose.SERVICE,
        Purpose.TRAINING,
        Purpose.AUDIT,
        Purpose.OWN_DEFENCE,
    }
)
# Roles that look after the whole program and stand on nobody's care team.
_EVERYWHERE = frozenset(
    {
        Discipline.PROGRAM_DIRECTOR,
        Discipline.FRONT_DESK,
        Discipline.PRIVACY_OFFICER,
        Discipline.AUDITOR,
    }
)


def by_need(case: Case) -> Iterator[Opening]:
    """Open what the work of this member of staff needs (R05; 42 CFR 2.12(c)(3))."""
    request = case.request
    if not _has_need(case) or request.purpose in {Purpose.TRAINING, Purpose.OWN_DEFENCE}:
        return
    for_purpose = FOR_PAYMENT if request.purpose is Purpose.PAYMENT else ORDINARY
    yield Opening(
        _of_role(case) & for_purpose,
        frozenset({Obligation.LOG_ACCESS}),
        frozenset({Rule.R05}),
        "2.12(c)(3), 2.13(a)",
        "the work on this case needs it",
    )


def by_authorship(case: Case) -> Iterator[Opening]:
    """Open counselling notes to who wrote them, for treatment (R11; 42 CFR 2.31(b)(1)(i))."""
    is_care = case.request.purpose in {Purpose.TREATMENT, Purpose.EMERGENCY}
    if case.context.is_author and is_care:
        yield Opening(
            _NOTES,
            frozenset({Obligation.LOG_ACCESS}),
            frozenset({Rule.R11}),
            "2.31(b)(1)(i)",
            "they are the author's own notes",
        )


def by_training(case: Case) -> Iterator[Opening]:
    """Open a case to supervised training here, without names (R11; 42 CFR 2.31(b)(1)(ii))."""
    if case.request.purpose is not Purpose.TRAINING or not _has_need(case):
        return
    if case.context.is_supervised is not False:
        yield Opening(
            (ORDINARY - IDENTIFIERS) | _NOTES,
            frozenset({Obligation.LOG_ACCESS, Obligation.LIMIT_TO_PURPOSE}),
            frozenset({Rule.R11}),
            "2.31(b)(1)(ii)",
            "supervised training in the program; identifiers off",
            is_limited=True,
        )


def by_own_defence(case: Case) -> Iterator[Opening]:
    """Open notes for the program's defence against the patient (R11; 42 CFR 2.31(b)(1)(iii))."""
    if case.request.purpose is Purpose.OWN_DEFENCE:
        yield Opening(
            _NOTES,
            frozenset(
                {Obligation.LOG_ACCESS, Obligation.LIMIT_TO_PURPOSE, Obligation.PRIVACY_LEAD}
            ),
            frozenset({Rule.R11}),
            "2.31(b)(1)(iii)",
            "the program defends itself in an action that the patient brought",
        )


def by_chance_to_opt_out(case: Case) -> Iterator[Opening]:
    """Open addresses for fundraising (R30; 42 CFR 2.22(b), 2.31(a)(5)(iii)).

    Only under a consent that covers operations, and after a chance to opt out.
    """
    context = case.context
    is_consented = any(
        ConsentType.TPO in consent.types and validity(consent, context.at, context.standing).holds
        for consent in case.consents
    )
    if case.request.purpose is Purpose.FUNDRAISING and is_consented and may_raise_funds(case):
        yield Opening(
            FOR_REPORT - case.restricted,
            frozenset({Obligation.LIMIT_TO_PURPOSE, Obligation.MIN_NECESSARY}),
            frozenset({Rule.R30}),
            "2.22(b), 2.31(a)(5)(iii)",
            "the patient could opt out and did not",
        )


def no_fundraising(case: Case) -> Refusal | None:
    """Give the chance to opt out first (R30)."""
    if case.request.purpose is Purpose.FUNDRAISING:
        why = "fundraising waits for a consent and a chance to opt out"
        return refuse(set(), {Rule.R30}, "2.22, 2.31(a)(5)", why)
    return None


def no_need(case: Case) -> Refusal | None:
    """Refuse, and tell the privacy lead of, a look without a need (R05, R33)."""
    if not _has_need(case):
        return refuse(
            {Obligation.LOG_ACCESS, Obligation.PRIVACY_LEAD},
            {Rule.R05, Rule.R33},
            "2.12(c)(3)",
            "there is no need to know",
        )
    return None


def beyond_the_role(case: Case) -> Refusal:
    """Refuse what this role does not work with (R05), counselling notes before all (R11)."""
    rules = {Rule.R05}
    if Category.COUNSELING_NOTES in case.request.data:
        rules.add(Rule.R11)
    why = "this role does not work with it"
    return refuse({Obligation.LOG_ACCESS}, rules, "2.12(c)(3), 2.31(b)(1)", why)


def _has_need(case: Case) -> bool:
    """Say whether the purpose is the program's work, and this person's."""
    if case.request.purpose not in _WORK:
        return False
    return case.context.is_on_case or case.request.discipline in _EVERYWHERE


def _of_role(case: Case) -> frozenset[Category]:
    """Return the categories that a role works with."""
    request = case.request
    if request.role is Role.BILLING:
        return FOR_PAYMENT
    if request.role is Role.TRAINEE:
        return CATEGORIES[min(CLINICAL)]
    if request.discipline is None:
        return frozenset()
    return CATEGORIES[request.discipline]


OPENINGS = (by_need, by_authorship, by_training, by_own_defence, by_chance_to_opt_out)
REFUSALS = (no_fundraising, no_need)
