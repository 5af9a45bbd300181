"""Panels with a scale of their own: daily values, and scores taken now and then."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from alongside.core.charts.ink import (
    crosses,
    dots,
    known,
    line,
    num,
    rule,
    text,
    word,
)
from alongside.core.charts.parts import Daily, Point, Scores
from alongside.core.charts.reading import Series
from alongside.core.charts.sheet import LEFT, Rows, Scale, Sheet, width_of

NAME = 20.0  # the line with the panel's name
TALL, LOW = 68.0, 46.0
STRIP = 9.0  # crosses stand below the scale, or they would read as its lowest value
GAP = 8.0
APART = 7.0  # crosses and dots closer than this run into one another


def draw_daily(sheet: Sheet, part: Daily, series: Series) -> None:
    """Draw a daily measure: usual range, line with gaps, crosses, and the last value at its end."""
    if series.last is None and not part.marks:
        top = sheet.free(NAME + 12) + NAME
        nothing = _name(top, part.name, _("no entry in this time"))
        sheet.over.append(f'<g class="{word(part.strand)}">{nothing}</g>')
        return
    top = sheet.free(NAME + TALL + STRIP + GAP) + NAME
    scale = Scale(part.low, part.high, top, top + TALL)
    out = [f'<g class="{word(part.strand)}">', _name(top, part.name, "")]
    if part.usual is not None:
        out.append(_band(sheet, scale, part.usual))
    out.append(_grid(sheet, scale, part.ticks or (part.low, part.high)))
    at = [
        None if r is None else (sheet.x(sheet.days.middles[i]), scale.y(r.value))
        for i, r in enumerate(series.readings)
    ]
    if sheet.days.size > 1:
        reach = "".join(
            f"M{p[0]:.1f} {scale.y(r.low):.1f}V{scale.y(r.high):.1f}"
            for p, r in zip(at, series.readings, strict=True)
            if p is not None and r is not None
        )
        out.append(rule(reach, "reach"))
    out.append(rule(line(at), "line"))
    # Where days stand far enough apart every value gets its dot; else only one that stands alone.
    lone = at if sheet.step >= APART else _alone(at)
    out.append(rule(dots(lone), "pts"))
    out.append(_marks(sheet, scale, part, series))
    if series.last is not None and series.last_on is not None:
        out.append(_end(sheet, scale, series.last, series.last_on, part.unit))
    sheet.over.append("".join(out) + "</g>")


def draw_scores(sheet: Sheet, part: Scores) -> None:
    """Draw scores as dots with their numbers, a thin line between, and the cut-off as a line."""
    points = sorted(
        (p for p in part.points if known(p.value) is not None and sheet.days.shows(p.on)),
        key=lambda p: p.on,
    )
    if not points:
        top = sheet.free(NAME + 12) + NAME
        nothing = _name(top, part.name, _("not taken in this time"))
        sheet.over.append(f'<g class="{word(part.strand)}">{nothing}</g>')
        return
    top = sheet.free(NAME + LOW + GAP) + NAME
    scale = Scale(part.low, part.high, top, top + LOW)
    note = ""
    if part.cut is not None:
        note = _("line at %(cut)s") % {"cut": num(part.cut)}
        note += f": {part.cut_name}" if part.cut_name else ""
    out = [f'<g class="{word(part.strand)}">', _name(top, part.name, note)]
    out.append(_grid(sheet, scale, part.ticks or (part.low, part.high)))
    if part.cut is not None:
        out.append(rule(f"M{LEFT} {scale.y(part.cut):.1f}H{sheet.right:.1f}", "cut"))
    places = [(sheet.x_of(p.on), scale.y(p.value)) for p in points]
    out.append(rule(line(places), "line two"))
    out += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places]
    out.append(_numbers(points, places, scale))
    out.append(_end(sheet, scale, points[-1].value, points[-1].on, "", dot=False))
    sheet.over.append("".join(out) + "</g>")


def _name(top: float, name: str, note: str) -> str:
    out = text(LEFT, top - 7, name, kind="name")
    return out + (text(LEFT + len(name) * 7.6 + 10, top - 7, note) if note else "")


def _band(sheet: Sheet, scale: Scale, usual: tuple[float, float]) -> str:
    """Return the usual range; it stays visible when every day was the same."""
    high, low = scale.y(max(usual)), scale.y(min(usual))
    height = max(low - high, 3.0)
    y = (high + low - height) / 2
    return (
        f'<rect class="band" x="{LEFT:g}" y="{y:.1f}" '
        f'width="{sheet.right - LEFT:.1f}" height="{height:.1f}"/>'
    )


def _grid(sheet: Sheet, scale: Scale, ticks: Iterable[float]) -> str:
    out = []
    for tick in ticks:
        y = scale.y(tick)
        out.append(rule(f"M{LEFT:g} {y:.1f}H{sheet.right:.1f}", "axis"))
        out.append(text(LEFT - 6, y + 4, num(tick), anchor="end"))
    return "".join(out)


def _alone(places: list[tuple[float, float] | None]) -> list[tuple[float, float] | None]:
    """Return the places without a neighbour on either side: a line would not show them."""
    padded = [None, *places, None]
    return [
        p
        for before, p, after in zip(padded, places, padded[2:], strict=False)
        if before is None and after is None
    ]


def _marks(sheet: Sheet, scale: Scale, part: Daily, series: Series) -> str:
    """Return crosses for missing days, and diamonds for what happened, with words if they fit."""
    strip = scale.bottom + STRIP
    marked: dict[int, str] = {}
    for day, what in part.marks.items():
        if sheet.days.shows(day):
            marked.setdefault(sheet.days.bin_of(day), what)
    xs: list[float] = []
    for index in series.missing:
        x = sheet.x(sheet.days.middles[index])
        if index not in marked and (not xs or x - xs[-1] >= APART):
            xs.append(x)
    out = [rule(crosses(xs, strip), "miss")]
    rows = Rows(LEFT, sheet.right, 1)
    for index in sorted(marked):
        x = sheet.x(sheet.days.middles[index])
        reading = series.readings[index]
        y = strip if reading is None else scale.y(reading.value)
        out.append(rule(f"M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z", "dot"))
        if len(marked) <= 2 and reading is not None and not sheet.is_small:
            placed = rows.place(x, width_of(marked[index]), mark=11)
            if placed:
                out.append(text(placed[2], y + 4, marked[index], anchor=placed[1]))
    return "".join(out)


def _end(sheet: Sheet, scale: Scale, value: float, on: date, unit: str, *, dot: bool = True) -> str:
    """Return the last value beyond the end of the line, and its day if that is not the last one."""
    y = scale.y(value)
    out = f'<circle class="dot" cx="{sheet.x_of(on):.1f}" cy="{y:.1f}" r="4.5"/>' if dot else ""
    late = on != sheet.days.last
    # Two lines of text stay inside the panel.
    foot = min(y + 5, scale.bottom - 9) if late else y + 5
    out += text(sheet.right + 9, foot, f"{num(value)}{unit}", kind="end")
    return out + (
        text(sheet.right + 9, foot + 14, sheet.days.dated(on, sheet.calendar)) if late else ""
    )


def _numbers(points: list[Point], places: list[tuple[float, float]], scale: Scale) -> str:
    """Return the score above each dot (or below a high one), leaving out what would collide."""
    out, free_from = [], LEFT
    for point, (x, y) in zip(points[:-1], places, strict=False):
        label = num(point.value)
        half = width_of(label) / 2 + 1
        if x - half < free_from:
            continue
        free_from = x + half
        out.append(text(x, y + 16 if y - scale.top < 10 else y - 8, label, anchor="middle"))
    return "".join(out)
