"""What a save changes on a check-in: pure, so that every order of saves can be tried."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.monitoring.rules.answers import Key, in_agreement, is_answer, mark_of, touched
from alongside.monitoring.rules.days import Standing, can_answer
from alongside.monitoring.rules.questions import QUESTION_OF, QUESTIONS

# What each answer is when nothing was said.
NOTHING: dict[str, Any] = {
    **dict.fromkeys(QUESTION_OF),
    **dict.fromkeys(("medication", "note", "helped_words"), ""),
    **{name: [] for name in ("uses", "triggers", "helped")},
    "share_note": False,
}
# A switch beside the note; to have left it alone is no answer.
SWITCHES = frozenset({"share_note"})


class DayIsOver(Exception):
    """The day is over, and these `questions` of it can no longer be answered."""

    def __init__(self, questions: Iterable[str]) -> None:
        """Keep the questions for the sentence."""
        super().__init__("the day is over")
        self.questions = tuple(questions)


class SaidOtherwise(Exception):
    """Meanwhile these `questions` were answered elsewhere, and not in the same way."""

    def __init__(self, questions: Iterable[str]) -> None:
        """Keep the questions, to show both answers."""
        super().__init__("said otherwise meanwhile")
        self.questions = tuple(questions)


@dataclass(frozen=True, slots=True)
class Record:
    """What a check-in says before a save.

    Args:
        answers: by field, each of `NOTHING`'s.
        keys: by question, the key of the last save that was taken.
        late: questions that were answered after the day was over.
        skipped: questions passed over on purpose.
    """

    answers: Mapping[str, Any] = field(default_factory=lambda: dict(NOTHING))
    keys: Mapping[str, str] = field(default_factory=dict)
    late: Collection[str] = ()
    skipped: Collection[str] = ()

    def mark(self, question: str) -> str:
        """Return the mark of a question's answers."""
        return mark_of(self.answers[name] for name in fields_of(question))

    def is_answered(self, question: str) -> bool:
        """Say whether anything was said to a question."""
        return any(
            is_answer(self.answers[name]) for name in fields_of(question) if name not in SWITCHES
        )


@dataclass(frozen=True, slots=True)
class Save:
    """What arrives.

    Args:
        answers: by field, as `answers.checked` returns them.
        skipped: questions passed over on purpose; what they said is taken back.
        key: which save of which page it is; None: it is not compared with others.
        seen: by question, the mark of what the page showed; a question that is not in it is
            written over whatever stands there.
    """

    answers: Mapping[str, Any]
    skipped: Collection[str] = ()
    key: Key | None = None
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written.

    Args:
        after: the record as it is then.
        fields: the answers that differ from before.
        corrected: by question, what it said before, where something had been said. The words of
            the note are not among it: they are private, and the record of the day is not.
        questions: the questions that were taken; empty if the save had arrived before.
    """

    after: Record
    fields: tuple[str, ...]
    corrected: Mapping[str, Mapping[str, Any]]
    questions: tuple[str, ...]


def fields_of(question: str) -> tuple[str, ...]:
    """Return the fields of a question, the switch beside the note among them."""
    fields = QUESTIONS[question].fields
    return (*fields, "share_note") if question == "happened" else fields


def change(record: Record, save: Save, where: Standing) -> Change:
    """Return what a save changes.

    A save that was taken before, or that is older than the last one of the same page, changes
    nothing. Each question is compared alone, so that two pages that answer different questions
    never disturb each other.

    Raises:
        BadAnswers: if use, and what was used, contradict each other.
        DayIsOver: if an answer of a day that is over would change.
        SaidOtherwise: if a question was answered by another page since this one was shown.
    """
    questions = [q for q in QUESTIONS if q in {*touched(save.answers), *save.skipped}]
    questions = [q for q in questions if not _has_arrived(record, save, q)]
    wanted = {n: v for n, v in save.answers.items() if QUESTION_OF[n] in questions}
    for question in save.skipped:
        if question in questions:
            wanted |= {name: NOTHING[name] for name in fields_of(question)}
    wanted = in_agreement(record.answers, wanted)
    after = {**record.answers, **wanted}
    differing = [name for name in wanted if record.answers[name] != after[name]]
    changed = touched(differing)
    _refuse_closed(record, changed, where)
    _refuse_conflicts(record, save, changed)
    return _change(record, save, after, tuple(differing), tuple(questions), where)


def _has_arrived(record: Record, save: Save, question: str) -> bool:
    """Say whether a save of a question is one that was taken before, or is older than that."""
    if save.key is None or (last := Key.read(record.keys.get(question, ""))) is None:
        return False
    is_again = save.key == last and all(
        record.answers[name] == value
        for name, value in save.answers.items()
        if QUESTION_OF[name] == question
    )
    was_passed = question in record.skipped
    return save.key.is_older_than(last) or (is_again and (question in save.skipped) == was_passed)


def _refuse_closed(record: Record, changed: Iterable[str], where: Standing) -> None:
    closed = [
        q
        for q in changed
        if not can_answer(where, was_answered=record.is_answered(q), was_late=q in record.late)
    ]
    if closed:
        raise DayIsOver(closed)


def _refuse_conflicts(record: Record, save: Save, changed: Iterable[str]) -> None:
    """Refuse to write over an answer that another page gave.

    A page's own earlier answer is no surprise to it, though its mark may not have reached it.
    """
    other = []
    for question in changed:
        last = Key.read(record.keys.get(question, ""))
        is_own = save.key is not None and last is not None and last.page == save.key.page
        seen = save.seen.get(question)
        if seen is not None and seen != record.mark(question) and not is_own:
            other.append(question)
    if other:
        raise SaidOtherwise(other)


def _change(
    record: Record,
    save: Save,
    after: dict[str, Any],
    differing: tuple[str, ...],
    questions: tuple[str, ...],
    where: Standing,
) -> Change:
    changed = touched(differing)
    passed = set(save.skipped) & set(questions)
    keys = dict(record.keys)
    if save.key is not None:
        # Changed along with another question: that answer, too, is this save's from now on.
        keys |= dict.fromkeys((*questions, *changed), str(save.key))
    late = set(record.late)
    if where is not Standing.TODAY:
        late |= {*changed, *passed}
    new = Record(
        after, keys, _in_order(late), _in_order((set(record.skipped) - set(questions)) | passed)
    )
    corrected = {
        q: {name: record.answers[name] for name in QUESTIONS[q].fields if name != "note"}
        for q in changed
        if record.is_answered(q)
    }
    return Change(new, differing, corrected, questions)


def _in_order(found: Collection[str]) -> list[str]:
    return [question for question in QUESTIONS if question in found]
