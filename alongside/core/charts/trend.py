"""One score over time, with the bands it is read by and the cut-off as a line."""

from dataclasses import dataclass
from math import isfinite

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.core.charts.days import Calendar, Days
from alongside.core.charts.ink import line, num, rule, text, word
from alongside.core.charts.parts import Point
from alongside.core.charts.sheet import LEFT, TOP, Scale, Sheet
from alongside.core.charts.timeline import Picture

SIZES = (("wide", 640.0, 150.0), ("small", 340.0, 96.0))
HEIGHT, FOOT = 190.0, 26.0


@dataclass(frozen=True)
class Zone:
    """A band of scores with a name; both ends belong to it."""

    low: float
    high: float
    name: str


@dataclass(frozen=True)
class Trend:
    """What to draw: the points of one score, its whole scale, its zones, and its cut-off.

    `verdict` is the change in words (reliable or not), worked out by the caller.
    """

    key: str
    title: str
    strand: str
    points: tuple[Point, ...]
    low: float
    high: float
    zones: tuple[Zone, ...] = ()
    cut: float | None = None
    cut_name: str = ""
    verdict: str = ""


def draw_trend(trend: Trend) -> Picture:
    """Draw the score over time; without any point there is a sentence and no picture."""
    points = sorted((p for p in trend.points if isfinite(p.value)), key=lambda p: p.on)
    if not points:
        nothing = _("%(title)s: no score yet.") % {"title": trend.title}
        blank = SafeString("")
        return Picture(trend.title, blank, blank, blank, nothing, True)
    days, calendar = Days(points[0].on, points[-1].on), Calendar()
    sentence = _said(trend, points, calendar)
    pictures = "".join(_svg(trend, points, days, calendar, sentence, size) for size in SIZES)
    # Words have passed `ink.word`, numbers are ours.
    return Picture(
        title=trend.title,
        plot=mark_safe(f'<div class="plot" data-plot="">{pictures}</div>'),  # noqa: S308
        key=SafeString(""),
        table=mark_safe(_table(trend, points, days, calendar)),  # noqa: S308
        sentence=sentence,
        is_empty=False,
    )


def zone_of(trend: Trend, value: float) -> str:
    """Return the name of the zone in which a score lies, or nothing."""
    return next((z.name for z in trend.zones if z.low <= value <= z.high), "")


def _svg(
    trend: Trend,
    points: list[Point],
    days: Days,
    calendar: Calendar,
    sentence: str,
    size: tuple[str, float, float],
) -> str:
    name, width, margin = size
    sheet = Sheet(width, margin, name == "small", days, calendar)
    scale = Scale(trend.low, trend.high, TOP + 10, TOP + 10 + HEIGHT)
    key = word(f"{trend.key}-{name}")
    out = [_zones(trend, sheet, scale)]
    for value in (trend.low, trend.high):
        y = scale.y(value)
        out.append(rule(f"M{LEFT:g} {y:.1f}H{sheet.right:.1f}", "axis"))
        out.append(text(LEFT - 6, y + 4, num(value), anchor="end"))
    if trend.cut is not None:
        y = scale.y(trend.cut)
        out.append(rule(f"M{LEFT:g} {y:.1f}H{sheet.right:.1f}", "cut"))
        out.append(text(LEFT - 6, y + 4, num(trend.cut), anchor="end"))
    # A little air on both sides, so that the first and the last number stand inside.
    places = [(sheet.x(0.04 + 0.92 * days.part(p.on)), scale.y(p.value)) for p in points]
    out.append(rule(line(places), "line"))
    out += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>' for x, y in places]
    out.append(_labels(points, places, scale))
    out.append(_dates(points, places, scale.bottom, calendar))
    return (
        f'<svg class="trend on-{name} {word(trend.strand)}" role="img" '
        f'viewBox="0 0 {width:g} {scale.bottom + FOOT:.0f}" aria-labelledby="{key}-t {key}-d" '
        f'data-left="{sheet.x(0.04):.1f}" data-right="{sheet.x(0.96):.1f}" '
        f'data-top="{scale.top:g}" data-bottom="{scale.bottom:g}">'
        f'<title id="{key}-t">{word(trend.title)}</title>'
        f'<desc id="{key}-d">{word(sentence)}</desc>{"".join(out)}</svg>'
    )


def _zones(trend: Trend, sheet: Sheet, scale: Scale) -> str:
    """Return the zones, every second one shaded, each with its name where it has the room."""
    out, free_until = [], scale.bottom + 20
    for i, zone in enumerate(sorted(trend.zones, key=lambda z: z.low)):
        # Scores are whole: a zone reaches half a step beyond its own ends.
        bottom, top = scale.y(zone.low - 0.5), scale.y(zone.high + 0.5)
        if i % 2:
            out.append(
                f'<rect class="zone" x="{LEFT:g}" y="{top:.1f}" '
                f'width="{sheet.right - LEFT:.1f}" height="{bottom - top:.1f}"/>'
            )
        middle = (bottom + top) / 2 + 4
        if free_until - middle >= 13:
            out.append(text(sheet.right + 8, middle, zone.name))
            free_until = middle
    return "".join(out)


def _labels(points: list[Point], places: list[tuple[float, float]], scale: Scale) -> str:
    """Return the numbers at the dots: the first and last always, others where they fit."""
    out: list[str] = []
    last_x = places[-1][0]
    free_from = float("-inf")
    for i, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        is_last = i == len(points) - 1
        if not is_last and (x < free_from or last_x - x < 22):
            continue
        free_from = x + 22
        over = y - 9 if y - scale.top > 14 else y + 19
        out.append(text(x, over, num(point.value), kind="end", anchor="middle"))
    return "".join(out)


def _dates(
    points: list[Point], places: list[tuple[float, float]], bottom: float, calendar: Calendar
) -> str:
    """Return the days under the dots, from the last one back, leaving out what would collide."""
    out: list[str] = []
    free_until = float("inf")
    for point, (x, _y) in zip(reversed(points), reversed(places), strict=True):
        name = calendar.day(point.on)
        half = len(name) * 3.4
        if x + half > free_until:
            continue
        free_until = x - half - 10
        out.append(text(x, bottom + 18, name, anchor="middle"))
    return "".join(out)


def _table(trend: Trend, points: list[Point], days: Days, calendar: Calendar) -> str:
    rows: list[str] = []
    before: float | None = None
    for point in points:
        change = "" if before is None else signed(point.value - before)
        meaning = word(point.label or zone_of(trend, point.value))
        rows.append(
            f'<tr data-x="{days.part(point.on):.4f}">'
            f'<th scope="row">{word(calendar.full(point.on))}</th>'
            f'<td class="n">{num(point.value)}</td><td>{meaning}</td>'
            f'<td class="n">{change}</td></tr>'
        )
        before = point.value
    head = "".join(
        f'<th scope="col"{cls}>{word(name)}</th>'
        for name, cls in (
            (_("Day"), ""),
            (_("Score"), ' class="n"'),
            (_("Meaning"), ""),
            (_("Change"), ' class="n"'),
        )
    )
    return (
        f'<table class="t"><caption>{word(trend.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(reversed(rows))}</tbody></table>"
    )


def signed(change: float) -> str:
    """Return a change with its sign, with a true minus.

    >>> signed(-3.0), signed(2.0), signed(0.0)
    ('\N{MINUS SIGN}3', '+2', '0')
    """
    if num(abs(change)) == "0":
        return "0"
    return ("+" if change > 0 else "\N{MINUS SIGN}") + num(abs(change))


def _said(trend: Trend, points: list[Point], calendar: Calendar) -> str:
    def one(point: Point) -> str:
        zone = point.label or zone_of(trend, point.value)
        return _("%(value)s%(zone)s on %(day)s") % {
            "value": num(point.value),
            "zone": f" ({zone})" if zone else "",
            "day": calendar.full(point.on),
        }

    said = f"{trend.title}: {one(points[0])}"
    if len(points) > 1:
        said += ", " + _("then %(last)s") % {"last": one(points[-1])}
    return f"{said}. {trend.verdict}".strip()
