"""An instrument's words as they are shown to somebody."""

from alongside.measures.rules.instrument import Instrument, Question

GOAL = "{goal}"
NO_GOAL = "the change you have in mind"


def introduction(instrument: Instrument, *, about: str) -> str:
    """Return the instrument's own instructions; a goal stands in its place where one belongs."""
    return instrument.instructions.replace(GOAL, about or NO_GOAL)


def lead_in(instrument: Instrument, question: Question, *, about: str) -> str:
    """Return what stands above a question that is shown alone.

    On paper a question leans on what is printed above it: the time the answer is about, often the
    first half of its sentence.
    """
    return (question.stem or instrument.lead_in).replace(GOAL, about or NO_GOAL)
