"""Taking people in from files: wholly or not at all, once, and nobody merged."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from alongside.fhir import actions
from alongside.fhir.queries import matches
from alongside.intake.actions import AlreadyTaken
from alongside.intake.models import Condition, PriorTreatment, ReceivedPlan, Referral
from alongside.measures.models import Response, Score
from alongside.medications.models import Medication
from alongside.people.models import Episode, Organization, OutsideProvider, Patient, Task
from alongside.people.rules import Category
from alongside.privacy import gate
from alongside.privacy.models import AccessEvent
from tests.rooms.fhir.incoming import (
    BUNDLES,
    ICD,
    STORY,
    bundle,
    concept,
    condition,
    delivered,
    encounter,
    medication,
    observation,
    patient,
)
from tests.rooms.fhir.test_incoming_scores import PHQ9_ITEMS, item

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
MRN = [{"system": "http://example.org/mrn", "value": "42"}]


def take_in(*resources, **changes):
    delivery = delivered(bundle(patient(**changes), *resources))
    return actions.take_in(gate.job_access("test", at=AT), delivery, at=AT)


def command(*paths, **options):
    """Run the command, and return what it said and its exit code."""
    out = StringIO()
    try:
        call_command("import_records", "fhir", *map(str, paths), stdout=out, **options)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file of this content."""

    def write(name, *resources):
        path = tmp_path / name
        path.write_bytes(orjson.dumps(bundle(*resources)))
        return path

    return write


def test_a_real_bundle_becomes_a_referral_with_what_came_with_it(db):
    said, code = command(BUNDLES[1])

    assert code == 0
    episode = Episode.objects.get()
    assert (episode.status, episode.patient.chosen_name) == ("referred", "Scottie Gerlach")
    assert (episode.patient.born_on, episode.patient.origin) == (date(1984, 1, 25), "fhir")
    places = PriorTreatment.objects.values_list("place", flat=True)
    assert Referral.objects.get().referred_by == Counter(places).most_common(1)[0][0]
    assert PriorTreatment.objects.count() == 36
    assert ReceivedPlan.objects.count() == 9
    assert {m.name for m in Medication.objects.filter(status="active")} >= {
        "Sertraline 100 MG Oral Tablet"
    }
    assert OutsideProvider.objects.filter(until_on=None).exists()
    for model in (Condition, PriorTreatment, ReceivedPlan, Medication, OutsideProvider):
        assert set(model.objects.values_list("origin", flat=True)) == {"fhir"}
    assert "CarePlan: 9 taken" in said
    assert "allergies are not imported" in said


def test_the_totals_of_a_real_bundle_are_scores_with_their_day(db):
    command(BUNDLES[1])

    scores = {s.instrument: s for s in Score.objects.all()}
    assert (scores["gad-7"].value, scores["gad-7"].band) == (2, "minimal")
    assert scores["gad-7"].taken_at.date() == date(2025, 8, 20)
    assert scores["phq-9"].value == pytest.approx(19.18, abs=0.01)
    assert (scores["phq-9"].band, scores["phq-9"].status) == ("", "as_sent")
    assert set(Response.objects.values_list("mode", flat=True)) == {"imported"}


def test_the_same_file_again_adds_nothing(db):
    command(BUNDLES[0])
    before = [m.objects.count() for m in (Patient, Episode, Condition, Medication, Score, Task)]

    said, code = command(BUNDLES[0])

    after = [m.objects.count() for m in (Patient, Episode, Condition, Medication, Score, Task)]
    assert (before, code) == (after, 0)
    assert "was taken before; nothing was added" in said


def test_a_story_in_files_of_their_own_is_one_referral(db):
    said, code = command(*STORY)

    assert code == 0
    person = Patient.objects.get()
    assert (person.chosen_name, person.legal_name) == ("James Wolff", "Jennifer Wolff")
    assert Condition.objects.get(text="Depression").code == "F32.A"
    assert Condition.objects.get(text="History of substance use").said == (
        "History of Substance Abuse"
    )
    assert Score.objects.get(instrument="phq-9", score="total").value == 12
    assert "1 taken in, 0 taken before, 0 refused." in said


def test_a_folder_stands_for_its_files(db):
    _, code = command(STORY[0].parent)

    assert code == 0
    assert Patient.objects.count() == 1


def test_a_file_that_is_refused_leaves_nothing_and_does_not_stop_the_others(db, file, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    two = file("two.json", patient(), patient(id="ben"))
    good = file("good.json", patient())

    said, code = command(broken, two, good)

    assert code == 1
    assert Patient.objects.count() == 1
    assert "broken.json: refused; nothing was taken." in said
    assert "tells of 2 people" in said
    assert "1 taken in, 0 taken before, 2 refused." in said


def test_strict_is_content_only_when_nothing_was_left_out(db, file):
    whole = file("whole.json", patient())
    part = file("part.json", patient(gender="female"))

    assert command(whole, strict=True)[1] == 0
    assert command(part, strict=True)[1] == 1


def test_a_dry_run_keeps_nothing(db):
    said, code = command(BUNDLES[0], dry_run=True)

    assert code == 0
    assert Patient.objects.count() == 0
    assert "can be taken in; nothing was kept" in said


def test_a_file_that_is_not_there_is_told(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        command(tmp_path / "none.json")
    with pytest.raises(CommandError, match="holds no"):
        command(tmp_path)


def test_what_breaks_half_way_leaves_nothing(db):
    def breaks(execute, sql, params, many, context):
        if "people_outsideprovider" in sql:
            raise DatabaseError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(breaks), pytest.raises(DatabaseError):
        command(BUNDLES[1])

    assert Patient.objects.count() == 0
    assert Referral.objects.count() == 0


def test_somebody_who_may_be_here_is_proposed_and_never_merged(cast):
    taken = take_in(name=[{"text": "EXAMPLE, Ada"}])

    assert [(m.patient, m.how) for m in taken.matches] == [
        (cast.ada, "the same name and birth date")
    ]
    assert taken.episode.patient != cast.ada
    assert Patient.objects.filter(names_plain__contains="ada").count() == 2
    cast.ada.refresh_from_db()
    assert cast.ada.chosen_name == "Ada Example"


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({}, "the same name and birth date"),
        ({"birthDate": "1991-05-17", "name": [{"text": "Ada Exemple"}]}, "a similar name"),
        ({"birthDate": "1990"}, "the same name"),
        ({"name": [{"use": "official", "text": "Adelaide Example"}]}, "the same name and birth"),
    ],
)
def test_a_match_says_how_alike(cast, changes, how):
    (match,) = matches(delivered(patient(**changes)).person)

    assert match.patient == cast.ada
    assert how in match.how


def test_nobody_is_alike_who_only_shares_a_birth_date(cast):
    assert matches(delivered(patient(name=[{"text": "Quentin Zebulon"}])).person) == []


def test_the_number_of_the_sender_finds_the_person_under_another_name(db):
    first = take_in(identifier=MRN)

    second = take_in(identifier=MRN, name=[{"text": "Quentin Zebulon"}], birthDate="1970-01-01")

    assert [(m.patient, m.how) for m in second.matches] == [
        (first.episode.patient, "the same number at the sender")
    ]
    assert Patient.objects.count() == 2
    assert second.episode.patient.origin_key == ""


def test_the_front_desk_is_asked_to_compare_in_the_same_words_whoever_is_here(cast):
    known = take_in()
    unknown = take_in(name=[{"text": "Quentin Zebulon"}])

    told = [
        Task.objects.get(episode=taken.episode, source="fhir:compare") for taken in (known, unknown)
    ]
    assert told[0].title == told[1].title
    assert told[0].detail == told[1].detail
    assert str(cast.ada.pk) not in told[0].detail


def test_allergies_are_asked_about(db):
    allergy = {"resourceType": "AllergyIntolerance", "id": "a1"}

    taken = take_in(allergy)

    task = Task.objects.get(episode=taken.episode, source="fhir:allergies")
    assert task.category == Category.ALLERGIES


def test_answers_about_now_call_somebody_and_old_ones_do_not(db):
    now = [item(code, 2, effectiveDateTime="2026-11-20") for code in PHQ9_ITEMS[:9]]
    old = [item(code, 2) for code in PHQ9_ITEMS[:9]]

    recent, past = take_in(*now), take_in(*old)

    raised = Task.objects.filter(source__startswith="fhir:phq-9")
    assert raised.filter(episode=recent.episode).exists()
    assert not raised.filter(episode=past.episode).exists()


def test_a_total_stands_where_the_answers_make_none(db):
    rows = [item(code, 2) for code in PHQ9_ITEMS[:3]]
    total = observation("44261-6", valueInteger=14)

    take_in(*rows, total)

    score = Score.objects.get(score="total")
    assert (score.value, score.band, score.status) == (14, "moderate", "complete")
    assert Response.objects.get().answers == {"1": 2, "2": 2, "3": 2}


def test_a_sender_is_kept_as_it_told_things(db):
    take_in(
        condition(concept(ICD, "F33.1", "MDD"), onsetDateTime="2019-05"),
        condition(concept(ICD, "F33.1", "MDD"), id="c2", onsetDateTime="2024-02-03"),
        medication(requester={"display": "Dr. Owl"}),
        encounter(period={"start": "2026-02-01"}),
    )

    found = Condition.objects.get()
    assert found.onset_on is None
    assert found.spells == [["2019-05", ""], ["2024-02-03", ""]]
    assert found.category == Category.MH_DX
    assert Medication.objects.get().prescriber == "Dr. Owl"
    assert PriorTreatment.objects.get().setting == "emergency department"


def test_days_that_turn_around_across_time_zones_are_not_kept_as_an_end(db):
    period = {"start": "2026-02-03T00:30:00+14:00", "end": "2026-02-02T20:00:00Z"}
    row = medication(authoredOn=period["start"], dispenseRequest={"validityPeriod": period})

    take_in(row, encounter(period=period))

    assert Medication.objects.get().ended_on is None
    assert PriorTreatment.objects.get().ended_at > PriorTreatment.objects.get().started_at


def longer(content):
    """Return a copy in which every text that a person would read is very long."""
    if isinstance(content, dict):
        return {k: longer(v) if k not in CODED else v for k, v in content.items()}
    if isinstance(content, list):
        return [longer(v) for v in content]
    return content + " und so weiter" * 60 if isinstance(content, str) else content


CODED = frozenset(
    {"resourceType", "id", "reference", "status", "intent", "system", "code", "birthDate"}
    | {"authoredOn", "start", "end", "effectiveDateTime", "onsetDateTime", "fullUrl", "use"}
)


def test_texts_of_any_length_fit_where_they_are_kept(db, tmp_path):
    """SQLite does not look at lengths; PostgreSQL refuses what is too long."""
    story = tmp_path / "story.json"
    rows = [orjson.loads(path.read_bytes()) for path in STORY]
    whole = orjson.loads(BUNDLES[1].read_bytes())
    story.write_bytes(orjson.dumps(longer(bundle(*rows))))
    other = tmp_path / "other.json"
    other.write_bytes(orjson.dumps(longer(whole)))

    _, code = command(story, other)

    assert code == 0
    kept = [Patient, Condition, PriorTreatment, ReceivedPlan, Medication, OutsideProvider, Task]
    for model in [*kept, Referral, Organization, Response, Score]:
        rows = list(model.objects.all())
        assert rows
        for field in model._meta.concrete_fields:
            if limit := getattr(field, "max_length", None):
                told = [getattr(row, field.attname) for row in rows]
                assert [t for t in told if isinstance(t, str) and len(t) > limit] == []


def test_the_new_stay_is_opened_through_the_gate_and_logged(db):
    taken = take_in()

    event = AccessEvent.objects.get(episode=taken.episode)
    assert (event.kind, event.basis) == ("job", "job:test")


def test_nobody_is_taken_in_from_a_delivery_about_nobody(db):
    job = gate.job_access("test", at=AT)

    with pytest.raises(actions.NobodyToTakeIn):
        actions.take_in(job, delivered(condition(concept(ICD, "F33.1"))), at=AT)
    take_in()
    with pytest.raises(AlreadyTaken):
        take_in()


def test_contact_stays_closed_until_the_person_says_how(db):
    phone = [{"system": "phone", "value": "555-0100"}, {"system": "email", "value": "no address"}]

    taken = take_in(telecom=phone)

    rules = taken.episode.patient.contact_rules
    assert (rules.phone, rules.email) == ("555-0100", "")
    assert (rules.channel, rules.may_leave_message, rules.neutral_wording) == (
        "portal",
        False,
        True,
    )


def test_scores_of_the_future_never_come_in(db):
    tomorrow = (AT + timedelta(days=2)).date().isoformat()

    take_in(observation("44261-6", effectiveDateTime=tomorrow, valueInteger=3))

    assert Score.objects.count() == 0
