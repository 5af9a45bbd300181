"""Charts drawn on the server: numbers in, SVG and a table of the same numbers out.

Nothing here knows a clinic. A missing day is a gap and a cross: never joined over, never zero.
Marks carry classes only; the stylesheet gives them colour. Two pictures are drawn, a wide one and
a small one that says less in letters of the same size; the stylesheet shows the one that fits.

    picture = draw(Timeline("both", "Mood and craving", first, last, (Daily(...), Events(...))))

`{% include "core/_chart.html" with picture=picture %}` shows it.
"""

from alongside.core.charts.parts import (
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
from alongside.core.charts.spark import Spark, beads, spark
from alongside.core.charts.timeline import Picture, Timeline, draw
from alongside.core.charts.trend import Trend, Zone, draw_trend

__all__ = [
    "Course",
    "Daily",
    "Event",
    "Events",
    "Picture",
    "Point",
    "Scores",
    "Shape",
    "Span",
    "Spans",
    "Spark",
    "Tick",
    "Ticks",
    "Timeline",
    "Trend",
    "Zone",
    "beads",
    "draw",
    "draw_trend",
    "spark",
]
