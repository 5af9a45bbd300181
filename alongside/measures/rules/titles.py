"""Name what set off a critical rule, in the few words that a list of tasks has room for."""

from collections.abc import Iterator, Mapping

from alongside.engine.scoring.conditions import FactIs, ItemIs, ItemMissing, Known, ScoreIs, leaves
from alongside.engine.scoring.form import DECLINED, CriticalRule
from alongside.engine.scoring.scorer import Result
from alongside.measures.rules.conditions import items_in
from alongside.measures.rules.instrument import Instrument, Question

LONGEST_TITLE = 160


def title_of(
    found: Instrument, rule: CriticalRule, answers: Mapping[str, object], result: Result
) -> str:
    """Return the title of a task, such as "PHQ-9, question 9: several days".

    Args:
        found: the instrument.
        rule: a critical rule that holds.
        answers: the answers that count, as stored.
        result: what they score.
    """
    given = {item: float(a) for item, a in answers.items() if isinstance(a, int | float)}
    known = Known(given, {score.id: score.value for score in result.scores}, {})
    causes = [leaf for leaf in leaves(rule.when) if leaf.holds(known)]
    named = list(dict.fromkeys(_named(found, leaf, answers, result) for leaf in causes))
    return _shortened(", ".join(filter(None, [found.short, "; ".join(filter(None, named))])))


def answers_behind(
    found: Instrument, rule: CriticalRule, answers: Mapping[str, object]
) -> Iterator[str]:
    """Yield the questions that a rule looks at, each with what was answered."""
    looked_at = items_in(rule.when)
    for question in found.questions:
        if question.id in looked_at:
            yield f"{question.number} {question.text}: {_answer(question, answers)}".strip()


def _named(
    found: Instrument,
    leaf: ItemIs | ItemMissing | ScoreIs | FactIs,
    answers: Mapping[str, object],
    result: Result,
) -> str:
    """Return one cause in words; a fact about the person is none that needs telling."""
    if isinstance(leaf, FactIs):
        return ""
    if isinstance(leaf, ScoreIs):
        return f"{_low(found.score_labels[leaf.score])} {_score(result, leaf.score)}"
    question = found.question_by_id[leaf.item]
    name = f"question {question.number}" if question.number else f"“{question.text.rstrip('.')}”"
    return f"{name}: {_low(_answer(question, answers))}"


def _score(result: Result, score_id: str) -> str:
    """Return a score as it is read: its number with its band, or its word."""
    scored = result.score(score_id)
    if isinstance(scored.value, bool):
        return "positive" if scored.value else "negative"
    if isinstance(scored.value, str):
        return scored.value.replace("_", " ")
    value = "" if scored.value is None else f"{scored.value:g}"
    return f"{value}, {_low(scored.band.label)}" if scored.band else value


def _answer(question: Question, answers: Mapping[str, object]) -> str:
    given = answers.get(question.id)
    if given == DECLINED:
        return "preferred not to answer"
    return question.label_of(given) if isinstance(given, int | float) else "no answer"


def _low(words: str) -> str:
    """Return words that go on a sentence, leaving names such as MOUD as they are.

    >>> _low("Several days"), _low("MOUD")
    ('several days', 'MOUD')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _shortened(text: str) -> str:
    """Return a text cut after a word where it is longer than a task's title may be."""
    if len(text) <= LONGEST_TITLE:
        return text
    return f"{text[: LONGEST_TITLE - 2].rsplit(' ', 1)[0]} …"
