"""What can be done with a safety plan: saving it, with every version kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.core.models import ChangedMeanwhile
from alongside.privacy.gate import EpisodeAccess
from alongside.safety.models import FIELDS, SafetyPlan, SafetyPlanVersion, stored
from alongside.safety.rules import Content


def save_plan(access: EpisodeAccess, *, content: Content, seen: int, at: datetime) -> SafetyPlan:
    """Save the plan, and keep what was saved as a version of its own.

    Saving once more what stands there already changes nothing: a form that arrives twice is safe.

    Args:
        access: the person's own, or that of staff who may write it with them.
        content: the whole plan.
        seen: the version that the writer had before them; 0 where there was no plan.
        at: the time of saving.

    Raises:
        ChangedMeanwhile: if somebody else saved another plan since; nothing is written then.
    """
    try:
        return _save(access, content, seen, at)
    except IntegrityError:
        # Two wrote the first version in the same moment.
        raise ChangedMeanwhile(access.all(SafetyPlan).get()) from None


@transaction.atomic
def record_plans(plans: Iterable[tuple[EpisodeAccess, Content, datetime]]) -> int:
    """Lay down the first plans of many people at once; return how many.

    For histories that are built in bulk; the people must have no plan yet.

    Args:
        plans: for each person the access, the plan, and when it was saved.
    """
    rows = [
        SafetyPlan(episode=a.episode, saved_at=at, saved_by=a.reader, **stored(content))
        for a, content, at in plans
    ]
    SafetyPlan.objects.bulk_create(rows, batch_size=500)
    SafetyPlanVersion.objects.bulk_create([_version(row) for row in rows], batch_size=500)
    return len(rows)


@transaction.atomic
def _save(access: EpisodeAccess, content: Content, seen: int, at: datetime) -> SafetyPlan:
    plan = access.all(SafetyPlan).select_for_update().first()
    if plan is not None and plan.content == content:
        return plan
    if plan is None:
        plan = SafetyPlan(episode=access.episode, saved_at=at, saved_by=access.reader)
        _put(plan, content)
        plan.save(force_insert=True)
    else:
        _put(plan, content)
        plan.saved_at, plan.saved_by = at, access.reader
        plan.save_version(seen=seen, fields=[*FIELDS, "saved_at", "saved_by"])
    _version(plan).save(force_insert=True)
    return plan


def _version(plan: SafetyPlan) -> SafetyPlanVersion:
    return SafetyPlanVersion(
        episode=plan.episode,
        number=plan.version,
        said=stored(plan.content),
        saved_at=plan.saved_at,
        saved_by=plan.saved_by,
    )


def _put(plan: SafetyPlan, content: Content) -> None:
    for name, value in stored(content).items():
        setattr(plan, name, value)
