"""Stays: referring, admitting, turning down, discharging."""

from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.core.models import ChangedMeanwhile
from alongside.people.models import Episode, Patient, TeamMember, Track
from alongside.people.rules import OPEN_AFTER_DISCHARGE


class WrongMoment(Exception):
    """The stay is not at the point where this can be done; the text says why."""


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
    try:
        with transaction.atomic():
            return Episode.objects.create(patient=patient, referred_at=at, track=track)
    except IntegrityError as clash:
        raise WrongMoment("This person already has an open stay.") from clash


@transaction.atomic
def admit(
    episode: Episode, *, at: datetime, track: Track | None = None, level_of_care: str = ""
) -> None:
    """Admit the person into the program.

    Raises:
        WrongMoment: if the stay is not at referral.
    """
    if episode.status != Episode.Status.REFERRED:
        raise WrongMoment("Only a referral can be admitted.")
    episode.status, episode.admitted_at = Episode.Status.ADMITTED, at
    episode.track = track or episode.track
    episode.level_of_care = level_of_care or episode.level_of_care
    _move_on(episode, "status", "admitted_at", "track", "level_of_care")


@transaction.atomic
def turn_down(episode: Episode, *, reason: str, at: datetime) -> None:
    """Close a referral without an admission; the team's places end as with a discharge.

    Raises:
        WrongMoment: if the stay is not at referral.
    """
    if episode.status != Episode.Status.REFERRED:
        raise WrongMoment("Only a referral can be closed without an admission.")
    episode.status, episode.discharged_at = Episode.Status.NOT_ADMITTED, at
    episode.discharge_reason = reason
    _move_on(episode, "status", "discharged_at", "discharge_reason")
    _let_the_team_go(episode, at=at)


@transaction.atomic
def discharge(episode: Episode, *, reason: str, at: datetime) -> None:
    """End the stay; the team's places end after the time it takes to finish the record.

    Raises:
        WrongMoment: if the person is not in the program.
    """
    if episode.status != Episode.Status.ADMITTED:
        raise WrongMoment("Only somebody who is in the program can be discharged.")
    episode.status, episode.discharged_at = Episode.Status.DISCHARGED, at
    episode.discharge_reason = reason
    _move_on(episode, "status", "discharged_at", "discharge_reason")
    _let_the_team_go(episode, at=at)


def _move_on(episode: Episode, *fields: str) -> None:
    """Save where the stay stands.

    Raises:
        WrongMoment: if somebody else moved it meanwhile.
    """
    try:
        episode.save_version(seen=episode.version, fields=fields)
    except ChangedMeanwhile as changed:
        raise WrongMoment("Somebody else changed this stay a moment ago.") from changed


def _let_the_team_go(episode: Episode, *, at: datetime) -> None:
    """End the standing places when the record should be finished (see the rule)."""
    standing = TeamMember.objects.filter(episode=episode, until_at__isnull=True)
    standing.update(until_at=at + OPEN_AFTER_DISCHARGE, end_reason="The stay ended")
