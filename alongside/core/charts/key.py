"""The legend: each mark that a picture uses, and what it means."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alongside.core.charts.days import Days
from alongside.core.charts.ink import crosses, rule, word
from alongside.core.charts.lanes import mark
from alongside.core.charts.parts import Daily, Part, Shape, Ticks
from alongside.core.charts.reading import Series

BAND = '<rect class="band" x="0" y="1" width="24" height="12"/>'
REACH = rule("M12 0V14", "reach") + rule("M2 9L22 5", "line")
CROSS = rule(crosses((12.0,), 7.0), "miss")


def legend(
    parts: Iterable[tuple[Part, Series | None]], days: Days, usual: str, missing: str
) -> str:
    """Return the legend of the marks that stand in the picture, each once."""
    found: dict[str, str] = {}
    for part, series in parts:
        if isinstance(part, Daily) and series is not None:
            if days.size > 1 and series.last is not None:
                several = _("median, with the lowest and the highest")
                found.setdefault(several, _item(part.strand, REACH, several))
            if part.usual is not None:
                found.setdefault(usual, _item("", BAND, usual))
            if series.missing:
                found.setdefault(missing, _item("", CROSS, missing))
            if part.marks and part.mark_name:
                drawn = mark(Shape.DIAMOND, 12, 7)
                found.setdefault(part.mark_name, _item(part.strand, drawn, part.mark_name))
        elif isinstance(part, Ticks):
            for shape, meaning in part.key:
                found.setdefault(meaning, _item(part.strand, mark(shape, 12, 7), meaning))
            if days.size > 1 and part.key and part.mixed is Shape.HALF:
                some = _("some of each")
                found.setdefault(some, _item(part.strand, mark(Shape.HALF, 12, 7), some))
    return f'<ul class="key">{"".join(found.values())}</ul>' if found else ""


def _item(strand: str, drawn: str, meaning: str) -> str:
    return (
        f'<li><svg class="{word(strand)}" viewBox="0 0 24 14" aria-hidden="true">{drawn}</svg>'
        f"{word(meaning)}</li>"
    )
