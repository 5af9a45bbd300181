"""How to refuse on a consent that would have reached this request, had it held (R09, R10).

42 CFR 2.31(c): nothing is disclosed on a consent that has expired, is deficient on its face, is
known to be revoked or known to be materially false.
"""

from alongside.privacy.rules.answers import Refusal, escalate, refuse
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.consent import (
    Consent,
    ConsentType,
    Element,
    State,
    Validity,
    validity,
)
from alongside.privacy.rules.coverage import covers
from alongside.privacy.rules.vocabulary import Kind, Obligation, Purpose, Rule

# The state that a person must look at first.
_FIRST = (State.HELD, State.FALSE, State.REVOKED, State.EXPIRED, State.DEFICIENT)


def bad_consent(case: Case) -> Refusal | None:
    """Refuse on the consent that stands in the way, or return None if none does."""
    found = [
        (validity(consent, case.context.at, case.context.standing), consent)
        for consent in case.consents
        if covers(consent, case) & case.request.data
    ]
    for state in _FIRST:
        for valid, consent in found:
            if valid.state is state:
                return _refusal(valid, consent, case)
    return None


def _refusal(valid: Validity, consent: Consent, case: Case) -> Refusal:
    """Word the refusal for one state."""
    match valid.state:
        case State.HELD:
            return escalate(set(), {Rule.R10, Rule.R25}, "2.35(c)", valid.reason)
        case State.FALSE:
            return refuse({Obligation.PRIVACY_LEAD}, {Rule.R09}, "2.31(c)(4)", valid.reason)
        case State.REVOKED:
            return _revoked(valid, consent, case)
        case State.EXPIRED:
            return refuse({Obligation.OFFER_CONSENT}, {Rule.R09}, "2.31(c)(1)", valid.reason)
        case _:
            return _deficient(valid, consent, case)


def _revoked(valid: Validity, consent: Consent, case: Case) -> Refusal:
    """Refuse on a revoked consent; what was given in reliance on it is for a person to judge.

    Source: R10; 42 CFR 2.31(a)(6), 2.31(c)(3).
    """
    served, revoked = case.context.service_on, consent.revoked_on
    is_claim = case.request.purpose is Purpose.PAYMENT
    if is_claim and served is not None and revoked is not None and served <= revoked:
        return escalate(
            set(),
            {Rule.R10},
            "2.31(a)(6)",
            "the service was given while the consent held; reliance on it may allow the claim",
        )
    return refuse(
        {Obligation.TELL_RECIPIENTS, Obligation.OFFER_CONSENT},
        {Rule.R09, Rule.R10},
        "2.31(c)(3)",
        valid.reason,
    )


def _deficient(valid: Validity, consent: Consent, case: Case) -> Refusal:
    """Refuse on a form that lacks something, citing what.

    Source: R08, R09, R11, R14, R20, R23, R24; 42 CFR 2.31(c)(2).
    """
    elements = {fault.element for fault in valid.faults}
    cite = ", ".join(dict.fromkeys(fault.cite for fault in valid.faults)) + ", 2.31(c)(2)"
    rules = {Rule.R08, Rule.R09}
    obligations = {Obligation.OFFER_CONSENT}
    if Element.PARTICIPANTS in elements:
        # Its own form to mend: the program offers none in the intermediary's place.
        rules.add(Rule.R20)
        obligations.clear()
    if Element.SIGNERS in elements:
        is_minor = case.context.standing.minor_law is not None
        rules.add(Rule.R23 if is_minor else Rule.R24)
        obligations.clear()
    if Element.STAND_ALONE in elements:
        if ConsentType.COUNSELING_NOTES in consent.types:
            rules.add(Rule.R11)
        if ConsentType.PROCEEDINGS in consent.types:
            rules.add(Rule.R14)
    if case.request.kind is Kind.INTERMEDIARY:
        rules.add(Rule.R20)
    return refuse(obligations, rules, cite, valid.reason)
