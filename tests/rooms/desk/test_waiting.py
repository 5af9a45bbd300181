"""The waiting list and one referral: who is called today, what is logged, and what is lost."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from alongside.core.models import new_key
from alongside.intake.models import ContactAttempt, Referral, Triage
from alongside.people import actions
from alongside.people.models import Episode
from alongside.privacy.models import StaffBlock

URL = reverse("desk-waiting")


def text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def names(response):
    return re.findall(r"<b><bdi>(.*?)</bdi></b>", response.content.decode())


def wait(cast, name, *, days=5, team="cara", contact=None, **about):
    """Refer somebody who then waits, from a person's own call."""
    at = cast.at - timedelta(days=days)
    person = actions.register(at=at, chosen_name=name, contact=contact, **about)
    stay = actions.refer(person, at=at)
    if team:
        actions.join_team(stay, cast.staff[team], at=at)
    Referral.objects.create(episode=stay, received_at=at, source=Referral.Source.FAMILY)
    return stay


@pytest.fixture
def noor(cast):
    return wait(cast, "Noor Neu", contact={"channel": "phone", "phone": "555-0101"})


def fay(client, cast):
    client.force_login(cast.user("fay"))
    return client


def call(**other):
    return {
        "key": str(new_key()),
        "seen": "1",
        "outcome": "not_reached",
        "note": "",
        "call_on": (localdate() + timedelta(days=2)).isoformat(),
        **other,
    }


def page_of(stay):
    return reverse("desk-referral", args=[stay.pk])


def urgency_of(stay):
    return reverse("desk-referral-urgency", args=[stay.pk])


def test_the_list_says_who_sent_them_how_long_they_wait_and_how_to_reach_them(client, cast, noor):
    page = text(fay(client, cast).get(URL))

    assert "Noor Neu" in page
    assert "Sent by: Family or a friend" in page
    assert "Waits 5 days" in page
    assert "Nobody has called yet" in page
    assert "555-0101 Call only, no message" in page
    assert "Ada Example" not in page


def test_who_is_to_be_called_today_stands_above_and_the_urgent_first(client, cast):
    fay(client, cast)
    later, routine, urgent, open_ = (wait(cast, n) for n in ("Later", "Routine", "Urgent", "Open"))
    client.post(page_of(later), call())
    for stay, how_soon in ((routine, "routine"), (urgent, "urgent"), (later, "emergency")):
        seen = Referral.objects.get(episode=stay).version
        client.post(urgency_of(stay), {"seen": seen, "how_soon": how_soon, "reason": "As told"})

    response = client.get(URL)

    assert names(response) == ["Urgent", "Open", "Routine", "Later"]
    assert "3 calls are due today" in text(response)
    assert open_.status == Episode.Status.REFERRED


@pytest.mark.parametrize(
    ("name", "sees"), [("cara", ["Noor Neu"]), ("otto", []), ("dora", ["Noor Neu"])]
)
def test_a_clinician_sees_the_referrals_of_their_own_people_only(client, cast, noor, name, sees):
    client.force_login(cast.user(name))

    assert names(client.get(URL)) == sees
    assert client.get(page_of(noor)).status_code == (200 if sees else 404)


@pytest.mark.parametrize("name", ["petra", "prue", "axel"])
def test_who_takes_no_referrals_has_no_list(client, cast, noor, name):
    client.force_login(cast.user(name))

    assert client.get(URL).status_code == 404
    assert client.get(page_of(noor)).status_code == 404


def test_whoever_is_blocked_does_not_see_the_referral(client, cast, noor):
    StaffBlock.objects.create(patient=noor.patient, staff=cast.staff["cara"], since_at=cast.at)
    client.force_login(cast.user("cara"))

    assert names(client.get(URL)) == []


def test_the_list_is_paged_and_costs_twelve_queries_at_most(client, cast):
    fay(client, cast)
    for n in range(25):
        wait(cast, f"Person {n:02}", team="", born_on=date(1990, 1, 1 + n))
    client.get(URL)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = client.get(URL)
    second = client.get(URL, {"page": "2"})

    assert len(names(first)) == 20
    assert len(names(second)) == 5
    assert len(asked) <= 12


def test_somebody_like_a_person_who_is_here_is_proposed_on_the_row(client, cast):
    wait(cast, "Ada Exampel", born_on=cast.ada.born_on)

    page = text(fay(client, cast).get(URL))

    assert "Registered twice? Ada Example has the same birth date and a similar name" in page


def test_a_clinician_is_not_told_of_somebody_alike_whom_they_may_not_see(client, cast):
    wait(cast, "Ada Exampel", born_on=cast.ada.born_on, team="otto")
    client.force_login(cast.user("otto"))

    assert "Registered twice" not in text(client.get(URL))


def test_the_programs_own_share_lost_counts_outcomes_of_twelve_months(client, cast):
    for reason in ("not_reached", "chose_not_to_come", "other_care", "registered_twice"):
        actions.turn_down(wait(cast, reason), reason=reason, at=cast.at)
    old = wait(cast, "Long ago", days=500)
    actions.turn_down(old, reason="not_reached", at=cast.at - timedelta(days=400))

    page = text(fay(client, cast).get(URL))

    # Ada and Ben were admitted: two lost of five.
    assert "40% here: 2 of 5 referrals" in page
    assert "a study found 45%" in page
    assert "https://substanceabusepolicy.com/content/9/1/41" in client.get(URL).content.decode()


def test_a_clinician_is_not_shown_the_share_of_people_they_may_not_see(client, cast, noor):
    client.force_login(cast.user("cara"))

    assert "Lost between call" not in text(client.get(URL))


def test_a_call_is_logged_with_the_day_of_the_next(client, cast, noor):
    response = fay(client, cast).post(page_of(noor), call(note="Rang out"))

    assert response.url == URL
    tried = ContactAttempt.objects.get(episode=noor)
    assert (tried.outcome, tried.note, tried.tried_by) == (
        "not_reached",
        "Rang out",
        cast.user("fay"),
    )
    page = text(client.get(URL))
    assert "Call later" in page
    assert "Not reached" in page
    assert "Fay Test" in page


def test_a_call_sent_twice_is_logged_once(client, cast, noor):
    fay(client, cast)
    once = call()

    assert [client.post(page_of(noor), once).status_code for _ in range(2)] == [302, 302]
    assert ContactAttempt.objects.count() == 1


def test_another_call_from_a_page_that_was_sent_before_is_not_swallowed(client, cast, noor):
    fay(client, cast)
    once = call(note="Rang out")
    client.post(page_of(noor), once)

    response = client.post(page_of(noor), {**once, "outcome": "reached", "note": "Called back"})

    assert response.status_code == 409
    assert "Called back" in response.content.decode()
    form = response.context["contact_form"]
    again = {**call(outcome="reached"), "key": form["key"].value(), "seen": form["seen"].value()}
    assert client.post(page_of(noor), again).status_code == 302
    assert ContactAttempt.objects.filter(episode=noor).count() == 2


def test_a_message_is_refused_at_the_field_where_the_rules_forbid_one(client, cast, noor):
    response = fay(client, cast).post(page_of(noor), call(outcome="message", note="Kept"))

    assert response.status_code == 422
    assert list(response.context["contact_form"].errors) == ["outcome"]
    assert "Kept" in response.content.decode()
    assert not ContactAttempt.objects.exists()


def test_a_message_may_be_left_where_the_rules_allow_it(client, cast):
    stay = wait(cast, "Mia", contact={"channel": "phone", "may_leave_message": True})

    assert fay(client, cast).post(page_of(stay), call(outcome="message")).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("outcome", ""),
        ("outcome", "shouted"),
        ("call_on", ""),
        ("call_on", (localdate() - timedelta(days=1)).isoformat()),
        ("call_on", (localdate() + timedelta(days=91)).isoformat()),
        ("note", "x" * 301),
    ],
)
def test_a_call_that_cannot_be_is_refused_at_the_field(client, cast, noor, field, typed):
    response = fay(client, cast).post(page_of(noor), call(**{field: typed}))

    assert response.status_code == 422
    assert list(response.context["contact_form"].errors) == [field]


def test_what_a_colleague_logged_meanwhile_is_shown_and_saving_again_logs_both(client, cast, noor):
    fay(client, cast).post(page_of(noor), call(outcome="reached"))
    mine = call(note="My call")

    response = client.post(page_of(noor), mine)

    assert response.status_code == 409
    page = response.content.decode()
    assert "My call" in page
    assert "Reached," in page
    again = {**mine, "seen": response.context["contact_form"]["seen"].value()}
    assert client.post(page_of(noor), again).status_code == 302
    assert ContactAttempt.objects.filter(episode=noor).count() == 2


def test_nothing_is_logged_once_the_referral_is_closed_and_the_words_are_not_lost(
    client, cast, noor
):
    actions.turn_down(noor, reason="other_care", at=cast.at)

    response = fay(client, cast).post(page_of(noor), call(note="Too late"))

    assert response.status_code == 409
    assert "Too late" in response.content.decode()
    assert not ContactAttempt.objects.exists()


def test_urgency_is_set_with_its_reason_once_however_often_it_is_sent(client, cast, noor):
    client.force_login(cast.user("cara"))
    said = {"seen": "1", "how_soon": "urgent", "reason": "Shaking since yesterday"}

    assert [client.post(urgency_of(noor), said).status_code for _ in range(2)] == [302, 302]

    assert Triage.objects.count() == 1
    page = text(client.get(page_of(noor)))
    assert "Urgent, should have been seen by" in page
    assert "Shaking since yesterday (Cara Test" in page


def test_the_front_desk_sees_how_soon_and_not_why(client, cast, noor):
    client.force_login(cast.user("cara"))
    client.post(urgency_of(noor), {"seen": "1", "how_soon": "urgent", "reason": "Withdrawal"})

    page = text(fay(client, cast).get(page_of(noor)))

    assert "Urgent" in page
    assert "Withdrawal" not in page


@pytest.mark.parametrize("field", ["how_soon", "reason"])
def test_urgency_needs_both_a_word_and_a_reason(client, cast, noor, field):
    said = {"seen": "1", "how_soon": "urgent", "reason": "As told", field: ""}

    response = fay(client, cast).post(urgency_of(noor), said)

    assert response.status_code == 422
    assert list(response.context["urgency_form"].errors) == [field]


def test_urgency_judged_on_an_old_page_is_a_conflict(client, cast, noor):
    fay(client, cast).post(page_of(noor), call())

    response = client.post(
        urgency_of(noor), {"seen": "1", "how_soon": "urgent", "reason": "Kept words"}
    )

    assert response.status_code == 409
    assert "Kept words" in response.content.decode()
    assert not Triage.objects.exists()


def test_a_referral_that_nobody_wrote_down_can_still_be_worked_on(client, cast):
    stay = actions.refer(actions.register(at=cast.at, chosen_name="Bare"), at=cast.at)

    assert fay(client, cast).post(page_of(stay), call()).status_code == 302
    assert "Referred today" in text(client.get(URL))


def test_closing_a_referral_twice_with_one_reason_closes_it_once(client, cast, noor):
    url = reverse("desk-close-referral", args=[noor.pk])
    fay(client, cast)

    answers = [client.post(url, {"reason": "not_reached"}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert client.post(url, {"reason": "other_care"}).status_code == 409
