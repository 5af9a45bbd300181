"""Very small pictures: a few days of one measure with a sentence, and hours as beads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.core.charts.ink import crosses, dots, known, line, num, rule, text, word
from alongside.core.charts.sheet import Scale

WIDTH, HEIGHT = 208.0, 54.0
LEFT, RIGHT = 5.0, 168.0


@dataclass(frozen=True)
class Spark:
    """A small picture, hidden from screen readers, and the sentence that says the same."""

    svg: SafeString
    sentence: str


def spark(
    name: str,
    strand: str,
    values: Sequence[float | None],
    *,
    low: float,
    high: float,
    usual: tuple[float, float] | None = None,
    unit: str = "",
) -> Spark:
    """Draw the values of consecutive days, the newest last; None or NaN is a missing day."""
    found = [known(v) for v in values]
    seen = [v for v in found if v is not None]
    if not seen:
        return Spark(SafeString(""), _("%(name)s: no entry.") % {"name": name})
    scale = Scale(low, high, 6, HEIGHT - 12)
    step = (RIGHT - LEFT) / max(len(found) - 1, 1)
    xs = [LEFT + i * step if len(found) > 1 else RIGHT for i in range(len(found))]
    at = [None if v is None else (x, scale.y(v)) for x, v in zip(xs, found, strict=True)]
    drawn = [f'<svg class="spark {word(strand)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" ']
    drawn.append('aria-hidden="true">')
    if usual is not None:
        top, bottom = scale.y(max(usual)), scale.y(min(usual))
        drawn.append(
            f'<rect class="band" x="{LEFT:g}" y="{top:.1f}" width="{RIGHT - LEFT:g}" '
            f'height="{max(bottom - top, 3):.1f}"/>'
        )
    drawn.append(rule(line(at), "line"))
    drawn.append(rule(dots(at) if step >= 7 else "", "pts"))
    gone = [x for x, v in zip(xs, found, strict=True) if v is None]
    drawn.append(rule(crosses(gone, HEIGHT - 5) if step >= 5 else "", "miss"))
    x, y = next(p for p in reversed(at) if p is not None)
    drawn.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
    drawn.append(text(max(x, RIGHT) + 8, y + 5, f"{num(seen[-1])}{unit}", kind="end") + "</svg>")
    said = ", ".join(_("no entry") if v is None else num(v) for v in found[-14:])
    sentence = _("%(name)s, day by day: %(values)s.") % {"name": name, "values": said}
    if usual is not None:
        sentence += " " + _("Usually %(low)s to %(high)s%(unit)s.") % {
            "low": num(min(usual)),
            "high": num(max(usual)),
            "unit": unit,
        }
    # Words have passed `ink.word`, numbers are ours.
    return Spark(mark_safe("".join(drawn)), sentence)  # noqa: S308


def beads(done: float, planned: int) -> SafeString:
    """Draw one bead for each planned hour: full when delivered, part of it when part was.

    Hidden from screen readers: the numbers stand beside it. At most 40 beads are drawn.
    """
    count = max(0, min(planned, 40))
    out = []
    for i in range(count):
        fill, x = min(max(done - i, 0.0), 1.0), i * 18 + 1
        out.append(f'<rect class="track" x="{x}" y="1" width="15" height="10" rx="3"/>')
        if fill:
            out.append(
                f'<rect class="bar" x="{x}" y="1" width="{15 * fill:.1f}" height="10" rx="2.5"/>'
            )
    width = count * 18
    return mark_safe(  # noqa: S308
        f'<svg class="beads" width="{width}" height="12" viewBox="0 0 {width} 12" '
        f'aria-hidden="true">{"".join(out)}</svg>'
    )
