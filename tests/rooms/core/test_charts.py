"""Charts: what a gap, a cross, a last value and a table have to say."""

import math
import re
from datetime import date, timedelta
from time import process_time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Timeline,
    Trend,
    Zone,
    beads,
    draw,
    draw_trend,
    spark,
)

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def mood(values, **more):
    """A mood panel with one value a day from Monday on; None is a missing day."""
    days = {MONDAY + DAY * i: v for i, v in enumerate(values)}
    return Daily("Mood", "mind", days, 0, 10, (0, 5, 10), **more)


def timeline(*parts, days=14, **more):
    return Timeline("both", "Two strands", MONDAY, MONDAY + DAY * (days - 1), parts, **more)


def pictures(picture):
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", picture.plot)]


def marks(picture, kind):
    """The paths and circles of one class in the wide picture."""
    return [el for el in pictures(picture)[0].iter() if el.get("class") == kind]


def strokes(path):
    """The unbroken strokes of a path, each as a list of (x, y)."""
    found = []
    for pen, x, y in re.findall(r"([ML])(-?[\d.]+) (-?[\d.]+)", path.get("d")):
        if pen == "M":
            found.append([])
        found[-1].append((float(x), float(y)))
    return found


def rows(picture):
    table = ElementTree.fromstring(picture.table)
    return [[cell.text or "" for cell in tr] for tr in table.find("tbody")]


def test_a_missing_day_breaks_the_line():
    picture = draw(timeline(mood([5, 6, None, 4, 5]), days=5))

    [line] = marks(picture, "line")
    assert [len(stroke) for stroke in strokes(line)] == [2, 2]


def test_a_missing_day_gets_a_cross_below_the_scale_and_no_value():
    picture = draw(timeline(mood([5, 6, None, 4, 5]), days=5))

    [line], [crosses] = marks(picture, "line"), marks(picture, "miss")
    lowest = max(y for stroke in strokes(line) for _, y in stroke)
    [axis_zero] = [max(float(t.get("y")) for t in pictures(picture)[0].iter() if t.text == "0")]
    assert crosses.get("d").count("M") == 1
    assert float(re.search(r"M[\d.]+ ([\d.]+)", crosses.get("d")).group(1)) > axis_zero > lowest


def test_nan_and_none_and_an_absent_day_are_the_same():
    whole = mood([5, None, 4])
    absent = Daily("Mood", "mind", {MONDAY: 5, MONDAY + DAY * 2: 4}, 0, 10, (0, 5, 10))

    drawn = {draw(timeline(p, days=3)).plot for p in (whole, mood([5, math.nan, 4]), absent)}

    assert len(drawn) == 1


def test_a_value_alone_between_missing_days_is_still_seen():
    picture = draw(timeline(mood([5, None, 9, None, 4] + [None] * 85 + [3]), days=91))

    [dots] = marks(picture, "pts")
    assert dots.get("d").count("M") >= 3


def test_zero_is_a_value_and_not_a_missing_day():
    picture = draw(timeline(mood([0, 0, 0]), days=3))

    assert not marks(picture, "miss")
    assert [row[1] for row in rows(picture)] == ["0", "0", "0"]


def test_today_is_not_missing_before_it_is_over():
    values = mood([5, 6, 4, None])

    assert not marks(draw(timeline(values, days=4, today=MONDAY + DAY * 3)), "miss")
    assert marks(draw(timeline(values, days=4, today=MONDAY + DAY * 4)), "miss")


def test_days_on_which_nothing_was_due_are_not_missing():
    values = mood([None, None, 5, None, 6, None], expected=(MONDAY + DAY * 2, MONDAY + DAY * 4))

    picture = draw(timeline(values, days=6))

    assert [row[1] for row in rows(picture)] == ["6", "no entry", "5"]


def test_the_table_holds_the_numbers_of_the_picture():
    picture = draw(
        timeline(
            mood([5, None, 4.5], unit=" pt"),
            Scores("PHQ-9", "mind", (Point(MONDAY + DAY, 12, "moderate"),), 0, 27, cut=10),
            Ticks("Sessions", "", (Tick(MONDAY, Shape.FULL, "came"),) * 2),
            Spans(
                "Medication",
                "",
                (Course("A", (Span(MONDAY - DAY, MONDAY + DAY, "A 5 mg"),)),),
            ),
            Events("Life", "life", (Event(MONDAY + DAY * 2, "Moved"),)),
            days=3,
        )
    )

    assert rows(picture) == [
        ["Wed 4 Mar", "4.5", "", "", "", "Moved"],
        ["Tue 3 Mar", "no entry", "12 moderate", "", "A 5 mg ends", ""],
        ["Mon 2 Mar", "5", "", "came \N{MULTIPLICATION SIGN} 2", "A 5 mg, since before", ""],
    ]


def test_the_last_value_stands_at_the_end_with_its_day_if_that_is_past():
    words = [t.text for t in marks(draw(timeline(mood([5, 6, 7, None]), days=4)), "end")]
    svg = draw(timeline(mood([5, 6, 7, None]), days=4)).plot

    assert words == ["7"]
    assert "4 Mar" in svg


def test_nothing_at_all_is_said_and_not_drawn():
    picture = draw(
        timeline(mood([None] * 14), Ticks("Sessions", "", ()), Events("Life", "life", ()))
    )

    assert picture.is_empty
    assert not picture.plot
    assert picture.sentence == "Nothing was recorded from 2 Mar 2026 to 15 Mar 2026."


def test_one_empty_measure_among_others_says_so():
    picture = draw(timeline(mood([]), Events("Life", "life", (Event(MONDAY, "Moved"),))))

    assert "no entry in this time" in picture.plot


def test_the_same_value_every_day_has_a_usual_range_that_can_be_seen():
    picture = draw(timeline(mood([5] * 14, usual=(5, 5))))

    [band] = marks(picture, "band")
    assert float(band.get("height")) >= 3


def test_one_day_alone_is_drawn_in_the_middle():
    picture = draw(timeline(mood([4]), days=1))

    [dot] = marks(picture, "dot")
    assert 26 < float(dot.get("cx")) < 760


def test_two_years_are_drawn_as_weeks_with_their_median_and_reach():
    values = [5, 3, 9, 5, 5, 5, 5] * 104

    picture = draw(timeline(mood(values), days=728))

    assert len(rows(picture)) == 104
    assert rows(picture)[0][1] == "5 (3 to 9, 7 days)"
    assert marks(picture, "reach")


def test_a_week_without_any_value_stays_a_gap():
    values = [5] * 70 + [None] * 7 + [5] * 70

    picture = draw(timeline(mood(values), days=147))

    [line] = marks(picture, "line")
    assert len(strokes(line)) == 2
    assert marks(picture, "miss")


def test_twenty_years_are_no_larger_than_two():
    two, twenty = (
        draw(timeline(mood([5, 6, None, 4] * (days // 4)), days=days)) for days in (728, 7280)
    )

    assert len(twenty.plot) < 1.5 * len(two.plot)
    assert len(twenty.table) < 1.5 * len(two.table)


def test_labels_of_events_do_not_cover_one_another():
    events = tuple(Event(MONDAY + DAY * i, f"Something happened {i}") for i in (3, 4, 5))

    picture = draw(timeline(mood([5]), Events("Life", "life", events)))
    drawn = list(pictures(picture)[0].iter())

    at = [t.get("y") for t in drawn if (t.text or "").startswith("Something")]
    assert len(set(at)) == len(at) == 3


def test_words_are_escaped():
    nasty = '<script>alert("x")</script>&\x00\ud800'
    picture = draw(
        timeline(
            Daily(nasty, "mind", {MONDAY: 5}, 0, 10, marks={MONDAY: nasty}, mark_name=nasty),
            Events(nasty, "life", (Event(MONDAY, nasty),)),
        )
    )

    assert len(pictures(picture)) == 2
    for part in (picture.plot, picture.table, picture.key):
        assert "<script" not in part
        ElementTree.fromstring(f"<div>{part}</div>")
        part.encode()


def test_pictures_carry_no_style_and_no_script():
    picture = draw(timeline(mood([5, None, 6], usual=(4, 6))))

    assert not re.search(r"style=|<script|<style|\son\w+=", picture.plot + picture.table)


def test_each_picture_has_a_name_and_a_description():
    for svg in pictures(draw(timeline(mood([5, None, 6])))):
        named = svg.get("aria-labelledby").split()
        texts = {el.get("id"): el.text for el in svg.iter() if el.get("id")}
        assert svg.get("role") == "img"
        assert texts[named[0]] == "Two strands"
        assert "Mood: 2 of 14 days, from 5 to 6; last 6 on 4 Mar." in texts[named[1]]


def test_an_axis_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="before the first"):
        Timeline("x", "x", MONDAY, MONDAY - DAY, ())


numbers = st.one_of(st.none(), st.floats(), st.integers(-5, 15).map(float))
dates = st.dates(MONDAY - DAY * 40, MONDAY + DAY * 400)
words = st.text(max_size=40)


@st.composite
def anything(draw_one):
    first = draw_one(dates)
    return Timeline(
        "any",
        draw_one(words),
        first,
        first + DAY * draw_one(st.integers(0, 900)),
        (
            Daily(
                draw_one(words),
                "mind",
                draw_one(st.dictionaries(dates, numbers, max_size=30)),
                draw_one(st.integers(-1, 1)),
                draw_one(st.integers(-1, 10)),
                usual=draw_one(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))),
                expected=draw_one(st.none() | st.tuples(dates, dates)),
                marks=draw_one(st.dictionaries(dates, words, max_size=4)),
                mark_name="m",
            ),
            Scores(
                "S",
                "subs",
                tuple(
                    Point(on, value, label)
                    for on, value, label in draw_one(
                        st.lists(st.tuples(dates, st.floats(), words), max_size=8)
                    )
                ),
                0,
                27,
                cut=draw_one(st.none() | st.integers(0, 27)),
            ),
            Spans(
                "M",
                "",
                tuple(
                    Course("c", (Span(start, end, label),))
                    for start, end, label in draw_one(
                        st.lists(st.tuples(dates, st.none() | dates, words), max_size=10)
                    )
                ),
            ),
            Ticks(
                "T",
                "",
                tuple(
                    Tick(on, shape, "x")
                    for on, shape in draw_one(
                        st.lists(st.tuples(dates, st.sampled_from(Shape)), max_size=10)
                    )
                ),
                ((Shape.FULL, "came"),),
            ),
            Events(
                "E",
                "life",
                tuple(
                    Event(on, label)
                    for on, label in draw_one(st.lists(st.tuples(dates, words), max_size=10))
                ),
            ),
        ),
        today=draw_one(st.none() | dates),
    )


@settings(max_examples=60, deadline=None)
@given(anything())
def test_whatever_was_recorded_can_be_drawn(any_timeline):
    picture = draw(any_timeline)

    for part in (picture.plot, picture.key, picture.table):
        ElementTree.fromstring(f"<div>{part}</div>")
    assert "nan" not in picture.plot.split("<desc")[0].lower()
    assert picture.sentence


@given(st.lists(st.one_of(st.none(), st.integers(0, 10).map(float)), min_size=1, max_size=60))
def test_every_stroke_joins_only_days_that_follow_one_another(values):
    picture = draw(timeline(mood(values), days=len(values)))

    if picture.is_empty:
        assert all(v is None for v in values)
        return
    runs = [
        len(run) for run in re.findall(r"x+", "".join("-" if v is None else "x" for v in values))
    ]
    [line] = marks(picture, "line")
    assert [len(stroke) for stroke in strokes(line)] == runs


def test_ninety_days_of_five_measures_are_drawn_in_a_few_milliseconds():
    panels = [mood([5, 6, None, 4, 3] * 18, usual=(3, 6)) for _ in range(5)]
    chart = timeline(*panels, days=90)
    spent = []
    for _ in range(7):
        begun = process_time()
        draw(chart)
        spent.append(process_time() - begun)

    # Five on a quiet machine; the tests share theirs.
    assert min(spent) < 0.015


def test_a_spark_has_a_sentence_that_says_the_same():
    small = spark("Craving", "subs", [3, None, 7], low=0, high=10, usual=(2, 4))

    assert small.sentence == "Craving, day by day: 3, no entry, 7. Usually 2 to 4."
    assert 'aria-hidden="true"' in small.svg
    assert ElementTree.fromstring(small.svg).get("class") == "spark subs"


def test_a_spark_of_nothing_is_only_a_sentence():
    assert spark("Mood", "mind", [None, math.nan], low=0, high=10).svg == ""


@given(st.lists(numbers, max_size=40))
def test_a_spark_can_be_made_of_anything(values):
    small = spark("Mood", "mind", values, low=0, high=10)

    if small.svg:
        ElementTree.fromstring(small.svg)
    assert small.sentence


def test_six_and_a_half_of_nine_hours_are_six_full_beads_and_a_half():
    widths = [
        float(el.get("width"))
        for el in ElementTree.fromstring(beads(6.5, 9))
        if "bar" in el.get("class")
    ]

    assert widths == [15] * 6 + [7.5]


ZONES = (Zone(0, 4, "minimal"), Zone(5, 9, "mild"), Zone(10, 27, "moderate or more"))


def trend(*values, **more):
    points = tuple(Point(MONDAY + DAY * 14 * i, v) for i, v in enumerate(values))
    return draw_trend(Trend("phq", "PHQ-9", "mind", points, 0, 27, ZONES, cut=10, **more))


def test_a_trend_says_where_it_began_where_it_is_and_the_verdict():
    picture = trend(19, 12, 7, verdict="Better than chance explains.")

    assert picture.sentence == (
        "PHQ-9: 19 (moderate or more) on 2 Mar 2026, then 7 (mild) on 30 Mar 2026. "
        "Better than chance explains."
    )
    assert rows(picture) == [
        ["30 Mar 2026", "7", "mild", "\N{MINUS SIGN}5"],
        ["16 Mar 2026", "12", "moderate or more", "\N{MINUS SIGN}7"],
        ["2 Mar 2026", "19", "moderate or more", ""],
    ]


@settings(deadline=None)
@given(st.lists(st.floats(), max_size=20))
def test_a_trend_can_be_made_of_anything(values):
    picture = trend(*values)

    assert picture.is_empty == (not any(math.isfinite(v) for v in values))
    for svg in pictures(picture):
        assert svg.get("role") == "img"
