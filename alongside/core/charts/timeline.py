"""Several measures on one time axis, with what else happened then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.core.charts.days import Calendar, Days
from alongside.core.charts.ink import num, rule, text, word
from alongside.core.charts.key import legend
from alongside.core.charts.lanes import draw_events, draw_spans, draw_ticks
from alongside.core.charts.panel import draw_daily, draw_scores
from alongside.core.charts.parts import Daily, Events, Part, Scores, Spans, Ticks
from alongside.core.charts.reading import Series, read
from alongside.core.charts.sheet import LEFT, TOP, Sheet
from alongside.core.charts.table import cells, table

WIDE, WIDE_MARGIN = 760.0, 62.0
SMALL, SMALL_MARGIN = 340.0, 54.0
FOOT = 26.0


@dataclass(frozen=True)
class Timeline:
    """What to draw: parts from top to bottom, from `first` to `last` day, both shown.

    `key` tells this picture from others on the page. A day that is `today` is never missing.

    Raises:
        ValueError: if the last day lies before the first.
    """

    key: str
    title: str
    first: date
    last: date
    parts: tuple[Part, ...]
    today: date | None = None
    usual_name: str = ""
    missing_name: str = ""

    def __post_init__(self) -> None:
        """Refuse an axis that runs backwards."""
        if self.last < self.first:
            raise ValueError("the last day lies before the first")


@dataclass(frozen=True)
class Picture:
    """A drawn picture: the plot (both sizes), its legend, its table, and the same in a sentence."""

    title: str
    plot: SafeString
    key: SafeString
    table: SafeString
    sentence: str
    is_empty: bool


def draw(timeline: Timeline) -> Picture:
    """Draw the timeline; if nothing at all was recorded, there is a sentence and no picture."""
    days, calendar = Days(timeline.first, timeline.last), Calendar()
    readings = {
        i: read(part, days, timeline.today)
        for i, part in enumerate(timeline.parts)
        if isinstance(part, Daily)
    }
    if not any(_has_data(p, days, readings.get(i)) for i, p in enumerate(timeline.parts)):
        nothing = _("Nothing was recorded from %(span)s.") % {"span": days.said(calendar)}
        blank = SafeString("")
        return Picture(timeline.title, blank, blank, blank, nothing, True)
    sentence = _sentence(timeline, days, calendar, readings)
    pictures = "".join(
        _svg(timeline, readings, Sheet(width, margin, is_small, days, calendar), sentence)
        for width, margin, is_small in ((WIDE, WIDE_MARGIN, False), (SMALL, SMALL_MARGIN, True))
    )
    drawn = [(part, readings.get(i)) for i, part in enumerate(timeline.parts)]
    key = legend(
        drawn, days, timeline.usual_name or _("usual range"), timeline.missing_name or _("no entry")
    )
    rows = table(timeline.title, days, calendar, timeline.parts, readings)
    # Every word in here has passed `ink.word`, every number is formatted by us.
    return Picture(
        title=timeline.title,
        plot=mark_safe(f'<div class="plot" data-plot="">{pictures}</div>'),  # noqa: S308
        key=mark_safe(key),  # noqa: S308
        table=mark_safe(rows),  # noqa: S308
        sentence=sentence,
        is_empty=False,
    )


def _has_data(part: Part, days: Days, series: Series | None) -> bool:
    if series is not None and isinstance(part, Daily):
        return series.last is not None or any(days.shows(day) for day in part.marks)
    return bool(cells(part, days, None))


def _svg(timeline: Timeline, readings: Mapping[int, Series], sheet: Sheet, sentence: str) -> str:
    for i, part in enumerate(timeline.parts):
        match part:
            case Daily():
                draw_daily(sheet, part, readings[i])
            case Scores():
                draw_scores(sheet, part)
            case Spans():
                draw_spans(sheet, part)
            case Ticks():
                draw_ticks(sheet, part)
            case Events():
                draw_events(sheet, part)
    bottom = sheet.y
    _time_axis(sheet, bottom)
    falls = "".join(f"M{x:.1f} {TOP + 14:g}V{y:.1f}" for x, y in sheet.falls)
    size = "small" if sheet.is_small else "wide"
    name = f"{timeline.key}-{size}"
    return (
        f'<svg class="on-{size}" viewBox="0 0 {sheet.width:g} {bottom + FOOT:.0f}" role="img" '
        f'aria-labelledby="{word(name)}-t {word(name)}-d" data-left="{LEFT:g}" '
        f'data-right="{sheet.right:g}" data-top="{TOP + 14:g}" data-bottom="{bottom:.0f}">'
        f'<title id="{word(name)}-t">{word(timeline.title)}</title>'
        f'<desc id="{word(name)}-d">{word(sentence)}</desc>'
        f"{''.join(sheet.under)}{rule(falls, 'event')}{''.join(sheet.over)}</svg>"
    )


def _time_axis(sheet: Sheet, bottom: float) -> None:
    """Draw the lines of weeks or months, and as many of their names as fit."""
    lines = list(sheet.days.lines(sheet.calendar))
    if not lines:  # a few days without a Monday: the first and the last say when
        ends = dict.fromkeys((sheet.days.first, sheet.days.last))
        lines = [(day, sheet.calendar.day(day)) for day in ends]
    sheet.under.append(
        rule(
            "".join(f"M{sheet.x_of(d):.1f} {TOP + 14:g}V{bottom + 4:.1f}" for d, _n in lines),
            "axis",
        )
    )
    sheet.under.append(rule(f"M{LEFT:g} {bottom:.1f}H{sheet.right:.1f}", "axis"))
    free_from = 0.0
    for day, name in lines:
        x, half = sheet.x_of(day), len(name) * 3.4
        if x - half < free_from or x + half > sheet.width:
            continue
        free_from = x + half + 12
        sheet.under.append(text(x, bottom + 18, name, anchor="middle"))


def _sentence(
    timeline: Timeline, days: Days, calendar: Calendar, readings: Mapping[int, Series]
) -> str:
    """Return what the picture shows in words: each measure's days, reach and last value."""
    out = [_("From %(span)s.") % {"span": days.said(calendar)}]
    for i, part in enumerate(timeline.parts):
        series = readings.get(i)
        if series is not None and isinstance(part, Daily):
            out.append(_daily_said(part, days, calendar, series))
        elif isinstance(part, Scores):
            shown = [p for p in part.points if days.shows(p.on)]
            if shown:
                newest = max(shown, key=lambda p: p.on)
                out.append(
                    _("%(name)s: %(value)s on %(day)s.")
                    % {
                        "name": part.name,
                        "value": num(newest.value),
                        "day": days.dated(newest.on, calendar),
                    }
                )
    return " ".join(out)


def _daily_said(part: Daily, days: Days, calendar: Calendar, series: Series) -> str:
    found = [r for r in series.readings if r is not None]
    if not found or series.last is None or series.last_on is None:
        return _("%(name)s: no entry.") % {"name": part.name}
    return _(
        "%(name)s: %(count)s of %(days)s days, from %(low)s to %(high)s; "
        "last %(last)s%(unit)s on %(day)s."
    ) % {
        "name": part.name,
        "count": sum(r.count for r in found),
        "days": days.count,
        "low": num(min(r.low for r in found)),
        "high": num(max(r.high for r in found)),
        "last": num(series.last),
        "unit": part.unit,
        "day": days.dated(series.last_on, calendar),
    }
