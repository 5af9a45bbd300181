"""An invented program: built through the rooms' actions, marked, and alike for the same seed."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from alongside.core.days import day_of
from alongside.intake.models import ContactAttempt, Referral
from alongside.measures.models import Response, Score
from alongside.monitoring.models import CheckIn
from alongside.people.models import Episode, Patient, Staff, Task, TeamMember, User
from alongside.people.rules import Discipline
from alongside.privacy.models import AccessEvent
from alongside.program.models import Attendance, Session
from alongside.synthetic.actions.building import build
from alongside.synthetic.rules.house import DEMO_PASSWORD

AT = datetime(2026, 11, 25, 15, tzinfo=UTC)


@pytest.fixture
def program(db):
    build(active=12, seed=5, at=AT)


def test_everybody_is_marked_as_invented(program):
    assert set(Patient.objects.values_list("origin", flat=True)) == {"synthetic"}
    assert set(Staff.objects.values_list("origin", flat=True)) == {"synthetic"}
    assert set(Session.objects.values_list("origin", flat=True)) == {"synthetic"}


def test_there_are_people_in_the_program_people_who_left_and_people_who_wait(program):
    counts = {s: Episode.objects.filter(status=s).count() for s in Episode.Status.values}

    assert counts == {"admitted": 12, "discharged": 5, "referred": 1, "not_admitted": 6}


def test_the_command_says_how_many_are_in_the_program_have_left_and_wait(db, capsys):
    call_command("synthetic", people=3)

    assert (
        "7 invented people: 3 in the program, 1 discharged, 1 waiting to come in, 2 not admitted."
        in capsys.readouterr().out
    )


def test_referrals_that_came_to_nothing_say_why_and_the_team_has_let_go(program):
    closed = Episode.objects.filter(status="not_admitted")

    assert all(stay.discharge_reason and stay.discharged_at > stay.referred_at for stay in closed)
    assert not TeamMember.objects.filter(episode__in=closed, until_at__isnull=True).exists()


def test_whoever_waits_was_called_or_is_to_be_called_today(db):
    build(active=80, seed=3, at=AT)

    waiting = Referral.objects.filter(episode__status="referred")
    called = set(ContactAttempt.objects.values_list("episode", flat=True))
    assert called
    assert all((referral.episode_id in called) == bool(referral.call_on) for referral in waiting)
    assert not ContactAttempt.objects.filter(tried_at__gt=AT).exists()


def test_every_discipline_works_here(program):
    assert set(Staff.objects.values_list("discipline", flat=True)) == {str(d) for d in Discipline}


def test_everybody_has_a_team_with_one_primary_clinician(program):
    for episode in Episode.objects.all():
        assert TeamMember.objects.filter(episode=episode, is_primary=True).count() == 1


def test_the_same_seed_on_the_same_day_gives_the_same_program(db):
    def told():
        people = Patient.objects.order_by("origin_key").values_list("chosen_name", "born_on")
        days = CheckIn.objects.order_by("episode__patient__origin_key", "day")
        scores = Score.objects.order_by(
            "episode__patient__origin_key", "instrument", "score", "taken_at"
        )
        return (
            list(people),
            list(days.values_list("day", "craving", "mood", "used")),
            list(scores.values_list("instrument", "score", "value")),
        )

    with transaction.atomic():
        build(active=6, seed=5, at=AT)
        first = told()
        transaction.set_rollback(True)
    build(active=6, seed=5, at=AT)

    assert told() == first
    assert len(first[1]) > 60


def test_nothing_has_happened_that_lies_ahead(program):
    assert not CheckIn.objects.filter(created_at__gt=AT).exists()
    assert not Response.objects.filter(taken_at__gt=AT).exists()
    assert not Task.objects.filter(raised_at__gt=AT).exists()
    assert not Attendance.objects.filter(session__ends_at__gt=AT, minutes__gt=0).exists()


def test_some_have_checked_in_this_morning(program):
    assert CheckIn.objects.filter(day=day_of(AT)).exists()


def test_somebody_leads_a_group_today_and_has_people_on_its_roster(program):
    """25 November 2026 is a Wednesday: the day and the online track have groups."""
    today = [s for s in Session.objects.all() if day_of(s.starts_at) == day_of(AT)]

    assert today
    assert all(s.leaders.exists() and s.roster.exists() for s in today)


def test_each_record_that_was_opened_is_in_the_log(program):
    assert AccessEvent.objects.filter(basis="job:synthetic").count() == Episode.objects.count()


def test_the_named_staff_and_three_patients_can_sign_in(program):
    accounts = User.objects.values_list("email", flat=True)

    assert "dana@alongside.example" in accounts
    assert "patient1@alongside.example" in accounts
    assert all(u.check_password(DEMO_PASSWORD) for u in User.objects.all()[:2])


@pytest.mark.parametrize("wrong", [0, -1, 100_001])
def test_a_size_that_is_out_of_range_is_refused(db, wrong):
    with pytest.raises(CommandError, match="100,000"):
        call_command("synthetic", people=wrong)


def test_a_database_with_people_is_left_as_it_is(cast):
    with pytest.raises(CommandError, match="real people"):
        call_command("synthetic", people=2)

    call_command("synthetic", people=2, if_empty=True)
    assert Patient.objects.count() == 2
