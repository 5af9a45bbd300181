"""Audits, research, public health and benchmarks: looking at many records (R16, R17, R18).

42 CFR 2.16, 2.52, 2.53, 2.54.
"""

from collections.abc import Iterator

from alongside.people.rules import Category
from alongside.privacy.rules.answers import Opening, Refusal, refuse
from alongside.privacy.rules.case import Case
from alongside.privacy.rules.vocabulary import (
    ORDINARY,
    VENDORS,
    Kind,
    Obligation,
    Purpose,
    Rule,
)

_AUDITORS = VENDORS | {
    Kind.GOVERNMENT,
    Kind.COVERED_ENTITY,
    Kind.PART2_PROGRAM,
    Kind.NON_COVERED,
}


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
