"""Which answers ask for a person: a check-in's answers as those of the instrument."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from alongside.monitoring.rules.questions import QUESTIONS, Medication

# What the task of a critical rule is called; it says what happened and blames nobody.
TITLES = {
    "help-wanted": "Asked to be contacted today",
    "mood-floor": "Very low mood in the check-in",
    "use-reported": "Told us about use in the check-in",
}


def of_the_instrument(answers: Mapping[str, Any]) -> dict[str, float]:
    """Return answers by item of the instrument `daily-check-in`; what was skipped is absent.

    Taken in part is not "as planned"; where nothing is prescribed there is nothing to answer.

    Args:
        answers: by field, as `answers.checked` returns them.

    >>> of_the_instrument({"craving": 0, "used": True, "mood": None, "medication": "partly"})
    {'craving': 0, 'use': 1, 'meds': 0}
    """
    numbers = {
        question.item: _number(answers.get(question.fields[0]))
        for question in QUESTIONS.values()
        if question.item
    }
    return {item: number for item, number in numbers.items() if number is not None}


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if value in ("", Medication.NOT_PRESCRIBED):
            return None
        return int(value == Medication.YES)
    if isinstance(value, Decimal):
        return float(value)
    number: float | None = value
    return number
