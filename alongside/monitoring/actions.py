"""What can be done with check-ins: saving answers, sharing a note, laying down a history."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from alongside.core.days import day_of
from alongside.core.models import ChangedMeanwhile
from alongside.engine.scoring.form import CriticalRule
from alongside.measures import catalogue
from alongside.monitoring.models import ANSWERS, CheckIn, JournalNote, empty_check_in
from alongside.monitoring.queries import record_of
from alongside.monitoring.rules.answers import Key, checked, touched
from alongside.monitoring.rules.critical import TITLES, of_the_instrument
from alongside.monitoring.rules.days import Standing, standing
from alongside.monitoring.rules.questions import INSTRUMENT
from alongside.monitoring.rules.saving import Change, Record, Save, change
from alongside.people import actions as people
from alongside.people.models import Episode
from alongside.people.rules import Category, Urgency
from alongside.privacy.gate import EpisodeAccess, Kind

# More changes of mind than anybody has in a day; a page that sends nonsense stops growing the row.
MOST_CORRECTIONS = 100
# Pages of one person that save in the same moment; each try finds one of them done.
MOST_TRIES = 10
BATCH = 500
BOOKKEEPING = (
    "changed_at",
    "filled_late",
    "late",
    "skipped",
    "keys",
    "corrections",
)


class NotTheirs(Exception):
    """Only the person writes a check-in, and decides who reads the note."""


class NotInProgram(Exception):
    """The person is not in the program now, so that nobody would read what they tell."""


class DayToCome(Exception):
    """The day has not begun."""


class NoNote(Exception):
    """There is no note of that day."""


def save_check_in(
    access: EpisodeAccess,
    *,
    day: date,
    answers: Mapping[str, Any],
    at: datetime,
    key: str = "",
    seen: Mapping[str, str] | None = None,
    skipped: Collection[str] = (),
) -> CheckIn:
    """Save answers to the check-in of `day`; whatever else it says stays as it is.

    A save may arrive twice, or after a later one of the same page: it counts once. Use, a very low
    mood and the wish to be contacted raise a task for the team, once for each check-in.

    Args:
        access: the person's own, or a job's.
        day: today or yesterday, in the program's zone.
        answers: by field; see `rules.answers.checked`. `note` and `share_note` go to the note.
        at: the time of saving.
        key: `page.number`, the page's own count of its saves; empty: it is not compared.
        seen: by question, the mark (`rules.answers.mark_of`) of the answers that the page showed.
        skipped: questions passed over on purpose; their answers are taken back.

    Raises:
        BadAnswers: if an answer cannot be taken.
        DayIsOver: if answers of a day that is over would change.
        DayToCome: if the day has not begun.
        SaidOtherwise: if a question in `seen` was answered elsewhere meanwhile.
        NotInProgram: if the person is not in the program.
        NotTheirs: if the access is the staff's.
    """
    _refuse_others(access)
    if access.episode.status != Episode.Status.ADMITTED:
        raise NotInProgram
    save = Save(checked(answers), skipped, Key.read(key), seen or {})
    where = _open_day(day, at)
    for _ in range(MOST_TRIES - 1):
        # Another page made or changed the day's check-in in the same moment: what it says counts.
        with suppress(IntegrityError, ChangedMeanwhile):
            return _save(access, day, save, where, at)
    return _save(access, day, save, where, at)


@transaction.atomic
def share_note(access: EpisodeAccess, *, day: date, at: datetime) -> None:
    """Let the team read the note of a day.

    Raises:
        NoNote: if there is none.
        NotTheirs: if the access is the staff's.
    """
    _set_shared(access, day, at)


@transaction.atomic
def unshare_note(access: EpisodeAccess, *, day: date) -> None:
    """Make the note of a day the person's alone again.

    Raises:
        NoNote: if there is none.
        NotTheirs: if the access is the staff's.
    """
    _set_shared(access, day, None)


@dataclass(frozen=True, slots=True)
class Told:
    """One past check-in, to be laid down with others.

    Args:
        day: the program's day it is about.
        at: when it was told; after the day was over, it is marked as filled in late.
        answers: by field, as for `save_check_in`.
        skipped: questions passed over on purpose.
    """

    day: date
    at: datetime
    answers: Mapping[str, Any]
    skipped: Collection[str] = field(default=())


@transaction.atomic
def record_history(access: EpisodeAccess, rows: Iterable[Told]) -> int:
    """Lay down past check-ins of one person; return how many.

    They are checked like any other but raise no task: what they ask for is past.

    Raises:
        BadAnswers: if an answer cannot be taken.
        DayToCome: if a check-in was told before its day.
        NotTheirs: if the access is the staff's.
    """
    return record_histories([(access, rows)])


@transaction.atomic
def record_histories(histories: Iterable[tuple[EpisodeAccess, Iterable[Told]]]) -> int:
    """Lay down past check-ins of many people, a batch at a time; return how many.

    Raises:
        BadAnswers, DayToCome, NotTheirs: as `record_history`; nothing is laid down then.
    """
    rows = ((access, told) for access, history in histories for told in history)
    count = 0
    while batch := [_laid_down(access, told) for access, told in islice(rows, BATCH)]:
        CheckIn.objects.bulk_create(row for row, _ in batch)
        JournalNote.objects.bulk_create(note for _, note in batch if note)
        count += len(batch)
    return count


def _refuse_others(access: EpisodeAccess) -> None:
    if access.kind is Kind.STAFF:
        raise NotTheirs


def _open_day(day: date, at: datetime) -> Standing:
    where = standing(day, day_of(at))
    if where is Standing.TO_COME:
        raise DayToCome
    return where


def _save(access: EpisodeAccess, day: date, save: Save, where: Standing, at: datetime) -> CheckIn:
    """Save over what stands there now; the version says whether it still does when it is written.

    SQLite has one writer at a time: nothing is read or worked out while the others wait.

    Raises:
        ChangedMeanwhile, IntegrityError: if another page was faster; nothing is written then.
    """
    # There is at most one, so that nothing has to be put in order.
    held = list(access.all(CheckIn).filter(day=day))
    row, is_new = (held[0], False) if held else (empty_check_in(access.episode, day, at), True)
    note = None
    if not is_new and "happened" in {*touched(save.answers), *save.skipped}:
        note = access.all(JournalNote).filter(check_in=row).first()
    before = record_of(row, note)
    done = change(before, save, where)
    if not done.questions:
        return row
    books = {name: getattr(row, name) for name in BOOKKEEPING}
    _answer(row, done, at)
    kept = [name for name, was in books.items() if getattr(row, name) != was]
    rules = _newly_critical(before, done)
    with transaction.atomic():
        if is_new:
            row.save(force_insert=True)
        else:
            row.save_version(seen=row.version, fields=[*_answers_in(done), *kept])
        _write_note(row, note, done, at)
        _call_a_person(row, rules, at)
    return row


def _answer(row: CheckIn, done: Change, at: datetime) -> None:
    """Put what a save changes on the row."""
    for name in _answers_in(done):
        setattr(row, name, done.after.answers[name])
    row.keys, row.late, row.skipped = dict(done.after.keys), done.after.late, done.after.skipped
    row.filled_late = bool(row.late)
    row.changed_at = at
    was = [{"at": at, "question": q, "was": said} for q, said in done.corrected.items()]
    row.corrections = [*row.corrections, *was][:MOST_CORRECTIONS]


def _answers_in(done: Change) -> list[str]:
    return [name for name in done.fields if name in ANSWERS]


def _write_note(row: CheckIn, note: JournalNote | None, done: Change, at: datetime) -> None:
    """Write, change or take away the note; it is shared only where the person said so."""
    if not {"note", "share_note"} & set(done.fields):
        return
    text, share = done.after.answers["note"], done.after.answers["share_note"]
    if note is None:
        if text:
            _new_note(row, text, at, share=share).save(force_insert=True)
    elif text:
        note.text, note.changed_at = text, at
        note.shared_at = (note.shared_at or at) if share else None
        note.save_version(seen=note.version, fields=["text", "changed_at", "shared_at"])
    else:
        note.delete()


def _new_note(row: CheckIn, text: str, at: datetime, *, share: bool) -> JournalNote:
    return JournalNote(
        episode=row.episode,
        check_in=row,
        day=row.day,
        text=text,
        written_at=at,
        changed_at=at,
        shared_at=at if share else None,
    )


def _newly_critical(before: Record, done: Change) -> list[CriticalRule]:
    """Return the critical rules that hold now and did not before."""
    scorer = catalogue.instrument(INSTRUMENT).scorer
    held = scorer.criticals_so_far(of_the_instrument(before.answers))
    now = scorer.criticals_so_far(of_the_instrument(done.after.answers))
    return [rule for rule in now if rule not in held]


def _call_a_person(row: CheckIn, rules: Iterable[CriticalRule], at: datetime) -> None:
    """Raise a task for each rule."""
    for rule in rules:
        people.raise_task(
            row.episode,
            title=TITLES.get(rule.id, rule.action),
            detail=f"{rule.action} (Check-in of {row.day:%A %-d %B}.)",
            urgency=Urgency(rule.level),
            category=Category.SCORES,
            at=at,
            source=f"monitoring:{INSTRUMENT}:{rule.id}",
            source_id=row.pk,
        )


def _set_shared(access: EpisodeAccess, day: date, at: datetime | None) -> None:
    _refuse_others(access)
    note = access.all(JournalNote).select_for_update().filter(day=day).first()
    if note is None:
        raise NoNote
    if (at is None) == note.is_shared:
        note.shared_at = at
        note.save_version(seen=note.version, fields=["shared_at"])


def _laid_down(access: EpisodeAccess, told: Told) -> tuple[CheckIn, JournalNote | None]:
    _refuse_others(access)
    is_late = _open_day(told.day, told.at) is not Standing.TODAY
    # However late it was told then, to this record it is a day that is being filled in.
    where = Standing.YESTERDAY if is_late else Standing.TODAY
    row = empty_check_in(access.episode, told.day, told.at)
    done = change(Record(), Save(checked(told.answers), told.skipped), where)
    _answer(row, done, told.at)
    said = done.after.answers
    if not said["note"]:
        return row, None
    return row, _new_note(row, said["note"], told.at, share=said["share_note"])
