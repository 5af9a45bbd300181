"""QuestionnaireResponse: what somebody answered, and what they preferred not to answer."""

from alongside.engine.scoring.form import DECLINED, Kind
from alongside.fhir.answered import Answered
from alongside.fhir.terminology import (
    ABSENT_EXTENSION,
    LOCAL,
    Json,
    answer_coding,
    canonical,
    protected,
    version_code,
)
from alongside.measures.rules.instrument import Question


def questionnaire_response(answered: Answered, *, local: str = LOCAL) -> Json:
    """Return a response as an R4 QuestionnaireResponse, labelled as a Part 2 record.

    A question that was left out is absent; one that was declined is there without an answer and
    says so.

    Args:
        answered: the response.
        local: address below which our own codes and definitions live.
    """
    instrument = answered.instrument
    found: Json = {
        "resourceType": "QuestionnaireResponse",
        "id": answered.id,
        "meta": protected(),
        "questionnaire": f"{canonical(instrument, local=local)}|{version_code(instrument)}",
        "status": "completed" if answered.is_complete else "in-progress",
        "subject": {"reference": answered.subject},
        "authored": answered.at.isoformat(),
    }
    if answered.author:
        found["author"] = {"reference": answered.author}
    if answered.source:
        found["source"] = {"reference": answered.source}
    items = [
        _item(answered, question, local=local)
        for question in instrument.questions
        if answered.answers.get(question.id) is not None
    ]
    return found | ({"item": items} if items else {})


def _item(answered: Answered, question: Question, *, local: str) -> Json:
    given = answered.answers[question.id]
    item: Json = {"linkId": question.id, "text": question.text}
    if given == DECLINED:
        if question.item.declined_as is None:
            absent = {"url": ABSENT_EXTENSION, "valueCode": "asked-declined"}
            return item | {"extension": [absent]}
        given = question.item.declined_as
    if question.is_choice:
        choice = next(c for c in question.choices if c.value == given)
        coding = answer_coding(answered.instrument, question, choice, local=local)
        return item | {"answer": [{"valueCoding": coding}]}
    kind = "valueInteger" if question.item.kind is Kind.INTEGER else "valueDecimal"
    return item | {"answer": [{kind: given}]}
