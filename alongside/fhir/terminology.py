"""Code systems and labels that the resources share."""

import re
from typing import Any

from alongside.measures.rules.instrument import Choice, Instrument, Question

Json = dict[str, Any]

LOINC = "http://loinc.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ABSENT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
UCUM = "http://unitsofmeasure.org"

# Where our own codes live. The name is reserved for examples (RFC 2606) and leads nowhere: a
# program that publishes its definitions hands in its own address.
LOCAL = "https://alongside.example/fhir"


def protected() -> Json:
    """Return the labels of a resource that points to a person: restricted, and under Part 2.

    Everything a program of this kind keeps about a patient is a Part 2 record unless somebody
    has documented that it is not (42 CFR 2.11, 2.12).
    """
    return {
        "security": [
            {
                "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                "code": "R",
                "display": "restricted",
            },
            {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "42CFRPart2",
                "display": "42 CFR Part2",
            },
        ]
    }


def canonical(instrument: Instrument, *, local: str) -> str:
    """Return the address that names an instrument's Questionnaire, whatever its version."""
    return f"{local}/Questionnaire/{instrument.id}"


def version_code(instrument: Instrument) -> str:
    """Return the version without blanks, which an address with a version may not hold.

    FHIR R4, 2.24.0.1.5: a canonical address is `url|version` and a uri.
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", instrument.version).strip("-")


def answer_coding(
    instrument: Instrument, question: Question, choice: Choice, *, local: str
) -> Json:
    """Return the coding of an answer: LOINC's where it is known, else our own."""
    if choice.loinc is not None:
        return {"system": LOINC, "code": choice.loinc, "display": choice.label}
    return {
        "system": f"{local}/CodeSystem/{instrument.id}-answers",
        "code": f"{question.id}.{choice.value}",
        "display": choice.label,
    }


def local_coding(instrument: Instrument, code: str, *, local: str) -> Json:
    """Return our own coding of one of an instrument's scores or bands."""
    return {"system": f"{local}/CodeSystem/{instrument.id}", "code": code}
