"""The numbers of a picture as a table: for those who cannot see it, print, and the readout."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from alongside.core.charts.days import Calendar, Days
from alongside.core.charts.ink import known, num, word
from alongside.core.charts.lanes import ticks_in_words
from alongside.core.charts.parts import Daily, Events, Part, Scores, Spans, Tick, Ticks
from alongside.core.charts.reading import Reading, Series

Cells = Mapping[int, str]


def table(
    title: str, days: Days, calendar: Calendar, parts: tuple[Part, ...], read: Mapping[int, Series]
) -> str:
    """Return a table with a row for each bin that has something to say, the newest first."""
    columns = [cells(part, days, read.get(i)) for i, part in enumerate(parts)]
    said = set().union(*columns) if columns else set()
    numeric = [' class="n"' if isinstance(part, Daily | Scores) else "" for part in parts]
    head = "".join(
        f'<th scope="col"{cls}>{word(heading(part))}</th>'
        for part, cls in zip(parts, numeric, strict=True)
    )
    rows = []
    for index in sorted(said, reverse=True):
        row = "".join(
            f"<td{cls}>{column.get(index, '')}</td>"
            for column, cls in zip(columns, numeric, strict=True)
        )
        called = word(days.called(index, calendar))
        rows.append(
            f'<tr data-x="{days.middles[index]:.4f}"><th scope="row">{called}</th>{row}</tr>'
        )
    first = _("Day") if days.size == 1 else _("Week") if days.size == 7 else _("Weeks")
    return (
        f'<table class="t"><caption>{word(title)}</caption>'
        f'<thead><tr><th scope="col">{word(first)}</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def heading(part: Part) -> str:
    """Return the head of a part's column."""
    unit = part.unit.strip() if isinstance(part, Daily) else ""
    return f"{part.name} ({unit})" if unit else part.name


def cells(part: Part, days: Days, series: Series | None) -> Cells:
    """Return what the column of a part says, by bin; escaped."""
    match part:
        case Daily():
            return _daily(part, days, series)
        case Scores():
            found = defaultdict(list)
            for p in sorted(part.points, key=lambda p: p.on):
                if known(p.value) is not None and days.shows(p.on):
                    label = f" {word(p.label)}" if p.label else ""
                    found[days.bin_of(p.on)].append(num(p.value) + label)
            return _joined(found)
        case Ticks():
            ticks: defaultdict[int, list[Tick]] = defaultdict(list)
            for t in part.ticks:
                if days.shows(t.on):
                    ticks[days.bin_of(t.on)].append(t)
            return {i: word(ticks_in_words(group)) for i, group in ticks.items()}
        case Spans():
            return _spans(part, days)
        case Events():
            events = defaultdict(list)
            for e in sorted(part.events, key=lambda e: e.on):
                if days.shows(e.on):
                    events[days.bin_of(e.on)].append(word(e.label))
            return _joined(events)


def _joined(found: Mapping[int, list[str]]) -> Cells:
    return {i: "; ".join(texts) for i, texts in found.items()}


def _daily(part: Daily, days: Days, series: Series | None) -> Cells:
    if series is None:
        return {}
    several = word(_("%(median)s (%(low)s to %(high)s, %(count)s days)"))
    out = {i: _value(r, several) for i, r in enumerate(series.readings) if r is not None}
    out |= dict.fromkeys(series.missing, word(_("no entry")))
    for day, what in sorted(part.marks.items()):
        if days.shows(day):
            index = days.bin_of(day)
            out[index] = f"{out[index]}; {word(what)}" if index in out else word(what)
    return out


def _value(reading: Reading, several: str) -> str:
    if reading.count == 1:
        return num(reading.value)
    return several % {
        "median": num(reading.value),
        "low": num(reading.low),
        "high": num(reading.high),
        "count": reading.count,
    }


def _spans(part: Spans, days: Days) -> Cells:
    """Return what began and ended in each bin; what began before stands in the first."""
    found: defaultdict[int, list[str]] = defaultdict(list)

    def note(day: date, saying: str, label: str) -> None:
        found[days.bin_of(day)].append(word(saying % {"what": label}))

    for course in part.courses:
        for span in sorted(course.spans, key=lambda s: s.start):
            if span.start > days.last or (span.end is not None and span.end < days.first):
                continue
            if span.start < days.first:
                note(days.first, _("%(what)s, since before"), span.label)
            else:
                note(span.start, _("%(what)s begins"), span.label)
            if span.end is not None and days.shows(span.end):
                note(span.end, _("%(what)s ends"), span.label)
    return _joined(found)
