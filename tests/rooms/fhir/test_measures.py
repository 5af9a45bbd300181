"""Instruments and responses as FHIR R4: they fit the schema, and a gap stays a gap."""

import gzip
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import jsonschema_rs
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.fhir.answered import Answered
from alongside.fhir.resources.observation import observations
from alongside.fhir.resources.questionnaire import questionnaire
from alongside.fhir.resources.questionnaire_response import questionnaire_response
from alongside.fhir.terminology import LOINC
from alongside.measures.catalogue import instrument, instruments

SCHEMA = Path(__file__).parents[2] / "data" / "fhir" / "fhir.schema.json.gz"
ALL = instruments()
AT = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
KEY = "01963f0e-7c1a-7000-8000-00000000000a"


@pytest.fixture(scope="module")
def r4():
    """Return a check against R4's own schema, for the type that a resource says it is."""
    schema = orjson.loads(gzip.decompress(SCHEMA.read_bytes()))
    # This copy also holds types of its maker's own, which refer to names that are not in it.
    schema["definitions"] |= {"Resource": False, "integer64": False}

    @cache
    def validator(kind):
        return jsonschema_rs.validator_for(
            {"definitions": schema["definitions"], "$ref": f"#/definitions/{kind}"}
        )

    def check(resource):
        errors = validator(resource["resourceType"]).iter_errors(resource)
        assert [f"{list(e.instance_path)}: {e.message}" for e in errors] == []

    return check


def answered(name, answers, **more):
    found = instrument(name)
    return Answered(
        id=KEY,
        instrument=found,
        answers=answers,
        result=found.scorer.score(answers),
        subject="Patient/ada",
        at=AT,
        **more,
    )


def json(resource):
    """Return the resource as it is on the wire."""
    return orjson.loads(orjson.dumps(resource))


def test_the_schema_refuses_what_is_not_r4(r4):
    wrong = json(questionnaire(ALL["phq-9"]))
    wrong["item"][1]["kind"] = "choice"

    with pytest.raises(AssertionError, match="kind"):
        r4(wrong)


@pytest.mark.parametrize("found", ALL.values(), ids=ALL)
def test_every_instrument_is_a_questionnaire(r4, found):
    resource = json(questionnaire(found))

    r4(resource)
    asked = [item for item in resource["item"] if item["type"] != "display"]
    assert [item["text"] for item in asked] == [q.text for q in found.questions]
    assert not any(item["required"] for item in asked)
    assert found.licence.note in resource["copyright"]
    assert "security" not in resource.get("meta", {})


@pytest.mark.parametrize(
    ("found", "example"),
    [
        pytest.param(found, example, id=f"{found.id}-{number}")
        for found in ALL.values()
        for number, example in enumerate(found.examples, start=1)
    ],
)
def test_every_worked_example_is_a_response_with_its_scores(r4, found, example):
    given_answers = answered(found.id, example.answers)
    response, scores = questionnaire_response(given_answers), observations(given_answers)

    for resource in (response, *scores):
        r4(json(resource))
        labels = {label["code"] for label in resource["meta"]["security"]}
        assert labels == {"R", "42CFRPart2"}
        assert resource["subject"] == {"reference": "Patient/ada"}
    assert {item["linkId"] for item in response.get("item", [])} == {
        item for item, answer in example.answers.items() if answer is not None
    }
    assert len({score["id"] for score in scores}) == len(found.form.scores)
    for score in scores:
        values = [key for key in score if key.startswith("value")]
        assert len(values) + ("dataAbsentReason" in score) == 1


@pytest.mark.parametrize("name", ["phq-9", "taps", "asq", "daily-check-in"])
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_is_left_out_or_declined_the_response_fits_the_schema(r4, name, data):
    found = ALL[name]
    answers = {
        question.id: data.draw(
            st.sampled_from(
                [None, "declined", *([c.value for c in question.choices] or [question.item.low])]
            )
        )
        for question in found.questions
    }

    for resource in (
        questionnaire_response(answered(name, answers)),
        *observations(answered(name, answers)),
    ):
        r4(json(resource))


def test_a_score_carries_the_code_and_the_band_that_the_file_has():
    (total,) = observations(answered("phq-9", dict.fromkeys("123456789", 1)))

    assert total["code"]["coding"][0] == {"system": LOINC, "code": "44261-6"}
    assert total["valueQuantity"]["value"] == 9
    assert total["interpretation"][0]["text"] == "Mild"
    assert total["effectiveDateTime"] == "2026-03-02T14:05:00+00:00"


def test_only_the_main_score_carries_the_code_of_the_total():
    systems = [
        [coding["system"] for coding in score["code"]["coding"]]
        for score in observations(answered("phq-4", dict.fromkeys("1234", 1)))
    ]

    assert [LOINC in found for found in systems] == [True, False, False]


def test_a_score_without_its_answers_says_that_it_is_absent_and_is_no_zero():
    (total,) = observations(answered("gad-7", {"1": 0}))

    assert "valueQuantity" not in total
    assert total["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert total["note"][0]["text"] == "No score; no answer to item 2, 3, 4, 5, 6, 7."


def test_a_scaled_up_score_says_so():
    (total,) = observations(answered("gad-7", {str(n): 1 for n in range(1, 7)}))

    assert total["valueQuantity"]["value"] == 7
    assert total["note"][0]["text"] == "Scaled up; no answer to item 7."


def test_a_declined_question_is_told_as_declined():
    response = questionnaire_response(answered("phq-9", {"9": "declined", "8": 0}))

    eighth, ninth = response["item"]
    assert "answer" in eighth
    assert "answer" not in ninth
    assert ninth["extension"][0]["valueCode"] == "asked-declined"


def test_declining_where_the_instrument_has_a_word_for_it_is_that_answer():
    (first,) = questionnaire_response(answered("asq", {"1": "declined"}))["item"]

    assert first["answer"][0]["valueCoding"]["display"] == "Refused"


def test_the_asq_is_not_sent_under_the_code_of_another_screener():
    told = orjson.dumps(
        [questionnaire(ALL["asq"]), *observations(answered("asq", dict.fromkeys("1234", 0)))]
    ).decode()

    assert LOINC not in told
    assert "93373-9" not in told


@pytest.mark.parametrize(
    ("name", "item", "behavior", "rows"),
    [
        # BAM 7E: days of any drug above 0
        ("bam", "7E", None, [("6", ">")]),
        # AUDIT-C 2: any answer to item 1 but Never
        ("audit-c", "2", "any", [("1", "=")] * 4),
        # TAPS: used in the last year, and in the last three months
        (
            "taps",
            "alcohol_heavy",
            "all",
            [("t1_alcohol", "exists"), ("t1_alcohol", "!="), ("alcohol_use", "=")],
        ),
        ("asq", "5", "any", [(n, "=") for n in "11223344"]),
    ],
)
def test_when_a_question_is_asked_is_said_in_fhirs_words(name, item, behavior, rows):
    items = {i["linkId"]: i for i in questionnaire(ALL[name])["item"]}

    told = [(when["question"], when["operator"]) for when in items[item]["enableWhen"]]
    assert told == rows
    assert items[item].get("enableBehavior") == behavior


def test_what_fhir_cannot_say_stands_in_words():
    items = {i["linkId"]: i for i in questionnaire(ALL["single-item-screens"])["item"]}

    assert "enableWhen" not in items["alc_men"]
    notes = [e["valueMarkdown"] for e in items["alc_men"]["extension"] if "valueMarkdown" in e]
    assert notes == ["Asked only if the record says male."]


def test_an_unfinished_response_is_in_progress():
    unfinished = answered("gad-2", {"1": 1}, is_complete=False)

    assert questionnaire_response(unfinished)["status"] == "in-progress"
    assert observations(unfinished)[0]["status"] == "preliminary"


def test_what_was_answered_is_exported_as_it_was_answered(r4, cast):
    from alongside.fhir.outgoing import answered as exported
    from alongside.measures.actions.entering import Past, record_many
    from alongside.measures.actions.receiving import Received, record_received
    from alongside.privacy import gate

    ada = gate.job_access("test", at=cast.at).on(cast.episode)
    record_many([(ada, Past("phq-9", dict.fromkeys("123456789", 1) | {"9": "declined"}, cast.at))])
    record_received(ada, [Received("gad-7", cast.at, {}, total=12)])

    found = exported(ada)

    for one in found:
        for resource in (questionnaire_response(one), *observations(one)):
            r4(json(resource))
            assert resource["subject"]["reference"] == f"Patient/{cast.ada.pk}"
    values = {one.instrument.id: observations(one)[0].get("valueQuantity") for one in found}
    assert values["phq-9"] is None
    assert values["gad-7"]["value"] == 12
