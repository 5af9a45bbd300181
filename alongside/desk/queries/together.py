"""Everything that the chart's first tab shows: both strands of one person on one time axis.

Each kind of row is read once, in a query whose size follows the time shown and not the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.charts import Picture, Timeline, beads, draw
from alongside.core.days import day_of, end_of, start_of
from alongside.desk.queries import strands
from alongside.desk.queries.marks import Mark, MarkKind, marks_between
from alongside.desk.queries.tasks import Todo, open_tasks
from alongside.intake.models import Condition
from alongside.intake.queries import conditions
from alongside.measures.catalogue import instrument
from alongside.measures.queries.lines import ScorePoint, Which, score_lines
from alongside.measures.rules.change import tell
from alongside.medications.models import Medication
from alongside.medications.queries import medications_between, tests_between
from alongside.monitoring.queries import DailySeries, series_between
from alongside.privacy.gate import EpisodeAccess
from alongside.program.models import Attendance
from alongside.program.queries import attendance_between

# Days that can be asked for; None is the whole stay.
PERIODS: dict[str, int | None] = {"14": 14, "30": 30, "90": 90, "all": None}
USUAL = "30"
# The usual range is worked out from these days before the last week.
BASELINE_DAYS, LEFT_OUT_DAYS = 90, 7
AHEAD_DAYS = 8
SHORTEST = 14
# Beside the chart; a referral may bring dozens, long over.
MOST_CONDITIONS = 10
MOST_TASKS = 6


@dataclass(frozen=True)
class Measured:
    """An instrument's newest score in words, with what became of it."""

    name: str
    strand: str
    value: str
    on: str
    change: str


@dataclass(frozen=True)
class Words:
    """Something that the person wrote and shared."""

    text: str
    day: str


@dataclass(frozen=True)
class Together:
    """The page: one picture, and beside it what a clinician reads first."""

    picture: Picture
    period: str
    words: Words | None
    measured: list[Measured]
    conditions: list[Condition]
    more_conditions: int
    medications: list[Medication]
    tasks: list[Todo]
    hours: str
    hours_beads: str
    planned_hours: str
    next_session: str
    last_check_in: str
    # Consents in force: what may leave the program at all.
    consents: int


def together(access: EpisodeAccess, period: str = USUAL) -> Together:
    """Return the page for a period of `PERIODS`; an unknown one is the usual one."""
    period = period if period in PERIODS else USUAL
    last = last_day(access)
    days = PERIODS[period]
    reach = timedelta(days=max(days or 0, BASELINE_DAYS + LEFT_OUT_DAYS))
    series = series_between(access, last - reach if days else None, last + timedelta(days=1))
    first = _first_day(access, days, series, last)
    places = attendance_between(
        access,
        min(start_of(first), start_of(last - timedelta(days=6))),
        end_of(last + timedelta(days=AHEAD_DAYS)),
    )
    marks = marks_between(access, first, last)
    medications = medications_between(access, first, last)
    scores = score_lines(access, strands.SCORES, since=start_of(first))
    known = conditions(access)
    parts = [
        *strands.daily_panels(series, first, last, _usual(series, last)),
        *strands.score_panels(scores),
        *strands.use_rows(marks, tests_between(access, first, last)),
        *strands.medication_rows(medications, marks),
        *strands.session_row(places, access.at, first, last),
        *strands.life_row(marks),
    ]
    return Together(
        picture=draw(
            Timeline(
                key="both",
                title=_("Both strands, one time"),
                first=first,
                last=last,
                parts=tuple(parts),
                today=day_of(access.at),
                usual_name=_("usual range"),
                missing_name=_("no check-in"),
            )
        ),
        period=period,
        words=_words(marks),
        measured=_measured(scores),
        conditions=known[:MOST_CONDITIONS],
        more_conditions=max(0, len(known) - MOST_CONDITIONS),
        medications=[m for m in medications if m.ended_on is None or m.ended_on > last],
        tasks=open_tasks(access, MOST_TASKS),
        **_hours(access, places, last),
        next_session=_next(access, places),
        last_check_in=_last_check_in(series, last),
        consents=sum(m.kind == MarkKind.CONSENT for m in marks),
    )


def last_day(access: EpisodeAccess) -> date:
    """Return the day at which the axis ends: today, or the last day of a stay that has ended."""
    ended = access.episode.discharged_at
    return day_of(ended) if ended else day_of(access.at)


def _first_day(access: EpisodeAccess, days: int | None, series: DailySeries, last: date) -> date:
    begun = day_of(access.episode.admitted_at or access.episode.referred_at)
    if days is not None:
        # Of a stay that has just begun, the weeks before it would be empty paper.
        wanted = last - timedelta(days=days - 1)
        return max(wanted, min(begun - timedelta(days=3), last - timedelta(days=SHORTEST - 1)))
    return min(begun, *series.days[:1], last - timedelta(days=SHORTEST - 1))


def _usual(series: DailySeries, last: date) -> Mapping[str, tuple[float, float] | None]:
    """Return the person's usual range of each measure, from the days before the last week."""
    until = last - timedelta(days=LEFT_OUT_DAYS)
    since = until - timedelta(days=BASELINE_DAYS)
    inside = np.array([since <= day < until for day in series.days], bool)
    return {
        name: strands.usual(np.array(values, float)[inside])
        for name, values in series.values.items()
    }


def _words(marks: Iterable[Mark]) -> Words | None:
    """Return the newest note that was shared."""
    notes = [m for m in marks if m.kind == MarkKind.NOTE]
    if not notes:
        return None
    newest = max(notes, key=lambda m: m.day)
    return Words(newest.text, date_format(newest.day, "l j F"))


def _measured(scores: Mapping[Which, Sequence[ScorePoint]]) -> list[Measured]:
    found = []
    for (name, score), points in scores.items():
        if not points:
            continue
        about, newest = instrument(name), points[-1]
        spec = next(s for s in about.form.scores if s.id == score)
        change = ""
        if len(points) > 1:
            first = points[0]
            since = date_format(first.on, "j M Y" if first.on.year != newest.on.year else "j M")
            told = tell(about, score, earlier=first.value, later=newest.value, since=since)
            change = told.sentence
        most = f" of {spec.high:g}" if spec.high is not None else ""
        band = f", {newest.band}" if newest.band else ""
        found.append(
            Measured(
                name=strands.SCORES[name, score][0],
                strand=strands.SCORES[name, score][1],
                value=f"{newest.value:g}{most}{band}",
                on=date_format(newest.on, "j M"),
                change=change,
            )
        )
    return found


def _hours(access: EpisodeAccess, places: Sequence[Attendance], last: date) -> dict[str, str]:
    """Return the hours of the last seven days, as soon as anything was planned for them."""
    since, until = start_of(last - timedelta(days=6)), end_of(last)
    week = [p for p in places if since <= p.starts_at < until]
    if not week:
        return {"hours": "", "hours_beads": "", "planned_hours": ""}
    done = sum(p.minutes for p in week) / 60
    planned = access.episode.track.hours_per_week if access.episode.track else None
    return {
        "hours": f"{done:.1f}".removesuffix(".0"),
        "planned_hours": f"{float(planned):g}" if planned is not None else "",
        "hours_beads": beads(done, int(planned or 0)),
    }


def _next(access: EpisodeAccess, places: Sequence[Attendance]) -> str:
    ahead = [p for p in places if p.starts_at >= access.at]
    if not ahead:
        return ""
    at = localtime(ahead[0].starts_at)
    today = day_of(access.at)
    day = _("Today") if day_of(ahead[0].starts_at) == today else date_format(at, "l")
    return f"{day} {date_format(at, 'H:i')}, {ahead[0].session.title}"


def _last_check_in(series: DailySeries, last: date) -> str:
    told = [d for d, late in zip(series.days, series.is_late, strict=True) if late is not None]
    if not told:
        return ""
    days = (last - told[-1]).days
    if days == 0:
        return _("Checked in today")
    if days == 1:
        return _("Last check-in yesterday")
    return _("Last check-in %(days)d days ago") % {"days": days}
