"""Tasks: raised by what happened, closed by somebody with what came of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from alongside.core.models import ChangedMeanwhile
from alongside.people import rules
from alongside.people.models import Episode, Staff, Task, User
from alongside.people.rules import Category, Urgency

# What a team reads about the comparison that the front desk makes. The words are the same whether
# or not somebody was found: the outcome must not tell who is here.
COMPARE = "Front desk: compare this new person with everyone"
COMPARE_DETAIL = (
    "The person's page shows whom you should compare. Write here only that it is done: "
    "the team reads this."
)


class AlreadyDone(Exception):
    """Somebody else has done the task already."""


@transaction.atomic
def raise_task(
    episode: Episode,
    *,
    title: str,
    urgency: Urgency,
    category: Category,
    at: datetime,
    detail: str = "",
    source: str = "",
    source_id: UUID | None = None,
    assigned_to: Staff | None = None,
) -> Task:
    """Raise a task for the team; the same cause (`source`, `source_id`) raises it once."""
    fields = {
        "title": title,
        "detail": detail,
        "urgency": urgency,
        "category": category,
        "assigned_to": assigned_to,
        "raised_at": at,
        "due_at": rules.due_at(urgency, at),
    }
    if source_id is None:
        return Task.objects.create(episode=episode, source=source, **fields)
    task, _ = Task.objects.get_or_create(
        episode=episode, source=source, source_id=source_id, defaults=fields
    )
    return task


@transaction.atomic
def ask_to_compare(
    stay: Episode, *, source: str, source_id: UUID, at: datetime, how_they_came: str = ""
) -> Task:
    """Ask the front desk whether somebody new has been here before, whom the reader may not see.

    Args:
        stay: theirs.
        source: the deed that brought them.
        source_id: what it brought, so that it is asked once.
        at: now.
        how_they_came: a sentence before the others, if it helps to compare.
    """
    return raise_task(
        stay,
        title=COMPARE,
        detail=f"{how_they_came} {COMPARE_DETAIL}".strip(),
        urgency=Urgency.NEXT_CONTACT,
        category=Category.DEMOGRAPHICS,
        at=at,
        source=source,
        source_id=source_id,
    )


@transaction.atomic
def reword_task(
    episode: Episode, *, source: str, source_ids: Iterable[UUID], title: str, detail: str
) -> None:
    """Say anew what an open task is about, because its cause has changed.

    One that is done stays as it was read by whoever did it.
    """
    causes = episode.tasks.filter(source=source, source_id__in=source_ids, done_at__isnull=True)
    said_otherwise = causes.exclude(title=title, detail=detail)
    said_otherwise.update(title=title, detail=detail, version=F("version") + 1)


@transaction.atomic
def raise_tasks(tasks: Iterable[Task]) -> None:
    """Raise many tasks at once, for histories that are laid down in bulk."""
    Task.objects.bulk_create(tasks, batch_size=500)


@transaction.atomic
def close_task(task: Task, *, by: User, outcome: str, at: datetime) -> None:
    """Say what came of a task.

    Raises:
        AlreadyDone: if somebody has closed it before.
    """
    if task.done_at:
        raise AlreadyDone
    task.done_at, task.done_by, task.outcome = at, by, outcome
    try:
        task.save_version(seen=task.version, fields=["done_at", "done_by", "outcome"])
    except ChangedMeanwhile as changed:
        raise AlreadyDone from changed
