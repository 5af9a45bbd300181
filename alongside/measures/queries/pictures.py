"""An instrument's scores over time as pictures, with the bands that are validated and no others."""

from collections.abc import Sequence

from alongside.core.charts import Picture, Point, Trend, Zone, draw_trend
from alongside.engine.scoring.form import ScoreSpec
from alongside.measures.queries.results import Results, Taken
from alongside.measures.rules.instrument import Instrument
from alongside.measures.rules.scores import SEX_UNKNOWN


def pictures(found: Results) -> list[Picture]:
    """Draw the scores that make a line: the total where there is one, else each score.

    A score that could not be computed is no point. One point alone makes no picture.
    """
    times = found.history
    if found.earliest is not None and found.earliest not in times:
        times = (*times, found.earliest)
    return [
        _picture(found.instrument, spec, times)
        for spec in _drawn(found.instrument)
        if sum(_number(one, spec) is not None for one in times) > 1
    ]


def _drawn(instrument: Instrument) -> Sequence[ScoreSpec]:
    if instrument.main_score.id == "total":
        return (instrument.main_score,)
    return [s for s in instrument.form.scores if s.low is not None and s.high is not None]


def _number(one: Taken, spec: ScoreSpec) -> float | None:
    value = one.result.score(spec.id).value
    return None if isinstance(value, bool | str) else value


def _picture(instrument: Instrument, spec: ScoreSpec, times: Sequence[Taken]) -> Picture:
    label = instrument.score_labels[spec.id]
    points = []
    for one in times:
        scored, value = one.result.score(spec.id), _number(one, spec)
        if value is not None:
            meaning = scored.band.label if scored.band else ""
            points.append(Point(one.day, value, meaning))
    sex = str(times[0].response.facts.get("sex", SEX_UNKNOWN))
    return draw_trend(
        Trend(
            key=f"{instrument.id}-{spec.id}",
            title=f"{instrument.short}, {label.lower()}",
            strand=instrument.strand,
            points=tuple(points),
            low=spec.low or 0,
            high=spec.high or 0,
            zones=tuple(Zone(band.low, band.high, band.label) for band in spec.bands),
            cut=None if spec.cut is None else spec.cut.cut_for({"sex": sex}),
        )
    )
