"""Laying real, de-identified people onto stays."""

import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alongside.core.days import day_of
from alongside.intake.models import Condition, LifeEvent, Referral, UseDay
from alongside.intake.queries import use_days_between
from alongside.medications.models import Dose, DrugTest, Medication
from alongside.people.models import Episode, Patient
from alongside.people.rules import Category
from alongside.privacy import gate
from alongside.program.models import Attendance, Session
from alongside.program.queries import minutes_attended
from alongside.synthetic.actions.replay import AlreadyReplayed, replay
from alongside.synthetic.rules.ctn0094 import read

FOLDER = Path(__file__).parents[2] / "data" / "ctn0094"
PEOPLE = read({file.name: file.read_text() for file in FOLDER.glob("*.csv")})
AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def command(**options):
    out = StringIO()
    call_command("replay", "ctn0094", stdout=out, verbosity=0, **({"data": FOLDER} | options))
    return out.getvalue()


def replayed(who, **options):
    return replay(gate.job_access("test", at=AT), PEOPLE[who], ends_at=AT, **options)


def test_everybody_is_laid_on_once_and_marked_with_their_origin(db):
    said = command()
    again = command()

    assert "MIT License" in said
    assert "8 people: 8 laid on." in said
    assert "8 people: 8 here before." in again
    assert Episode.objects.filter(status="admitted").count() == 8
    for model in (Patient, Condition, UseDay, LifeEvent, DrugTest, Medication, Session, Referral):
        assert set(model.objects.values_list("origin", flat=True)) == {"ctn-0094"}


def test_nobody_gets_a_name_a_birth_date_or_a_way_to_reach_them(db):
    person = replayed(11).patient

    assert person.chosen_name == "Replay 0011"
    assert (person.legal_name, person.born_on, person.pronouns) == ("", None, "")
    assert (person.contact_rules.phone, person.contact_rules.email) == ("", "")


def test_the_last_known_day_is_today_and_the_stay_begins_with_consent(db):
    episode = replayed(11)

    last = UseDay.objects.filter(episode=episode).latest("day").day
    assert last <= day_of(AT)
    assert DrugTest.objects.filter(episode=episode).latest("collected_on").collected_on == day_of(
        AT
    )
    assert day_of(episode.admitted_at) == day_of(AT) - timedelta(days=217)


def test_both_strands_are_there(db):
    episode = replayed(11)

    told = dict(Condition.objects.filter(episode=episode).values_list("text", "category"))
    assert told["Opioid use disorder"] == Category.SUD_DX
    assert told["Bipolar disorder (history)"] == Category.MH_DX


def test_doses_are_of_the_medication_of_the_arm(db):
    episode = replayed(11)

    medication = Medication.objects.get(episode=episode)
    assert (medication.name, medication.status, medication.for_addiction) == (
        "Methadone",
        "completed",
        True,
    )
    assert Dose.objects.filter(medication=medication).count() == 180
    assert Dose.objects.earliest("given_on").amount == 40


def test_an_injection_has_no_amount(db):
    replayed(4)

    assert set(Dose.objects.values_list("amount", "unit")) == {(None, "injection")}


def test_urine_tests_tell_what_was_tested_and_a_missed_visit_that_there_was_no_sample(db):
    episode = replayed(11)

    tests = DrugTest.objects.filter(episode=episode)
    found = tests.earliest("collected_on")
    assert found.positive_for == ["cocaine", "opioids"]
    assert "buprenorphine" not in found.tested_for
    missed = tests.get(status="no_sample")
    assert missed.tested_for == []
    place = Attendance.objects.get(episode=episode, presence="absent")
    assert day_of(place.starts_at) == missed.collected_on
    assert place.reason == "did not come (about this day)"


def test_visits_count_no_minutes_because_nobody_wrote_them_down(db):
    episode = replayed(11)
    access = gate.job_access("test", at=AT).on(episode)

    assert Attendance.objects.filter(episode=episode, presence="present").count() == 27
    assert minutes_attended(access, AT - timedelta(days=400), AT) == 0


def test_days_of_use_are_read_through_the_gate(db):
    access = gate.job_access("test", at=AT).on(replayed(11))

    days = use_days_between(access, day_of(AT) - timedelta(days=300), day_of(AT))

    assert len(days) == len({(u.day, u.substance) for u in PEOPLE[11].uses})


def test_what_was_noted_at_the_start_is_an_event_and_not_a_story(db):
    replayed(4)

    joined = LifeEvent.objects.earliest("day")
    assert joined.title == "Joined CTN-0051 (X:BOT)"
    assert joined.detail.startswith("age 19; work student")
    assert LifeEvent.objects.filter(title="Assigned to Inpatient NR-NTX").exists()
    assert LifeEvent.objects.filter(title="Withdrawal: moderate").count() == sum(
        level == 2 for level in PEOPLE[4].withdrawal.values()
    )


def test_somebody_who_is_here_is_not_laid_on_again(db):
    replayed(11)

    with pytest.raises(AlreadyReplayed):
        replayed(11)


def test_a_team_can_be_named(cast):
    episode = replayed(11, team=[cast.staff["cara"], cast.staff["nils"]])

    assert [(p.staff, p.is_primary) for p in episode.team.order_by("-is_primary")] == [
        (cast.staff["cara"], True),
        (cast.staff["nils"], False),
    ]


def test_today_can_be_a_day_of_their_course(db):
    command(who=[11], day=120)

    episode = Episode.objects.get()
    assert Medication.objects.get().status == "active"
    assert (day_of(datetime.now(UTC)) - day_of(episode.admitted_at)).days == 120


def test_only_those_asked_for_are_laid_on(cast):
    said = command(who=[47, 4, 47], team=["Cara@example.org"])

    assert "2 people: 2 laid on." in said
    names = Patient.objects.filter(origin="ctn-0094").values_list("chosen_name", flat=True)
    assert set(names) == {"Replay 0004", "Replay 0047"}
    assert "1 person: 1 laid on." in command(limit=1, who=[11, 13])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"data": Path("nowhere")}, "There is no folder nowhere"),
        ({"data": Path(__file__).parent}, "everybody.csv: is not there"),
        ({"who": [999]}, "has the number 999"),
        ({"limit": -1}, "--limit takes a number of people"),
        ({"team": ["nobody@example.org"]}, "Nobody who works here signs in as nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_told(db, options, says):
    with pytest.raises(CommandError, match=says):
        command(**options)
    assert Patient.objects.count() == 0


def test_a_table_that_cannot_be_right_leaves_nothing(db, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    (folder / "uds.csv").write_text("who,what,when\n4,Thc,soon\n")

    with pytest.raises(CommandError, match=r"uds.csv: line 2, column when: 'soon' is not a number"):
        command(data=folder)
    assert Patient.objects.count() == 0


def test_a_real_program_keeps_to_its_own_patients(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="do not belong"):
        command()
