"""Take down an instrument during a talk: all of it at once, or some now and the rest later."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.core.days import day_of
from alongside.engine.scoring.answers import read_one
from alongside.engine.scoring.form import DECLINED
from alongside.measures.actions.answering import AlreadyFinished, Answer
from alongside.measures.actions.assigning import NotOffered
from alongside.measures.actions.settling import call_somebody, facts_for, settle
from alongside.measures.catalogue import instrument
from alongside.measures.models import Response
from alongside.measures.rules.asking import in_force
from alongside.measures.rules.instrument import Instrument
from alongside.privacy.gate import EpisodeAccess


class BeingAnswered(Exception):
    """The person is answering this instrument on their own device; the text is its short name."""


@transaction.atomic
def take_down(
    access: EpisodeAccess,
    *,
    key: UUID,
    instrument_id: str,
    answers: Mapping[str, Answer],
    finish: bool,
    at: datetime,
) -> Response | None:
    """Keep what was answered so far, and call somebody at once where an answer asks for it.

    What was left out is no answer: nothing is kept of an instrument that has none.

    Args:
        access: whose answers they are.
        key: the key of the response; the same key is the same response, however often it is sent.
        instrument_id: which instrument.
        answers: by question, all of them; what is left out here is no longer answered.
        finish: whether the talk is over, so that it is scored as it is.
        at: now.

    Raises:
        NotOffered: if the program does not offer it.
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is kept then.
        AlreadyFinished: if it was finished before with other answers.
        BeingAnswered: if the person is answering it on their own device.
    """
    found = instrument(instrument_id)
    if not found.is_offered:
        raise NotOffered(found.short)
    stored = _read(found, answers)
    response = access.all(Response).select_for_update().filter(pk=key).first()
    if response is None:
        if not stored:
            return None
        response = _begun(access, key, found, at=at)
    if response.is_finished:
        if response.answers != stored:
            raise AlreadyFinished
        return response
    _keep(access, found, response, stored, at=at)
    if finish:
        settle(access, response, taken_at=at, at=at)
    return response


def _begun(access: EpisodeAccess, key: UUID, found: Instrument, *, at: datetime) -> Response:
    try:
        with transaction.atomic():
            return Response.objects.create(
                pk=key,
                episode=access.episode,
                instrument=found.id,
                instrument_version=found.version,
                mode=Response.Mode.CLINICIAN,
                facts=facts_for(access.patient, day_of(at)),
                started_at=at,
                entered_by=access.reader,
            )
    except IntegrityError as clash:
        raise BeingAnswered(found.short) from clash


def _keep(
    access: EpisodeAccess,
    found: Instrument,
    response: Response,
    stored: dict[str, float | str],
    *,
    at: datetime,
) -> None:
    """Write the answers into the response, with the time of those that are new."""
    moments = {
        question: response.answered_at.get(question, at.isoformat())
        if response.answers.get(question) == given
        else at.isoformat()
        for question, given in stored.items()
    }
    response.answers, response.answered_at = stored, moments
    counting = in_force(found, stored, response.facts)
    call_somebody(access, response, found.scorer.criticals_so_far(counting, response.facts), at=at)
    response.version += 1
    response.save(update_fields=["answers", "answered_at", "criticals", "version"])


def _read(found: Instrument, answers: Mapping[str, Answer]) -> dict[str, float | str]:
    """Return the answers as they are stored; what was left out is absent.

    Raises:
        AnswerNotAllowed: if one cannot be an answer to its question.
        UnknownItem: if there is an answer to a question that does not exist.
    """
    found.scorer.score(answers)
    stored: dict[str, float | str] = {}
    for question in found.questions:
        given = answers.get(question.id)
        if given == DECLINED:
            stored[question.id] = DECLINED
        elif (value := read_one(question.item, given)) is not None:
            stored[question.id] = value
    return stored
