"""Score a response, keep its scores, and call somebody where an answer asks for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from alongside.core.days import day_of
from alongside.engine.scoring.form import DECLINED, CriticalRule
from alongside.engine.scoring.scorer import Outcome, Result
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response, Score
from alongside.measures.rules.asking import in_force
from alongside.measures.rules.conditions import items_in
from alongside.measures.rules.facts import facts_of
from alongside.measures.rules.instrument import Instrument
from alongside.people.actions.tasks import raise_task
from alongside.people.models import Patient
from alongside.people.rules import Category, Urgency
from alongside.privacy.gate import EpisodeAccess

# A safety screen that came to no result is no "no": somebody asks again the same day.
ASK_AGAIN = "Not all of it was answered, so there is no result. Ask again, in person."
LONGEST_TITLE = 160


def facts_for(patient: Patient, day: date) -> dict[str, float | str]:
    """Return what scoring has to know of this person on `day`."""
    return facts_of(sex=patient.sex_for_scoring, born_on=patient.born_on, day=day)


def scored(found: Instrument, response: Response) -> Result:
    """Score the answers that count, with the facts kept beside them."""
    answers = in_force(found, response.answers, response.facts)
    return found.scorer.score(answers, response.facts)


def score_rows(response: Response, result: Result, *, taken_at: datetime) -> list[Score]:
    """Return the rows that keep a result."""
    return [
        Score(
            episode_id=response.episode_id,
            response=response,
            instrument=response.instrument,
            score=one.id,
            status=one.status,
            band=one.band.code if one.band else "",
            taken_at=taken_at,
            **_value(one.value),
        )
        for one in result.scores
    ]


def settle(
    access: EpisodeAccess,
    response: Response,
    *,
    taken_at: datetime,
    at: datetime,
    counts_as_done: bool = True,
) -> Result:
    """Finish a response: scores, tasks, and the day on which its assignment is due next.

    The caller has checked that it is not finished yet, and holds its row.

    Args:
        access: whose response it is.
        response: the response.
        taken_at: when it was answered.
        at: now.
        counts_as_done: whether the assignment's turn is over with it.
    """
    found = instrument(response.instrument)
    response.facts = facts_for(access.patient, day_of(taken_at))
    result = scored(found, response)
    response.taken_at, response.completed_at = taken_at, at
    call_somebody(access, response, result.criticals, at=at)
    if found.domain == "suicide risk" and result.scores[0].value is None:
        _task(access, response, "ask-again", Urgency.SAME_DAY, ASK_AGAIN, at=at)
    response.version += 1
    response.save()
    Score.objects.bulk_create(score_rows(response, result, taken_at=taken_at))
    if counts_as_done:
        _move_on(access, response, day_of(taken_at))
    return result


def call_somebody(
    access: EpisodeAccess, response: Response, rules: Iterable[CriticalRule], *, at: datetime
) -> tuple[CriticalRule, ...]:
    """Raise a task for each critical rule that has not raised one for this response.

    Returns the rules that are new; the response's list of them is changed, not saved. A task stays
    although the answer was changed afterwards: somebody should ask.
    """
    before = set(response.criticals)
    if response.corrects is not None:
        before |= set(response.corrects.criticals)
    new = tuple(rule for rule in rules if rule.id not in before)
    for rule in new:
        detail = f"{rule.action}\n{_answers_behind(response, rule)}".strip()
        _task(access, response, rule.id, Urgency(rule.level), rule.action, detail=detail, at=at)
    response.criticals = [*response.criticals, *(rule.id for rule in new)]
    return new


def _task(
    access: EpisodeAccess,
    response: Response,
    rule: str,
    urgency: Urgency,
    action: str,
    *,
    at: datetime,
    detail: str = "",
) -> None:
    raise_task(
        access.episode,
        title=_shortened(f"{instrument(response.instrument).short}: {action}"),
        detail=detail or action,
        urgency=urgency,
        category=Category.SCORES,
        source=f"measures:{response.instrument}:{rule}",
        source_id=response.pk,
        at=at,
    )


def _answers_behind(response: Response, rule: CriticalRule) -> str:
    """Return the questions a rule looks at, and what was answered."""
    found = instrument(response.instrument)
    lines = []
    for question in found.questions:
        if question.id in items_in(rule.when):
            given = response.answers.get(question.id)
            answer = "no answer" if given is None else given
            if isinstance(given, int | float):
                answer = question.label_of(given)
            elif given == DECLINED:
                answer = "preferred not to answer"
            lines.append(f"{question.text} {answer}")
    return "\n".join(lines)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_TITLE:
        return text
    return f"{text[: LONGEST_TITLE - 2].rsplit(' ', 1)[0]} …"


def _value(outcome: Outcome | None) -> dict[str, Any]:
    """Return how a score is stored: a number, or a word."""
    if isinstance(outcome, bool):
        return {"word": "yes" if outcome else "no"}
    return {"word": outcome} if isinstance(outcome, str) else {"value": outcome}


def _move_on(access: EpisodeAccess, response: Response, done_on: date) -> None:
    """Set the next due day of the assignment that this response answers."""
    assignment = (
        access.all(Assignment)
        .filter(Assignment.OPEN)
        .select_for_update()
        .filter(instrument=response.instrument, about=response.about)
        .first()
    )
    if assignment is None:
        return
    if assignment.last_done_on is None or done_on > assignment.last_done_on:
        assignment.last_done_on = done_on
        assignment.due_on = assignment.next_due_on(done_on)
        assignment.version += 1
        assignment.save(update_fields=["last_done_on", "due_on", "version"])
    if response.assignment_id is None:
        response.assignment = assignment
        response.save(update_fields=["assignment"])
