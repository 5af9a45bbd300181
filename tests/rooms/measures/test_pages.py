"""Measures through the browser's eyes: the person's phone, and the staff's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from alongside.core.days import day_of
from alongside.core.models import new_key
from alongside.measures.actions import assigning, entering, receiving
from alongside.measures.models import Assignment, Response, Score
from alongside.people.models import Task
from alongside.privacy import gate

PHQ_9 = {str(n): 1 for n in range(1, 9)} | {"9": 0}


@pytest.fixture
def ada(cast):
    return gate.job_access("test", at=cast.at, reader=cast.user("cara")).on(cast.episode)


@pytest.fixture
def phone(client, cast):
    client.force_login(cast.user("ada"))
    return client


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.user("cara"))
    return client


def ask(access, name="phq-9", **more):
    return assigning.assign(
        access,
        instrument_id=name,
        first_due_on=day_of(access.at),
        every_days=14,
        at=access.at,
        **more,
    )


def begin(phone, assignment):
    response = phone.post(reverse("measures-begin", args=[assignment.pk]))
    assert response.status_code == 302
    return response.url


def say(phone, url, answer, **more):
    return phone.post(url, {"answer": answer, "do": "save"} | more)


def decline(phone, url):
    return phone.post(url, {"do": "decline", "seen": ""})


def text(response):
    return " ".join(response.content.decode().split())


# The phone


def test_somebody_answers_a_whole_instrument_one_question_at_a_time(phone, ada):
    assignment = ask(ada, "gad-7")
    assert "Generalized Anxiety Disorder-7" in text(phone.get(reverse("measures-mine")))
    assert "About 7 questions" in text(phone.get(reverse("measures-begin", args=[assignment.pk])))

    url = begin(phone, assignment)
    for number in range(1, 8):
        page = text(phone.get(url))
        assert f"Question {number} of 7" in page
        assert "how often have you been bothered" in page
        url = say(phone, url, "2").url
    assert "You answered 7 of 7" in text(phone.get(url))
    done = phone.post(url, follow=True)

    assert "Thank you" in text(done)
    assert Score.objects.get(instrument="gad-7").value == 14
    assert (
        "Generalized" not in text(phone.get(reverse("measures-mine"))).split("answered before")[0]
    )


def test_the_back_button_shows_what_was_answered(phone, ada):
    url = begin(phone, ask(ada, "gad-2"))
    following = say(phone, url, "3").url

    page = phone.get(url)

    assert 'value="3" ' in text(page)
    assert page.context["form"].initial == {"answer": 3}
    assert reverse("measures-question", args=[page.context["response"].pk, "1"]) in text(
        phone.get(following)
    )


def test_nothing_chosen_is_no_answer_and_says_so_at_the_question(phone, ada):
    url = begin(phone, ask(ada, "gad-2"))

    response = phone.post(url, {"do": "save"})

    assert response.status_code == 422
    assert "Prefer not to answer" in text(response)
    assert Response.objects.get().answers == {}


@pytest.mark.parametrize("wrong", ["7", "-1", "two", "1.5", "9" * 400, "\x00"])
def test_an_answer_that_cannot_be_is_refused_at_the_question(phone, ada, wrong):
    for name in ("gad-2", "bam"):
        url = begin(phone, ask(ada, name))
        response = say(phone, url, wrong)
        assert response.status_code == 422
        assert 'role="alert"' in text(response)


def test_a_number_is_asked_for_where_there_is_no_list(phone, ada):
    url = begin(phone, ask(ada, "bam"))
    url = say(phone, url, "2").url

    assert 'type="number"' in text(phone.get(url))
    assert say(phone, url, "31").status_code == 422
    assert say(phone, url, "30").status_code == 302


def test_every_question_can_be_skipped_without_a_word(phone, ada):
    url = begin(phone, ask(ada, "gad-2"))

    url = decline(phone, url).url
    url = decline(phone, url).url
    page = text(phone.get(url))
    phone.post(url)

    assert "You answered 0 of 2" in page
    assert Response.objects.get().answers == {"1": "declined", "2": "declined"}
    assert Score.objects.get().status == "incomplete"


def test_before_a_hard_question_there_is_a_pause(phone, ada):
    url = begin(phone, ask(ada))
    for _ in range(8):
        url = say(phone, url, "0").url

    pause = text(phone.get(url))
    question = text(phone.get(f"{url}?ready=1"))

    assert "feet on the floor" in pause
    assert "better off dead" not in pause
    assert "better off dead" in question
    assert decline(phone, url).status_code == 302


@pytest.mark.parametrize("name", ["pcl-5", "pc-ptsd-5"])
def test_questions_about_trauma_begin_with_a_pause(phone, ada, name):
    assert "feet on the floor" in text(phone.get(begin(phone, ask(ada, name))))


def test_a_critical_answer_shows_help_at_once_and_calls_the_team(phone, ada):
    begin(phone, ask(ada))
    response = Response.objects.get()
    url = reverse("measures-question", args=[response.pk, "9"])

    shown = phone.post(url, {"answer": "1", "do": "save"}, follow=True)

    page = text(shown)
    assert "tel:988" in page
    assert "sms:988" in page
    assert "Cara Test" in page
    assert "Go on with the questions" in page
    task = Task.objects.get()
    assert task.source_id == response.pk
    assert task.urgency == "urgent"


def test_help_is_shown_once_more_at_the_end(phone, ada):
    begin(phone, ask(ada))
    response = Response.objects.get()
    say(phone, reverse("measures-question", args=[response.pk, "9"]), "1")

    done = phone.post(reverse("measures-finish", args=[response.pk]), follow=True)

    assert "tel:988" in text(done)


def test_opioids_and_sedatives_bring_help_against_overdose(phone, ada):
    begin(phone, ask(ada, "bam"))
    response = Response.objects.get()
    say(phone, reverse("measures-question", args=[response.pk, "6"]), "4")

    shown = phone.post(
        reverse("measures-question", args=[response.pk, "7E"]),
        {"answer": "2", "do": "save"},
        follow=True,
    )

    assert "naloxone" in text(shown)
    assert [t.source for t in Task.objects.all()] == ["measures:bam:bam-opioid"]


def test_there_is_no_help_page_where_no_answer_calls_for_it(phone, ada):
    begin(phone, ask(ada))
    url = reverse("measures-help", args=[Response.objects.get().pk, "9"])

    assert phone.get(url).status_code == 404


def test_sending_an_answer_twice_keeps_it_once(phone, ada):
    begin(phone, ask(ada))
    url = reverse("measures-question", args=[Response.objects.get().pk, "9"])

    assert say(phone, url, "2").status_code == 302
    assert say(phone, url, "2", seen="2").status_code == 302

    assert Task.objects.count() == 1
    assert Response.objects.get().answers == {"9": 2}


def test_an_answer_from_another_device_is_shown_beside_this_one(phone, ada):
    url = begin(phone, ask(ada, "gad-2"))
    say(phone, url, "3")

    both = say(phone, url, "0", seen="")
    kept = Response.objects.get().answers
    chosen = say(phone, url, "0", overwrite="1")

    assert both.status_code == 409
    assert "Nearly every day" in text(both)
    assert "Not at all" in text(both)
    assert kept == {"1": 3}
    assert chosen.status_code == 302
    assert Response.objects.get().answers == {"1": 0}


def test_what_is_finished_elsewhere_cannot_be_changed_here(phone, ada):
    url = begin(phone, ask(ada, "gad-2"))
    phone.post(reverse("measures-finish", args=[Response.objects.get().pk]))

    response = say(phone, url, "1")

    assert response.url == reverse("measures-answers", args=[Response.objects.get().pk])
    assert Response.objects.get().answers == {}


def test_a_question_that_does_not_apply_is_passed_over(phone, ada):
    begin(phone, ask(ada, "bam"))
    response = Response.objects.get()
    say(phone, reverse("measures-question", args=[response.pk, "6"]), "0")

    passed = phone.get(reverse("measures-question", args=[response.pk, "7E"]))

    assert passed.url == reverse("measures-question", args=[response.pk, "1"])
    assert phone.get(reverse("measures-question", args=[response.pk, "99"])).status_code == 404


def test_a_goal_stands_in_its_place(phone, ada):
    url = begin(phone, ask(ada, "readiness-ruler", about="No wine on weekdays"))

    page = text(phone.get(url))

    assert "Think of the goal you chose: No wine on weekdays." in page
    assert "{goal}" not in page


def test_a_goal_is_kept_only_where_it_has_a_place(desk, ada):
    said = {
        "first_due_on": day_of(ada.at).isoformat(),
        "answered_by": "self",
        "about": "  No wine\ton weekdays ",
    }

    for name in ("pacs", "readiness-ruler"):
        desk.post(on("assign", ada), said | {"instrument": name})

    kept = dict(Assignment.objects.values_list("instrument", "about"))
    assert kept == {"pacs": "", "readiness-ruler": "No wine on weekdays"}


def test_what_is_asked_of_a_clinician_is_not_on_the_phone(phone, ada):
    assignment = ask(ada, "cows", answered_by="clinician")

    assert "COWS" not in text(phone.get(reverse("measures-mine")))
    assert phone.get(reverse("measures-begin", args=[assignment.pk])).status_code == 404


def test_anothers_questions_do_not_exist(client, cast, ada):
    assignment = ask(ada)
    client.force_login(cast.user("ada"))
    url = begin(client, assignment)

    client.force_login(cast.user("ben"))

    assert client.get(url).status_code == 404
    assert say(client, url, "1").status_code == 404
    assert client.get(reverse("measures-begin", args=[assignment.pk])).status_code == 404
    assert Response.objects.get().answers == {}


def test_a_turn_that_is_over_is_told_kindly(phone, ada):
    assignment = ask(ada, "gad-2")
    begin(phone, assignment)
    phone.post(reverse("measures-finish", args=[Response.objects.get().pk]))

    again = phone.post(reverse("measures-begin", args=[assignment.pk]), follow=True)

    assert "nothing to answer here now" in text(again)


@pytest.mark.parametrize(
    "name", ["audit-c", "barc-10", "cage-aid", "craving-vas", "k6", "nida-quick-screen", "pacs"]
)
def test_every_first_question_can_be_shown(phone, ada, name):
    assert phone.get(begin(phone, ask(ada, name))).status_code == 200


# The desk


def on(name, access, *args):
    return reverse(f"measures-{name}", args=[access.episode.pk, *args])


def form(**answers):
    return {"key": str(new_key()), "taken_on": "", "mode": "paper"} | {
        f"q-{question}": str(answer) for question, answer in answers.items()
    }


def test_a_clinician_asks_for_a_measure(desk, ada):
    today = day_of(ada.at).isoformat()
    said = {"instrument": "pacs", "first_due_on": today, "every_days": 7, "answered_by": "self"}

    response = desk.post(on("assign", ada), said, follow=True)

    assert "PACS" in text(response)
    assert Assignment.objects.get().every_days == 7
    assert desk.post(on("assign", ada), said).status_code == 302
    assert Assignment.objects.count() == 1
    desk.post(on("end", ada, Assignment.objects.get().pk))
    assert Assignment.objects.get().ended_by is not None


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"instrument": "dast-10"}, "instrument", "Choose one from the list"),
        ({"instrument": "bam-iop"}, "instrument", "Choose one from the list"),
        ({"instrument": "cows"}, "answered_by", "with a clinician"),
        ({"first_due_on": "2020-01-01"}, "first_due_on", "has passed"),
        ({"first_due_on": "someday"}, "first_due_on", "valid date"),
        ({"first_due_on": "9999-12-31"}, "first_due_on", "more than a year ahead"),
        ({"every_days": "0"}, "every_days", "greater than or equal to 1"),
        ({"every_days": "9999999"}, "every_days", "less than or equal to 366"),
        ({"about": "x" * 201}, "about", "at most 200"),
    ],
)
def test_what_cannot_be_asked_for_is_said_at_the_field(desk, ada, change, field, sentence):
    said = {
        "instrument": "pacs",
        "first_due_on": day_of(ada.at).isoformat(),
        "answered_by": "self",
    }

    response = desk.post(on("assign", ada), said | change)

    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[field])
    assert not Assignment.objects.exists()


def test_paper_is_entered_and_scored(desk, ada):
    page = desk.get(on("enter", ada, "phq-9"))
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}

    first = desk.post(on("enter", ada, "phq-9"), said)
    again = desk.post(on("enter", ada, "phq-9"), said)

    assert "Little interest or pleasure" in text(page)
    assert first.url == again.url
    assert Response.objects.get().mode == "paper"
    result = text(desk.get(first.url))
    assert "of 27" in result
    assert "Mild" in result


def test_the_same_form_with_other_answers_shows_both_and_becomes_a_correction(desk, ada):
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}
    first = desk.post(on("enter", ada, "phq-9"), said)
    standing = Response.objects.get()

    answer = desk.post(on("enter", ada, "phq-9"), said | {"q-3": "3", "mode": "clinician"})

    page = text(answer)
    assert answer.status_code == 409
    told = strip_tags(page)
    assert "Saved: Several days (1)." in told
    assert "Sent now: Nearly every day (3)." in told
    assert "Saved: On paper." in told
    assert "Sent now: With a clinician." in told
    assert f'href="{first.url}"' in answer.text
    assert Response.objects.get().answers["3"] == 1
    fields = {bound.html_name: bound.value() or "" for bound in answer.context["form"]}
    assert f'action="{on("correct", ada, standing.pk)}"' in answer.text
    fields["reason"] = "Read the wrong line"
    done = desk.post(on("correct", ada, standing.pk), fields)
    assert done.status_code == 302
    assert Response.objects.get(corrects=standing).answers["3"] == 3


def test_the_same_correction_with_other_answers_shows_both(desk, ada):
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}
    desk.post(on("enter", ada, "phq-9"), said)
    url = on("correct", ada, Response.objects.get().pk)
    better = form(**PHQ_9 | {"3": 2}) | {"reason": "Read the wrong line"}
    assert desk.post(url, better).url == desk.post(url, better).url

    answer = desk.post(url, better | {"q-3": "3"})

    assert answer.status_code == 409
    assert "<b>Nearly every day (3)</b>" in text(answer)
    assert Response.objects.get(corrected_at=None).answers["3"] == 2


def test_the_same_form_for_what_was_corrected_since_leads_to_it(desk, ada):
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}
    first = desk.post(on("enter", ada, "phq-9"), said)
    better = form(**PHQ_9 | {"3": 2}) | {"reason": "Read the wrong line"}
    desk.post(on("correct", ada, Response.objects.get().pk), better)

    answer = desk.post(on("enter", ada, "phq-9"), said | {"q-3": "3"})

    assert answer.status_code == 409
    assert "This form was saved before, with other answers." in text(answer)
    assert f'href="{first.url}"' in answer.text
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"q-3": "8"}, "q-3", "not one of the answers"),
        ({"taken_on": "2999-01-01"}, "taken_on", "has not come yet"),
        ({"taken_on": "1950-01-01"}, "taken_on", "before the person was born"),
        ({"taken_on": "0001-01-01"}, "taken_on", "before the person was born"),
        ({"taken_on": "31 February"}, "taken_on", "valid date"),
        ({"mode": "phone"}, "mode", "not one of the available"),
        ({"key": "no key"}, "key", "valid UUID"),
    ],
)
def test_what_cannot_be_on_paper_is_said_at_the_field(desk, ada, change, field, sentence):
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}

    response = desk.post(on("enter", ada, "phq-9"), said | change)

    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[field])
    assert response.context["form"]["q-1"].value() == "1"
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("name", "answers", "gaps"),
    [
        ("phq-9", {str(n): 1 for n in range(1, 9)}, ["9"]),
        ("phq-9", {"9": 0}, []),
        ("asq", {"1": 0, "2": 0, "4": 0}, ["3"]),
        ("asq", {"1": 1, "2": 0, "3": 0, "4": 0}, ["5"]),
        ("bam", {"1": 2, "6": 3, "7E": 0}, ["7B"]),
        ("bam", {"1": 2, "6": 0}, []),
        ("gad-7", {"1": 2}, []),
    ],
)
def test_a_gap_where_somebody_may_have_to_act_is_asked_about_once(desk, ada, name, answers, gaps):
    url, said = on("enter", ada, name), form(**answers) | {"taken_on": day_of(ada.at).isoformat()}

    first = desk.post(url, said)

    if not gaps:
        assert first.status_code == 302
        return
    assert first.status_code == 422
    assert not Response.objects.exists()
    assert [q.id for q in first.context["form"].gaps] == gaps
    for question, answer in answers.items():
        assert first.context["form"][f"q-{question}"].value() == str(answer)
    assert "Was this left blank, or is it not copied yet?" in text(first)
    assert desk.post(url, said | {"left-blank": " ".join(gaps)}).status_code == 302
    assert Response.objects.get().answers == answers


def test_saying_that_one_was_blank_says_nothing_of_another(desk, ada):
    said = form(**{"1": 0, "2": 0}) | {"taken_on": day_of(ada.at).isoformat()}

    response = desk.post(on("enter", ada, "asq"), said | {"left-blank": "3"})

    assert [q.id for q in response.context["form"].gaps] == ["3", "4"]


def test_a_question_that_was_declined_on_paper_is_no_gap(desk, ada):
    said = form(**PHQ_9 | {"9": "declined"}) | {"taken_on": day_of(ada.at).isoformat()}

    assert desk.post(on("enter", ada, "phq-9"), said).status_code == 302


def test_a_birth_date_that_is_not_known_lets_no_nonsense_in(desk, ada):
    ada.patient.born_on = None
    ada.patient.save()
    said = form(**PHQ_9) | {"taken_on": "0001-01-01"}

    assert "too long ago" in text(desk.post(on("enter", ada, "phq-9"), said))


def test_an_empty_form_is_not_entered(desk, ada):
    said = form() | {"taken_on": day_of(ada.at).isoformat()}

    assert desk.post(on("enter", ada, "phq-9"), said).status_code == 422


@pytest.mark.parametrize("name", ["bam-iop", "dast-10", "daily-check-in"])
def test_what_is_not_offered_cannot_be_entered(desk, ada, name):
    assert desk.get(on("enter", ada, name)).status_code == 404


@pytest.mark.parametrize(
    "name", ["asq", "bam", "ciwa-ar", "cows", "pcl-5", "taps", "session-feedback"]
)
def test_every_form_can_be_shown(desk, ada, name):
    assert desk.get(on("enter", ada, name)).status_code == 200


def test_a_wrong_entry_is_corrected_and_both_stay(desk, ada):
    said = form(**PHQ_9) | {"taken_on": day_of(ada.at).isoformat()}
    desk.post(on("enter", ada, "phq-9"), said)
    wrong = Response.objects.get()
    page = desk.get(on("correct", ada, wrong.pk))
    right = form(**PHQ_9 | {"1": 3})

    no_reason = desk.post(on("correct", ada, wrong.pk), right)
    done = desk.post(on("correct", ada, wrong.pk), right | {"reason": "Read the wrong line"})
    late = desk.post(on("correct", ada, wrong.pk), form(**PHQ_9) | {"reason": "Too late"})

    assert page.context["form"]["q-1"].value() == 1
    assert no_reason.status_code == 422
    assert "Read the wrong line" in text(desk.get(done.url))
    assert late.status_code == 409
    assert "colleague has corrected" in text(late)
    assert "was corrected later" in text(desk.get(on("result", ada, "phq-9", wrong.pk)))
    assert Response.objects.count() == 2


def test_a_persons_own_answers_cannot_be_corrected(desk, ada):
    entering.record_many([(ada, entering.Past("phq-9", PHQ_9, ada.at))])

    assert desk.get(on("correct", ada, Response.objects.get().pk)).status_code == 404


@pytest.fixture
def three_times(ada):
    """Ada answers the PHQ-9 three times: 20, 12 and 8 points."""
    entering.record_many(
        (ada, entering.Past("phq-9", answers, ada.at - timedelta(days=days)))
        for days, answers in [
            (28, PHQ_9 | dict.fromkeys("123456", 3)),
            (14, PHQ_9 | dict.fromkeys("12", 3)),
            (0, PHQ_9 | {"10": 2}),
        ]
    )
    return ada


def test_a_result_is_told_against_the_last_and_the_first(desk, three_times):
    page = text(desk.get(on("newest", three_times, "phq-9")))

    assert "Lower by 4 points: may be measurement error (less than 6 points)." in page
    assert "Lower by 12 points: more than measurement error (6 points), for the better." in page
    assert "Several days (1)" in page
    assert "Nearly every day (3)" in page
    assert "Very difficult" in page
    assert "never a diagnosis" in page
    assert "Pfizer" in page
    assert 'on-wide mind"' in page
    assert "PHQ-9, total: 20 (Severe) on" in page


def test_a_total_from_another_system_is_shown_as_it_was_sent(desk, ada):
    received = receiving.Received("phq-9", ada.at, {}, total=14)
    receiving.record_received(ada, [received])

    page = text(desk.get(on("newest", ada, "phq-9")))

    assert "From another system" in page
    assert "As another system sent it" in page
    assert "Moderate" in page
    assert '<span class="big-n">14</span>' in page
    assert "Correct this entry" not in page


def test_an_older_result_is_told_from_where_it_stood(desk, three_times):
    middle = Response.objects.order_by("taken_at")[1]

    page = text(desk.get(on("result", three_times, "phq-9", middle.pk)))

    assert "Lower by 8 points" in page
    assert "Since the first" not in page


def test_where_no_value_is_published_no_verdict_is_given(desk, ada):
    answers = {"1": 2, "2": 3, "3": 3, "4": 0, "5": 0, "6": 0, "8": 1, "11": 0, "15": 0}
    entering.record_many(
        (ada, entering.Past("bam", answers | {"8": n}, ada.at - timedelta(days=n))) for n in (0, 4)
    )

    page = text(desk.get(on("newest", ada, "bam")))

    assert "look at the line" in page
    assert "measurement error" not in page
    assert "No score" in page
    assert "Not complete: no answer to question 9, 10, 12, 13, 14, 16." in page


@pytest.mark.parametrize(
    "name", ["taps", "asq", "pcl-5", "single-item-screens", "session-feedback"]
)
def test_every_kind_of_score_has_a_result_page(desk, ada, name):
    from alongside.measures.catalogue import instrument

    found = instrument(name)
    entering.record_many(
        (ada, entering.Past(name, example.answers, ada.at - timedelta(days=n)))
        for n, example in enumerate(found.examples)
    )

    assert desk.get(on("newest", ada, name)).status_code == 200
    assert desk.get(on("overview", ada)).status_code == 200


def test_without_an_answer_there_is_no_result_page(desk, ada):
    assert desk.get(on("newest", ada, "phq-9")).status_code == 404
    assert desk.get(on("newest", ada, "nothing")).status_code == 404


def test_the_overview_says_what_is_late_and_what_was_begun(desk, ada, cast):
    assigning.assign_many(
        [(ada, assigning.Planned("gad-7", day_of(ada.at) - timedelta(days=3), ada.at, 14))]
    )

    page = text(desk.get(on("overview", ada)))

    assert "3 days ago" in page
    assert "every 14 days" in page


def test_a_reader_who_may_not_enter_is_offered_no_button(client, cast, three_times):
    client.force_login(cast.user("dora"))

    page = text(client.get(on("overview", three_times)))

    assert "PHQ-9" in page
    assert "Enter" not in page
    assert "Ask for one" not in page


@pytest.mark.parametrize("times", [3, 60])
def test_the_result_page_does_not_grow_with_the_record(
    desk, ada, django_assert_max_num_queries, times
):
    entering.record_many(
        (ada, entering.Past("phq-9", PHQ_9, ada.at - timedelta(days=n))) for n in range(times)
    )

    # The first page after signing in also writes the session.
    desk.get(on("overview", ada))

    with django_assert_max_num_queries(8):
        desk.get(on("newest", ada, "phq-9"))


@pytest.mark.parametrize(("name", "offered"), [("cara", True), ("dora", False), ("axel", False)])
def test_only_what_the_reader_may_do_is_offered(client, cast, ada, name, offered):
    ask(ada)
    client.force_login(cast.user(name))

    page = client.get(reverse("measures-overview", args=[cast.episode.pk])).content.decode()

    assert ("Stop asking" in page) is offered
    assert ("Enter answers" in page) is offered
    assert (reverse("measures-assign", args=[cast.episode.pk]) in page) is offered
