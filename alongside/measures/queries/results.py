"""One instrument's results: the scores, what has changed, and each answer beside the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.formats import date_format

from alongside.core.days import day_of
from alongside.engine.scoring.form import DECLINED, ScoreSpec
from alongside.engine.scoring.scorer import Result, Scored, Status
from alongside.measures.catalogue import NoSuchInstrument, instrument
from alongside.measures.models import Response, Score
from alongside.measures.rules.asking import in_force
from alongside.measures.rules.change import tell
from alongside.measures.rules.instrument import Instrument, Question
from alongside.people.rules import Urgency
from alongside.privacy.gate import EpisodeAccess

# As many as a page shows; the first is read apart, so the page does not grow with the record.
MOST = 24

WHEN = {
    Urgency.EMERGENCY: "Now, stay with the person",
    Urgency.URGENT: "Before the person leaves",
    Urgency.SAME_DAY: "Today",
    Urgency.NEXT_CONTACT: "At the next contact",
}


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One score with what can be said of it, and no more."""

    label: str
    value: str
    out_of: str
    band: str
    status: str
    reading: str
    against_last: str
    against_first: str
    note: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answers: this time, last time, the first time."""

    number: str
    text: str
    now: str
    last: str
    first: str
    has_changed: bool
    wording_is_unverified: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One time the instrument was answered."""

    response: Response
    result: Result
    day: date
    words: str
    mode: str
    scores: str


@dataclass(frozen=True, slots=True)
class Results:
    """All that the result page shows.

    Args:
        history: the newest times, the newest first.
        earliest: the first time of all, if it is not the one shown.
    """

    instrument: Instrument
    shown: Taken
    cards: tuple[ScoreCard, ...]
    patterns: tuple[tuple[str, str], ...]
    criticals: tuple[tuple[str, str], ...]
    answers: tuple[Answered, ...]
    history: tuple[Taken, ...]
    earliest: Taken | None
    has_last: bool
    has_first: bool


def results(
    access: EpisodeAccess, instrument_id: str, *, response_id: UUID | None = None
) -> Results:
    """Return the results of one instrument; of the newest response, or of the one named.

    Raises:
        Http404: if there is no such instrument, or nothing has been finished.
    """
    try:
        found = instrument(instrument_id)
    except NoSuchInstrument:
        raise Http404 from None
    rows = access.all(Response).filter(Response.COUNTS, instrument=instrument_id)
    newest = list(rows.order_by("-taken_at", "-pk")[:MOST])
    if not newest:
        raise Http404
    first = rows.order_by("taken_at", "pk").first() or newest[-1]
    shown = newest[0]
    if response_id is not None:
        shown = access.one(
            Response, pk=response_id, instrument=instrument_id, taken_at__isnull=False
        )
    last = next((row for row in newest if _when(row) < _when(shown)), None)
    earlier_first = first if _when(first) < _when(shown) else None
    several = list({*newest, shown, first})
    imported = [row for row in several if row.mode == Response.Mode.IMPORTED]
    prefetch_related_objects(imported, "scores")
    scored = {row.pk: result_of(found, row) for row in several}
    return Results(
        instrument=found,
        shown=_taken(found, shown, scored[shown.pk]),
        cards=_cards(found, scored, shown, last, earlier_first),
        patterns=_patterns(found, scored[shown.pk]),
        criticals=tuple(
            (WHEN[Urgency(rule.level)], rule.action)
            for rule in found.form.critical_rules
            if rule.id in shown.criticals
        ),
        answers=_answers(found, shown, last, earlier_first),
        history=tuple(_taken(found, row, scored[row.pk]) for row in newest),
        earliest=_taken(found, first, scored[first.pk]) if earlier_first else None,
        has_last=last is not None,
        has_first=earlier_first is not None and earlier_first != last,
    )


def result_of(found: Instrument, row: Response) -> Result:
    """Return what a response scores; where another system sent a score alone, that score."""
    result = found.scorer.score(in_force(found, row.answers, row.facts), row.facts)
    if row.mode != Response.Mode.IMPORTED:
        return result
    kept = {score.score: score for score in row.scores.all()}
    return replace(
        result,
        scores=tuple(
            as_sent(spec, kept.get(spec.id)) if now.value is None else now
            for spec, now in zip(found.form.scores, result.scores, strict=True)
        ),
    )


def as_sent(spec: ScoreSpec, kept: Score | None) -> Scored:
    """Return a score that another system sent without the answers behind it."""
    value = None if kept is None else kept.value
    if kept is None or value is None:
        return Scored(spec.id, None, Status.NOT_ASKED, None, (), None, None)
    band = next((b for b in spec.bands if b.code == kept.band), None)
    return Scored(spec.id, value, Status.PARTIAL, band, (), None, None)


def _cards(
    found: Instrument,
    scored: Mapping[UUID, Result],
    shown: Response,
    last: Response | None,
    first: Response | None,
) -> tuple[ScoreCard, ...]:
    cards = []
    for spec in found.form.scores:
        now = scored[shown.pk].score(spec.id)
        if now.status is Status.NOT_ASKED:
            continue
        cards.append(
            ScoreCard(
                label=found.score_labels[spec.id],
                value=value_words(now),
                out_of=_out_of(spec, now),
                band=now.band.label if now.band else "",
                status=_status_words(found, now),
                reading=_reading(spec, now),
                against_last=_against(found, spec, scored, last, shown),
                against_first=_against(found, spec, scored, first, shown) if first != last else "",
                note=found.score_notes.get(spec.id, ""),
            )
        )
    return tuple(cards)


def _against(
    found: Instrument,
    spec: ScoreSpec,
    scored: Mapping[UUID, Result],
    earlier: Response | None,
    shown: Response,
) -> str:
    """Tell the change from an earlier response; nothing where the two cannot be compared."""
    if earlier is None:
        return ""
    if earlier.instrument_version != shown.instrument_version:
        return "Another version of the instrument; the two cannot be compared."
    before, now = scored[earlier.pk].score(spec.id).value, scored[shown.pk].score(spec.id).value
    if isinstance(before, bool | str) or isinstance(now, bool | str):
        return ""
    if before is None or now is None:
        return "Cannot be compared: one of the two is not complete."
    return tell(found, spec.id, earlier=before, later=now).sentence


def _patterns(found: Instrument, result: Result) -> tuple[tuple[str, str], ...]:
    words = {True: "present", False: "not present", None: "cannot be told: answers are missing"}
    return tuple((a.label, words[result.algorithms[a.id]]) for a in found.form.algorithms)


def _answers(
    found: Instrument, shown: Response, last: Response | None, first: Response | None
) -> tuple[Answered, ...]:
    return tuple(
        Answered(
            number=question.number,
            text=f"{question.stem} {question.text}".strip() if question.number else question.text,
            now=answer_words(question, shown.answers),
            last=answer_words(question, last.answers) if last else "",
            first=answer_words(question, first.answers) if first else "",
            has_changed=last is not None
            and last.answers.get(question.id) != shown.answers.get(question.id),
            wording_is_unverified=question.wording_is_verified is False,
        )
        for question in found.questions
    )


def answer_words(question: Question, answers: Mapping[str, object]) -> str:
    """Return one answer as it was worded, with its points where the wording hides them."""
    given = answers.get(question.id)
    if given is None:
        return "no answer"
    if given == DECLINED:
        return "preferred not to answer"
    if not isinstance(given, int | float):
        return str(given)
    label = question.label_of(given)
    points = question.item.points(given)
    if not question.is_scored or points is None or label == f"{points:g}":
        return label
    return f"{label} ({points:g})"


def value_words(scored: Scored) -> str:
    """Return a score's value as it is read."""
    if scored.value is None:
        return "No score"
    if isinstance(scored.value, bool):
        return "Positive" if scored.value else "Negative"
    if isinstance(scored.value, str):
        return scored.value.replace("_", " ").capitalize()
    return f"{round(scored.value, 1):g}"


def _status_words(found: Instrument, scored: Scored) -> str:
    if scored.status is Status.PARTIAL and not scored.missing:
        return "As another system sent it, without all the answers behind it."
    missing = ", ".join(_number(found, item) for item in scored.missing)
    return {
        Status.PRORATED: f"Estimated: scaled up, without an answer to question {missing}.",
        Status.PARTIAL: f"Without an answer to question {missing}.",
        Status.INCOMPLETE: f"Not complete: no answer to question {missing}.",
    }.get(scored.status, "")


def _number(found: Instrument, item: str) -> str:
    """Return what a question is called: its own number, or its place where it has a name."""
    if number := found.question_by_id[item].number:
        return number
    return str([question.id for question in found.questions].index(item) + 1)


def _out_of(spec: ScoreSpec, scored: Scored) -> str:
    if spec.high is None or scored.value is None or isinstance(scored.value, bool | str):
        return ""
    return f"of {spec.high:g}"


def _reading(spec: ScoreSpec, scored: Scored) -> str:
    if scored.positive is not None:
        return "At or above the cut" if scored.positive else "Below the cut"
    return "Worth a look" if scored.flagged else ""


def _taken(found: Instrument, row: Response, result: Result) -> Taken:
    day = day_of(_when(row))
    shown: Sequence[Scored] = [s for s in result.scores if s.status is not Status.NOT_ASKED]
    return Taken(
        response=row,
        result=result,
        day=day,
        words=date_format(day, "j M Y"),
        mode=row.get_mode_display(),
        scores=", ".join(f"{found.score_labels[s.id]} {value_words(s).lower()}" for s in shown),
    )


def _when(row: Response) -> datetime:
    return row.taken_at or row.started_at
