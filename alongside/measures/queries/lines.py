"""Scores over time, as a chart takes them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from alongside.core.days import day_of
from alongside.measures.catalogue import instrument
from alongside.measures.models import Score
from alongside.privacy.gate import EpisodeAccess

Which = tuple[str, str]
"""An instrument's id and one of its scores' ids."""


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One score on one day; `band` is its name in words, or empty."""

    on: date
    value: float
    band: str
    is_estimate: bool


def score_lines(
    access: EpisodeAccess, wanted: Collection[Which], *, since: datetime | None = None
) -> dict[Which, list[ScorePoint]]:
    """Return the points of each score that is wanted, in time order, in one query.

    What could not be scored is no point: a line has a gap there.
    """
    found: dict[Which, list[ScorePoint]] = {which: [] for which in wanted}
    if not found:
        return found
    these = Q()
    for name, score in found:
        these |= Q(instrument=name, score=score)
    rows = access.all(Score).filter(these, value__isnull=False)
    if since is not None:
        rows = rows.filter(taken_at__gte=since)
    fields = ("instrument", "score", "value", "band", "status", "taken_at")
    for name, score, value, band, status, at in rows.order_by("taken_at").values_list(*fields):
        found[name, score].append(
            ScorePoint(day_of(at), value, band_label(name, score, band), status != "complete")
        )
    return found


def band_label(name: str, score: str, band: str) -> str:
    """Return the name of a band in words, or nothing if there is none."""
    if not band:
        return ""
    for spec in instrument(name).form.scores:
        if spec.id == score:
            return next((b.label for b in spec.bands if b.code == band), band)
    return band
