"""The care team: who has a place on it, since when and why."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from alongside.people.models import Episode, Staff, TeamMember, User
from alongside.people.rules import Discipline


class AlreadyOnTeam(Exception):
    """The person has a place on this team; end it first."""


class PrimaryTaken(Exception):
    """Somebody else is the primary clinician; hand it over instead."""


class AlreadyLeft(Exception):
    """The place has ended before."""


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
        PrimaryTaken: if they should be the primary clinician and somebody else is.
    """
    standing = TeamMember.objects.filter(episode=episode, until_at__isnull=True)
    if standing.filter(staff=staff).exists():
        raise AlreadyOnTeam
    if is_primary and standing.filter(is_primary=True).exists():
        raise PrimaryTaken
    try:
        with transaction.atomic():
            return TeamMember.objects.create(
                episode=episode,
                staff=staff,
                role=role or Discipline(staff.discipline),
                is_primary=is_primary,
                since_at=at,
                reason=reason,
            )
    except IntegrityError as clash:
        # Somebody did the same in the blink between looking and writing.
        if standing.filter(staff=staff).exists():
            raise AlreadyOnTeam from clash
        raise PrimaryTaken from clash


@transaction.atomic
def leave_team(place: TeamMember, *, at: datetime, reason: str) -> None:
    """End a place on the care team; what it opened closes at once.

    Raises:
        AlreadyLeft: if the place has ended before.
    """
    still = TeamMember.objects.filter(pk=place.pk, until_at__isnull=True)
    if not still.update(until_at=at, end_reason=reason):
        raise AlreadyLeft


@transaction.atomic
def make_primary(place: TeamMember, *, at: datetime, reason: str) -> TeamMember:
    """Hand the part of primary clinician to whoever holds `place`; return their new place.

    Both places end and begin anew, so that the history says who was primary when.

    Raises:
        AlreadyLeft: if the place has ended before.
    """
    standing = TeamMember.objects.filter(episode=place.episode_id, until_at__isnull=True)
    if not standing.filter(pk=place.pk).exists():
        raise AlreadyLeft
    if place.is_primary:
        return place
    before = standing.filter(is_primary=True).select_related("staff").first()
    for old in (place, before):
        if old is not None:
            leave_team(old, at=at, reason=reason)
    if before is not None:
        join_team(before.episode, before.staff, at=at, role=Discipline(before.role), reason=reason)
    return join_team(
        place.episode,
        place.staff,
        at=at,
        role=Discipline(place.role),
        is_primary=True,
        reason=reason,
    )
