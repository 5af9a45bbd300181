"""Opening what was sent, and telling whose it is."""

import orjson
import pytest

from alongside.fhir.rules.delivery import read
from alongside.fhir.rules.files import SourceFile, open_file
from alongside.fhir.rules.report import Outcome, totals
from tests.rooms.fhir.incoming import (
    BUNDLES,
    PHQ9,
    STORY,
    TODAY,
    about_ada,
    bundle,
    codes,
    concept,
    condition,
    delivered,
    left_out,
    medication,
    patient,
    said,
    sources,
)

DEPRESSION = concept("http://hl7.org/fhir/sid/icd-10-cm", "F33.1")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{", "is not JSON"),
        (b"\xff\xfe{}", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"resourceType": "Patient", "id": "\\ud800"}', "is not JSON"),
        (
            b'{"resourceType": "Patient", "id": ' + b"[" * 300 + b"]" * 300 + b"}",
            "is nested deeper",
        ),
        (b"[]", "should be a FHIR resource (a JSON object), and is []"),
        (b"null", "should be a FHIR resource (a JSON object), and is None"),
        (b"{}", "has no resourceType, so it is no FHIR resource"),
        (b'{"resourceType": 7}', "has a resourceType that is none: 7"),
        (b'{"resourceType": "Bundle"}', "is a Bundle without entries"),
        (b'{"resourceType": "Bundle", "entry": {}}', "entry should be a list, and is {}"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(raw, says):
    delivery = delivered(raw)

    assert delivery.person is None
    assert delivery.lines[0].says.startswith(says)
    assert delivery.lines[0].outcome is Outcome.LEFT_OUT


def test_a_file_that_is_too_large_is_not_opened():
    opened = open_file(SourceFile("came.json", b'{"resourceType": "Patient"}'), largest=10)

    assert opened.entries == ()
    assert opened.lines[0].says == "is too large: 0.0 MB, and at most 0.0 MB are read"


def test_rows_of_a_bundle_that_are_none_are_told_by_their_number():
    content = bundle(patient())
    content["entry"] += [
        7,
        {},
        {"resource": {"id": "x"}},
        {"resource": bundle()},
        {"resource": patient(), "request": {"method": "DELETE"}},
    ]

    delivery = delivered(content)

    assert delivery.person is not None
    assert [(line.place, line.says) for line in delivery.lines if line.resource == "Bundle"] == [
        ("entry 2", "should be an object, and is 7"),
        ("entry 3", "holds no resource"),
        ("entry 4", "has no resourceType, so it is no FHIR resource"),
        ("entry 5", "is a Bundle inside a Bundle, and is not opened"),
        ("entry 6", "asks for DELETE; only what is sent is taken"),
    ]


def test_lines_of_resources_are_read_and_a_bad_line_does_not_stop_the_rest():
    rows = [orjson.dumps(patient()), b"{oops", b"", orjson.dumps(condition(DEPRESSION))]

    delivery = delivered(b"\xef\xbb\xbf" + b"\r\n".join(rows))

    assert delivery.person.chosen_name == "Ada Example"
    assert len(delivery.conditions) == 1
    assert [line.place for line in delivery.lines] == ["line 2", "line 1", "line 4"]


def test_a_single_patient_is_a_delivery():
    assert delivered(patient()).person.chosen_name == "Ada Example"


@pytest.mark.parametrize("kind", ["transaction", "batch", "searchset", "document", "message", "?"])
def test_a_bundle_of_any_kind_is_opened(kind):
    assert delivered(bundle(patient()) | {"type": kind}).person is not None


def test_two_people_in_one_file_are_not_taken_in():
    delivery = delivered(bundle(patient(), patient(id="ben"), condition(DEPRESSION)))

    assert delivery.person is None
    assert delivery.lines[0].says == (
        "tells of 2 people; a referral is about one: send a file for each"
    )
    assert {line.outcome for line in delivery.lines} == {Outcome.LEFT_OUT}
    assert len(delivery.lines) == 4


def test_a_file_about_nobody_is_not_taken_in():
    delivery = delivered(bundle(condition(DEPRESSION)))

    assert delivery.person is None
    assert delivery.lines[0].says == (
        'tells of nobody: there is no Patient in it ("Patient/ada" is not in it)'
    )
    assert left_out(delivery, "Condition") == "nobody was taken in from this file"


def test_what_lies_in_files_of_their_own_is_read_together():
    files = [
        SourceFile("a.json", orjson.dumps(condition(DEPRESSION))),
        SourceFile("b.json", orjson.dumps(patient())),
        SourceFile("c.json", orjson.dumps(patient(id="ben"))),
        SourceFile("d.json", orjson.dumps(medication(subject={"reference": "Patient/ben"}))),
        SourceFile(
            "e.json", orjson.dumps(condition(DEPRESSION, subject={"reference": "Patient/x"}))
        ),
    ]

    ada, ben, nobody = read(files, codes(), today=TODAY)

    assert (ada.files, len(ada.conditions), len(ada.medications)) == (("b.json", "a.json"), 1, 0)
    assert (ben.files, len(ben.conditions), len(ben.medications)) == (("c.json", "d.json"), 0, 1)
    assert nobody.person is None


def test_what_tells_of_nobody_goes_to_whose_record_points_to_it():
    owl = {"resourceType": "Practitioner", "id": "owl", "name": [{"text": "Dr. Owl"}]}
    team = {
        "resourceType": "CareTeam",
        "id": "t1",
        "status": "active",
        "subject": {"reference": "Patient/ben"},
        "participant": [{"member": {"reference": "Practitioner/owl"}}],
    }
    contents = [owl, patient(), patient(id="ben"), team, {"resourceType": "ValueSet", "id": "v"}]
    files = [SourceFile(f"{n}.json", orjson.dumps(c)) for n, c in enumerate(contents)]

    ada, ben, nobody = read(files, codes(), today=TODAY)

    assert (ada.helpers, [h.name for h in ben.helpers]) == ((), ["Dr. Owl"])
    assert ben.files == ("2.json", "3.json", "0.json")
    assert nobody.person is None


def test_a_resource_about_somebody_else_is_left_out():
    ben = {"reference": "Patient/ben"}

    assert left_out(about_ada(condition(DEPRESSION, subject=ben)), "Condition") == (
        'subject: is about "Patient/ben", who is not this person'
    )


def test_a_resource_that_names_nobody_is_left_out():
    assert left_out(about_ada(condition(DEPRESSION, subject=None)), "Condition") == (
        "subject: does not say whom it is about"
    )


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/ada",
        "urn:uuid:0c3a1d0e-0000-4000-8000-000000000000",
        "https://example.org/fhir/Patient/ada",
        "https://example.org/fhir/Patient/ada/_history/3",
        "Patient?identifier=http://example.org/mrn|42",
    ],
)
def test_a_person_is_known_by_every_way_of_pointing(reference):
    content = bundle(
        patient(identifier=[{"system": "http://example.org/mrn", "value": "42"}]),
        condition(DEPRESSION, subject={"reference": reference}),
    )
    content["entry"][0]["fullUrl"] = "urn:uuid:0c3a1d0e-0000-4000-8000-000000000000"

    assert len(delivered(content).conditions) == 1


@pytest.mark.parametrize("name", ["modifierExtension", "implicitRules"])
def test_a_resource_with_a_rule_that_changes_its_meaning_is_left_out(name):
    delivery = about_ada(condition(DEPRESSION, **{name: [{"url": "http://example.org/negated"}]}))

    assert delivery.conditions == ()
    assert "changes its meaning" in left_out(delivery, "Condition")


def test_the_same_resource_twice_is_taken_once_and_of_two_versions_the_newer():
    older = condition(DEPRESSION, meta={"lastUpdated": "2026-01-01T00:00:00Z"})
    newer = older | {
        "code": concept("", "", "Panic disorder"),
        "meta": {"lastUpdated": "2026-02-01T00:00:00Z"},
    }

    delivery = about_ada(newer, older, newer)

    assert [c.text for c in delivery.conditions] == ["Panic disorder"]
    assert sorted(says for _, _, says in said(delivery, "Condition")) == [
        "another version of it is newer or first",
        "taken",
        "was sent twice; taken once",
    ]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("AllergyIntolerance", "allergies are not imported: ask the person"),
        ("DocumentReference", "notes are not imported"),
        ("Consent", "a consent given elsewhere opens nothing here"),
        ("Procedure", "this kind of resource is not imported"),
        ("Banana", "this kind of resource is not imported"),
    ],
)
def test_kinds_that_are_not_imported_are_told(kind, says):
    delivery = about_ada({"resourceType": kind, "id": "x"})

    assert left_out(delivery, kind).startswith(says)


def test_the_same_content_has_the_same_digest_however_it_is_written():
    one = bundle(patient(), condition(DEPRESSION))
    other = orjson.dumps(
        bundle(condition(DEPRESSION), patient()), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    )

    assert delivered(one).digest == delivered(other).digest
    assert delivered(one).digest != delivered(bundle(patient())).digest


def test_every_resource_of_the_real_bundles_has_a_line():
    for path in BUNDLES:
        (delivery,) = read(sources(path), codes(), today=TODAY)
        entries = orjson.loads(path.read_bytes())["entry"]

        assert {line.place for line in delivery.lines} == {
            f"entry {n}" for n in range(1, len(entries) + 1)
        }
        counted = totals(delivery.lines)
        assert sum(sum(kind.values()) for kind in counted.values()) == len(entries)
        assert counted["Encounter"][Outcome.LEFT_OUT] == 0


def test_the_story_in_files_of_their_own_is_one_person():
    (delivery,) = read(sources(*STORY), codes(), today=TODAY)

    assert delivery.person.chosen_name == "James Wolff"
    assert set(delivery.files) == {path.name for path in STORY}
    assert len(delivery.visits) == 4
    assert [h.name for h in delivery.helpers] == ["Dr Wise Owl", "Dr Lazslo Cravensworth"]


def test_resources_of_which_the_person_is_missing_are_told_file_by_file():
    deliveries = read(sources(*PHQ9), codes(), today=TODAY)

    assert len(deliveries) == len(PHQ9)
    assert all(d.person is None and "no Patient" in d.lines[0].says for d in deliveries)
