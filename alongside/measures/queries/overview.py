"""All of one person's measures at a glance: what is asked, what the last ones said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format

from alongside.core.days import day_of
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response, Score
from alongside.measures.queries.lines import band_label
from alongside.measures.rules.change import tell
from alongside.measures.rules.due import days_overdue
from alongside.measures.rules.instrument import Instrument
from alongside.privacy.gate import EpisodeAccess


@dataclass(frozen=True, slots=True)
class Asked:
    """One assignment, as a list shows it."""

    assignment: Assignment
    instrument: Instrument
    cadence: str
    due_words: str
    days_overdue: int
    is_begun: bool
    by_clinician: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """The last result of an instrument, as a list shows it."""

    instrument: Instrument
    taken_words: str
    values: tuple[str, ...]
    change: str


def asked(access: EpisodeAccess, *, today: date) -> list[Asked]:
    """Return what the person is being asked for, the most overdue first."""
    begun = set(access.all(Response).filter(Response.UNFINISHED).values_list("instrument", "about"))
    return [
        Asked(
            assignment=row,
            instrument=instrument(row.instrument),
            cadence=f"every {row.every_days} days" if row.every_days else "once",
            due_words=date_format(row.due_on, "j M Y") if row.due_on else "",
            days_overdue=days_overdue(row.due_on, today=today),
            is_begun=(row.instrument, row.about) in begun,
            by_clinician=row.answered_by == Assignment.AnsweredBy.CLINICIAN,
        )
        for row in access.all(Assignment).filter(Assignment.OPEN).order_by("due_on", "pk")
    ]


def latest(access: EpisodeAccess) -> list[Latest]:
    """Return the last result of every instrument with its change, the newest first."""
    place = Window(
        RowNumber(), partition_by=[F("instrument"), F("score")], order_by=F("taken_at").desc()
    )
    rows = access.all(Score).annotate(place=place).filter(place__lte=2)
    by_instrument: dict[str, list[Score]] = {}
    for row in rows.order_by("-taken_at"):
        by_instrument.setdefault(row.instrument, []).append(row)
    return [_latest(instrument(name), rows) for name, rows in by_instrument.items()]


def _latest(found: Instrument, rows: Iterable[Score]) -> Latest:
    by_score: dict[str, list[Score]] = {spec.id: [] for spec in found.form.scores}
    for row in rows:
        by_score[row.score].append(row)
    newest = max(two[0].taken_at for two in by_score.values() if two)
    shown = [two[0] for two in by_score.values() if two and two[0].taken_at == newest]
    values = tuple(
        f"{found.score_labels[row.score]} {said(found, row)}"
        for row in shown
        if is_worth_a_word(row)
    )
    return Latest(
        instrument=found,
        taken_words=date_format(day_of(newest), "j M Y"),
        values=values,
        change=_change(found, by_score[found.main_score.id]),
    )


def _change(found: Instrument, two: list[Score]) -> str:
    if len(two) < 2 or two[0].value is None or two[1].value is None:
        return ""
    told = tell(
        found,
        two[0].score,
        earlier=two[1].value,
        later=two[0].value,
        since=date_format(day_of(two[1].taken_at), "j M Y"),
    ).sentence
    if two[0].score == "total":
        return told
    return f"{found.score_labels[two[0].score]}: {told[0].lower()}{told[1:]}"


def is_worth_a_word(row: Score) -> bool:
    """Say whether a list shows this score: not where none of its questions was due."""
    return row.status != "not_asked"


def said(found: Instrument, row: Score) -> str:
    """Return a score as it is read: the value, the most it can be, and its band."""
    if row.word:
        return row.word.replace("_", " ")
    if row.value is None:
        return "not complete"
    spec = next(s for s in found.form.scores if s.id == row.score)
    most = f" of {spec.high:g}" if spec.high is not None else ""
    band = band_label(found.id, row.score, row.band)
    return f"{row.value:g}{most}{f', {band.lower()}' if band else ''}"
