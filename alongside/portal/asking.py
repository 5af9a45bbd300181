"""A check-in's questions as its page shows them: worded, numbered, with what was answered."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from alongside.measures import catalogue
from alongside.measures.rules.help import Help
from alongside.monitoring.forms import AnswerForm
from alongside.monitoring.rules.answers import Key
from alongside.monitoring.rules.critical import of_the_instrument
from alongside.monitoring.rules.questions import (
    DAILY,
    INSTRUMENT,
    MORE,
    QUESTIONS,
    Kind,
    Question,
    asked,
)
from alongside.monitoring.rules.saving import Record

# The hours that are one tap; any other can be typed.
USUAL_HOURS = range(12)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap.

    Args:
        value: what is sent.
        is_chosen: whether it stands on the record, or was sent.
        calls_help: whether choosing it shows help at once.
        amount: how much, where the question asks for it.
    """

    value: str
    label: str
    is_chosen: bool
    calls_help: bool = False
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page.

    Args:
        number: its place, from 1.
        of: how many are asked, as far as the answers tell.
        before: the question before it, or empty.
        mark: the mark of what the record says to it.
        is_shown: whether it is the one on the screen; the others wait for the script.
        typed: own words and typed numbers, by field.
        wrong: what is wrong with what was sent, by field.
    """

    question: Question
    text: str
    number: int
    of: int
    before: str
    mark: str
    is_shown: bool
    is_answered: bool
    choices: tuple[Choice, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    is_shared: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_taps(self) -> bool:
        """Say whether one tap answers it."""
        return self.question.kind in (Kind.SCALE, Kind.HOURS, Kind.CHOICE)


def questions_on_page(
    record: Record, current: str, *, sent: Mapping[str, AnswerForm] | None = None
) -> list[Asked]:
    """Return the questions of the part that `current` belongs to.

    What and how much is among them even before anybody said that they used: a phone without a
    connection must be able to go on.

    Args:
        record: what the day's check-in says.
        current: the question on the screen.
        sent: by question, a form that could not be saved, to be shown with its error.
    """
    part = part_of(current)
    counted = [q.id for q in asked(record.answers["used"], part)]
    return [
        _asked(question, record, counted, current, (sent or {}).get(question.id))
        for question in part
    ]


def part_of(question_id: str) -> tuple[Question, ...]:
    """Return the part of the check-in, daily or more, that a question belongs to."""
    return DAILY if QUESTIONS[question_id] in DAILY else MORE


def first_open(record: Record) -> str | None:
    """Return the first daily question that was neither answered nor passed over."""
    return next(
        (
            q.id
            for q in asked(record.answers["used"])
            if not record.is_answered(q.id) and q.id not in record.skipped
        ),
        None,
    )


def after(question_id: str, record: Record) -> str | None:
    """Return the question after this one; None at the end of its part."""
    ids = [q.id for q in part_of(question_id)]
    asked_ids = {q.id for q in asked(record.answers["used"], part_of(question_id))}
    return next((q for q in ids[ids.index(question_id) + 1 :] if q in asked_ids), None)


def wording(question: Question) -> str:
    """Return a question's words: the instrument's, where it is one of its items."""
    if not question.item:
        return question.text
    return catalogue.instrument(INSTRUMENT).question_by_id[question.item].text


def new_page_key() -> str:
    """Return the key of a page's first save; nobody can guess another page's."""
    return str(Key(secrets.token_hex(8), 0))


@cache
def calls_help(question_id: str, value: int) -> bool:
    """Say whether an answer is one after which the person is shown help at once."""
    instrument = catalogue.instrument(INSTRUMENT)
    answers = of_the_instrument({QUESTIONS[question_id].fields[0]: value})
    held = instrument.scorer.criticals_so_far(answers)
    return any(instrument.help_by_rule.get(rule.id) is Help.CRISIS for rule in held)


def needs_help(record: Record) -> bool:
    """Say whether what the check-in says calls for showing help at once."""
    instrument = catalogue.instrument(INSTRUMENT)
    held = instrument.scorer.criticals_so_far(of_the_instrument(record.answers))
    return any(instrument.help_by_rule.get(rule.id) is Help.CRISIS for rule in held)


def _asked(
    question: Question, record: Record, counted: list[str], current: str, sent: AnswerForm | None
) -> Asked:
    # What and how much stands where it would be asked, also while it is not.
    ids = [q.id for q in part_of(question.id)]
    place = len([q for q in ids[: ids.index(question.id)] if q in counted])
    typed = _typed(question, record, sent)
    return Asked(
        question=question,
        text=wording(question),
        number=place + 1,
        of=max(len(counted), place + 1),
        before=counted[place - 1] if place else "",
        mark=record.mark(question.id),
        is_shown=question.id == current,
        is_answered=record.is_answered(question.id),
        choices=tuple(_choices(question, record, sent)),
        typed=typed,
        is_shared=bool(sent["share_note"].value())
        if sent and question.kind is Kind.HAPPENED
        else bool(record.answers["share_note"]),
        wrong={name: str(errors[0]) for name, errors in sent.errors.items()} if sent else {},
    )


def _choices(question: Question, record: Record, sent: AnswerForm | None) -> list[Choice]:
    name = question.fields[0]
    stands = record.answers[name]
    match question.kind:
        case Kind.SCALE:
            return [
                Choice(str(n), str(n), stands == n, calls_help(question.id, n)) for n in range(11)
            ]
        case Kind.HOURS:
            return [Choice(str(n), str(n), stands == n) for n in USUAL_HOURS]
        case Kind.CHOICE:
            word = {True: "yes", False: "no"}.get(stands, stands) if stands != "" else None
            return [Choice(v, label, v == word) for v, label in question.choices.items()]
        case Kind.USES:
            said = {one["what"]: one["amount"] for one in stands}
            chosen = sent[name].value() or [] if sent else said
            return [
                Choice(
                    what,
                    label,
                    what in chosen,
                    amount=(sent[f"amount_{what}"].value() or "") if sent else said.get(what, ""),
                )
                for what, label in question.choices.items()
            ]
        case Kind.HAPPENED | Kind.HELPED:
            chosen = sent[name].value() or [] if sent else stands
            return [Choice(v, label, v in chosen) for v, label in question.choices.items()]


def _typed(question: Question, record: Record, sent: AnswerForm | None) -> dict[str, str]:
    """Return own words and typed numbers as they stand, or as they were sent."""
    names = {
        Kind.HOURS: ("sleep_hours",),
        Kind.HAPPENED: ("note",),
        Kind.HELPED: ("helped_words",),
    }.get(question.kind, ())
    if sent:
        typed = {name: "typed_hours" if name == "sleep_hours" else name for name in names}
        return {name: str(sent[typed_as].value() or "") for name, typed_as in typed.items()}
    return {name: _plain(record.answers[name]) for name in names}


def _plain(value: Any) -> str:
    """Return a value as it is typed; an hour that can be tapped needs no typing."""
    if value is None or value in USUAL_HOURS:
        return ""
    return str(value).rstrip("0").rstrip(".") if not isinstance(value, str) else value
