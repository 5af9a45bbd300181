"""While somebody waits: trying to reach them, and saying how soon they should be seen."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.intake.models import ContactAttempt, Referral, Triage
from alongside.intake.queries import may_leave_message
from alongside.intake.rules import HowSoon, Reached
from alongside.people.models import ContactRules, Episode
from alongside.privacy.gate import EpisodeAccess


class NotWaiting(Exception):
    """The stay is no referral any more: the person was admitted, or the referral closed."""


class MessageNotAllowed(Exception):
    """The person's rules do not allow leaving a message."""


class KeyTaken(Exception):
    """The key of the entry is taken."""


@transaction.atomic
def log_contact(
    access: EpisodeAccess,
    *,
    key: UUID,
    outcome: Reached,
    call_on: date,
    seen: int,
    at: datetime,
    note: str = "",
) -> ContactAttempt:
    """Write down a try to reach somebody who waits, and the day of the next.

    Args:
        access: the stay at referral.
        key: chosen when the empty form was shown, so that sending it twice logs one try.
        outcome: what came of it.
        call_on: the day on which somebody should call next.
        seen: the version of the referral that the caller had read; 1 if there was none.
        at: now.
        note: about reaching them, never about care.

    Raises:
        NotWaiting: if the stay is no referral any more.
        MessageNotAllowed: if a message was left although the person's rules forbid it.
        ChangedMeanwhile: if somebody else called or judged since; nothing is written then.
        KeyTaken: if the key stands for another try, or the same form was sent at the same moment.
    """
    if (standing := access.all(ContactAttempt).filter(pk=key).first()) is not None:
        if (standing.outcome, standing.note) != (outcome, note):
            raise KeyTaken
        return standing
    referral = _waiting(access)
    if outcome is Reached.MESSAGE and not may_leave_message(access.all(ContactRules).first()):
        raise MessageNotAllowed
    try:
        with transaction.atomic():
            tried = ContactAttempt.objects.create(
                pk=key,
                episode=access.episode,
                tried_at=at,
                tried_by=access.reader,
                outcome=outcome,
                note=note,
            )
            referral.call_on = call_on
            referral.save_version(seen=seen, fields=["call_on"])
    except IntegrityError as taken:
        raise KeyTaken from taken
    return tried


@transaction.atomic
def judge_how_soon(
    access: EpisodeAccess, *, how_soon: HowSoon, reason: str, seen: int, at: datetime
) -> None:
    """Say how soon somebody should be seen, and why; saying the same again changes nothing.

    Raises:
        NotWaiting: if the stay is no referral any more.
        ChangedMeanwhile: if somebody else called or judged since; nothing is written then.
    """
    referral = _waiting(access)
    # Whoever may judge need not be one who may read what others judged before.
    newest = Triage.objects.filter(episode=access.episode).order_by("-judged_at", "-pk").first()
    if newest is not None and (newest.how_soon, newest.reason, newest.judged_by_id) == (
        how_soon,
        reason,
        access.reader.pk if access.reader else None,
    ):
        return
    referral.how_soon = how_soon
    referral.save_version(seen=seen, fields=["how_soon"])
    Triage.objects.create(
        episode=access.episode,
        how_soon=how_soon,
        reason=reason,
        judged_at=at,
        judged_by=access.reader,
    )


def _waiting(access: EpisodeAccess) -> Referral:
    """Return what the stay began with; a stay that began without a word gets its referral now.

    Raises:
        NotWaiting: if the stay is no referral any more.
    """
    if access.episode.status != Episode.Status.REFERRED:
        raise NotWaiting
    referral, _ = Referral.objects.get_or_create(
        episode=access.episode, defaults={"received_at": access.episode.referred_at}
    )
    return referral
