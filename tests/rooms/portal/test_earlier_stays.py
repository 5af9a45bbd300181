"""Whoever comes back finds their plan, and their days, as they left them."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from alongside.core.days import day_of, start_of
from alongside.monitoring.actions import Told, record_history
from alongside.people.actions import discharge, refer
from alongside.privacy import gate
from alongside.privacy.models import AccessEvent
from alongside.privacy.rules.needs import Need
from alongside.safety.actions import save_plan
from alongside.safety.models import SafetyPlan
from alongside.safety.rules import Contact, Content

PLAN = Content(
    signs="I stop answering.",
    alone="Cold water",
    people=(Contact("Carmen", "my sister", "555 010 0100"),),
)
ONE = timedelta(days=1)


@pytest.fixture
def first(cast):
    """Return Ada's first stay: a plan in two versions, and check-ins on 25 days."""
    access = gate.job_access("test", at=cast.at, reader=cast.user("ada")).on(cast.episode)
    save_plan(access, content=Content(signs="I go quiet."), seen=0, at=cast.at - 9 * ONE)
    save_plan(access, content=PLAN, seen=1, at=cast.at - 8 * ONE)
    days = [day_of(cast.at) - n * ONE for n in range(3, 28)]
    said = {day: {"craving": 3} for day in days}
    said[days[0]]["note"] = "He rang again."
    record_history(access, [Told(day, start_of(day) + ONE / 2, said[day]) for day in days])
    return access


@pytest.fixture
def again(cast, first):
    """Return Ada's second stay: discharged the day before yesterday, referred again today."""
    cast.episode.refresh_from_db()
    discharge(cast.episode, reason="completed", at=cast.at - 2 * ONE)
    return refer(cast.ada, at=cast.at)


@pytest.fixture
def phone(client, cast, again):
    client.force_login(cast.user("ada"))
    return client


def page(client, name, query=None, **kwargs):
    return client.get(reverse(name, kwargs=kwargs or None), query)


def test_help_and_home_and_plan_show_the_plan_that_was_written_before(phone):
    for name in ("portal-my-help", "portal-safety", "portal-home"):
        assert "Carmen" in page(phone, name).text, name
    assert "Cold water" in page(phone, "portal-my-help").text
    assert "I stop answering." in page(phone, "portal-safety").text


def test_its_versions_can_be_read(phone, cast):
    address = reverse("portal-safety-earlier", kwargs={"number": 1})
    link = f"{address}?stay={cast.episode.pk}"

    assert f'href="{link}"' in page(phone, "portal-safety").text
    assert "I go quiet." in phone.get(link).text


def test_changing_it_writes_the_first_plan_of_the_new_stay(phone, cast, again, first):
    form = page(phone, "portal-safety-edit")
    sent = {bound.html_name: bound.value() or "" for bound in form.context["form"]} | {"seen": 0}

    saved = phone.post(reverse("portal-safety-edit"), {**sent, "signs": "I walk at night."})

    assert saved.status_code == 302
    assert "I stop answering." in form.text
    assert SafetyPlan.objects.get(episode=again).signs == "I walk at night."
    assert SafetyPlan.objects.get(episode=cast.episode).signs == "I stop answering."
    shown = page(phone, "portal-safety").text
    assert "I walk at night." in shown
    assert "I stop answering." not in shown


def test_the_plan_of_this_stay_counts_even_if_an_earlier_one_was_saved_later(
    phone, cast, again, first
):
    now = gate.job_access("test", at=cast.at, reader=cast.user("ada")).on(again)
    save_plan(now, content=Content(signs="Of this stay."), seen=0, at=cast.at - ONE)
    save_plan(first, content=Content(signs="Of the stay before."), seen=2, at=cast.at)

    assert "Of this stay." in page(phone, "portal-safety").text


def test_the_days_of_an_earlier_stay_can_be_read_and_not_changed(phone, cast):
    stay = {"stay": str(cast.episode.pk)}
    day = (day_of(cast.at) - 3 * ONE).isoformat()

    assert f'href="{reverse("portal-days")}"' in page(phone, "portal-home").text
    today = page(phone, "portal-days").text
    listed = page(phone, "portal-days", stay).text
    second = page(phone, "portal-days", {**stay, "page": 2}).text
    told = page(phone, "portal-day", stay, day=day).text

    assert f'href="{reverse("portal-days")}?stay={cast.episode.pk}"' in today
    assert "Check-ins are for your time in the program." in today
    assert listed.count("Strongest craving 3") == 20
    assert second.count("Strongest craving 3") == 5
    assert f'href="{reverse("portal-day", kwargs={"day": day})}?stay={cast.episode.pk}"' in listed
    assert "3 of 10" in told
    assert "He rang again." in told
    assert "<form" not in told[told.index("<main") : told.index("</main>")]


def test_a_day_of_yesterday_is_over_where_the_stay_is(client, cast, first):
    yesterday = day_of(cast.at) - ONE
    record_history(first, [Told(yesterday, start_of(yesterday) + ONE / 2, {"mood": 4})])
    cast.episode.refresh_from_db()
    discharge(cast.episode, reason="completed", at=cast.at)
    refer(cast.ada, at=cast.at)
    client.force_login(cast.user("ada"))

    told = page(client, "portal-day", {"stay": cast.episode.pk}, day=yesterday.isoformat()).text

    assert "This day is over, so it stays as it was." in told
    assert reverse("portal-checkin") + "?day=" not in told


@pytest.mark.parametrize("stay", ["bens", "nobodys", "nonsense"])
def test_no_stay_but_the_own_opens(phone, cast, stay):
    named = {"bens": str(cast.bens.pk), "nobodys": str(uuid.uuid4())}.get(stay, stay)

    for name, about in (
        ("portal-days", {}),
        ("portal-day", {"day": day_of(cast.at).isoformat()}),
        ("portal-safety-earlier", {"number": 1}),
    ):
        assert page(phone, name, {"stay": named}, **about).status_code == 404


def test_pages_of_the_stay_that_is_now_take_no_other(phone, cast, again):
    page(phone, "portal-home", {"stay": str(cast.episode.pk)})
    page(phone, "portal-days", {"stay": str(cast.episode.pk)})

    opened = AccessEvent.objects.order_by("-seq")[:2]
    assert [(one.page, one.episode) for one in opened] == [
        ("portal-days", cast.episode),
        ("portal-home", again),
    ]


def test_a_page_that_changes_something_cannot_take_an_earlier_stay():
    with pytest.raises(ImproperlyConfigured):
        gate.portal_page("x/", need=Need.OWN_RECORD, methods="GET POST", any_stay=True)


def test_the_team_of_the_new_stay_reads_what_is_written_in_it(cast, again, first):
    staff = gate.job_access("test", at=cast.at, reader=cast.user("cara")).on(again)

    assert not staff.all_stays(SafetyPlan).exists()
    assert list(staff.stays()) == [again]
