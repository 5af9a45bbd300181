"""Keep what another system sends of our instruments: answers, or a total without them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alongside.core.days import day_of
from alongside.engine.scoring.form import Band, ScoreSpec
from alongside.measures.actions.answering import Answer
from alongside.measures.actions.settling import facts_for, score_rows, scored
from alongside.measures.catalogue import instrument
from alongside.measures.models import Response, Score
from alongside.privacy.gate import EpisodeAccess

# The sender's total that the instrument cannot come out at: kept as it was sent, without a band.
AS_SENT = "as_sent"


@dataclass(frozen=True, slots=True)
class Received:
    """One administration of an instrument that another system tells of.

    Args:
        answers: by question; empty if only a total was sent.
        total: the main score as the sender has it; kept only where the answers make none.
        total_is_possible: whether the instrument can come out at that total.
    """

    instrument: str
    taken_at: datetime
    answers: Mapping[str, Answer]
    total: float | None = None
    total_is_possible: bool = True


@transaction.atomic
def record_received(access: EpisodeAccess, received: Iterable[Received]) -> int:
    """Write down what was sent, scored where there are answers; return how many there were.

    No tasks are raised: much of it is years old. Whoever takes it in says what is about now.

    Raises:
        AnswerNotAllowed: if one cannot be an answer to its question; nothing is kept then.
    """
    responses: list[Response] = []
    scores: list[Score] = []
    for one in received:
        found = instrument(one.instrument)
        response = Response(
            episode=access.episode,
            instrument=one.instrument,
            instrument_version=found.version,
            mode=Response.Mode.IMPORTED,
            answers={k: v for k, v in one.answers.items() if v is not None},
            facts=facts_for(access.patient, day_of(one.taken_at)),
            started_at=one.taken_at,
            taken_at=one.taken_at,
            completed_at=access.at,
            entered_by=access.reader,
        )
        result = scored(found, response)
        response.criticals = [rule.id for rule in result.criticals]
        rows = score_rows(response, result, taken_at=one.taken_at)
        if one.total is not None:
            rows = _with_total(rows, found.main_score, one)
        responses.append(response)
        scores += rows
    Response.objects.bulk_create(responses, batch_size=500)
    Score.objects.bulk_create(scores, batch_size=500)
    return len(responses)


def _with_total(rows: list[Score], spec: ScoreSpec, one: Received) -> list[Score]:
    """Put the sender's total where our answers make none; without answers it stands alone."""
    main = next(row for row in rows if row.score == spec.id)
    if main.value is None and one.total is not None:
        band = _band(spec, one.total) if one.total_is_possible else None
        main.value, main.band = one.total, band.code if band else ""
        main.status = "complete" if one.total_is_possible else AS_SENT
    return rows if one.answers else [main]


def _band(spec: ScoreSpec, value: float) -> Band | None:
    return next((band for band in spec.bands if band.low <= value <= band.high), None)
