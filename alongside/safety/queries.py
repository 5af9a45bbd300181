"""What is read of safety plans."""

from django.db.models import Case, QuerySet, When

from alongside.measures.queries import own
from alongside.privacy.gate import EpisodeAccess
from alongside.safety.models import SafetyPlan, SafetyPlanVersion
from alongside.safety.rules import Contact, first_to_call


def plan_of(access: EpisodeAccess) -> SafetyPlan | None:
    """Return the safety plan in force, or None: the stay's own, or for the person an earlier one.

    Whoever comes back has a plan until they write another.
    """
    return _in_force(access).select_related("saved_by__staff").first()


def person_to_call(access: EpisodeAccess) -> Contact | None:
    """Return the first person of the plan who can be called; None if nobody is named."""
    people = _in_force(access).values_list("people", flat=True).first()
    return first_to_call(Contact(**person) for person in people or [])


def versions_of(access: EpisodeAccess) -> list[SafetyPlanVersion]:
    """Return every version that was saved, the latest first; to the person, of every stay."""
    rows = access.all_stays(SafetyPlanVersion).select_related("saved_by__staff")
    return list(rows.order_by("-saved_at", "-number"))


def _in_force(access: EpisodeAccess) -> QuerySet[SafetyPlan]:
    is_own = Case(When(episode=access.episode, then=0), default=1)
    return access.all_stays(SafetyPlan).order_by(is_own, "-saved_at")


# An answer that calls for help shows the person's own people beside it.
own.NAMED_BY[:] = [person_to_call]
