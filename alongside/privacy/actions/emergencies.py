"""Break the glass: an hour with a record, for its reason, and everybody is told (42 CFR 2.51)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.people.models import Episode, Staff
from alongside.privacy.gate import Access, EpisodeAccess
from alongside.privacy.models import EmergencyAccess
from alongside.privacy.queries.looked import emergencies_of

# A convention of this project; 42 CFR 2.51 names no time.
LASTS = timedelta(hours=1)
# Shorter is no reason: "urgent" would be accepted otherwise.
SHORTEST_REASON = 15


class ReasonMissing(Exception):
    """What was written is too short to be a reason."""


class AlreadyReviewed(Exception):
    """Somebody has reviewed this emergency access before."""


@transaction.atomic
def break_glass(access: Access, episode: Episode, *, reason: str, at: datetime) -> EmergencyAccess:
    """Open a record to the reader for an hour.

    While an hour is running, a second press opens no second one.

    Args:
        access: a clinician's, under the need to break the glass.
        episode: the stay that is opened.
        reason: the nature of the emergency; 42 CFR 2.51(c) wants it written down.
        at: now.

    Raises:
        ReasonMissing: if the reason says too little.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing
    # Two presses at once are one after the other: the second finds the hour of the first.
    Staff.objects.select_for_update().get(pk=access.staff.pk)
    running = EmergencyAccess.objects.filter(
        episode=episode, staff=access.staff, ends_at__gt=at, opened_at__lte=at
    ).first()
    if running:
        return running
    return EmergencyAccess.objects.create(
        episode=episode,
        staff=access.staff,
        reason=reason,
        opened_at=at,
        ends_at=at + LASTS,
    )


@transaction.atomic
def review(access: Access, emergency: EmergencyAccess, *, found: str, at: datetime) -> None:
    """Write down what the privacy officer found.

    Raises:
        AlreadyReviewed: if somebody has, meanwhile.
    """
    rows = EmergencyAccess.objects.filter(pk=emergency.pk, reviewed_at__isnull=True)
    if not rows.update(reviewed_at=at, reviewed_by=access.reader, review=found):
        raise AlreadyReviewed


@transaction.atomic
def told(access: EpisodeAccess, shown: Collection[UUID], *, at: datetime) -> None:
    """Note that the person has read of the emergency accesses that they were `shown`.

    One that was opened after the page was made is still to be told.
    """
    emergencies_of(access).filter(pk__in=shown, told_at__isnull=True).update(told_at=at)
