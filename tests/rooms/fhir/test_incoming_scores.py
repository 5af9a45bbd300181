"""Reading answers and scores of our instruments."""

import orjson
import pytest

from alongside.fhir.rules.codes import wrong_with_loinc
from alongside.fhir.rules.delivery import read
from alongside.fhir.rules.files import SourceFile
from alongside.measures.catalogue import instruments
from tests.rooms.fhir.incoming import (
    ABOUT_ADA,
    BUNDLES,
    LOINC,
    PHQ9,
    STORY,
    TODAY,
    about_ada,
    codes,
    concept,
    left_out,
    lost,
    observation,
    patient,
    said,
    sources,
)

PHQ9_TOTAL, GAD7_TOTAL, PHQ9_PANEL = "44261-6", "70274-6", "44249-1"
PHQ9_ITEMS = [q.loinc for q in instruments()["phq-9"].questions]
GAD7_ITEMS = [q.loinc for q in instruments()["gad-7"].questions]
OFTEN = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def chosen(code, display=""):
    return {"valueCodeableConcept": concept(LOINC, code, display)}


def item(loinc, points, **changes):
    return observation(loinc, **chosen(OFTEN[points]), **changes)


def only_sheet(delivery):
    (sheet,) = delivery.sheets
    return sheet


def test_a_total_without_answers_is_kept_as_a_total():
    sheet = only_sheet(about_ada(observation(PHQ9_TOTAL, valueQuantity={"value": 14.0})))

    assert (sheet.instrument.id, sheet.total, sheet.answers) == ("phq-9", 14, {})
    assert sheet.result is None
    assert sheet.total_is_possible
    assert sheet.keys == ["Observation/o44261-6"]


def test_a_total_sent_as_text_is_read_and_told():
    delivery = about_ada(observation(PHQ9_TOTAL, valueString="12"))

    assert only_sheet(delivery).total == 12
    assert lost(delivery, "Observation") == {"valueString": 'was sent as text; "12" was read'}


@pytest.mark.parametrize("value", [28, -1, 1e300])
def test_a_total_that_cannot_be_is_left_out(value):
    delivery = about_ada(observation(PHQ9_TOTAL, valueQuantity={"value": value}))

    assert delivery.sheets == ()
    assert "runs from 0 to 27" in left_out(delivery, "Observation")


def test_a_total_that_is_no_whole_number_is_kept_as_it_was_sent_and_told():
    (delivery,) = read(sources(BUNDLES[1]), codes(), today=TODAY)

    sheet = next(s for s in delivery.sheets if s.instrument.id == "phq-9")
    assert sheet.total == pytest.approx(19.18, abs=0.01)
    assert not sheet.total_is_possible
    assert any("no whole number" in says for _, _, says in said(delivery, "Observation"))


def test_the_totals_of_real_bundles_are_found():
    (delivery,) = read(sources(BUNDLES[1]), codes(), today=TODAY)

    assert {s.instrument.id: s.total for s in delivery.sheets if s.total_is_possible} == {
        "gad-7": 2,
        "audit-c": 1,
    }


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (concept(LOINC, "82667-7", "Total score [DAST-10]"), "is not one of the instruments"),
        (concept(LOINC, "99999-9"), "is a placeholder and not a code"),
        (concept(LOINC, "44261-7"), "its check digit is wrong"),
        (concept(LOINC, "PHQ9"), "is not written like a LOINC code"),
        (concept("http://example.org", "phq9"), "is not one of the instruments"),
        (None, "does not say what was observed"),
    ],
)
def test_what_is_none_of_our_instruments_is_left_out(code, says):
    delivery = about_ada(observation("x", code=code, valueQuantity={"value": 3}))

    assert says in left_out(delivery, "Observation")


@pytest.mark.parametrize("status", ["preliminary", "cancelled", "entered-in-error", None, 7])
def test_a_result_that_does_not_stand_is_left_out(status):
    delivery = about_ada(observation(PHQ9_TOTAL, status=status, valueInteger=3))

    assert "no result that stands" in left_out(delivery, "Observation")


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (None, "does not say when"),
        ("2026-03", "2026-03 is not a whole date"),
        ("2027-01-01", "2027-01-01 is in the future"),
        ("1990-01-01", "1990-01-01 is before the person was born"),
    ],
)
def test_a_score_without_its_day_is_left_out(when, says):
    delivery = about_ada(observation(PHQ9_TOTAL, effectiveDateTime=when, valueInteger=3))

    assert delivery.sheets == ()
    assert any(says in line for _, _, line in said(delivery, "Observation"))


def test_items_are_put_together_and_scored_by_our_own_scorer():
    rows = [item(code, 2) for code in PHQ9_ITEMS[:9]]

    sheet = only_sheet(about_ada(*rows))

    assert sheet.instrument.id == "phq-9"
    assert sheet.answers == {str(n): 2 for n in range(1, 10)}
    assert sheet.result.score("total").value == 18
    assert sheet.result.criticals


@pytest.mark.parametrize(
    ("found", "instrument"),
    [
        (PHQ9_ITEMS[:2], {"phq-2"}),
        (PHQ9_ITEMS[:8], {"phq-9"}),
        (PHQ9_ITEMS[:2] + GAD7_ITEMS[:2], {"phq-4"}),
        (PHQ9_ITEMS[:9] + GAD7_ITEMS, {"phq-9", "gad-7"}),
        (PHQ9_ITEMS[:2] + GAD7_ITEMS, {"phq-2", "gad-7"}),
    ],
)
def test_single_items_belong_to_the_instrument_that_asks_most_of_them(found, instrument):
    delivery = about_ada(*(item(code, 1) for code in found))

    assert {sheet.instrument.id for sheet in delivery.sheets} == instrument


def test_items_of_two_days_are_two_sheets():
    early = [item(code, 1) for code in GAD7_ITEMS]
    late = [item(code, 3, id=f"late{code}", effectiveDateTime="2026-04-01") for code in GAD7_ITEMS]

    delivery = about_ada(*early, *late)

    assert [s.result.score("total").value for s in delivery.sheets] == [7, 21]


def test_a_panel_and_its_members_and_its_response_are_one_sheet():
    rows = [orjson.loads(path.read_bytes()) for path in PHQ9]
    somebody = patient(id="example", birthDate="1987-02-20")
    content = b"\n".join(orjson.dumps(row) for row in [somebody, *rows])

    (delivery,) = read([SourceFile("came.ndjson", content)], codes(), today=TODAY)

    sheet = only_sheet(delivery)
    assert sheet.result.score("total").value == 12
    assert sheet.total is None
    assert len(sheet.keys) == len(PHQ9) - 1


def test_a_response_without_one_of_its_answers_is_kept_without_a_score():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    audit = next(s for s in delivery.sheets if s.instrument.id == "audit-c")
    assert audit.answers == {"2": 1, "3": 2}
    assert audit.result.score("total").value is None
    assert lost_of(delivery, "QuestionnaireResponse/alcohol") == [
        'item[0] (linkId "/68517-2")',
        'item[3] (linkId "/76504-0")',
    ]


def lost_of(delivery, resource):
    return [path for path, _, _ in said(delivery, resource)]


def response(answers, **changes):
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "subject": ABOUT_ADA,
        "authored": "2026-03-01T09:00:00Z",
        "questionnaire": "http://loinc.org/q/69737-5",
        "item": [{"linkId": f"/{code}", "answer": [answer]} for code, answer in answers],
    } | changes


def test_a_response_is_read_by_answer_code_by_its_words_and_by_its_points():
    answers = [
        (GAD7_ITEMS[0], {"valueCoding": {"system": LOINC, "code": OFTEN[3]}}),
        (GAD7_ITEMS[1], {"valueCoding": {"display": "several DAYS"}}),
        (GAD7_ITEMS[2], {"valueInteger": 2}),
        (GAD7_ITEMS[3], {"valueDecimal": 0.0}),
        *((code, {"valueInteger": 0}) for code in GAD7_ITEMS[4:]),
    ]

    sheet = only_sheet(about_ada(response(answers)))

    assert [sheet.answers[str(n)] for n in range(1, 5)] == [3, 1, 2, 0]
    assert sheet.result.score("total").value == 6


@pytest.mark.parametrize(
    "answer",
    [
        {"valueInteger": 4},
        {"valueInteger": -1},
        {"valueDecimal": 1.5},
        {"valueCoding": {"system": LOINC, "code": "LA32-8", "display": "No"}},
        {"valueCoding": {"display": "all the time, really"}},
    ],
)
def test_an_answer_that_cannot_be_one_is_left_out_and_the_rest_is_taken(answer):
    answers = [(code, {"valueInteger": 1}) for code in GAD7_ITEMS[1:]]

    delivery = about_ada(response([(GAD7_ITEMS[0], answer), *answers]))

    sheet = only_sheet(delivery)
    assert sheet.answers["1"] is None
    assert sheet.answers["2"] == 1
    assert "item[0].answer[0]" in lost(delivery, "QuestionnaireResponse")


def test_an_observation_whose_answer_cannot_be_one_is_left_out():
    row = observation(GAD7_ITEMS[0], valueInteger=9)

    assert "9 is not one of 0, 1, 2, 3" in left_out(about_ada(row), "Observation")


def test_an_answer_that_the_person_declined_is_data():
    absent = {"dataAbsentReason": concept("", "asked-declined")}
    rows = [item(code, 1) for code in PHQ9_ITEMS[:8]] + [observation(PHQ9_ITEMS[8], **absent)]

    sheet = only_sheet(about_ada(*rows))

    assert sheet.answers["9"] == "declined"
    assert sheet.result.score("total").value is None


def test_a_total_that_contradicts_the_answers_gives_way_and_is_told():
    rows = [item(code, 2) for code in GAD7_ITEMS]

    delivery = about_ada(*rows, observation(GAD7_TOTAL, valueInteger=9))

    sheet = only_sheet(delivery)
    assert (sheet.total, sheet.result.score("total").value) == (None, 14)
    assert lost_of(delivery, "Observation/o70274-6") == ["value"]


def test_a_total_stands_where_the_answers_do_not_make_one():
    rows = [item(code, 2) for code in GAD7_ITEMS[:3]]

    sheet = only_sheet(about_ada(*rows, observation(GAD7_TOTAL, valueInteger=9)))

    assert sheet.total == 9
    assert sheet.result.score("total").value is None


def test_two_totals_of_one_time_are_not_both_true():
    first = observation(GAD7_TOTAL, valueInteger=9)

    delivery = about_ada(first, first | {"id": "second", "valueInteger": 3})

    assert only_sheet(delivery).total == 9
    assert "contradicts another total" in said(delivery, "Observation/second")[0][2]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"status": "in-progress"}, "not finished, or no longer true"),
        ({"authored": None}, "does not say when"),
        ({"authored": "2027-01-01T00:00:00Z"}, "is in the future"),
        ({"questionnaire": "http://example.org/other", "item": []}, "none of the instruments here"),
    ],
)
def test_a_response_that_cannot_be_taken_is_left_out(changes, says):
    answers = [(code, {"valueInteger": 1}) for code in GAD7_ITEMS]

    delivery = about_ada(response(answers, **changes))

    assert delivery.sheets == ()
    assert says in left_out(delivery, "QuestionnaireResponse")


def test_what_is_no_question_of_the_panel_is_told():
    members = [{"reference": f"Observation/o{code}"} for code in [PHQ9_ITEMS[0], GAD7_ITEMS[0]]]
    panel = observation(PHQ9_PANEL, hasMember=members)

    delivery = about_ada(panel, item(PHQ9_ITEMS[0], 1), item(GAD7_ITEMS[0], 2))

    assert only_sheet(delivery).answers == {"1": 1}
    assert said(delivery, f"Observation/o{GAD7_ITEMS[0]}")[0][2] == (
        "is no question of Patient Health Questionnaire-9"
    )


def test_members_of_another_day_are_not_the_panels():
    old = item(PHQ9_ITEMS[0], 3, effectiveDateTime="2025-01-01")
    now = item(PHQ9_ITEMS[1], 1)
    members = [{"reference": f"Observation/o{code}"} for code in PHQ9_ITEMS[:2]]

    delivery = about_ada(observation(PHQ9_PANEL, hasMember=members), old, now)

    assert [s.answers for s in delivery.sheets] == [{"1": 3}, {"2": 1}]
    assert lost(delivery, f"Observation/o{PHQ9_PANEL}") == {"hasMember[0]": "is of another time"}


def test_an_observation_that_holds_no_answer_is_left_out():
    assert left_out(about_ada(observation(GAD7_ITEMS[0])), "Observation") == (
        "value: holds no answer"
    )


def test_a_panel_without_anything_in_it_is_left_out():
    panel = observation(PHQ9_PANEL, hasMember=[{"reference": "Observation/none"}])

    delivery = about_ada(panel)

    assert delivery.sheets == ()
    assert left_out(delivery, "Observation") == "is a panel without answers or a total"


def test_every_code_of_our_own_instruments_is_a_loinc_code():
    book = codes()

    assert [c for c in (*book.panels, *book.totals, *book.items) if wrong_with_loinc(c)] == []
