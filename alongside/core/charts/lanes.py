"""Rows without a scale: courses, marks, and events in words."""

from collections import defaultdict
from math import ceil

from django.utils.translation import gettext as _

from alongside.core.charts.ink import rule, short, text, word
from alongside.core.charts.parts import Course, Events, Shape, Spans, Tick, Ticks
from alongside.core.charts.sheet import LEFT, Rows, Sheet, width_of

NAME = 18.0
COURSE = 27.0
ROW = 18.0
MOST_COURSES = 8
CLOSEST = 4.0  # marks nearer to one another than this cannot be told apart


def draw_spans(sheet: Sheet, part: Spans) -> None:
    """Draw courses as bars, each stretch with its label above where it begins."""
    shown = [c for c in part.courses if _visible(sheet, c)]
    top = sheet.free(NAME)
    out = [f'<g class="{word(part.strand)}">', text(LEFT, top + 12, part.name, kind="name")]
    for course in shown[:MOST_COURSES]:
        out.append(_course(sheet, course, sheet.free(COURSE)))
    left_over = len(shown) - MOST_COURSES
    if left_over > 0:
        more = _("and %(count)s more in the table") % {"count": left_over}
        out.append(text(LEFT, sheet.free(ROW) + 12, more))
    if not shown:
        out.append(text(LEFT, sheet.free(ROW) + 12, _("none in this time")))
    sheet.free(6)
    sheet.over.append("".join(out) + "</g>")


def _visible(sheet: Sheet, course: Course) -> bool:
    first, last = sheet.days.first, sheet.days.last
    return any(s.start <= last and (s.end is None or s.end >= first) for s in course.spans)


def _course(sheet: Sheet, course: Course, top: float) -> str:
    out: list[str] = []
    free_until = sheet.width
    # From the right: what holds now is the label that must have room.
    for span in sorted(course.spans, key=lambda s: s.start, reverse=True):
        end = sheet.days.last if span.end is None else min(span.end, sheet.days.last)
        start = max(span.start, sheet.days.first)
        if start > end:
            continue
        x0, x1 = sheet.x_of(start), sheet.x_of(end)
        width = max(x1 - x0 - 1, 3.0)
        out.append(
            f'<rect class="span" x="{x0:.1f}" y="{top + 16:.1f}" width="{width:.1f}" '
            'height="7" rx="2"/>'
        )
        label = short(span.label, 30 if sheet.is_small else 48)
        begin = max(min(x0, free_until - width_of(label)), 0.0)
        if begin + width_of(label) <= free_until and x0 - begin <= width_of(label):
            out.append(text(begin, top + 12, label))
            free_until = begin - 10
    return "".join(out)


def draw_ticks(sheet: Sheet, part: Ticks) -> None:
    """Draw one row of marks; days that share a place share a mark."""
    top = sheet.free(NAME + ROW + 4)
    radius = min(4.5, max(2.0, sheet.step * 0.42))
    out = [f'<g class="{word(part.strand)}">', text(LEFT, top + 12, part.name, kind="name")]
    found = shapes(sheet, part)
    for x, shape in sorted(found.items()):
        out.append(mark(shape, x, top + 26, radius))
    if not found:
        out.append(text(LEFT, top + 30, _("none in this time")))
    sheet.over.append("".join(out) + "</g>")


def shapes(sheet: Sheet, part: Ticks) -> dict[float, Shape]:
    """Return the marks and their places; bins too close to be told apart share one."""
    together = ceil(CLOSEST / sheet.step)
    found: defaultdict[int, set[Shape]] = defaultdict(set)
    for tick in part.ticks:
        if sheet.days.shows(tick.on):
            found[sheet.days.bin_of(tick.on) // together].add(tick.shape)
    last = sheet.days.bins - 1
    return {
        sheet.x(sheet.days.middles[min(i * together + together // 2, last)]): (
            next(iter(shapes)) if len(shapes) == 1 else part.mixed
        )
        for i, shapes in found.items()
    }


def mark(shape: Shape, x: float, y: float, r: float = 4.5) -> str:
    """Return the mark of a shape, its middle at (x, y)."""
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'
    if shape in (Shape.DIAMOND, Shape.OPEN_DIAMOND):
        d = r * 1.3
        kind = "dot" if shape is Shape.DIAMOND else "hollow"
        return rule(f"M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f}-{d:.1f} {d:.1f}-{d:.1f}-{d:.1f}z", kind)
    if shape is Shape.FULL:
        return f'<circle class="dot" {circle}/>'
    out = f'<circle class="hollow" {circle}/>'
    if shape is Shape.STRUCK:
        s = r + 1.5
        out += rule(f"M{x - s:.1f} {y + s:.1f}l{2 * s:.1f}-{2 * s:.1f}", "miss")
    if shape is Shape.HALF:
        out += rule(f"M{x:.1f} {y - r:.1f}a{r:.1f} {r:.1f} 0 0 0 0 {2 * r:.1f}z", "half")
    return out


def draw_events(sheet: Sheet, part: Events) -> None:
    """Draw events: a triangle with words, and a dotted line up through everything above."""
    top = sheet.free(NAME)
    rows = Rows(LEFT, sheet.width, 4 if sheet.is_small else 3)
    out = [f'<g class="{word(part.strand)}">', text(LEFT, top + 12, part.name, kind="name")]
    shown = sorted((e for e in part.events if sheet.days.shows(e.on)), key=lambda e: e.on)
    for event in shown:
        x = sheet.x_of(event.on)
        label = short(event.label, 26 if sheet.is_small else 44)
        placed = rows.place(x, width_of(label), mark=10)
        y = sheet.y + (placed[0] if placed else 0) * ROW
        sheet.falls.append((x, y + 2))
        out.append(rule(f"M{x:.1f} {y + 2:.1f}l5.5 10h-11z", "dot"))
        if placed:
            out.append(text(placed[2], y + 12, label, anchor=placed[1]))
    if not shown:
        out.append(text(LEFT, sheet.y + 12, _("nothing noted in this time")))
    sheet.free(max(len(rows.taken), 1) * ROW + 6)
    sheet.over.append("".join(out) + "</g>")


def ticks_in_words(ticks: list[Tick]) -> str:
    """Return what a cell of the table says about the marks of one bin: each once, with a count."""
    counted: dict[str, int] = {}
    for tick in ticks:
        counted[tick.label] = counted.get(tick.label, 0) + 1
    return ", ".join(
        label if count == 1 else f"{label} \N{MULTIPLICATION SIGN} {count}"
        for label, count in counted.items()
    )
