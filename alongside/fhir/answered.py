"""An answered instrument, as the resources need it: a value, without the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.engine.scoring.scorer import Result
from alongside.measures.rules.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Answered:
    """One response and its scores.

    Args:
        id: the response's key; the resources' ids come from it.
        answers: by item: the stored number, None (left out) or "declined".
        result: what the scorer said of these answers.
        subject: reference to the patient, for example "Patient/0190...".
        at: when it was completed, or last touched if it is not complete; with a time zone.
        is_complete: whether the person has finished.
        source: reference to who gave the answers, if known.
        author: reference to who entered them, if known.
    """

    id: str
    instrument: Instrument
    answers: Mapping[str, float | str | None]
    result: Result
    subject: str
    at: datetime
    is_complete: bool = True
    source: str | None = None
    author: str | None = None
