"""What tests of reading FHIR share: small files, and what comes out of them."""

from datetime import date
from functools import cache
from pathlib import Path

import orjson

from alongside.fhir.rules.codebook import codebook
from alongside.fhir.rules.delivery import read
from alongside.fhir.rules.files import SourceFile
from alongside.fhir.rules.report import Outcome
from alongside.measures.catalogue import instruments

TODAY = date(2026, 11, 25)
DATA = Path(__file__).parents[2] / "data" / "fhir"
BUNDLES = sorted((DATA / "dual_diagnosis").glob("*.json"))
STORY = sorted((DATA / "behavioral_health_story").glob("*.json"))
PHQ9 = sorted((DATA / "us_core_phq9").glob("*.json"))
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ABOUT_ADA = {"reference": "Patient/ada"}


@cache
def codes():
    return codebook(instruments().values())


def sources(*paths):
    return [SourceFile(path.name, path.read_bytes()) for path in paths]


def patient(**changes):
    return {
        "resourceType": "Patient",
        "id": "ada",
        "name": [{"use": "official", "family": "Example", "given": ["Ada"]}],
        "birthDate": "1991-05-17",
    } | changes


def concept(system, code, display=""):
    return {"coding": [{"system": system, "code": code, "display": display}]}


def condition(code, /, **changes):
    return {
        "resourceType": "Condition",
        "id": "c1",
        "subject": ABOUT_ADA,
        "clinicalStatus": concept("", "active"),
        "verificationStatus": concept("", "confirmed"),
        "code": code,
    } | changes


def observation(loinc, **changes):
    return {
        "resourceType": "Observation",
        "id": f"o{loinc}",
        "status": "final",
        "subject": ABOUT_ADA,
        "code": concept(LOINC, loinc),
        "effectiveDateTime": "2026-03-01",
    } | changes


def medication(**changes):
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "subject": ABOUT_ADA,
        "medicationCodeableConcept": concept(RXNORM, "312938", "Sertraline 100 MG Oral Tablet"),
        "authoredOn": "2026-02-03",
    } | changes


def encounter(**changes):
    return {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "EMER"},
        "subject": ABOUT_ADA,
        "period": {"start": "2026-02-01T10:00:00-05:00", "end": "2026-02-01T12:00:00-05:00"},
    } | changes


def bundle(*resources):
    rows = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": rows}


def delivered(content, *, today=TODAY):
    """Read one file of this content, which is one delivery."""
    raw = content if isinstance(content, bytes) else orjson.dumps(content)
    (delivery,) = read([SourceFile("came.json", raw)], codes(), today=today)
    return delivery


def about_ada(*resources, **changes):
    """Read a Bundle about Ada with these resources."""
    return delivered(bundle(patient(**changes), *resources))


def said(delivery, resource=""):
    """Return what the report says of a type of resource, with path and outcome."""
    return [
        (line.path, line.outcome, line.says)
        for line in delivery.lines
        if line.resource.startswith(resource)
    ]


def left_out(delivery, resource):
    """Return why the one resource of this type was left out."""
    ((path, outcome, says),) = said(delivery, resource)
    assert outcome is Outcome.LEFT_OUT
    return f"{path}: {says}" if path else says


def lost(delivery, resource):
    """Return which parts of the resources of this type were left out, and why."""
    rows = said(delivery, resource)
    assert rows
    assert all(outcome is Outcome.IN_PART for _, outcome, _ in rows)
    return {path: says for path, _, says in rows}
