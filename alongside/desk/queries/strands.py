"""Turn rows into the parts of the chart: which panel, which strand, which mark."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from alongside.core.charts import (
    Course,
    Daily,
    Event,
    Events,
    Point,
    Scores,
    Shape,
    Span,
    Spans,
    Tick,
    Ticks,
)
from alongside.core.charts.parts import Part
from alongside.core.days import day_of
from alongside.desk.queries.marks import Mark, MarkKind
from alongside.engine.usual import usual_range
from alongside.measures.catalogue import instrument
from alongside.measures.queries.lines import ScorePoint, Which
from alongside.medications.models import DrugTest, Medication
from alongside.monitoring.queries import DailySeries
from alongside.monitoring.rules.questions import SUBSTANCES
from alongside.program.models import Attendance
from alongside.program.rules import CAME, Presence

# Daily measures in their order: column, name, strand, scale, ticks, unit.
DAILY = (
    ("mood", _("Mood"), "mind", (0.0, 10.0), (0.0, 5.0, 10.0), ""),
    ("anxiety", _("Anxiety"), "mind", (0.0, 10.0), (0.0, 5.0, 10.0), ""),
    ("craving", _("Craving"), "subs", (0.0, 10.0), (0.0, 5.0, 10.0), ""),
    ("sleep_hours", _("Sleep, hours"), "body", (0.0, 12.0), (0.0, 4.0, 8.0, 12.0), " h"),
)
# Scores on the chart: (instrument, score) -> short name and strand.
SCORES: dict[Which, tuple[str, str]] = {
    ("phq-9", "total"): ("PHQ-9", "mind"),
    ("gad-7", "total"): ("GAD-7", "mind"),
    ("pcl-5", "total"): ("PCL-5", "mind"),
    ("bam", "use"): ("BAM use", "subs"),
    ("bam", "risk"): ("BAM risk", "subs"),
    ("audit-c", "total"): ("AUDIT-C", "subs"),
    ("barc-10", "total"): ("BARC-10", "life"),
}


def usual(values: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the usual range of (n,) days, NaN where nothing was said; None with too few."""
    return usual_range(values)


def daily_panels(
    series: DailySeries,
    first: date,
    last: date,
    usual_of: Mapping[str, tuple[float, float] | None],
) -> list[Part]:
    """Return a panel for each daily measure; none for a measure that was never told."""
    panels: list[Part] = []
    used = _use_days(series)
    for column, name, strand, (low, high), ticks, unit in DAILY:
        values = dict(zip(series.days, series.values[column], strict=True))
        told = [d for d, v in values.items() if v is not None]
        if not told:
            continue
        panels.append(
            Daily(
                name=name,
                strand=strand,
                values={d: v for d, v in values.items() if first <= d <= last},
                low=low,
                high=high,
                ticks=ticks,
                unit=unit,
                usual=usual_of.get(column),
                expected=(max(min(told), first), last),
                marks={d: said for d, said in used.items() if d >= first}
                if column == "craving"
                else {},
                mark_name=_("use, told in the check-in"),
            )
        )
    return panels


def _use_days(series: DailySeries) -> dict[date, str]:
    found = {}
    for day, used, uses in zip(series.days, series.used, series.uses, strict=True):
        if used:
            said = ", ".join(_used(one) for one in uses or ())
            found[day] = said or _("use, told us")
    return found


def _used(one: Mapping[str, str]) -> str:
    what = SUBSTANCES.get(one.get("what", ""), one.get("what", ""))
    amount = one.get("amount", "")
    return f"{what} ({amount})" if amount else what


def score_panels(scores: Mapping[Which, Sequence[ScorePoint]]) -> list[Part]:
    """Return a panel for each instrument with a score in this time, on its own fixed scale."""
    panels: list[Part] = []
    for (name, score), points in scores.items():
        if not points:
            continue
        spec = next(s for s in instrument(name).form.scores if s.id == score)
        title, strand = SCORES[name, score]
        low, high = spec.low or 0.0, spec.high or max(p.value for p in points)
        panels.append(
            Scores(
                name=title,
                strand=strand,
                points=tuple(Point(p.on, p.value, p.band) for p in points),
                low=low,
                high=high,
                ticks=(low, high),
            )
        )
    return panels


def use_rows(marks: Iterable[Mark], tests: Iterable[DrugTest]) -> list[Part]:
    """Return a row of days of use that were told of looking back, and a row of drug tests."""
    told: defaultdict[str, dict[date, str]] = defaultdict(dict)
    for mark in marks:
        if mark.kind == MarkKind.USE:
            told[mark.text][mark.day] = mark.more or _("use, told us")
    rows: list[Part] = _use(told)
    ticks = tuple(_tested(test) for test in tests)
    if ticks:
        rows.append(
            Ticks(
                name=_("Urine tests"),
                strand="subs",
                ticks=ticks,
                key=_key_of(
                    ticks,
                    (Shape.FULL, _("found something")),
                    (Shape.HOLLOW, _("found nothing")),
                    (Shape.STRUCK, _("no sample")),
                ),
            )
        )
    return rows


# More substances than this share one row: a row each would push the rest off the screen.
MOST_ROWS = 4


def _use(told: Mapping[str, Mapping[date, str]]) -> list[Part]:
    """Return a row for each substance, the one of most days first; of many, one row for all."""
    by_days = sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))
    if len(by_days) > MOST_ROWS:
        days: defaultdict[date, list[str]] = defaultdict(list)
        for what, said in by_days:
            for day in said:
                days[day].append(what)
        joined = {day: ", ".join(whats) for day, whats in days.items()}
        by_days = [(_("Use"), joined)]
    return [
        Ticks(
            name=_("%(what)s, told day by day") % {"what": what[:1].upper() + what[1:]},
            strand="subs",
            ticks=tuple(Tick(day, Shape.DIAMOND, text) for day, text in sorted(said.items())),
            key=((Shape.DIAMOND, _("use, told us")),),
            mixed=Shape.DIAMOND,
        )
        for what, said in by_days
    ]


def _key_of(ticks: Sequence[Tick], *meanings: tuple[Shape, str]) -> tuple[tuple[Shape, str], ...]:
    """Return the meanings of the shapes that are there; half is what a mixture is drawn as."""
    used = {tick.shape for tick in ticks}
    if len(used) > 1:
        used.add(Shape.HALF)
    return tuple((shape, said) for shape, said in meanings if shape in used)


def _tested(test: DrugTest) -> Tick:
    if test.status == DrugTest.Status.NO_SAMPLE:
        return Tick(test.collected_on, Shape.STRUCK, _("no sample"))
    if test.positive_for:
        found = ", ".join(test.positive_for)
        return Tick(test.collected_on, Shape.FULL, _("found: %(what)s") % {"what": found})
    return Tick(test.collected_on, Shape.HOLLOW, _("found nothing"))


def medication_rows(medications: Sequence[Medication], marks: Iterable[Mark]) -> list[Part]:
    """Return what was taken and when, and the doses that were given here."""
    rows: list[Part] = []
    courses: dict[str, list[Span]] = {}
    for one in medications:
        if one.started_on is None:
            continue
        label = f"{one.name} {one.dosage}".strip()
        courses.setdefault(one.name, []).append(Span(one.started_on, one.ended_on, label))
    if courses:
        rows.append(
            Spans(
                name=_("Medication"),
                strand="body",
                courses=tuple(Course(name, tuple(spans)) for name, spans in courses.items()),
            )
        )
    rows.extend(_doses([m for m in marks if m.kind == MarkKind.DOSE]))
    return rows


def _doses(given: Sequence[Mark]) -> list[Part]:
    """Return a panel of daily doses for each unit that has numbers, and a row of those without."""
    rows: list[Part] = []
    by_unit: defaultdict[tuple[str, str], defaultdict[date, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    plain: list[Tick] = []
    for dose in given:
        if dose.more and dose.unit:
            by_unit[dose.text, dose.unit][dose.day] += float(dose.more)
        else:
            plain.append(Tick(dose.day, Shape.FULL, dose.text))
    for (name, unit), days in by_unit.items():
        top = max(days.values())
        high = float(ceil(top / 10) * 10) or 10.0
        rows.append(
            Daily(
                name=f"{name}, {unit}",
                strand="body",
                values=dict(days),
                low=0.0,
                high=high,
                ticks=(0.0, high),
                unit=f" {unit}",
                expected=(date.max, date.max),
            )
        )
    if plain:
        rows.append(
            Ticks(
                name=_("Given here"),
                strand="body",
                ticks=tuple(plain),
                key=((Shape.FULL, _("given")),),
            )
        )
    return rows


def session_row(places: Sequence[Attendance], at: datetime, first: date, last: date) -> list[Part]:
    """Return one mark for each day with sessions: came, came to some, missed, still ahead."""
    days: defaultdict[date, list[Attendance]] = defaultdict(list)
    for place in places:
        day = day_of(place.starts_at)
        if first <= day <= last:
            days[day].append(place)
    if not days:
        return []
    ticks = tuple(_attended(day, there, at) for day, there in sorted(days.items()))
    return [
        Ticks(
            name=_("Sessions"),
            strand="life",
            ticks=ticks,
            key=_key_of(
                ticks,
                (Shape.FULL, _("came")),
                (Shape.HALF, _("came to some")),
                (Shape.STRUCK, _("missed")),
                (Shape.HOLLOW, _("ahead, or not written down")),
            ),
        )
    ]


def _attended(day: date, there: Sequence[Attendance], at: datetime) -> Tick:
    known = [p for p in there if p.presence != Presence.EXPECTED]
    came = sum(p.presence in CAME for p in known)
    minutes = sum(p.minutes for p in known)
    if not known:
        ahead = there[0].starts_at > at
        return Tick(day, Shape.HOLLOW, _("ahead") if ahead else _("not written down"))
    said = _("came to %(came)d of %(planned)d, %(minutes)d minutes") % {
        "came": came,
        "planned": len(known),
        "minutes": minutes,
    }
    if came == len(known):
        return Tick(day, Shape.FULL, said)
    return Tick(day, Shape.HALF if came else Shape.STRUCK, said)


def life_row(marks: Iterable[Mark]) -> list[Part]:
    """Return what happened in the person's life, in words."""
    events = tuple(Event(m.day, m.text) for m in marks if m.kind == MarkKind.LIFE)
    return [Events(name=_("Life"), strand="life", events=events)] if events else []
