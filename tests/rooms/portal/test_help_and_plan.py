"""Help now, the own safety plan, and the home."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.core.days import day_of
from alongside.monitoring.actions import save_check_in
from alongside.privacy import gate
from alongside.privacy.actions.emergencies import break_glass
from alongside.program import actions as program
from alongside.program.rules import SessionKind
from alongside.safety import queries
from alongside.safety.actions import save_plan
from alongside.safety.forms import SafetyPlanForm
from alongside.safety.rules import Contact, Content

PLAN = Content(
    signs="I stop answering.",
    alone="Cold water\nAround the block",
    people=(Contact("Carmen", "my sister", "555 010 0100"),),
)


@pytest.fixture
def ada(cast):
    return gate.job_access("test", at=cast.at, reader=cast.user("ada")).on(cast.episode)


@pytest.fixture
def phone(client, cast):
    client.force_login(cast.user("ada"))
    return client


def page(client, name, **kwargs):
    return client.get(reverse(name, kwargs=kwargs or None), follow=True).content.decode()


def sent(content=PLAN, seen=0, **changed):
    """Return what a browser sends when the form was filled with `content`."""
    shown = SafetyPlanForm(content=content, seen=seen)
    return {name: shown[name].value() or "" for name in shown.fields} | {"seen": seen} | changed


def test_nobody_has_to_sign_in_to_find_a_number(client, db):
    response = client.get(reverse("portal-help"))

    told = response.content.decode()
    assert response.status_code == 200
    assert 'href="tel:988"' in told
    assert 'href="sms:988"' in told
    assert 'href="tel:911"' in told


def test_the_programs_number_is_among_them_where_there_is_one(client, db, settings):
    settings.PROGRAM_PHONE = "+1-555-010-0199"

    assert 'href="tel:+1-555-010-0199"' in page(client, "portal-help")


def test_who_is_signed_in_finds_the_own_person_first_and_the_own_plan(phone, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)

    told = page(phone, "portal-help")

    assert told.index("Call Carmen") < told.index("Call 988")
    assert "Cold water" in told
    assert "Open my whole safety plan" in told


@pytest.mark.parametrize("name", ["cara", "ben"])
def test_nobody_else_finds_adas_people_there(client, cast, ada, name):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    client.force_login(cast.user(name))

    assert "Carmen" not in page(client, "portal-help")


def test_a_person_writes_the_own_plan_and_reads_it(phone, cast, ada):
    response = phone.post(reverse("portal-safety-edit"), sent())

    told = page(phone, "portal-safety")
    assert response.status_code == 302
    assert "I stop answering." in told
    assert 'href="tel:5550100100"' in told
    assert queries.plan_of(ada).saved_by == cast.user("ada")


def test_a_plan_written_together_says_with_whom(phone, cast):
    access = gate.job_access("test", at=cast.at, reader=cast.user("cara")).on(cast.episode)
    save_plan(access, content=PLAN, seen=0, at=cast.at)

    assert "Written together with Cara Test." in page(phone, "portal-safety")


def test_an_empty_plan_still_says_whom_to_call(phone):
    told = page(phone, "portal-safety")

    assert "Your plan is empty yet" in told
    assert "Call 988" in told


def test_a_number_that_cannot_be_dialled_is_pointed_out_and_the_words_stay(phone, ada):
    response = phone.post(
        reverse("portal-safety-edit"), sent(**{"people-0-phone": "ask Rosa", "signs": "My words."})
    )

    told = response.content.decode()
    assert response.status_code == 422
    assert "Write a number that can be dialled." in told
    assert "My words." in told
    assert queries.plan_of(ada) is None


def test_when_the_team_saved_meanwhile_both_plans_are_shown(phone, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)

    response = phone.post(reverse("portal-safety-edit"), sent(seen=0, signs="My other words."))

    told = response.content.decode()
    assert response.status_code == 409
    assert "I stop answering." in told
    assert "My other words." in told


def test_how_the_plan_was_can_be_read(phone, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    save_plan(ada, content=Content(signs="I go quiet."), seen=1, at=cast.at)

    assert "I stop answering." in page(phone, "portal-safety-earlier", number=1)
    assert phone.get(reverse("portal-safety-earlier", kwargs={"number": 9})).status_code == 404


def test_home_asks_how_one_is_until_it_was_said(phone, cast, ada):
    before = page(phone, "portal-home")
    save_check_in(ada, day=day_of(cast.at), answers={"craving": 3}, at=cast.at)
    begun = page(phone, "portal-home")

    assert "Hello, Ada Example" in before
    assert "week 5 with us" in before
    assert "Nine short questions" in before
    assert "You have begun" in begun
    assert "Fill in yesterday" in begun


def test_home_says_when_everything_was_said(phone, cast, ada):
    whole = {
        "craving": 3,
        "mood": 5,
        "anxiety": 2,
        "sleep_hours": 7,
        "used": False,
        "medication": "yes",
        "wants_contact": False,
    }
    save_check_in(
        ada, day=day_of(cast.at), answers=whole, skipped=["happened", "helped"], at=cast.at
    )

    assert "You checked in today." in page(phone, "portal-home")


def test_home_tells_the_next_session(phone, cast, ada):
    program.plan_session(
        [ada],
        kind=SessionKind.GROUP,
        title="Coping skills",
        place="Room 4",
        starts_at=cast.at + timedelta(hours=2),
        ends_at=cast.at + timedelta(hours=3),
        leaders=[cast.staff["cara"]],
    )

    told = page(phone, "portal-home")
    assert "Coping skills" in told
    assert "Room 4" in told


def test_home_without_anything_planned_says_so_calmly(phone):
    told = page(phone, "portal-home")

    assert "Nothing is planned for you yet." in told
    assert "Begin my safety plan" in told


def test_home_offers_the_own_plan_and_person(phone, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)

    told = page(phone, "portal-home")
    assert "Open my safety plan" in told
    assert "Call Carmen" in told


def test_home_tells_that_the_record_was_opened_in_an_emergency_until_it_was_read(phone, cast, ada):
    glass = gate.Access(
        gate.Kind.STAFF, cast.user("otto"), gate.Need.BREAK_GLASS, cast.at, "program_role"
    )
    one = break_glass(glass, cast.episode, reason="Found unconscious at the door.", at=cast.at)

    before = page(phone, "portal-home")
    phone.post(reverse("portal-emergency-seen"), {"emergency": one.pk})
    after = page(phone, "portal-home")

    assert "Your record was opened in an emergency" in before
    assert "Your record was opened in an emergency" not in after
