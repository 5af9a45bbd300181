"""What can be done about people: referring, admitting, teams, tasks.

These stand below the gate, so they take `by`, the account that does it, where rooms above take an
`access`. The pages that call them have passed the gate.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.core.models import ChangedMeanwhile
from alongside.people import rules
from alongside.people.models import (
    ContactRules,
    Episode,
    Patient,
    Staff,
    Task,
    TeamMember,
    Track,
    User,
)
from alongside.people.rules import Category, Discipline, Urgency


class WrongMoment(Exception):
    """The stay is not at the point where this can be done; the text says why."""


class AlreadyOnTeam(Exception):
    """The person has a place on this team; end it first."""


class AlreadyDone(Exception):
    """Somebody else has done the task already."""


@transaction.atomic
def register(*, at: datetime, contact: dict[str, Any] | None = None, **about: Any) -> Patient:
    """Write down a person, with the rules for reaching them (closed where nothing was said).

    Args:
        at: when they became known here.
        contact: fields of `ContactRules`.
        about: fields of `Patient`; `chosen_name` is needed.
    """
    patient = Patient.objects.create(created_at=at, **about)
    ContactRules.objects.create(patient=patient, **(contact or {}))
    return patient


@transaction.atomic
def refer(patient: Patient, *, at: datetime, track: Track | None = None) -> Episode:
    """Begin a stay with a referral.

    Raises:
        WrongMoment: if the person has an open stay.
    """
    open_stays = patient.episodes.filter(
        status__in=[Episode.Status.REFERRED, Episode.Status.ADMITTED]
    )
    if open_stays.exists():
        raise WrongMoment("This person already has an open stay.")
    return Episode.objects.create(patient=patient, referred_at=at, track=track)


@transaction.atomic
def admit(episode: Episode, *, at: datetime, track: Track | None = None) -> None:
    """Admit the person into the program.

    Raises:
        WrongMoment: if the stay is not at referral.
    """
    if episode.status != Episode.Status.REFERRED:
        raise WrongMoment("Only a referral can be admitted.")
    episode.status, episode.admitted_at = Episode.Status.ADMITTED, at
    episode.track = track or episode.track
    episode.save_version(seen=episode.version, fields=["status", "admitted_at", "track"])


@transaction.atomic
def discharge(episode: Episode, *, reason: str, at: datetime) -> None:
    """End the stay; the team's places end with it.

    Raises:
        WrongMoment: if the person is not in the program.
    """
    if episode.status != Episode.Status.ADMITTED:
        raise WrongMoment("Only somebody who is in the program can be discharged.")
    episode.status, episode.discharged_at = Episode.Status.DISCHARGED, at
    episode.discharge_reason = reason
    episode.save_version(
        seen=episode.version, fields=["status", "discharged_at", "discharge_reason"]
    )


@transaction.atomic
def join_team(
    episode: Episode,
    staff: Staff,
    *,
    at: datetime,
    role: Discipline | None = None,
    is_primary: bool = False,
    reason: str = "",
) -> TeamMember:
    """Give a member of staff a place on the care team, from `at`.

    Raises:
        AlreadyOnTeam: if they have one.
    """
    standing = TeamMember.objects.filter(episode=episode, staff=staff, until_at__isnull=True)
    if standing.exists():
        raise AlreadyOnTeam
    return TeamMember.objects.create(
        episode=episode,
        staff=staff,
        role=role or Discipline(staff.discipline),
        is_primary=is_primary,
        since_at=at,
        reason=reason,
    )


@transaction.atomic
def leave_team(place: TeamMember, *, at: datetime, reason: str) -> None:
    """End a place on the care team; what it opened closes at once."""
    TeamMember.objects.filter(pk=place.pk, until_at__isnull=True).update(
        until_at=at, end_reason=reason
    )


@transaction.atomic
def hire(
    *,
    name: str,
    discipline: Discipline,
    user: User | None = None,
    **about: Any,
) -> Staff:
    """Write down a member of staff."""
    return Staff.objects.create(name=name, discipline=discipline, user=user, **about)


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
