"""Questionnaire: an instrument, word for word. It points to nobody and carries no label."""

from alongside.engine.scoring.form import Kind
from alongside.fhir.enabling import VALUES, enabled_when
from alongside.fhir.terminology import LOCAL, LOINC, Json, answer_coding, canonical, version_code
from alongside.measures.rules.instrument import Choice, Instrument, Question

STRUCTURE = "http://hl7.org/fhir/StructureDefinition"
TYPES = {Kind.CHOICE: "choice", Kind.INTEGER: "integer", Kind.DECIMAL: "decimal"}


def questionnaire(instrument: Instrument, *, local: str = LOCAL) -> Json:
    """Return an instrument as an R4 Questionnaire.

    Args:
        instrument: the instrument.
        local: address below which our own codes and definitions live.
    """
    licence = instrument.licence
    found: Json = {
        "resourceType": "Questionnaire",
        "id": instrument.id,
        "language": instrument.language,
        "url": canonical(instrument, local=local),
        "version": version_code(instrument),
        "name": "".join(part.capitalize() for part in instrument.id.split("-")),
        "title": instrument.title,
        "status": "active" if instrument.is_offered else "draft",
        "subjectType": ["Patient"],
        "description": f"{instrument.version}. Asks about: {instrument.recall}.",
        "copyright": " ".join(part for part in (licence.attribution, licence.note) if part),
        "item": [_item(instrument, q, local=local) for q in instrument.questions],
    }
    if instrument.loinc.panel:
        found["code"] = [{"system": LOINC, "code": instrument.loinc.panel}]
    if instrument.instructions:
        words = {"linkId": "instructions", "type": "display", "text": instrument.instructions}
        found["item"].insert(0, words)
    return found


def _item(instrument: Instrument, question: Question, *, local: str) -> Json:
    item: Json = {
        "linkId": question.id,
        "text": question.text,
        "type": TYPES[question.item.kind],
        # Nobody has to answer anything.
        "required": False,
    }
    if question.loinc:
        item["code"] = [{"system": LOINC, "code": question.loinc}]
    extensions = _limits(question)
    if question.shown_if:
        note = f"Asked only if {question.shown_if}."
        extensions.append({"url": f"{STRUCTURE}/designNote", "valueMarkdown": note})
    if extensions:
        item["extension"] = extensions
    if question.is_choice:
        item["answerOption"] = [
            _option(instrument, question, c, local=local) for c in question.choices
        ]
    if question.item.shown_when is not None:
        item |= enabled_when(instrument, question.item.shown_when, local=local)
    return item


def _option(instrument: Instrument, question: Question, choice: Choice, *, local: str) -> Json:
    coding = answer_coding(instrument, question, choice, local=local)
    if choice.points is not None:
        ordinal = {"url": f"{STRUCTURE}/ordinalValue", "valueDecimal": choice.points}
        coding["extension"] = [ordinal]
    return {"valueCoding": coding}


def _limits(question: Question) -> list[Json]:
    if question.is_choice:
        return []
    value = f"value{VALUES[question.item.kind]}"
    ends = (("minValue", question.item.low), ("maxValue", question.item.high))
    return [{"url": f"{STRUCTURE}/{name}", value: end} for name, end in ends if end is not None]
