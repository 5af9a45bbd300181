"""Enter answers that were given on paper or to a clinician; correct what was entered wrongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from alongside.core.days import day_of
from alongside.engine.scoring.answers import read_one
from alongside.engine.scoring.form import DECLINED
from alongside.measures.actions.answering import Answer
from alongside.measures.actions.assigning import NotOffered
from alongside.measures.actions.settling import facts_for, score_rows, scored, settle
from alongside.measures.catalogue import instrument
from alongside.measures.models import Response, Score
from alongside.measures.rules.instrument import Instrument
from alongside.privacy.gate import EpisodeAccess


class NotYet(Exception):
    """The answers are dated in the future."""


class KeyTaken(Exception):
    """The key of the entry is taken."""


class EnteredOtherwise(Exception):
    """Under this key other answers were saved before: `standing`, as it was saved."""

    def __init__(self, standing: Response) -> None:
        super().__init__("entered otherwise")
        self.standing = standing


class AlreadyCorrected(Exception):
    """The entry has been corrected before; correct the newer one."""


class CannotBeCorrected(Exception):
    """Only what staff entered can be corrected by staff; a person's own answers stay theirs."""


@dataclass(frozen=True, slots=True)
class Past:
    """One finished response of a history that is laid down in bulk."""

    instrument: str
    answers: Mapping[str, Answer]
    taken_at: datetime
    mode: str = Response.Mode.PHONE
    about: str = ""


@transaction.atomic
def enter(
    access: EpisodeAccess,
    *,
    key: UUID,
    instrument_id: str,
    answers: Mapping[str, Answer],
    mode: str,
    taken_at: datetime,
    at: datetime,
    about: str = "",
) -> Response:
    """Enter a whole set of answers.

    Args:
        access: whose answers they are.
        key: chosen when the empty form was shown, so that sending it twice enters it once.
        instrument_id: which instrument.
        answers: by question; what was left out is absent or None.
        mode: on paper, or with a clinician.
        taken_at: when they were given.
        at: now.
        about: what it is about where the instrument leaves that open.

    Raises:
        NoSuchInstrument: if there is none of that name.
        NotOffered: if the program does not offer it.
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is kept then.
        UnknownItem: if there is an answer to a question that does not exist.
        NotYet: if they are dated in the future.
        KeyTaken: if the key is taken, for example by the same form sent at the same moment.
        EnteredOtherwise: if the form was saved before with something else in it.
    """
    if taken_at > at:
        raise NotYet
    found = instrument(instrument_id)
    if not found.is_offered:
        raise NotOffered(found.short)
    stored = _read(found, answers)
    standing = access.all(Response).filter(pk=key).first()
    if standing is not None:
        said = (instrument_id, stored, mode, about, day_of(taken_at))
        return _the_same(standing, said)
    try:
        with transaction.atomic():
            response = Response.objects.create(
                pk=key,
                episode=access.episode,
                instrument=instrument_id,
                instrument_version=found.version,
                about=about,
                mode=mode,
                answers=stored,
                started_at=at,
                # Finished in the same breath: it must not stand in the way of one begun on a phone.
                taken_at=taken_at,
                completed_at=at,
                entered_by=access.reader,
            )
    except IntegrityError as taken:
        raise KeyTaken from taken
    settle(access, response, taken_at=taken_at, at=at)
    return response


@transaction.atomic
def correct(
    access: EpisodeAccess,
    response: Response,
    *,
    key: UUID,
    answers: Mapping[str, Answer],
    reason: str,
    at: datetime,
) -> Response:
    """Enter the right answers in place of wrongly entered ones; both stay, one counts.

    Raises:
        CannotBeCorrected: if the person answered on their own device.
        AlreadyCorrected: if somebody has corrected it before.
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is changed then.
        EnteredOtherwise: if it was corrected before under this key, with something else.
    """
    response = get_object_or_404(access.all(Response).select_for_update(), pk=response.pk)
    standing = access.all(Response).filter(pk=key, corrects=response).first()
    found = instrument(response.instrument)
    stored = _read(found, answers)
    if standing is not None:
        if (standing.answers, standing.reason) != (stored, reason):
            raise EnteredOtherwise(standing)
        return standing
    if response.mode not in Response.ENTERED or response.taken_at is None:
        raise CannotBeCorrected
    if response.corrected_at is not None:
        raise AlreadyCorrected
    response.corrected_at = at
    response.version += 1
    response.save(update_fields=["corrected_at", "version"])
    # The answers stay; the scores can be computed from them at any time.
    Score.objects.filter(response=response).delete()
    better = Response.objects.create(
        pk=key,
        episode=access.episode,
        assignment_id=response.assignment_id,
        instrument=response.instrument,
        instrument_version=found.version,
        about=response.about,
        mode=response.mode,
        answers=stored,
        started_at=at,
        taken_at=response.taken_at,
        completed_at=at,
        entered_by=access.reader,
        corrects=response,
        reason=reason,
    )
    settle(access, better, taken_at=response.taken_at, at=at)
    return better


@transaction.atomic
def record_many(past: Iterable[tuple[EpisodeAccess, Past]]) -> int:
    """Lay down many finished responses with their scores, for histories and imports.

    No tasks are raised: whoever lays down a history says what came of it. Returns how many.

    Raises:
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is kept then.
    """
    responses: list[Response] = []
    scores: list[Score] = []
    for access, one in past:
        found = instrument(one.instrument)
        response = Response(
            episode=access.episode,
            instrument=one.instrument,
            instrument_version=found.version,
            about=one.about,
            mode=one.mode,
            answers={k: v for k, v in one.answers.items() if v is not None},
            facts=facts_for(access.patient, day_of(one.taken_at)),
            started_at=one.taken_at,
            taken_at=one.taken_at,
            completed_at=one.taken_at,
            entered_by=access.reader,
        )
        result = scored(found, response)
        response.criticals = [rule.id for rule in result.criticals]
        responses.append(response)
        scores += score_rows(response, result, taken_at=one.taken_at)
    Response.objects.bulk_create(responses, batch_size=500)
    Score.objects.bulk_create(scores, batch_size=500)
    return len(responses)


def _the_same(
    standing: Response, said: tuple[str, dict[str, float | str], str, str, date]
) -> Response:
    """Return what was saved before, if it is what is `said` now.

    Raises:
        EnteredOtherwise: if it is not.
    """
    on = day_of(standing.taken_at) if standing.taken_at else None
    if (standing.instrument, standing.answers, standing.mode, standing.about, on) != said:
        raise EnteredOtherwise(standing)
    return standing


def _read(found: Instrument, answers: Mapping[str, Answer]) -> dict[str, float | str]:
    """Return the answers as they are stored; what was left out is absent.

    Raises:
        AnswerNotAllowed: if one cannot be an answer to its question.
        UnknownItem: if there is an answer to a question that does not exist.
    """
    # The scorer's reader refuses unknown questions and answers that cannot be.
    found.scorer.score(answers)
    stored: dict[str, float | str] = {}
    for question in found.questions:
        given = answers.get(question.id)
        if given == DECLINED:
            stored[question.id] = DECLINED
        elif (value := read_one(question.item, given)) is not None:
            stored[question.id] = value
    return stored
