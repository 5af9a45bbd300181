"""Plans and reports as plain values for JSON, in the instance format's words."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from alongside.engine.scheduling.check import Report
from alongside.engine.scheduling.diff import Change
from alongside.engine.scheduling.program import Plan
from alongside.engine.scheduling.propose import Proposal


def plan_values(plan: Plan) -> dict[str, Any]:
    """Return the plan; `read_plan` reads it back."""
    return {
        "groups": [
            {
                "v": g.variant,
                "day": g.day,
                "start": g.start,
                "mode": g.mode,
                "clinician": g.clinician,
                "patients": list(g.patients),
            }
            for g in plan.groups
        ],
        "one": [
            {
                "modality": v.modality,
                "patient": v.patient,
                "clinician": v.clinician,
                "day": v.day,
                "start": v.start,
                "mode": v.mode,
            }
            for v in plan.visits
        ],
    }


def report_values(report: Report) -> dict[str, Any]:
    """Return the report; of the rules only those that are broken."""
    return {
        "prescribed_min": report.prescribed_minutes,
        "unmet_min": report.unmet_minutes,
        "violations": {rule: list(told) for rule, told in report.violations.items() if told},
        "unmet": {who: dict(short) for who, short in report.unmet.items()},
        "under_nine_hours": list(report.under_hours),
        "under_min_days": list(report.under_days),
        "over_two_days_without": list(report.long_gaps),
        "groups": report.groups,
        "one": report.visits,
    }


def proposal_values(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal, but for the seconds it took and its seed."""
    return {
        "plan": plan_values(proposal.plan),
        "report": report_values(proposal.report),
        "bound": {
            "irreducible_min": proposal.bound.minutes,
            "irreducible_weighted_min": proposal.bound.weighted_minutes,
            "proved": proposal.bound.is_proved,
        },
        "explanations": [
            {
                "patient": told.patient,
                "modality": told.modality,
                "reasons": list(told.reasons),
                "cheapest_fixes": list(told.cheapest_fixes),
                "kind": told.kind,
            }
            for told in proposal.explanations
        ],
        "reproducible": proposal.is_reproducible,
    }


def change_values(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return the changes, each with its old and new appointment."""
    return [asdict(change) for change in changes]
