"""Say in FHIR's words when a question is asked (`enableWhen`), where FHIR has words for it.

FHIR knows a flat list of comparisons, joined by all or by any. A condition on the person's sex or
age, or a nested one, has none; it stands beside the question in words.
"""

from alongside.engine.scoring.conditions import OPERATIONS, AtLeast, Condition, ItemIs
from alongside.engine.scoring.form import Kind
from alongside.fhir.terminology import Json, answer_coding
from alongside.measures.rules.instrument import Choice, Instrument, Question

VALUES = {Kind.INTEGER: "Integer", Kind.DECIMAL: "Decimal"}


def enabled_when(instrument: Instrument, condition: Condition, *, local: str) -> Json:
    """Return `enableWhen` and `enableBehavior` for a condition; nothing where FHIR cannot say it.

    Args:
        instrument: the instrument whose items the condition is about.
        condition: when the question is asked.
        local: address below which our own codes live.
    """
    parts: tuple[Condition, ...] = (condition,)
    behavior = "any"
    if isinstance(condition, AtLeast):
        if condition.count not in (1, len(condition.of)):
            return {}
        parts = condition.of
        behavior = "any" if condition.count == 1 else "all"
    when: list[Json] = []
    for part in parts:
        rows = _comparisons(instrument, part, behavior, local=local)
        if not rows:
            return {}
        when += rows
    # The behaviour may stand only where there is something to join (R4 invariant que-12).
    return {"enableWhen": when} | ({"enableBehavior": behavior} if len(when) > 1 else {})


def _comparisons(
    instrument: Instrument, part: Condition, behavior: str, *, local: str
) -> list[Json]:
    if not isinstance(part, ItemIs):
        return []
    question = instrument.question_by_id[part.item]
    if question.is_choice:
        fits = [c for c in question.choices if OPERATIONS[part.op](c.value, part.value)]
        return _chosen(instrument, question, fits, behavior, local=local)
    if not isinstance(part.value, int | float):
        return []
    operator = "=" if part.op == "==" else part.op
    answer = f"answer{VALUES[question.item.kind]}"
    return [{"question": question.id, "operator": operator, answer: part.value}]


def _chosen(
    instrument: Instrument, question: Question, fits: list[Choice], behavior: str, *, local: str
) -> list[Json]:
    """Say that one of `fits` was chosen, with = where any row is enough, with != where all hold."""

    def row(operator: str, choice: Choice) -> Json:
        coding = answer_coding(instrument, question, choice, local=local)
        return {"question": question.id, "operator": operator, "answerCoding": coding}

    if behavior == "any" or len(fits) == 1:
        return [row("=", choice) for choice in fits]
    others = [choice for choice in question.choices if choice not in fits]
    answered = {"question": question.id, "operator": "exists", "answerBoolean": True}
    return [answered, *(row("!=", choice) for choice in others)]
