"""The pre-screen on the phone: kept as it goes, scored when it is over, never silent on risk."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.intake.models import PreScreen
from alongside.measures.actions import assigning
from alongside.measures.actions.answering import save_answer, start
from alongside.measures.models import Response
from alongside.people import actions
from alongside.people.models import Episode, Task
from alongside.privacy import gate

NO_RISK = {f"asq--{n}": "0" for n in range(1, 5)}
WHOLE = {
    **NO_RISK,
    "last_use": "longer",
    "withdrawal_now": "no",
    "withdrawal_before": "no",
    "nida-quick-screen--1b": "3",
    "nida-quick-screen--2": "0",
    "nida-quick-screen--3": "0",
    "nida-quick-screen--4": "0",
    "phq-2--1": "2",
    "phq-2--2": "1",
    "gad-2--1": "0",
    "gad-2--2": "1",
    "pc-ptsd-5--gate": "0",
}


def text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


@pytest.fixture
def noor(cast):
    at = cast.at - timedelta(days=1)
    stay = actions.refer(actions.register(at=at, chosen_name="Noor Neu"), at=at)
    actions.join_team(stay, cast.staff["cara"], at=at)
    return stay


@pytest.fixture
def url(noor):
    return reverse("desk-pre-screen", args=[noor.pk])


@pytest.fixture
def cara(client, cast):
    client.force_login(cast.user("cara"))
    return client


def test_a_whole_talk_is_scored_by_each_instrument_and_told_in_words(cara, noor, url):
    response = cara.post(url, {"seen": "0", "finish": "yes", **WHOLE})

    assert response.url == url
    rows = Response.objects.filter(episode=noor)
    assert {row.instrument for row in rows} == {
        "asq",
        "nida-quick-screen",
        "phq-2",
        "gad-2",
        "pc-ptsd-5",
    }
    assert all(row.is_finished and row.mode == "clinician" for row in rows)
    page = text(cara.get(url))
    assert "PHQ-2 3. Positive screen: give the PHQ-9" in page
    assert "GAD-2 1. Negative screen" in page
    assert "Alcohol: Positive" in page
    assert "No signs of withdrawal now" in page
    assert not Task.objects.exists()


def test_safety_and_withdrawal_are_asked_before_anything_else(cara, url):
    page = cara.get(url).content.decode()

    asked = [page.index(f'name="{name}"') for name in ("asq--1", "last_use", "phq-2--1")]
    assert asked == sorted(asked)
    assert 'name="nida-quick-screen--1a"' not in page


def test_an_interrupted_talk_is_gone_on_with_where_it_stopped(cara, noor, url):
    cara.post(url, {"seen": "0", **NO_RISK, "phq-2--1": "2", "last_use": "week"})

    response = cara.get(url)

    form = response.context["form"]
    assert form["phq-2--1"].value() == "2"
    assert re.search(r'name="phq-2--1" value="2"[^>]*checked', response.content.decode())
    assert form["last_use"].value() == "week"
    assert not Response.objects.filter(taken_at__isnull=False).exists()
    seen = form["seen"].value()
    assert cara.post(url, {"seen": seen, "finish": "yes", **WHOLE}).status_code == 302
    assert Response.objects.get(instrument="phq-2").answers == {"1": 2, "2": 1}
    assert Response.objects.count() == 5


def test_an_answer_that_calls_for_help_calls_for_it_before_the_talk_is_over(cara, noor, url):
    cara.post(url, {"seen": "0", "asq--1": "1", "asq--5": "1"})

    task = Task.objects.get(episode=noor)
    assert task.urgency == "emergency"
    page = text(cara.get(url))
    assert "What they said asks somebody to act" in page
    assert "Now, stay on the line" in page


def test_what_called_for_help_calls_once_though_the_talk_is_finished_later(cara, noor, url):
    said = {"asq--1": "1", "asq--2": "0", "asq--3": "0", "asq--4": "0", "asq--5": "1"}
    cara.post(url, {"seen": "0", **said})
    seen = PreScreen.objects.get().version
    cara.post(url, {"seen": seen, "finish": "yes", **said})

    assert Task.objects.filter(episode=noor).count() == 1


def test_everything_can_be_skipped_and_then_somebody_asks_about_safety(cara, noor, url):
    assert cara.post(url, {"seen": "0", "finish": "yes"}).status_code == 302

    assert not Response.objects.filter(episode=noor).exists()
    task = Task.objects.get(episode=noor)
    assert (task.title, task.urgency) == ("Safety was not asked in the pre-screen", "same_day")
    page = text(cara.get(url))
    assert "PHQ-2 Not asked" in page
    assert "Today. Safety was not asked: call again and ask." in page


def test_half_a_safety_screen_is_no_no(cara, noor, url):
    cara.post(url, {"seen": "0", "finish": "yes", "asq--1": "0"})

    assert "not all of it was answered" in Task.objects.get(episode=noor).title


@pytest.mark.parametrize(
    ("said", "urgency", "when"),
    [
        ({"last_use": "today", "withdrawal_now": "yes"}, "urgent", "Before you hang up"),
        ({"last_use": "three_days", "withdrawal_before": "yes"}, "same_day", "Today"),
    ],
)
def test_signs_of_withdrawal_raise_a_task_at_once(cara, noor, url, said, urgency, when):
    cara.post(url, {"seen": "0", **said})

    task = Task.objects.get(episode=noor)
    assert task.title.startswith("Withdrawal")
    assert task.urgency == urgency
    assert f"{when}. Withdrawal: see whether it is safe at home." in text(cara.get(url))


def test_a_talk_sent_twice_is_kept_once(cara, noor, url):
    sent = {"seen": "0", "finish": "yes", **WHOLE}

    assert [cara.post(url, sent).status_code for _ in range(2)] == [302, 302]

    assert Response.objects.count() == 5
    assert PreScreen.objects.count() == 1


def test_what_a_colleague_kept_meanwhile_is_shown_beside_what_was_typed(cara, noor, url):
    cara.post(url, {"seen": "0", "phq-2--1": "0"})

    response = cara.post(url, {"seen": "0", "phq-2--1": "3"})

    assert response.status_code == 409
    (different,) = response.context["theirs"]
    assert (different.typed, different.standing) == ("Nearly every day", "Not at all")
    again = {"seen": response.context["form"]["seen"].value(), "phq-2--1": "3"}
    assert cara.post(url, again).status_code == 302
    assert Response.objects.get(instrument="phq-2").answers == {"1": 3}


def test_other_answers_after_the_end_are_told_and_not_swallowed(cara, noor, url):
    cara.post(url, {"seen": "0", "finish": "yes", **WHOLE})

    response = cara.post(url, {"seen": "0", "finish": "yes", **WHOLE, "phq-2--1": "3"})

    assert response.status_code == 409
    assert "What you typed was not saved" in text(response)
    assert "Nearly every day" in text(response)
    assert Response.objects.get(instrument="phq-2").answers == {"1": 2, "2": 1}


@pytest.mark.parametrize(
    ("field", "typed"), [("phq-2--1", "7"), ("last_use", "often"), ("seen", "x")]
)
def test_an_answer_that_cannot_be_is_refused_at_the_field(cara, noor, url, field, typed):
    response = cara.post(url, {"seen": "0", "gad-2--1": "2", field: typed})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not PreScreen.objects.exists()


def test_what_they_are_answering_on_their_own_phone_is_left_to_them(cara, cast, noor, url):
    own = gate.job_access("test", at=cast.at).on(noor)
    planned = assigning.assign(
        own, instrument_id="phq-2", first_due_on=cast.at.date(), every_days=7, at=cast.at
    )
    theirs = start(own, planned, at=cast.at)
    save_answer(own, theirs, question_id="1", given=1, at=cast.at)

    response = cara.post(url, {"seen": "0", "phq-2--1": "3", "gad-2--1": "1"})

    assert response.status_code == 409
    assert "answering the PHQ-2 on their own phone" in text(response)
    assert not PreScreen.objects.exists()
    assert Response.objects.get().answers == {"1": 1}


def test_a_closed_referral_takes_no_pre_screen(cara, cast, noor, url):
    actions.turn_down(noor, reason="other_care", at=cast.at)

    assert cara.get(url).status_code == 200
    response = cara.post(url, {"seen": "0", "phq-2--1": "3"})

    assert response.status_code == 409
    assert "Nearly every day" in text(response)
    assert not PreScreen.objects.exists()


@pytest.mark.parametrize("name", ["otto", "fay", "petra", "prue"])
def test_only_clinicians_of_the_team_ask(client, cast, url, name):
    client.force_login(cast.user(name))

    assert client.get(url).status_code == 404


def test_a_new_person_is_registered_and_asked_in_one_go(cara, cast):
    new = reverse("desk-new-person")
    page = cara.get(new)
    typed = {
        "seen": page.context["form"]["seen"].value(),
        "chosen_name": "Rio Neu",
        "channel": "phone",
        "phone": "555-0102",
        "source": "self",
        "then": "pre-screen",
    }

    response = cara.post(new, typed)

    stay = Episode.objects.get(patient__chosen_name="Rio Neu")
    assert response.url == reverse("desk-pre-screen", args=[stay.pk])
    assert cara.get(response.url).status_code == 200
