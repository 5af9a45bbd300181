"""Plans and reports as plain values for JSON, in the instance format's words."""

from typing import Any

from alongside.engine.scheduling.check import Report
from alongside.engine.scheduling.program import Plan


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
