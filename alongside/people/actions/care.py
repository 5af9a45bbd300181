"""People and their stays: referring, admitting, discharging, hiring, and who is on a team."""

from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.people.models import ContactRules, Episode, Patient, Staff, TeamMember, Track, User
from alongside.people.rules import Discipline


class WrongMoment(Exception):
    """The stay is not at the point where this can be done; the text says why."""


class AlreadyOnTeam(Exception):
    """The person has a place on this team; end it first."""


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
