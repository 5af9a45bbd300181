"""Reading who the person is, and what they are said to have."""

import pytest

from alongside.fhir.rules.delivery import read
from alongside.intake.rules import Strand
from tests.rooms.fhir.incoming import (
    BUNDLES,
    ICD,
    SNOMED,
    STORY,
    TODAY,
    about_ada,
    codes,
    concept,
    condition,
    left_out,
    lost,
    said,
    sources,
)

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"


def sex_at_birth(code):
    return [{"url": BIRTH_SEX, "valueCode": code}]


def test_the_usual_name_is_the_chosen_one_and_the_official_one_the_legal():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    person = delivery.person
    assert (person.chosen_name, person.legal_name) == ("James Wolff", "Jennifer Wolff")
    assert person.pronouns == "he/him"
    assert person.languages == ("en",)
    assert person.phone == "555-555-5555"


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ({"family": "李", "given": ["小龙"]}, "小龙 李"),
        ({"family": "Ó Súilleabháin", "given": ["Éamon"]}, "Éamon Ó Súilleabháin"),
        ({"text": "Zoe\u0308"}, "Zoë"),
        ({"text": "عبد الله"}, "عبد الله"),
        ({"text": "Ada\u202e\x00\nExample"}, "Ada Example"),
        ({"family": "Example"}, "Example"),
        ({"given": ["Ada", 7, "Mae"], "family": "Example"}, "Ada Mae Example"),
    ],
)
def test_a_name_is_taken_in_any_script_and_without_control_characters(name, chosen):
    assert about_ada(name=[name]).person.chosen_name == chosen


@pytest.mark.parametrize(
    "name",
    [
        None,
        [],
        "Ada",
        [{}],
        [{"use": "maiden", "text": "Ada"}],
        [{"use": "old", "text": "Ada"}],
        [{"text": "   "}],
        [{"text": "Ada", "period": {"end": "2020-01-01"}}],
    ],
)
def test_nobody_is_taken_in_without_a_name_of_their_own(name):
    delivery = about_ada(name=name)

    assert delivery.person is None
    assert left_out(delivery, "Patient") == "name: has no name that is the person's own"


@pytest.mark.parametrize("when", ["2025-03-01", "nobody knows"])
def test_nobody_who_has_died_is_taken_in(when):
    delivery = about_ada(deceasedDateTime=when)

    assert delivery.person is None
    assert "having died" in left_out(delivery, "Patient")


@pytest.mark.parametrize(
    ("birth_date", "on", "says"),
    [
        ("1991-05-17", "1991-05-17", None),
        ("1991-05", None, "1991-05 is not a whole date; ask for the day"),
        ("1991", None, "1991 is not a whole date; ask for the day"),
        ("2027-01-01", None, "2027-01-01 is in the future; it was left out"),
        ("1871-01-01", None, "1871-01-01 is more than 125 years ago; it was left out"),
        ("1991-02-30", None, 'there is no day "1991-02-30"; it was left out'),
        ("17.05.1991", None, '"17.05.1991" is not written as a date'),
        (19910517, None, "a date must be text, and this is 19910517"),
        (None, None, "was not sent"),
    ],
)
def test_a_birth_date_is_whole_or_told(birth_date, on, says):
    delivery = about_ada(birthDate=birth_date)

    born = delivery.person.born
    assert (born and born.on and born.on.isoformat()) == on
    if says:
        assert lost(delivery, "Patient")["birthDate"].startswith(says)


@pytest.mark.parametrize(
    ("changes", "sex"),
    [
        ({"gender": "female", "extension": sex_at_birth("F")}, "female"),
        ({"gender": "male", "extension": sex_at_birth("F")}, ""),
        ({"gender": "female"}, ""),
        ({"gender": "female", "extension": sex_at_birth("OTH")}, ""),
        ({"extension": sex_at_birth("M")}, "male"),
    ],
)
def test_cut_offs_by_sex_are_set_only_where_nothing_speaks_against_it(changes, sex):
    assert about_ada(**changes).person.sex_for_scoring == sex


def test_numbers_of_the_state_are_not_kept():
    (delivery,) = read(sources(BUNDLES[1]), codes(), today=TODAY)

    assert [i.system for i in delivery.person.identifiers] == [
        "https://github.com/TIET-AI/tietai-synthea",
        "http://hospital.smarthealthit.org",
    ]
    assert "Social Security number is not kept" in lost(delivery, "Patient").values()


def test_what_is_not_kept_of_a_person_is_told():
    told = lost(about_ada(address=[{"city": "Boston"}], gender="female"), "Patient")

    assert told == {
        "gender": "is not kept; ask the person how they wish to be spoken of",
        "address": "is not kept",
    }


@pytest.mark.parametrize(
    ("code", "strand"),
    [
        (concept(ICD, "F33.1"), Strand.MIND),
        (concept(ICD, "F11.20"), Strand.SUBSTANCES),
        (concept(ICD, "Z59.0"), Strand.LIFE),
        (concept(ICD, "E11.9"), Strand.BODY),
        (concept(SNOMED, "370143000", "Major depressive disorder (disorder)"), Strand.MIND),
        (concept(SNOMED, "7200002", "Alcoholism (disorder)"), Strand.SUBSTANCES),
        (concept(SNOMED, "1149222004", "Overdose (disorder)"), Strand.SUBSTANCES),
        (concept(SNOMED, "422650009", "Social isolation (finding)"), Strand.LIFE),
        (concept(SNOMED, "37796009", "Migraine (disorder)"), Strand.BODY),
        ({"text": "Bipolar II"}, Strand.MIND),
    ],
)
def test_a_condition_belongs_to_a_strand(code, strand):
    (found,) = about_ada(condition(code)).conditions

    assert found.strand is strand


def test_a_name_that_labels_the_person_is_replaced_and_kept_beside():
    (found,) = about_ada(condition(concept(SNOMED, "7200002", "Alcoholism (disorder)"))).conditions

    assert (found.text, found.said, found.code) == (
        "Alcohol use disorder",
        "Alcoholism",
        "7200002",
    )


def test_the_billing_code_is_kept_before_others():
    code = {
        "coding": [
            {"system": SNOMED, "code": "310496002", "display": "Moderate depression (disorder)"},
            {"system": ICD, "code": "F32.A", "display": "Depression, unspecified"},
        ],
        "text": "Depression",
    }

    (found,) = about_ada(condition(code)).conditions

    assert (found.system, found.code, found.text) == (ICD, "F32.A", "Depression")


def test_a_code_that_is_too_long_is_no_code():
    delivery = about_ada(condition(concept(ICD, "F33.1" * 20, "Panic disorder")))

    assert delivery.conditions[0].code == ""
    assert "is too long for a code" in lost(delivery, "Condition")["code.coding[0].code"]


@pytest.mark.parametrize("code", ["99999-9", "XXX", "TBD", "unknown"])
def test_a_placeholder_is_no_code_but_its_name_is_kept(code):
    delivery = about_ada(condition(concept(SNOMED, code, "Panic disorder")))

    (found,) = delivery.conditions
    assert (found.code, found.text) == ("", "Panic disorder")
    assert "is a placeholder; the name was kept" in lost(delivery, "Condition")["code"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": None}, "code: does not say what it is"),
        ({"code": {"coding": []}}, "code: does not say what it is"),
        ({"code": 7}, "code: does not say what it is"),
        ({"verificationStatus": concept("", "refuted")}, "was ruled out by the sender"),
        ({"verificationStatus": concept("", "entered-in-error")}, "was entered in error"),
        ({"code": concept(SNOMED, "314529007", "Medication review due")}, "is a reminder"),
    ],
)
def test_a_condition_that_is_none_is_left_out(changes, says):
    delivery = about_ada(condition(concept(ICD, "F33.1"), **changes))

    assert delivery.conditions == ()
    assert says in left_out(delivery, "Condition")


@pytest.mark.parametrize(
    ("onset", "kept", "says"),
    [
        ("2019", "2019", None),
        ("2019-05", "2019-05", None),
        ("2019-05-03T10:00:00Z", "2019-05-03", None),
        ("2019-05-03T10:00", "2019-05-03", None),
        ("2027", None, "2027 is in the future; it was left out"),
        ("1990-12-31", None, "1990-12-31 is before the person was born; it was left out"),
        ("1991", "1991", None),
        ("2019-13", None, 'there is no day "2019-13"; it was left out'),
        ("2019-05-03T25:00:00Z", None, 'there is no time "2019-05-03T25:00:00Z"'),
        ("0001-01-01T00:00:00+14:00", None, 'there is no time "0001-01-01T00:00:00+14:00"'),
        ("yesterday", None, '"yesterday" is not written as a date'),
    ],
)
def test_an_onset_is_kept_as_exactly_as_it_was_told(onset, kept, says):
    delivery = about_ada(condition(concept(ICD, "F33.1"), onsetDateTime=onset))

    (found,) = delivery.conditions
    assert (found.onset and found.onset.brief) == kept
    if says:
        assert lost(delivery, "Condition")["onsetDateTime"].startswith(says)


def test_an_end_before_its_start_is_left_out():
    delivery = about_ada(
        condition(
            concept(ICD, "F33.1"),
            clinicalStatus=concept("", "resolved"),
            onsetDateTime="2020-05",
            abatementDateTime="2020-04-30",
        )
    )

    assert delivery.conditions[0].abated is None
    assert lost(delivery, "Condition") == {
        "abatementDateTime": "lies before the onset; it was left out"
    }


def test_what_is_active_has_not_abated():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    grief = next(c for c in delivery.conditions if c.text == "Grief")
    assert (grief.status, grief.onset.brief, grief.abated) == ("active", "2007-12-14", None)
    assert ("abatementDateTime", "taken in part") in {
        (path, outcome) for path, outcome, _ in said(delivery, "Condition/grief")
    }


def test_a_condition_recorded_again_and_again_is_one_with_its_spells():
    (delivery,) = read(sources(BUNDLES[1]), codes(), today=TODAY)

    named = [c.text for c in delivery.conditions]
    assert len(named) == len(set(named))
    stress = next(c for c in delivery.conditions if c.text == "Stress")
    assert len(stress.spells) > 1
    assert stress.onset == min((s.onset for s in stress.spells), key=lambda w: w.first)
    assert any("taken as another record of" in says for _, _, says in said(delivery, "Condition"))


def test_a_condition_that_came_back_is_active():
    resolved = condition(
        concept(ICD, "F33.1"),
        clinicalStatus=concept("", "resolved"),
        onsetDateTime="2015",
        abatementDateTime="2016",
    )
    again = condition(concept(ICD, "F33.1"), id="c2", onsetDateTime="2025-02-01")

    (found,) = about_ada(again, resolved).conditions

    assert (found.status, found.onset.brief, found.abated) == ("active", "2015", None)
    assert len(found.spells) == 2


def test_notes_inside_a_resource_are_not_kept_and_that_is_told():
    delivery = about_ada(condition(concept(ICD, "F33.1"), note=[{"text": "a junkie"}]))

    assert lost(delivery, "Condition") == {"note": "is not kept"}
    assert "junkie" not in repr(delivery)
