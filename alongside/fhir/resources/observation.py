"""Observation: each score of a response, with its band where one is validated."""

from alongside.engine.scoring.scorer import Scored, Status
from alongside.fhir.answered import Answered
from alongside.fhir.terminology import (
    ABSENT,
    CATEGORY,
    LOCAL,
    LOINC,
    UCUM,
    Json,
    local_coding,
    protected,
)

# FHIR R4, 2.24.0.28: an id has at most 64 letters, digits, hyphens and points.
LONGEST_ID = 64


def observations(answered: Answered, *, local: str = LOCAL) -> list[Json]:
    """Return the scores of a response as R4 Observations, labelled as Part 2 records.

    A score that could not be computed is there with the reason why it is absent, never as 0.

    Args:
        answered: the response, with its result.
        local: address below which our own codes and definitions live.
    """
    return [_observation(answered, scored, local=local) for scored in answered.result.scores]


def _observation(answered: Answered, scored: Scored, *, local: str) -> Json:
    found: Json = {
        "resourceType": "Observation",
        "id": f"{answered.id}-{scored.id.replace('_', '-')}"[:LONGEST_ID],
        "meta": protected(),
        "status": "final" if answered.is_complete else "preliminary",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey", "display": "Survey"}]}],
        "code": _code(answered, scored, local=local),
        "subject": {"reference": answered.subject},
        "effectiveDateTime": answered.at.isoformat(),
        "derivedFrom": [{"reference": f"QuestionnaireResponse/{answered.id}"}],
    }
    found |= _value(answered, scored, local=local)
    if scored.band is not None:
        coding = local_coding(answered.instrument, f"{scored.id}.{scored.band.code}", local=local)
        found["interpretation"] = [{"coding": [coding], "text": scored.band.label}]
    if note := _note(scored):
        found["note"] = [{"text": note}]
    return found


def _code(answered: Answered, scored: Scored, *, local: str) -> Json:
    instrument = answered.instrument
    codings = [local_coding(instrument, scored.id, local=local)]
    if instrument.loinc.total and scored.id == instrument.main_score.id:
        codings.insert(0, {"system": LOINC, "code": instrument.loinc.total})
    return {"coding": codings, "text": f"{instrument.title}: {scored.id.replace('_', ' ')}"}


def _value(answered: Answered, scored: Scored, *, local: str) -> Json:
    if scored.value is None:
        code = "not-asked" if scored.status is Status.NOT_ASKED else "unknown"
        return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": code}]}}
    if isinstance(scored.value, bool):
        return {"valueBoolean": scored.value}
    if isinstance(scored.value, str):
        code = f"{scored.id}.{scored.value}"
        coding = local_coding(answered.instrument, code, local=local)
        text = scored.value.replace("_", " ")
        return {"valueCodeableConcept": {"coding": [coding], "text": text}}
    score = {"value": scored.value, "unit": "score", "system": UCUM, "code": "{score}"}
    return {"valueQuantity": score}


def _note(scored: Scored) -> str:
    """Return what a reader elsewhere must know about a score that rests on gaps."""
    missing = ", ".join(scored.missing)
    notes = {
        Status.PRORATED: f"Scaled up; no answer to item {missing}.",
        Status.PARTIAL: f"From the answers there are; none to item {missing}.",
        Status.INCOMPLETE: f"No score; no answer to item {missing}.",
    }
    return notes.get(scored.status, "")
