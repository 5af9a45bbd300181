"""Which question comes next, and which answers count."""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.engine.scoring.conditions import Value
from alongside.engine.scoring.form import Method
from alongside.measures.rules.conditions import items_in, scores_in
from alongside.measures.rules.instrument import Instrument, Question


@dataclass(frozen=True, slots=True)
class Place:
    """One question among those that this person is asked.

    Args:
        number: its place, from 1.
        of: how many are asked, as far as the answers so far tell.
        before: the question before it, or None at the first.
        after: the question after it, or None at the last.
    """

    question: Question
    number: int
    of: int
    before: str | None
    after: str | None


def asked(
    instrument: Instrument, answers: Mapping[str, object], facts: Mapping[str, Value]
) -> tuple[Question, ...]:
    """Return the questions this person is asked, given the answers so far."""
    shown = instrument.scorer.shown_items(answers, facts)
    return tuple(instrument.question_by_id[item] for item in shown)


def gaps_that_matter(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Question, ...]:
    """Return the questions without an answer on which it hangs whether somebody has to act.

    These are the questions that a critical rule reads itself, or through a score that is a word
    made of single answers (ASQ). One that was not to be asked is no gap, and neither is one that
    the person preferred not to answer.
    """
    words = {score.id: score for score in instrument.form.scores if score.method is Method.RULE}
    read: set[str] = set()
    for rule in instrument.form.critical_rules:
        read |= items_in(rule.when)
        for score in scores_in(rule.when) & set(words):
            read.update(words[score].items)
    return tuple(q for q in asked(instrument, answers, {}) if q.id in read - set(answers))


def place_of(
    instrument: Instrument,
    question_id: str,
    answers: Mapping[str, object],
    facts: Mapping[str, Value],
) -> Place | None:
    """Return where a question stands; None if this person is not asked it."""
    ids = [question.id for question in asked(instrument, answers, facts)]
    if question_id not in ids:
        return None
    at = ids.index(question_id)
    return Place(
        question=instrument.question_by_id[question_id],
        number=at + 1,
        of=len(ids),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def first_open(
    instrument: Instrument, answers: Mapping[str, object], facts: Mapping[str, Value]
) -> str | None:
    """Return the first question that was neither answered nor declined; None if there is none.

    In `answers` a question that was declined stands as declined; one not reached is absent.
    """
    questions = asked(instrument, answers, facts)
    return next((q.id for q in questions if answers.get(q.id) is None), None)


def in_force(
    instrument: Instrument, answers: Mapping[str, object], facts: Mapping[str, Value]
) -> dict[str, object]:
    """Return the answers without those to questions that a later change of mind took away.

    Somebody who went back and said that they used nothing is not scored on what they had said
    about how much.
    """
    shown = instrument.scorer.shown_items(answers, facts)
    return {item: answer for item, answer in answers.items() if item in shown}
