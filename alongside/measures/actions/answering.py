"""Answer an instrument one question at a time; every answer is kept as it is given."""

from datetime import datetime

from django.db import transaction
from django.shortcuts import get_object_or_404

from alongside.core.days import day_of
from alongside.engine.scoring.answers import read_one
from alongside.engine.scoring.form import DECLINED, CriticalRule
from alongside.engine.scoring.scorer import Result
from alongside.measures.actions.settling import call_somebody, facts_for, scored, settle
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response
from alongside.measures.rules.asking import in_force, place_of
from alongside.measures.rules.due import has_lapsed, opens_on
from alongside.privacy.gate import EpisodeAccess

Answer = float | str | None
"""A stored number, `DECLINED`, or None where there is no answer."""


class NotOpenYet(Exception):
    """The next turn has not come; the text is the day on which it opens."""


class AlreadyFinished(Exception):
    """The response has been finished, perhaps on another device."""


class NotAsked(Exception):
    """This person is not asked that question."""


class AnsweredElsewhere(Exception):
    """The question was answered meanwhile, on another device; `current` is that answer."""

    def __init__(self, current: Answer) -> None:
        super().__init__("answered elsewhere")
        self.current = current


@transaction.atomic
def start(access: EpisodeAccess, assignment: Assignment, *, at: datetime) -> Response:
    """Begin to answer, or go on with what was begun; on any device it is the same response.

    What was begun too long ago is closed as it is, and a new one is begun.

    Raises:
        AlreadyFinished: if nothing is asked any more.
        NotOpenYet: if the next turn has not come.
    """
    assignment = get_object_or_404(access.all(Assignment).select_for_update(), pk=assignment.pk)
    unfinished = (
        access.all(Response)
        .filter(Response.UNFINISHED)
        .filter(instrument=assignment.instrument, about=assignment.about)
        .first()
    )
    if unfinished is not None and not has_lapsed(unfinished.started_at, at=at):
        return unfinished
    if unfinished is not None:
        lapse(access, unfinished, at=at)
    if assignment.ended_at is not None or assignment.due_on is None:
        raise AlreadyFinished
    opens = opens_on(
        due_on=assignment.due_on,
        first_due_on=assignment.first_due_on,
        every_days=assignment.every_days,
    )
    if day_of(at) < opens:
        raise NotOpenYet(opens.isoformat())
    return Response.objects.create(
        episode=access.episode,
        assignment=assignment,
        instrument=assignment.instrument,
        instrument_version=instrument(assignment.instrument).version,
        about=assignment.about,
        mode=Response.Mode.PHONE,
        facts=facts_for(access.patient, day_of(at)),
        started_at=at,
        entered_by=access.reader,
    )


@transaction.atomic
def save_answer(
    access: EpisodeAccess,
    response: Response,
    *,
    question_id: str,
    given: Answer,
    at: datetime,
    seen: Answer = None,
    overwrite: bool = False,
) -> tuple[CriticalRule, ...]:
    """Keep one answer, and call somebody at once where it asks for it.

    The same answer again changes nothing. Returns the critical rules that hold since this answer.

    Args:
        access: whose response it is.
        response: the response, not finished.
        question_id: which question.
        given: the answer.
        at: when it was given.
        seen: the answer that stood there when the question was shown.
        overwrite: replace whatever stands there, for somebody who has seen both.

    Raises:
        AlreadyFinished: if the response is finished.
        NotAsked: if this person is not asked the question.
        AnswerNotAllowed: if it cannot be an answer to this question.
        AnsweredElsewhere: if another answer was given since it was shown.
    """
    response = _held(access, response)
    found = instrument(response.instrument)
    place = place_of(found, question_id, response.answers, response.facts)
    if place is None:
        raise NotAsked
    if given != DECLINED:
        given = read_one(place.question.item, given)
    current = response.answers.get(question_id)
    if current == given:
        return ()
    if current not in (seen, given) and not overwrite:
        raise AnsweredElsewhere(current)
    response.answers = {**response.answers, question_id: given}
    response.answered_at = {**response.answered_at, question_id: at.isoformat()}
    counting = in_force(found, response.answers, response.facts)
    new = call_somebody(
        access, response, found.scorer.criticals_so_far(counting, response.facts), at=at
    )
    response.version += 1
    response.save(update_fields=["answers", "answered_at", "criticals", "version"])
    return new


@transaction.atomic
def lapse(access: EpisodeAccess, response: Response, *, at: datetime) -> None:
    """Close what was begun and left, with the answers there are; it is still asked for.

    An unanswered question about safety raises its task now, as if the person had finished.
    """
    try:
        response = _held(access, response)
    except AlreadyFinished:
        return
    last = max(response.answered_at.values(), default=response.started_at.isoformat())
    settle(access, response, taken_at=datetime.fromisoformat(last), at=at, counts_as_done=False)


@transaction.atomic
def complete(access: EpisodeAccess, response: Response, *, at: datetime) -> Result:
    """Finish a response, whatever was skipped. Finishing twice is finishing once."""
    try:
        response = _held(access, response)
    except AlreadyFinished:
        response = access.one(Response, pk=response.pk)
        return scored(instrument(response.instrument), response)
    return settle(access, response, taken_at=at, at=at)


def _held(access: EpisodeAccess, response: Response) -> Response:
    """Return the response as it stands, locked until the deed is done.

    Raises:
        AlreadyFinished: if it is finished.
    """
    current = get_object_or_404(access.all(Response).select_for_update(), pk=response.pk)
    if current.is_finished:
        raise AlreadyFinished
    return current
