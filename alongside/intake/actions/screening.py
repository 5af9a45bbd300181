"""The pre-screen on the phone: kept as far as it came, finished when the talk is over."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile
from alongside.intake.actions.waiting import NotWaiting
from alongside.intake.models import PreScreen
from alongside.intake.rules import SAFETY, withdrawal_urgency
from alongside.measures.actions.answering import AlreadyFinished, Answer
from alongside.measures.actions.screening import take_down
from alongside.measures.models import Response
from alongside.people.actions import raise_task
from alongside.people.models import Episode
from alongside.people.rules import Category, Urgency
from alongside.privacy.gate import EpisodeAccess

__all__ = ["AlreadyFinished", "Withdrawal", "keep_pre_screen"]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was said about withdrawal, each a value of its enumeration or empty."""

    last_use: str = ""
    withdrawal_now: str = ""
    withdrawal_before: str = ""


@transaction.atomic
def keep_pre_screen(
    access: EpisodeAccess,
    *,
    withdrawal: Withdrawal,
    answers: Mapping[str, Mapping[str, Answer]],
    seen: int,
    finish: bool,
    at: datetime,
) -> PreScreen:
    """Keep what was said so far; the same once more changes nothing.

    Args:
        access: the stay at referral.
        withdrawal: what no instrument asks.
        answers: by instrument and question.
        seen: the version that the page was made from; 0 if nothing had been kept.
        finish: whether the talk is over: then everything is scored as it is, and where safety was
            not asked, somebody is told to ask.
        at: now.

    Raises:
        NotWaiting: if the stay is no referral any more.
        ChangedMeanwhile: if somebody else kept something else since; nothing is written then.
        AlreadyFinished: if it was finished before, or an instrument in it, with other answers.
        BeingAnswered: if the person is answering one of them on their own device.
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is kept then.
    """
    if access.episode.status != Episode.Status.REFERRED:
        raise NotWaiting
    kept, is_new = PreScreen.objects.get_or_create(
        episode=access.episode,
        defaults={"begun_at": at, "begun_by": access.reader, **asdict(withdrawal)},
    )
    if not is_new and _stands(access, kept, withdrawal, answers, finish=finish):
        return kept
    if kept.finished_at is not None:
        raise AlreadyFinished
    for name, value in asdict(withdrawal).items():
        setattr(kept, name, value)
    if finish:
        kept.finished_at, kept.finished_by = at, access.reader
    if not is_new and seen == 0:
        raise ChangedMeanwhile(PreScreen.objects.get(pk=kept.pk))
    kept.save_version(
        seen=kept.version if is_new else seen,
        fields=[*asdict(withdrawal), "finished_at", "finished_by"],
    )
    taken = {
        name: take_down(
            access,
            key=kept.key_of(name),
            instrument_id=name,
            answers=given,
            finish=finish,
            at=at,
        )
        for name, given in answers.items()
    }
    _ask_about_withdrawal(access, kept, at=at)
    if finish and taken.get(SAFETY) is None:
        _ask_about_safety(access, kept, at=at)
    return kept


def _stands(
    access: EpisodeAccess,
    kept: PreScreen,
    withdrawal: Withdrawal,
    answers: Mapping[str, Mapping[str, Answer]],
    *,
    finish: bool,
) -> bool:
    """Say whether exactly this has been kept before: the same form sent twice."""
    if finish != (kept.finished_at is not None):
        return False
    if any(getattr(kept, name) != value for name, value in asdict(withdrawal).items()):
        return False
    keys = {kept.key_of(name): name for name in answers}
    rows = access.all(Response).filter(pk__in=list(keys))
    standing = {keys[row.pk]: row.answers for row in rows}
    return all(dict(given) == standing.get(name, {}) for name, given in answers.items())


def _ask_about_withdrawal(access: EpisodeAccess, kept: PreScreen, *, at: datetime) -> None:
    urgency = withdrawal_urgency(kept.last_use, kept.withdrawal_now, kept.withdrawal_before)
    if urgency is None:
        return
    raise_task(
        access.episode,
        title=_("Withdrawal: see whether it is safe at home"),
        detail=_("The pre-screen on the phone tells of signs now, or of a bad one before."),
        urgency=urgency,
        category=Category.SCORES,
        source=f"intake:withdrawal:{urgency}",
        source_id=kept.pk,
        at=at,
    )


def _ask_about_safety(access: EpisodeAccess, kept: PreScreen, *, at: datetime) -> None:
    """Raise a task: a pre-screen without the questions about safety is no "no"."""
    raise_task(
        access.episode,
        title=_("Safety was not asked in the pre-screen"),
        detail=_("Call again today and ask."),
        urgency=Urgency.SAME_DAY,
        category=Category.SCORES,
        source="intake:safety",
        source_id=kept.pk,
        at=at,
    )
