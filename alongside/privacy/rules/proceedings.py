"""Courts, police with papers, and whoever else would use a record against its patient (R14).

42 CFR 2.12(d)(1): the ban follows the record to every holder. The patient's own form
(`coverage`) or a court's order under subpart E together with a subpoena are the only ways.
"""

from collections.abc import Iterator

from alongside.people.rules import Category
from alongside.privacy.rules.answers import Opening, Refusal, escalate, refuse
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.vocabulary import (
    ORDINARY,
    Kind,
    Obligation,
    Purpose,
    Rule,
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
