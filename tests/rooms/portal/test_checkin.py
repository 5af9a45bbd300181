"""The check-in on a phone: one question at a time, each saved, and nothing lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.core.days import day_of, end_of
from alongside.monitoring import queries
from alongside.monitoring.actions import Told, record_history
from alongside.monitoring.models import CheckIn, JournalNote
from alongside.people.actions import discharge
from alongside.people.models import Task
from alongside.privacy import gate
from alongside.safety.actions import save_plan
from alongside.safety.rules import Contact, Content

ONE = timedelta(days=1)
HIDDEN_HELP = re.compile(r"data-help\s[^>]*\bhidden\b")


@pytest.fixture
def ada(cast):
    return gate.job_access("test", at=cast.at).on(cast.episode)


@pytest.fixture
def today(cast):
    return day_of(cast.at)


@pytest.fixture
def phone(client, cast):
    client.force_login(cast.user("ada"))
    return client


def url(name="portal-checkin", **kwargs):
    return reverse(name, kwargs=kwargs or None)


def say(phone, day, question, *, headers=None, **data):
    sent = {"day": day.isoformat(), "ask": question, "key": "page.0", **data}
    return phone.post(url(), sent, headers=headers)


def test_the_first_open_question_is_asked_and_only_it_is_on_the_screen(phone, today):
    page = phone.get(url()).content.decode()

    assert "Strongest craving since yesterday (0-10)" in page
    assert "Question 1 of 9" in page
    assert page.count('data-question="') == 10
    assert len(re.findall(r'data-question="\w+"[^>]*\shidden\s', page)) == 9


def test_the_page_says_that_it_is_no_emergency_line_and_who_reads_it(phone):
    page = phone.get(url()).content.decode()

    assert "This is not an emergency line" in page
    assert 'href="tel:988"' in page
    assert "Cara Test and Nils Test can read your answers." in page


def test_one_tap_saves_and_asks_the_next(phone, ada, today):
    response = say(phone, today, "craving", craving="7")

    assert response.status_code == 302
    assert "ask=mood" in response.url
    assert queries.check_in_on(ada, today).craving == 7
    assert "Mood most of the day" in phone.get(response.url).content.decode()


def test_coming_back_goes_on_where_one_stopped(phone, today):
    say(phone, today, "craving", craving="7")
    say(phone, today, "mood", go="skip")

    page = phone.get(url()).content.decode()

    assert "Question 3 of 9" in page


def test_a_whole_check_in_without_a_script(phone, ada, today):
    answers = [
        ("craving", {"craving": "3"}),
        ("mood", {"mood": "0"}),
        ("anxiety", {"go": "skip"}),
        ("sleep", {"typed_hours": "6.5"}),
        ("use", {"used": "yes"}),
        ("uses", {"uses": ["alcohol"], "amount_alcohol": "two glasses", "amount_other": "kratom"}),
        ("meds", {"medication": "partly"}),
        ("happened", {"triggers": ["conflict"], "note": "He rang.\r\nI hung up."}),
        ("helped", {"helped": ["moved"], "helped_words": "the dog"}),
        ("help", {"wants_contact": "yes"}),
    ]
    for question, data in answers:
        response = say(phone, today, question, **data)
        assert response.status_code == 302

    row = queries.check_in_on(ada, today)
    assert response.url.startswith(url("portal-thanks"))
    assert (row.craving, row.mood, row.anxiety, float(row.sleep_hours)) == (3, 0, None, 6.5)
    assert row.uses == [
        {"what": "alcohol", "amount": "two glasses"},
        {"what": "other", "amount": "kratom"},
    ]
    assert (row.medication, row.triggers, row.helped) == ("partly", ["conflict"], ["moved"])
    assert row.helped_words == "the dog"
    assert row.skipped == ["anxiety"]
    note = queries.note_on(ada, today)
    assert (note.text, note.is_shared) == ("He rang.\nI hung up.", False)
    assert Task.objects.filter(episode=ada.episode).count() == 3
    assert phone.get(url()).url == url("portal-day", day=today.isoformat())


def test_all_answers_can_come_at_once(phone, ada, today):
    data = {"craving": "3", "mood": "5", "sleep_hours": "7", "used": "no", "wants_contact": "no"}

    response = phone.post(url(), {"day": today.isoformat(), **data})

    assert response.status_code == 302
    row = queries.check_in_on(ada, today)
    assert (row.craving, row.mood, row.used, row.wants_contact) == (3, 5, False, False)


def test_a_double_submit_makes_one_row(phone, today):
    for _ in range(2):
        assert say(phone, today, "craving", craving="3").status_code == 302

    assert CheckIn.objects.get().version == 1


def test_going_back_in_the_browser_and_tapping_another_number_changes_the_answer(phone, ada, today):
    seen = queries.record_on(ada, today).mark("craving")
    say(phone, today, "craving", craving="3", seen=seen)

    response = say(phone, today, "craving", craving="8", seen=seen)

    assert response.status_code == 302
    assert queries.check_in_on(ada, today).craving == 8


@pytest.mark.parametrize(
    ("question", "data", "sentence"),
    [
        ("craving", {"craving": "11"}, "Choose a whole number from 0 to 10, or skip."),
        ("craving", {"craving": "seven"}, "Choose a whole number from 0 to 10, or skip."),
        ("craving", {}, "Choose an answer, or skip."),
        ("sleep", {"typed_hours": "30"}, "Give the hours as a number from 0 to 24"),
        ("sleep", {"typed_hours": "NaN"}, "Give the hours as a number from 0 to 24"),
        ("sleep", {"typed_hours": ""}, "Choose an answer, or skip."),
        ("use", {"used": "maybe"}, "Choose an answer, or skip."),
        ("meds", {"medication": "sometimes"}, "Choose an answer, or skip."),
        ("uses", {"uses": ["tea"]}, "Choose from the list, or skip."),
        ("happened", {"note": "x" * 4001}, "at most 4000 characters"),
        ("happened", {"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_no_answer_is_said_at_the_question_and_nothing_is_saved(
    phone, today, question, data, sentence
):
    response = say(phone, today, question, **data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not CheckIn.objects.exists()


def test_what_was_typed_stands_there_again(phone, today):
    long = "These are my words. " * 300
    page = say(
        phone, today, "happened", note=long, triggers=["pain"], share_note="yes"
    ).content.decode()

    assert long.strip() in page
    assert re.search(r'value="pain"\s+checked', page)
    assert "30" in say(phone, today, "sleep", typed_hours="30").content.decode()


@pytest.mark.parametrize("data", [{"ask": "weather"}, {"day": "2999-01-01"}, {"day": "yesterday"}])
def test_what_does_not_exist_is_not_found(phone, today, data):
    assert phone.post(url(), {"ask": "craving", "craving": "3", **data}).status_code == 404
    assert phone.get(url(), data).status_code == 404


def test_an_empty_form_changes_nothing(phone):
    assert phone.post(url(), {}).status_code == 302
    assert not CheckIn.objects.exists()


def test_skipping_with_something_typed_keeps_what_was_typed(phone, ada, today):
    say(phone, today, "happened", note="Half a sentence", go="skip")

    assert queries.note_on(ada, today).text == "Half a sentence"


def test_an_answer_can_be_taken_back(phone, ada, today):
    say(phone, today, "craving", craving="3")
    say(phone, today, "craving", go="clear", key="page.1")

    row = queries.check_in_on(ada, today)
    assert (row.craving, row.skipped) == (None, ["craving"])


def test_two_phones_with_two_answers_show_both_and_the_person_decides(phone, ada, today):
    seen = queries.record_on(ada, today).mark("craving")
    say(phone, today, "craving", craving="3", key="kitchen.0", seen=seen)

    response = say(phone, today, "craving", craving="8", key="bus.0", seen=seen)

    page = response.content.decode()
    assert response.status_code == 409
    assert "3 of 10" in page
    assert "8 of 10" in page
    assert queries.check_in_on(ada, today).craving == 3
    again = queries.record_on(ada, today).mark("craving")
    assert f'name="seen" value="{again}"' in page
    say(phone, today, "craving", craving="8", key="bus.0", seen=again)
    assert queries.check_in_on(ada, today).craving == 8


def test_choosing_the_own_words_of_two_lets_the_device_forget_their_draft(phone, ada, today):
    seen = queries.record_on(ada, today).mark("happened")
    say(phone, today, "happened", note="At home.", key="kitchen.0", seen=seen)
    page = say(phone, today, "happened", note="On the bus.", key="bus.0", seen=seen)
    key = f"checkin-{today.isoformat()}-happened"
    again = queries.record_on(ada, today).mark("happened")

    saved = say(phone, today, "happened", note="On the bus.", key="bus.0", seen=again, _keep=key)

    assert f'name="_keep" value="{key}"' in page.content.decode()
    assert saved.cookies["kept"].value == key


def test_yesterday_can_be_filled_in_and_is_marked(phone, ada, today):
    yesterday = today - ONE

    page = phone.get(url(), {"day": yesterday.isoformat()}).content.decode()
    say(phone, yesterday, "mood", mood="4")
    told = phone.get(url("portal-day", day=yesterday.isoformat())).content.decode()

    assert "marked as filled in later" in page
    assert queries.check_in_on(ada, yesterday).filled_late
    assert "filled in later" in told


def test_what_was_said_yesterday_stays_and_the_page_says_so(phone, ada, today):
    yesterday = today - ONE
    record_history(ada, [Told(yesterday, end_of(yesterday) - ONE / 24, {"craving": 3})])

    response = say(phone, yesterday, "craving", craving="8")

    page = response.content.decode()
    assert response.status_code == 409
    assert "A check-in can be changed until midnight" in page
    assert "8 of 10" in page
    assert queries.check_in_on(ada, yesterday).craving == 3


def test_words_that_came_after_midnight_are_shown_and_not_swallowed(phone, ada, today):
    yesterday = today - ONE
    record_history(ada, [Told(yesterday, end_of(yesterday) - ONE / 24, {"note": "First words."})])

    page = say(phone, yesterday, "happened", note="Later words.").content.decode()

    assert "Later words." in page


def test_a_day_that_is_long_over_can_be_read_and_not_written(phone, ada, today):
    old = today - 5 * ONE
    record_history(ada, [Told(old, end_of(old) - ONE / 24, {"craving": 3})])

    assert phone.get(url(), {"day": old.isoformat()}).url == url("portal-day", day=old.isoformat())
    page = phone.get(url("portal-day", day=old.isoformat())).content.decode()
    assert "This day is over, so it stays as it was." in page
    assert "ask=" not in page
    assert say(phone, old, "mood", mood="3").status_code == 409


def test_a_day_that_was_missed_is_over_and_the_page_says_which_are_open(phone, today):
    page = phone.get(url(), {"day": (today - 5 * ONE).isoformat()})

    assert page.status_code == 422
    said = page.content.decode()
    assert "Only today and yesterday can be filled in." in said
    assert f'href="{url()}"' in said
    assert f"{url()}?day={(today - ONE).isoformat()}" in said


def test_the_script_hears_that_it_is_saved_and_whether_to_offer_help(phone, today):
    headers = {"Accept": "application/json"}

    low = say(phone, today, "mood", mood="1", headers=headers)
    fine = say(phone, today, "craving", craving="3", headers=headers)

    assert low.status_code == 200
    assert low.json()["help"] is True
    assert fine.json()["saved"].count(":") == 1


def test_a_very_low_mood_shows_help_at_once_the_own_person_first(phone, cast, ada, today):
    plan = Content(people=(Contact("Carmen", "my sister", "555 010 0100"),))
    save_plan(ada, content=plan, seen=0, at=cast.at)

    response = say(phone, today, "mood", mood="0")

    page = phone.get(response.url).content.decode()
    shown = page[page.index("data-help") : page.index("data-checkin")]
    assert not HIDDEN_HELP.search(page)
    assert shown.index("Call Carmen") < shown.index("Call 988")


def test_without_a_very_low_mood_no_help_is_pressed_on_anybody(phone, today):
    page = phone.get(say(phone, today, "mood", mood="2").url).content.decode()

    assert HIDDEN_HELP.search(page)
    assert page.count("data-calls-help") == 2


def test_thanks_after_use_are_kind_and_name_who_is_there(phone, today):
    say(phone, today, "use", used="yes")

    page = phone.get(url("portal-thanks")).content.decode()

    assert "Thank you for telling us." in page
    assert "It is not a step back." in page
    assert "Cara Test will read it" in page


def test_who_asks_for_somebody_is_told_who_and_by_when(phone, cast, today):
    say(phone, today, "help", wants_contact="yes")

    page = phone.get(url("portal-thanks")).content.decode()

    assert "Cara Test will be in touch" in page
    assert "aim to reach you" in page
    assert "by a note here, as you prefer" in page


def test_there_are_no_thanks_without_a_check_in(phone):
    assert phone.get(url("portal-thanks")).url == url()


def test_a_note_is_shared_and_taken_back_with_one_switch(phone, ada, today):
    say(phone, today, "happened", note="He rang.")
    where = {"day": today.isoformat()}

    assert (
        "Only you can read these words." in phone.get(url("portal-day", **where)).content.decode()
    )
    assert phone.post(url("portal-note", **where), {"share": "yes"}).status_code == 302
    assert queries.note_on(ada, today).is_shared
    assert (
        "Your team can read these words." in phone.get(url("portal-day", **where)).content.decode()
    )
    phone.post(url("portal-note", **where), {"share": "no"})
    assert not queries.note_on(ada, today).is_shared
    assert phone.post(url("portal-note", **where), {}).status_code == 422
    assert phone.post(url("portal-note", day="2020-01-01"), {"share": "yes"}).status_code == 404


def test_the_last_days_show_their_gaps_without_blame(phone, cast, ada, today):
    days = [today - n * ONE for n in (1, 3)]
    record_history(ada, [Told(d, end_of(d) - ONE / 24, {"craving": 3}) for d in days])

    page = phone.get(url("portal-days")).content.decode()

    assert page.count("No check-in") == 2
    assert page.count("Strongest craving 3") == 2


def test_without_any_day_the_list_says_how_to_begin(phone):
    assert "No check-in in the last four weeks" in phone.get(url("portal-days")).content.decode()


def test_who_is_not_in_the_program_is_told_where_help_is(phone, cast, today):
    discharge(cast.episode, reason="completed", at=cast.at)

    page = phone.get(url())
    sent = say(phone, today, "mood", mood="1")

    assert "Nobody would read one now" in page.content.decode()
    assert sent.status_code == 409
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("name", ["cara", "nils", "petra", "otto", "dora", "fay", "prue", "axel"])
def test_the_staff_have_no_check_in_page(client, cast, today, name):
    client.force_login(cast.user(name))

    assert client.get(url()).status_code == 404
    assert say(client, today, "craving", craving="1").status_code == 404
    assert not CheckIn.objects.exists()


def test_one_patient_never_writes_into_anothers_record(client, cast, ada, today):
    client.force_login(cast.user("ben"))

    say(client, today, "craving", craving="1")

    assert queries.check_in_on(ada, today) is None
    assert CheckIn.objects.get().episode == cast.bens


def test_what_comes_after_the_sign_in_has_ended_is_shown_again_and_not_saved(cast, today):
    stranger = Client()

    response = say(stranger, today, "happened", note="Words that took courage.")

    assert response.status_code == 401
    assert "Words that took courage." in response.content.decode()
    assert not JournalNote.objects.exists()


def test_an_answer_costs_few_queries_and_one_transaction(phone, today):
    say(phone, today, "craving", craving="3")

    with CaptureQueriesContext(connection) as made:
        assert say(phone, today, "mood", mood="5").status_code == 302

    sql = [q["sql"] for q in made]
    assert len([s for s in sql if not s.startswith(("SAVEPOINT", "RELEASE"))]) <= 8, sql
    assert len([s for s in sql if s.startswith("SAVEPOINT")]) == 1


def test_asking_costs_the_same_after_a_year(phone, cast, ada, today):
    phone.get(url())
    with CaptureQueriesContext(connection) as first:
        phone.get(url())
    days = [today - n * ONE for n in range(1, 366)]
    record_history(ada, [Told(d, end_of(d) - ONE / 24, {"craving": 3}) for d in days])

    with CaptureQueriesContext(connection) as later:
        phone.get(url())

    assert len(later) == len(first) <= 12
