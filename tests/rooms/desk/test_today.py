"""Today: my sessions, my people, who is silent, and who needs somebody; by role."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone, localtime

from alongside.core.days import day_of, start_of
from alongside.desk.queries.tasks import due_in_words
from alongside.measures.actions.assigning import assign
from alongside.monitoring import actions as monitoring
from alongside.monitoring.actions import Told
from alongside.people import actions as people
from alongside.people.models import Task
from alongside.people.rules import Category, Urgency
from alongside.privacy import gate
from alongside.privacy.models import EmergencyAccess
from alongside.program import actions as program
from alongside.program.rules import SessionKind


@pytest.fixture
def access(cast):
    return gate.job_access("x", at=cast.at).on(cast.episode)


def read(client, cast, name="cara"):
    client.force_login(cast.user(name))
    return client.get(reverse("desk-today")).content.decode()


def tell(cast, access, days_ago, **answers):
    day = day_of(cast.at) - timedelta(days=days_ago)
    at = min(start_of(day) + timedelta(hours=9), cast.at)
    monitoring.record_history(access, [Told(day=day, at=at, answers=answers)])


def group(cast, access, leader="cara", kind=SessionKind.GROUP):
    midday = start_of(day_of(cast.at)) + timedelta(hours=12)
    return program.plan_session(
        [access],
        kind=kind,
        title="Coping skills",
        starts_at=midday,
        ends_at=midday + timedelta(hours=1),
        leaders=[cast.staff[leader]],
    )


def test_an_empty_day_says_so_in_sentences(client, cast):
    page = read(client, cast, "otto")

    assert "No sessions of yours today." in page
    assert "Nobody is waiting for you." in page


def test_my_session_is_on_the_rail_and_a_colleagues_is_not(client, cast, access):
    group(cast, access, "nils")

    assert "Coping skills" in read(client, cast, "nils")
    assert "Coping skills" not in read(client, cast, "cara")


def test_an_hour_with_one_person_carries_the_name(client, cast, access):
    group(cast, access, kind=SessionKind.INDIVIDUAL)

    assert "Ada Example, coping skills" in read(client, cast)


def test_this_mornings_check_in_is_beside_the_person(client, cast, access):
    tell(cast, access, 0, craving=7, mood=3, used=True)

    page = read(client, cast)

    assert "craving 7, mood 3" in page
    assert "told us about use" in page
    assert "1 of 2" in page


def test_three_days_without_a_word_need_somebody_and_one_day_does_not(client, cast, access):
    tell(cast, access, 4, craving=2)
    ben = gate.job_access("x", at=cast.at).on(cast.bens)
    tell(cast, ben, 2, craving=2)

    page = read(client, cast)

    assert "No check-in for 3 days." in page
    assert page.count("No check-in for 3 days.") == 1
    assert "No check-in yesterday" in page


def test_a_task_stands_under_needs_me_until_it_is_done(client, cast):
    task = people.raise_task(
        cast.episode,
        title="Asked to be contacted today",
        urgency=Urgency.SAME_DAY,
        category=Category.SCORES,
        at=cast.at - timedelta(hours=9),
    )
    before = read(client, cast)
    people.close_task(task, by=cast.user("cara"), outcome="Called.", at=cast.at)

    assert 'data-tier="now"' in before
    assert "Asked to be contacted today" in before
    assert "Asked to be contacted today" not in read(client, cast)


def test_a_task_that_tells_of_scores_is_not_shown_to_a_peer_specialist(client, cast):
    people.raise_task(
        cast.episode,
        title="Very low mood",
        urgency=Urgency.SAME_DAY,
        category=Category.SCORES,
        at=cast.at,
    )

    assert "Very low mood" in read(client, cast, "nils")
    assert "Very low mood" not in read(client, cast, "petra")


def test_a_questionnaire_that_is_due_is_named(client, cast, access):
    assign(access, instrument_id="phq-9", first_due_on=day_of(cast.at), at=cast.at)

    assert "PHQ-9" in read(client, cast)
    assert "PHQ-9" not in read(client, cast, "petra")


def test_roles_over_the_whole_program_begin_with_their_numbers(client, cast):
    EmergencyAccess.objects.create(
        episode=cast.episode,
        staff=cast.staff["otto"],
        reason="Fell in the corridor",
        opened_at=cast.at,
        ends_at=cast.at + timedelta(hours=1),
    )

    assert "In the program" in read(client, cast, "dora")
    assert "Waiting to come in" in read(client, cast, "fay")
    assert "Emergency openings to review" in read(client, cast, "prue")
    assert "Emergency openings to review" not in read(client, cast, "fay")


def test_the_number_of_queries_does_not_grow_with_the_caseload(
    client, cast, access, django_assert_max_num_queries
):
    tell(cast, access, 0, craving=1)
    group(cast, access)
    for _ in range(15):
        patient = people.register(at=cast.at, chosen_name="Another Example")
        stay = people.refer(patient, at=cast.at)
        people.admit(stay, at=cast.at)
        people.join_team(stay, cast.staff["cara"], at=cast.at)
    # The first page of a visit also notes the visit.
    read(client, cast)

    with django_assert_max_num_queries(12):
        client.get(reverse("desk-today"))


@pytest.mark.parametrize(
    ("urgency", "due", "words"),
    [
        (Urgency.URGENT, "2026-03-11 00:40", "By Wednesday, 00:40"),
        (Urgency.EMERGENCY, "2026-03-11 00:05", "By Wednesday, 00:05"),
        (Urgency.URGENT, "2026-03-10 23:50", "Before 23:50"),
        (Urgency.NEXT_CONTACT, "2026-03-13 09:00", "By Friday"),
        (Urgency.ROUTINE, "2026-03-17 22:00", "By 17 March"),
        (Urgency.URGENT, "2026-03-10 09:00", "Since 09:00"),
        (Urgency.SAME_DAY, "2026-03-09 09:00", "Since Monday, 09:00"),
        (Urgency.ROUTINE, "2026-02-03 09:00", "Since 3 February, 09:00"),
    ],
)
def test_by_when_a_task_is_due_is_said_as_exactly_as_it_matters(urgency, due, words):
    zone = get_default_timezone()
    due_at = datetime.fromisoformat(due).replace(tzinfo=zone)
    late_on_tuesday = datetime(2026, 3, 10, 22, 40, tzinfo=zone)

    assert due_in_words(Task(urgency=urgency, due_at=due_at), late_on_tuesday) == words


def test_an_urgent_task_has_its_hour_wherever_it_is_listed(client, cast):
    task = people.raise_task(
        cast.episode,
        title="Ask about safety",
        urgency=Urgency.URGENT,
        category=Category.SCORES,
        at=cast.at + timedelta(days=1),
    )
    hour = date_format(localtime(task.due_at), "l, H:i")
    client.force_login(cast.user("cara"))

    for route in ("desk-person", "desk-together"):
        page = client.get(reverse(route, args=[cast.episode.pk])).content.decode()
        assert f"By {hour}" in page
    assert f"By {hour}" in client.get(reverse("desk-today")).content.decode()


def test_what_is_asked_for_stands_below_the_title_and_the_answers_on_the_tasks_own_page(
    client, cast
):
    task = people.raise_task(
        cast.episode,
        title="PHQ-9, question 9: several days",
        detail="Screen for suicide risk in this session.\nThoughts of being dead Several days",
        urgency=Urgency.URGENT,
        category=Category.SCORES,
        at=cast.at,
    )
    client.force_login(cast.user("cara"))
    lists = [reverse("desk-today"), reverse("desk-person", args=[cast.episode.pk])]

    for url in lists:
        page = client.get(url).content.decode()
        assert "PHQ-9, question 9: several days" in page
        assert "Screen for suicide risk in this session." in page
        assert "Thoughts of being dead" not in page
    own = reverse("desk-close-task", args=[cast.episode.pk, task.pk])
    assert "Thoughts of being dead" in client.get(own).content.decode()


def test_whoever_may_not_close_tasks_reads_them_without_a_link(client, cast):
    people.raise_task(
        cast.episode,
        title="Ask about safety",
        urgency=Urgency.URGENT,
        category=Category.SCORES,
        at=cast.at,
    )
    client.force_login(cast.user("axel"))

    page = client.get(reverse("desk-together", args=[cast.episode.pk])).content.decode()

    assert "Ask about safety" in page
    assert "/tasks/" not in page
