"""Reading medications, plans, visits and the people who care."""

import pytest

from alongside.fhir.rules.delivery import read
from tests.rooms.fhir.incoming import (
    ABOUT_ADA,
    BUNDLES,
    RXNORM,
    SNOMED,
    STORY,
    TODAY,
    about_ada,
    codes,
    concept,
    encounter,
    left_out,
    lost,
    medication,
    said,
    sources,
)


def only(rows):
    (row,) = rows
    return row


def plan(**changes):
    return {
        "resourceType": "CarePlan",
        "id": "p1",
        "status": "active",
        "intent": "plan",
        "subject": ABOUT_ADA,
        "category": [
            concept("", "assess-plan"),
            concept(SNOMED, "228557008", "Cognitive and behavioral therapy"),
        ],
        "period": {"start": "2026-01-01"},
    } | changes


def team(*participants, **changes):
    return {
        "resourceType": "CareTeam",
        "id": "t1",
        "status": "active",
        "subject": ABOUT_ADA,
        "participant": list(participants),
    } | changes


DR_OWL = {
    "resourceType": "Practitioner",
    "id": "owl",
    "name": [{"family": "Owl", "given": ["Wise"], "prefix": ["Dr."]}],
    "telecom": [{"system": "phone", "value": "555-0100"}],
}
MEMBER = {
    "role": [concept(SNOMED, "310190000", "Mental health counselor (occupation)")],
    "member": {"reference": "Practitioner/owl"},
}


def test_a_medication_is_taken_with_its_code_its_start_and_how_to_take_it():
    found = only(about_ada(medication(dosageInstruction=[{"text": "one at night"}])).medications)

    assert (found.name, found.rxnorm) == ("Sertraline 100 MG Oral Tablet", "312938")
    assert (found.status, found.started.brief, found.dosage) == (
        "active",
        "2026-02-03",
        "one at night",
    )


def test_a_coded_dosage_is_put_into_words():
    row = {
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
        "asNeededBoolean": True,
    }

    found = only(about_ada(medication(dosageInstruction=[row])).medications)

    assert found.dosage == "1 tablet, 2 times every day, as needed"


def test_a_medication_ordered_again_and_again_is_one():
    (delivery,) = read(sources(BUNDLES[0]), codes(), today=TODAY)

    sertraline = only(m for m in delivery.medications if m.rxnorm == "312938")
    assert sertraline.orders == 4
    assert sertraline.started.brief == "2017-06-22"


def test_the_latest_word_on_a_medication_stands():
    orders = [
        medication(id="m1", status="stopped", authoredOn="2020-01-01"),
        medication(id="m2", authoredOn="2025-01-01", dosageInstruction=[{"text": "half"}]),
        medication(id="m3", status="stopped", authoredOn="2024-01-01"),
    ]

    found = only(about_ada(*orders).medications)

    assert (found.status, found.dosage, found.started.brief, found.orders) == (
        "active",
        "half",
        "2020-01-01",
        3,
    )


def test_a_medication_told_by_reference_is_found():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    ativan = only(m for m in delivery.medications if "[Ativan]" in m.name)
    assert (ativan.rxnorm, ativan.dosage) == ("206821", "every 8 hours as needed")


def test_a_contained_medication_is_found():
    inside = {"resourceType": "Medication", "id": "x", "code": concept(RXNORM, "1", "Thing")}
    row = medication(
        medicationCodeableConcept=None,
        contained=[inside],
        medicationReference={"reference": "#x"},
    )

    assert only(about_ada(row).medications).name == "Thing"


def test_of_a_reference_that_leads_nowhere_the_name_is_kept():
    row = medication(
        medicationCodeableConcept=None,
        medicationReference={"reference": "Medication/none", "display": "Sertraline"},
    )

    delivery = about_ada(row)

    assert only(delivery.medications).name == "Sertraline"
    assert lost(delivery, "MedicationRequest") == {
        "medicationReference": "leads nowhere; only its name was kept"
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"doNotPerform": True}, "says not to give this medication"),
        ({"status": "entered-in-error"}, "was entered in error"),
        ({"status": "draft"}, "is a draft"),
        ({"status": "sure"}, "which is none"),
        ({"intent": "proposal"}, "is a proposal and no order"),
        ({"medicationCodeableConcept": None}, "does not say which medication"),
        (
            {
                "medicationCodeableConcept": None,
                "medicationReference": {"reference": "Medication/none"},
            },
            "points to nothing in what was sent",
        ),
    ],
)
def test_what_is_no_prescription_is_left_out(changes, says):
    delivery = about_ada(medication(**changes))

    assert delivery.medications == ()
    assert says in left_out(delivery, "MedicationRequest")


@pytest.mark.parametrize(
    ("name", "reason", "for_addiction"),
    [
        ("buprenorphine 8 MG / naloxone 2 MG Sublingual Film", "", True),
        ("Methadone Hydrochloride 5 MG Oral Tablet", "", True),
        ("Methadone Hydrochloride 5 MG Oral Tablet", "Chronic pain", False),
        ("Naltrexone hydrochloride 50 MG Oral Tablet", "", True),
        ("Sertraline 100 MG Oral Tablet", "", False),
    ],
)
def test_medication_for_addiction_is_known_by_what_it_is_and_what_it_is_for(
    name, reason, for_addiction
):
    row = medication(
        medicationCodeableConcept=concept(RXNORM, "1", name), reasonCode=[{"text": reason}]
    )

    assert only(about_ada(row).medications).for_addiction is for_addiction


def test_an_order_dated_in_the_future_is_taken_without_its_date():
    delivery = about_ada(medication(authoredOn="2027-01-01"))

    assert only(delivery.medications).started is None
    assert "authoredOn" in lost(delivery, "MedicationRequest")


def test_a_plan_is_taken_with_its_activities_and_goals():
    goal = {
        "resourceType": "Goal",
        "id": "g1",
        "subject": ABOUT_ADA,
        "description": {"text": "Sleep through"},
    }
    detail = {"status": "in-progress", "code": {"text": "Stress management"}}
    row = plan(goal=[{"reference": "Goal/g1"}], activity=[{"detail": detail}, {"detail": {}}])

    delivery = about_ada(row, goal)

    found = only(delivery.plans)
    assert found.title == "Cognitive and behavioral therapy"
    assert [(a.text, a.status) for a in found.activities] == [("Stress management", "in-progress")]
    assert found.goals == ("Sleep through",)
    assert lost(delivery, "CarePlan") == {"activity[1]": "says nothing that could be read"}


def test_a_goal_of_somebody_else_never_enters_a_plan():
    goal = {
        "resourceType": "Goal",
        "id": "g1",
        "subject": {"reference": "Patient/ben"},
        "description": {"text": "Ben's secret"},
    }

    delivery = about_ada(plan(goal=[{"reference": "Goal/g1"}]), goal)

    assert only(delivery.plans).goals == ()
    assert "secret" not in repr(delivery)
    assert left_out(delivery, "Goal") == "nothing that was taken points to it"


@pytest.mark.parametrize("status", ["draft", "entered-in-error", "unknown", None])
def test_a_plan_that_does_not_stand_is_left_out(status):
    assert "no plan that stands" in left_out(about_ada(plan(status=status)), "CarePlan")


def test_a_plan_may_end_in_the_future_and_may_not_end_before_it_starts():
    ahead = only(about_ada(plan(period={"start": "2026-01-01", "end": "2027-01-01"})).plans)
    delivery = about_ada(plan(period={"start": "2026-01-02", "end": "2026-01-01"}))

    assert ahead.ended.brief == "2027-01-01"
    assert only(delivery.plans).ended is None
    assert "period.end" in lost(delivery, "CarePlan")


def test_a_visit_is_taken_with_its_place_and_reason():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    visit = next(v for v in delivery.visits if v.setting == "emergency department")
    assert (visit.kind, visit.reason) == ("Emergency room", "Angina, Sweating, Palpitations")
    assert visit.place == "Florida General Hospital - Emergency Department"
    assert visit.started.at.isoformat() == "2024-02-01T21:02:00+00:00"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"status": "planned"}, "it has not taken place"),
        ({"status": "cancelled"}, "it has not taken place"),
        ({"period": None}, "does not say when it began"),
        ({"period": {"start": "2027-01-01"}}, "does not say when it began"),
        ({"period": {"start": "1980-01-01"}}, "does not say when it began"),
    ],
)
def test_a_visit_that_was_none_is_left_out(changes, says):
    delivery = about_ada(encounter(**changes))

    assert delivery.visits == ()
    assert says in left_out(delivery, "Encounter")


def test_a_visit_that_ends_before_it_starts_is_taken_without_its_end():
    period = {"start": "2026-02-01T10:00:00-05:00", "end": "2026-02-01T10:30:00-04:00"}

    delivery = about_ada(encounter(period=period))

    assert only(delivery.visits).ended is None
    assert lost(delivery, "Encounter") == {"period.end": "lies before the start; it was left out"}


def test_a_team_is_the_people_who_care_and_not_the_person():
    delivery = about_ada(team(MEMBER, {"member": ABOUT_ADA}), DR_OWL)

    owl = only(delivery.helpers)
    assert (owl.name, owl.role, owl.phone) == (
        "Dr. Wise Owl",
        "Mental health counselor",
        "555-0100",
    )


def test_somebody_close_is_named_by_the_person_and_by_nobody_else():
    sarah = {
        "resourceType": "RelatedPerson",
        "id": "sarah",
        "patient": ABOUT_ADA,
        "name": [{"text": "Sarah Example"}],
    }

    delivery = about_ada(team({"member": {"reference": "RelatedPerson/sarah"}}), sarah)

    assert delivery.helpers == ()
    assert "names nobody who can be taken" in left_out(delivery, "CareTeam")


def test_one_helper_of_several_teams_is_one_and_has_left_when_all_have_ended():
    old = team(MEMBER, period={"start": "2020", "end": "2021"}, status="inactive")
    new = team(MEMBER, id="t2", period={"start": "2024-01-01"})
    ended = new | {"status": "inactive", "period": {"start": "2024-01-01", "end": "2024-06-01"}}

    standing = only(about_ada(old, new, DR_OWL).helpers)
    gone = only(about_ada(old, ended, DR_OWL).helpers)

    assert (standing.since.brief, standing.until) == ("2020", None)
    assert gone.until.brief == "2024-06-01"


def test_a_team_that_ended_nobody_knows_when_is_left_out():
    delivery = about_ada(team(MEMBER, status="inactive"), DR_OWL)

    assert delivery.helpers == ()
    assert "names nobody who can be taken" in left_out(delivery, "CareTeam")


def test_a_member_who_cannot_be_found_is_told():
    row = team(MEMBER, {"member": {"reference": "Practitioner/none"}})

    delivery = about_ada(row, DR_OWL)

    assert len(delivery.helpers) == 1
    assert lost(delivery, "CareTeam") == {
        "participant[1]": 'points to nobody in what was sent ("Practitioner/none")'
    }


def test_a_helper_to_whom_nothing_points_is_told():
    delivery = about_ada(DR_OWL)

    assert said(delivery, "Practitioner") == [
        ("", "left out", "nothing that was taken points to it")
    ]
