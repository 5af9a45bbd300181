"""The chart: both strands of a person with missing days, for those who may read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from alongside.core.days import day_of
from alongside.intake import actions as intake
from alongside.intake.models import Condition, UseDay
from alongside.measures.actions.entering import Past, record_many
from alongside.medications import actions as medications
from alongside.medications.models import Dose, DrugTest, Medication
from alongside.monitoring import actions as monitoring
from alongside.monitoring.actions import Told
from alongside.people import actions as people
from alongside.privacy import gate
from alongside.privacy.models import Consent
from alongside.privacy.queries.consents import digest_of
from alongside.program import actions as program
from alongside.program.rules import SessionKind


@pytest.fixture
def access(cast):
    return gate.job_access("x", at=cast.at).on(cast.episode)


def url(cast, days=""):
    where = reverse("desk-together", kwargs={"episode_id": cast.episode.pk})
    return f"{where}?days={days}" if days else where


def read(client, cast, name="cara", days=""):
    client.force_login(cast.user(name))
    return client.get(url(cast, days)).content.decode()


def tell(access, cast, days, **answers):
    monitoring.record_history(
        access,
        [
            Told(
                day=day_of(cast.at) - timedelta(days=n),
                at=cast.at - timedelta(days=n),
                answers=answers,
            )
            for n in days
        ],
    )


def test_without_anything_recorded_there_is_a_sentence_and_no_picture(client, cast):
    page = read(client, cast)

    assert "Nothing was recorded" in page
    assert '<svg class="on-wide"' not in page


def test_both_strands_stand_on_one_axis(client, cast, access):
    tell(access, cast, range(1, 20), craving=4, mood=6, sleep_hours=7)
    record_many([(access, Past("phq-9", {str(i): 1 for i in range(1, 10)}, cast.at))])

    page = read(client, cast)

    for word in ("Mood", "Craving", "Sleep, hours", "PHQ-9", "9 of 27"):
        assert word in page


def test_a_change_on_the_chart_says_since_when(client, cast, access):
    before = cast.at - timedelta(days=14)
    record_many(
        [
            (access, Past("phq-9", {str(i): 2 for i in range(1, 10)}, before)),
            (access, Past("phq-9", {str(i): 1 for i in range(1, 10)}, cast.at)),
        ]
    )

    page = read(client, cast)

    year = " Y" if day_of(before).year != day_of(cast.at).year else ""
    assert f"Lower by 9 points since {date_format(day_of(before), 'j M' + year)}:" in page


def test_days_without_a_check_in_are_gaps_in_the_table_too(client, cast, access):
    tell(access, cast, [1, 2, 5], craving=4)

    page = read(client, cast)

    assert "no check-in" in page
    assert "Craving: 3 of" in page


def test_a_private_note_is_not_on_the_chart_and_a_shared_one_is(client, cast, access):
    tell(access, cast, [2], mood=3, note="only mine")
    tell(access, cast, [1], mood=3, note="for the team", share_note=True)

    page = read(client, cast)

    assert "for the team" in page
    assert "only mine" not in page


def test_what_came_from_other_rooms_is_on_the_axis(client, cast, access):
    today = day_of(cast.at)
    intake.record_life_event(access, day=today - timedelta(days=3), title="Court letter")
    intake.record_use_days(
        access, [UseDay(episode=cast.episode, day=today - timedelta(days=4), substance="alcohol")]
    )
    taken = Medication(episode=cast.episode, name="Methadone", started_on=today - timedelta(days=9))
    medications.record(
        access,
        medications=[taken],
        doses=[
            Dose(
                episode=cast.episode,
                medication=taken,
                given_on=today - timedelta(days=n),
                amount=60 + n,
            )
            for n in range(5)
        ],
        tests=[
            DrugTest(
                episode=cast.episode,
                collected_on=today - timedelta(days=2),
                tested_for=["opioids"],
                positive_for=["opioids"],
            )
        ],
    )
    program.plan_session(
        [access],
        kind=SessionKind.GROUP,
        title="Coping skills",
        starts_at=cast.at + timedelta(hours=3),
        ends_at=cast.at + timedelta(hours=4),
        leaders=[cast.staff["cara"]],
    )

    page = read(client, cast)

    for word in (
        "Court letter",
        "Alcohol, told day by day",
        "Methadone, mg",
        "found: opioids",
        "Coping skills",
    ):
        assert word in page


def test_a_peer_specialist_reads_the_chart_without_scores_and_diagnoses(client, cast, access):
    tell(access, cast, range(1, 20), craving=4, mood=6)
    intake.record_what_came(
        access,
        conditions=[
            Condition(
                episode=cast.episode,
                category="sud_dx",
                strand="substances",
                text="Alcohol dependence",
            )
        ],
    )
    assert "Alcohol dependence" in read(client, cast, "cara")

    page = read(client, cast, "petra")

    assert "Craving" not in page
    assert "Alcohol dependence" not in page


@pytest.mark.parametrize("days", ["14", "30", "90", "all", "7", "x", "-1", "999999999999"])
def test_any_period_answers(client, cast, access, days):
    tell(access, cast, range(1, 28, 2), craving=4)

    assert "Craving" in read(client, cast, days=days)


def test_the_axis_of_a_stay_that_has_ended_ends_with_it(client, cast, access):
    tell(access, cast, range(20, 28), craving=4)
    people.discharge(cast.episode, reason="completed", at=cast.at - timedelta(days=19))

    assert "Craving: 8 of" in read(client, cast)


def test_the_usual_range_needs_enough_own_days(client, cast, access):
    tell(access, cast, range(1, 6), craving=4)
    few = read(client, cast)
    tell(access, cast, range(8, 27), craving=5)
    many = read(client, cast)

    assert 'class="band"' not in few
    assert 'class="band"' in many


def test_the_number_of_queries_does_not_grow_with_the_record(
    client, cast, access, django_assert_num_queries
):
    tell(access, cast, [1], craving=4)
    client.force_login(cast.user("cara"))
    client.get(url(cast))
    with django_assert_num_queries(12):
        client.get(url(cast))
    with django_assert_num_queries(12):
        client.get(url(cast), {"days": "all"})
    tell(access, cast, range(2, 28), craving=4)
    for n in range(20):
        intake.record_life_event(access, day=day_of(cast.at) - timedelta(days=n), title="Event")

    with django_assert_num_queries(12):
        client.get(url(cast))


def test_the_lamp_says_whether_anything_leaves_the_program(client, cast, access):
    assert "nothing" in read(client, cast)
    text = "I permit the program to tell my family doctor about my medications."
    Consent.objects.create(
        patient=cast.ada,
        types=["general"],
        patient_name="Ada Example",
        disclosers=["program"],
        what=["medications"],
        recipient_names=["Dr. Fox"],
        tells_revocation_right=True,
        never_expires=True,
        has_tpo_statements=False,
        signatures=[],
        signing="paper",
        signed_on=day_of(cast.at),
        signed_at=cast.at,
        text=text,
        text_digest=digest_of(text),
    )

    assert "by 1 consent" in read(client, cast)
