"""Score a response, keep its scores, and call somebody where an answer asks for it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from alongside.core.days import day_of
from alongside.engine.scoring.form import CriticalRule
from alongside.engine.scoring.scorer import Outcome, Result
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response, Score
from alongside.measures.rules.asking import in_force
from alongside.measures.rules.facts import facts_of
from alongside.measures.rules.instrument import Instrument
from alongside.measures.rules.titles import answers_behind, title_of
from alongside.people.actions.tasks import raise_task, reword_task
from alongside.people.models import Patient
from alongside.people.rules import Category, Urgency
from alongside.privacy.gate import EpisodeAccess

# A safety screen that came to no result is no "no": somebody asks again the same day.
ASK_AGAIN = "Ask again, in person: without all the answers there is no result."


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
        title = f"{found.short}, not all of it was answered"
        _task(access, response, "ask-again", Urgency.SAME_DAY, title, detail=ASK_AGAIN, at=at)
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
    although the answer was changed afterwards: somebody should ask. While it is open it says what
    is answered now, so that nobody reads "several days" where it has become "nearly every day".
    """
    before = set(response.criticals)
    if response.corrects is not None:
        before |= set(response.corrects.criticals)
    rules = tuple(rules)
    if rules:
        _tell(access, response, rules, before, at=at)
    new = tuple(rule for rule in rules if rule.id not in before)
    response.criticals = [*response.criticals, *(rule.id for rule in new)]
    return new


def _tell(
    access: EpisodeAccess,
    response: Response,
    rules: Iterable[CriticalRule],
    before: Collection[str],
    *,
    at: datetime,
) -> None:
    """Raise the tasks of the rules that are new, and bring those raised before up to date."""
    found = instrument(response.instrument)
    answers = in_force(found, response.answers, response.facts)
    result = scored(found, response)
    for rule in rules:
        title = title_of(found, rule, answers, result)
        detail = "\n".join([rule.action, *answers_behind(found, rule, answers)])
        if rule.id in before:
            reword_task(
                access.episode,
                source=_source(response, rule.id),
                source_ids=_line_of(response),
                title=title,
                detail=detail,
            )
        else:
            _task(access, response, rule.id, Urgency(rule.level), title, detail=detail, at=at)


def _line_of(response: Response) -> list[UUID]:
    """Return the keys of an entry and of those that it corrects, back to the first."""
    keys, one = [response.pk], response
    while one.corrects is not None:
        one = one.corrects
        keys.append(one.pk)
    return keys


def _source(response: Response, rule: str) -> str:
    return f"measures:{response.instrument}:{rule}"


def _task(
    access: EpisodeAccess,
    response: Response,
    rule: str,
    urgency: Urgency,
    title: str,
    *,
    detail: str,
    at: datetime,
) -> None:
    raise_task(
        access.episode,
        title=title,
        detail=detail,
        urgency=urgency,
        category=Category.SCORES,
        source=_source(response, rule),
        source_id=response.pk,
        at=at,
    )


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
