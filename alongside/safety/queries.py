"""What is read of safety plans."""

from alongside.privacy.gate import EpisodeAccess
from alongside.safety.models import SafetyPlan, SafetyPlanVersion
from alongside.safety.rules import Contact, first_to_call


def plan_of(access: EpisodeAccess) -> SafetyPlan | None:
    """Return the safety plan of the stay, or None."""
    return access.all(SafetyPlan).select_related("saved_by__staff").first()


def person_to_call(access: EpisodeAccess) -> Contact | None:
    """Return the first person of the plan who can be called; None if nobody is named."""
    people = access.all(SafetyPlan).values_list("people", flat=True).first()
    return first_to_call(Contact(**person) for person in people or [])


def versions_of(access: EpisodeAccess) -> list[SafetyPlanVersion]:
    """Return every version that was saved, the latest first."""
    rows = access.all(SafetyPlanVersion).select_related("saved_by__staff")
    return list(rows.order_by("-number"))
