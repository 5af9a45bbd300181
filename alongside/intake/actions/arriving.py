"""Taking a referral, and writing down what came with it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from alongside.intake.models import (
    CameWith,
    Condition,
    ContactAttempt,
    LifeEvent,
    PriorTreatment,
    ReceivedPlan,
    Referral,
    UseDay,
)
from alongside.privacy.gate import EpisodeAccess

C = TypeVar("C", bound=CameWith)


class AlreadyTaken(Exception):
    """This file has been taken as a referral before."""


class NotTheirs(Exception):
    """A row names another person's stay than the one that was opened."""


@transaction.atomic
def take_referral(
    access: EpisodeAccess,
    *,
    source: Referral.Source,
    at: datetime,
    referred_by: str = "",
    note: str = "",
    origin: str = "",
    digest: str = "",
) -> Referral:
    """Write down what a stay began with.

    Raises:
        AlreadyTaken: if a file with this digest has been taken before.
    """
    if digest and Referral.objects.filter(digest=digest).exists():
        raise AlreadyTaken
    try:
        with transaction.atomic():
            return Referral.objects.create(
                episode=access.episode,
                received_at=at,
                source=source,
                referred_by=referred_by,
                note=note,
                origin=origin,
                digest=digest,
            )
    except IntegrityError as clash:
        # The same file, taken by somebody else in this very moment.
        if digest and Referral.objects.filter(digest=digest).exists():
            raise AlreadyTaken from clash
        raise


@transaction.atomic
def record_what_came(
    access: EpisodeAccess,
    *,
    conditions: Sequence[Condition] = (),
    treatments: Sequence[PriorTreatment] = (),
    plans: Sequence[ReceivedPlan] = (),
) -> int:
    """Write down what came with a referral; rows that were taken before are left as they are.

    Args:
        access: the opened stay; every row must be of its episode.
        conditions: unsaved rows, as are the others.
        treatments: encounters elsewhere.
        plans: care plans made elsewhere.

    Returns:
        how many rows were new.

    Raises:
        NotTheirs: if a row is of another episode.
    """
    return (
        _new(access, Condition, conditions)
        + _new(access, PriorTreatment, treatments)
        + _new(access, ReceivedPlan, plans)
    )


def _new(access: EpisodeAccess, model: type[C], rows: Sequence[C]) -> int:
    _all_theirs(access, rows)
    known = set(access.all(model).values_list("origin", "origin_key"))
    fresh = [r for r in rows if not r.origin_key or (r.origin, r.origin_key) not in known]
    model._default_manager.bulk_create(fresh, batch_size=500)
    return len(fresh)


@transaction.atomic
def record_use_days(access: EpisodeAccess, days: Sequence[UseDay]) -> None:
    """Write down days of use that the person told of; a day that stands already is kept.

    Raises:
        NotTheirs: if a row is of another episode.
    """
    _all_theirs(access, days)
    UseDay.objects.bulk_create(days, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def record_life_event(
    access: EpisodeAccess, *, day: date, title: str, detail: str = "", origin: str = ""
) -> LifeEvent:
    """Put something that happened on the time axis."""
    return LifeEvent.objects.create(
        episode=access.episode, day=day, title=title, detail=detail, origin=origin
    )


def _all_theirs(access: EpisodeAccess, rows: Iterable[CameWith | UseDay]) -> None:
    if any(row.episode_id != access.episode.pk for row in rows):
        raise NotTheirs


@transaction.atomic
def record_histories(
    *,
    referrals: Sequence[Referral] = (),
    conditions: Sequence[Condition] = (),
    use_days: Sequence[UseDay] = (),
    life_events: Sequence[LifeEvent] = (),
    attempts: Sequence[ContactAttempt] = (),
) -> None:
    """Lay down the beginnings of many stays at once, for a synthetic program."""
    Referral.objects.bulk_create(referrals, batch_size=500)
    Condition.objects.bulk_create(conditions, batch_size=500)
    UseDay.objects.bulk_create(use_days, batch_size=500)
    LifeEvent.objects.bulk_create(life_events, batch_size=500)
    ContactAttempt.objects.bulk_create(attempts, batch_size=500)
