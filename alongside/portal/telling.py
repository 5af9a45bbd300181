"""A check-in as it is read again: each question in a word, each answer in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format

from alongside.monitoring.models import CheckIn, JournalNote
from alongside.monitoring.rules.days import Standing, can_answer
from alongside.monitoring.rules.questions import DAILY, MORE, QUESTIONS, Kind, Question, asked
from alongside.monitoring.rules.saving import NOTHING, Record

NAMES = {
    "craving": "Strongest craving",
    "mood": "Mood",
    "anxiety": "Anxiety",
    "sleep": "Sleep",
    "use": "Drank or used, though planned not to",
    "uses": "What, and how much",
    "meds": "Medication as planned",
    "happened": "What happened",
    "helped": "What helped",
    "help": "Wanted somebody to be in touch",
    "stress": "Stress",
    "risky": "Around what makes it harder",
    "support": "Connected with somebody",
    "confidence": "Confidence for the next day",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a day, and what was said to it.

    Args:
        said: in words, a line for each thing named; empty where nothing was said.
        was_skipped: whether it was passed over on purpose.
        is_late: whether it was said after the day was over.
        can_change: whether it can still be answered, or answered anew.
    """

    id: str
    name: str
    said: tuple[str, ...]
    was_skipped: bool
    is_late: bool
    can_change: bool


def lines_of(record: Record, where: Standing) -> list[Line]:
    """Return a day's questions in order; those of the part `MORE` only where they were answered."""
    daily = list(asked(record.answers["used"], DAILY))
    more = [q for q in MORE if record.is_answered(q.id)]
    return [
        Line(
            id=q.id,
            name=NAMES[q.id],
            said=said(q, record.answers),
            was_skipped=q.id in record.skipped,
            is_late=q.id in record.late,
            can_change=can_answer(
                where, was_answered=record.is_answered(q.id), was_late=q.id in record.late
            ),
        )
        for q in (*daily, *more)
    ]


def said(question: Question, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Say the answers to a question in words; the note has a place of its own.

    >>> said(QUESTIONS["sleep"], {"sleep_hours": None})
    ()
    """
    value = answers[question.fields[0]]
    match question.kind:
        case Kind.SCALE:
            return () if value is None else (f"{value} of 10",)
        case Kind.HOURS:
            return () if value is None else (f"{float(value):g} hours",)
        case Kind.CHOICE:
            word = {True: "yes", False: "no"}.get(value, value)
            return (question.choices[word],) if word else ()
        case Kind.USES:
            return tuple(_use(question, one) for one in value)
        case Kind.HAPPENED | Kind.HELPED:
            named = [question.choices[word] for word in value if word in question.choices]
            own = answers.get("helped_words", "") if question.kind is Kind.HELPED else ""
            return (*named, own) if own else tuple(named)


@dataclass(frozen=True, slots=True)
class Both:
    """One question to which two answers were given, each in words."""

    name: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    their_note: str = ""
    my_note: str = ""


def both_said(
    questions: Iterable[str], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> list[Both]:
    """Return what was said elsewhere beside what was said here, the words of a note too."""
    return [
        Both(
            name=NAMES[q],
            theirs=said(QUESTIONS[q], theirs),
            mine=said(QUESTIONS[q], mine),
            their_note=theirs["note"] if q == "happened" else "",
            my_note=mine["note"] if q == "happened" else "",
        )
        for q in questions
    ]


def typed_in_words(answers: Mapping[str, Any], questions: Iterable[str]) -> list[Both]:
    """Return what was said here and could not be saved."""
    whole = {**NOTHING, **answers}
    return both_said(questions, NOTHING, whole)


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One day in the list of days.

    Args:
        iso: the day as it stands in an address.
        words: a few of its answers.
        is_there: whether there was a check-in.
        note: "", "yours" or "shared".
    """

    iso: str
    name: str
    words: str
    is_there: bool
    is_late: bool
    note: str


def told_days(rows: Sequence[CheckIn], notes: Sequence[JournalNote], today: date) -> list[ToldDay]:
    """Return the days from the first check-in to today, the latest first; a gap is a day, too."""
    by_day = {row.day: row for row in rows}
    first = min(by_day, default=today)
    days = [today - timedelta(days=n) for n in range((today - first).days + 1)]
    return [told_day(day, by_day.get(day), notes) for day in days]


def told_day(day: date, row: CheckIn | None, notes: Sequence[JournalNote]) -> ToldDay:
    """Return one day of the list, with its check-in if there was one."""
    note = next((note for note in notes if note.day == day), None)
    return ToldDay(
        iso=day.isoformat(),
        name=date_format(day, "l j F"),
        words=_shortly(row) if row else "",
        is_there=row is not None,
        is_late=bool(row and row.filled_late),
        note="" if note is None else "shared" if note.is_shared else "yours",
    )


def _shortly(row: CheckIn) -> str:
    parts = (("craving", row.craving), ("mood", row.mood), ("anxiety", row.anxiety))
    said = [f"{NAMES[name].lower()} {value}" for name, value in parts if value is not None]
    if row.sleep_hours is not None:
        said.append(f"{float(row.sleep_hours):g} hours of sleep")
    return ", ".join(said).capitalize()


def _use(question: Question, one: Mapping[str, str]) -> str:
    name = question.choices.get(one["what"], one["what"])
    return f"{name}: {one['amount']}" if one["amount"] else name
