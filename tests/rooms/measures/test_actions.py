"""What can be done with measures: asked for, answered, entered from paper, corrected."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils.formats import date_format

from alongside.core.days import day_of
from alongside.core.models import new_key
from alongside.engine.scoring.answers import AnswerNotAllowed, UnknownItem
from alongside.engine.scoring.form import DECLINED
from alongside.measures.actions import answering, assigning, entering
from alongside.measures.jobs import close_what_was_left
from alongside.measures.models import Assignment, Response, Score
from alongside.measures.queries.due import due, waiting
from alongside.measures.queries.lines import score_lines
from alongside.measures.queries.overview import latest
from alongside.people.actions import close_task
from alongside.people.models import Task
from alongside.people.rules import Category, Urgency, age_on
from alongside.privacy import gate

PHQ_9 = {str(n): 1 for n in range(1, 9)} | {"9": 0}


@pytest.fixture
def ada(cast):
    """Return access to Ada's stay, as a job has it."""
    return gate.job_access("test", at=cast.at, reader=cast.user("cara")).on(cast.episode)


@pytest.fixture
def bens(cast):
    return gate.job_access("test", at=cast.at).on(cast.bens)


def ask(access, name="phq-9", days=0, every=14, **more):
    return assigning.assign(
        access,
        instrument_id=name,
        first_due_on=day_of(access.at) + timedelta(days=days),
        every_days=every,
        at=access.at,
        **more,
    )


def begin(access, name="phq-9", **more):
    return answering.start(access, ask(access, name, **more), at=access.at)


def say(access, response, question, given, **more):
    return answering.save_answer(
        access, response, question_id=question, given=given, at=access.at, **more
    )


def enter(access, name="phq-9", answers=PHQ_9, key=None, **more):
    return entering.enter(
        access,
        key=key or new_key(),
        instrument_id=name,
        answers=answers,
        mode=more.pop("mode", Response.Mode.PAPER),
        taken_at=more.pop("taken_at", access.at),
        at=access.at,
    )


def tasks(access):
    return list(Task.objects.filter(episode=access.episode).order_by("raised_at", "pk"))


def test_asking_twice_for_the_same_is_asking_once(ada):
    assert ask(ada) == ask(ada)
    with pytest.raises(assigning.AlreadyAssigned):
        ask(ada, every=7)


def test_what_is_not_verified_is_not_asked_for(ada):
    with pytest.raises(assigning.NotOffered):
        ask(ada, "bam-iop")
    with pytest.raises(assigning.NotOffered):
        ask(ada, "daily-check-in")


def test_what_only_a_clinician_can_ask_is_not_put_on_a_phone(ada):
    with pytest.raises(assigning.NeedsAClinician):
        ask(ada, "cows")

    assert ask(ada, "cows", answered_by="clinician").answered_by == "clinician"


def test_on_admission_everybody_is_asked_the_standard_set_once(ada):
    first = assigning.assign_standard(ada, at=ada.at)
    again = assigning.assign_standard(ada, at=ada.at)

    assert {a.instrument for a in first} >= {"asq", "phq-9", "gad-7", "bam", "barc-10"}
    assert again == []


def test_an_answer_is_kept_as_it_is_given_and_found_on_another_device(ada):
    assignment = ask(ada)
    response = answering.start(ada, assignment, at=ada.at)
    say(ada, response, "1", 2)
    say(ada, response, "2", DECLINED)

    found = answering.start(ada, assignment, at=ada.at + timedelta(hours=3))

    assert found.pk == response.pk
    assert found.answers == {"1": 2, "2": DECLINED}
    assert set(found.answered_at) == {"1", "2"}
    assert found.instrument_version == "PHQ-9, self-report, 2-week"


def test_the_same_answer_again_changes_nothing(ada):
    response = begin(ada)
    say(ada, response, "1", 2)
    before = Response.objects.get(pk=response.pk)

    say(ada, response, "1", 2)

    assert Response.objects.get(pk=response.pk).version == before.version


def test_an_answer_that_cannot_be_is_refused_and_nothing_is_lost(ada):
    response = begin(ada)
    say(ada, response, "1", 2)

    for bad in (4, "x", True, 1.5):
        with pytest.raises(AnswerNotAllowed):
            say(ada, response, "2", bad)

    assert Response.objects.get(pk=response.pk).answers == {"1": 2}


def test_an_answer_from_another_device_is_not_written_over_unseen(ada):
    response = begin(ada)
    say(ada, response, "1", 3)

    with pytest.raises(answering.AnsweredElsewhere) as elsewhere:
        say(ada, response, "1", 0, seen=None)

    assert elsewhere.value.current == 3
    say(ada, response, "1", 0, overwrite=True)
    assert Response.objects.get(pk=response.pk).answers == {"1": 0}


def test_two_devices_answering_two_questions_lose_neither(ada):
    response = begin(ada)
    stale = Response.objects.get(pk=response.pk)

    say(ada, response, "1", 3)
    say(ada, stale, "2", 1)

    assert Response.objects.get(pk=response.pk).answers == {"1": 3, "2": 1}


def test_a_critical_answer_calls_somebody_at_once_and_once(ada):
    response = begin(ada)

    first = say(ada, response, "9", 1)
    say(ada, response, "9", 2, seen=1)
    answering.complete(ada, response, at=ada.at)

    assert [rule.id for rule in first] == ["phq9-item9"]
    (task,) = tasks(ada)
    assert task.urgency == Urgency.URGENT
    assert task.category == Category.SCORES
    assert task.raised_at == ada.at
    assert task.title == "PHQ-9, question 9: more than half the days"
    assert task.detail.startswith("Same-session suicide-risk screen")
    assert task.detail.endswith("hurting yourself in some way: More than half the days")


def test_a_task_says_what_was_answered_last_until_somebody_has_done_it(ada, cast):
    def corrected(response, worst):
        return entering.correct(
            ada,
            response,
            key=new_key(),
            answers={**PHQ_9, "9": worst},
            reason="Misread",
            at=ada.at,
        )

    first = corrected(enter(ada, answers={**PHQ_9, "9": 1}), worst=3)

    (task,) = tasks(ada)
    assert task.title == "PHQ-9, question 9: nearly every day"

    close_task(task, by=cast.user("cara"), outcome="Asked; safe.", at=ada.at)
    corrected(first, worst=2)

    assert tasks(ada)[0].title == "PHQ-9, question 9: nearly every day"


def test_a_task_stays_although_the_answer_was_taken_back(ada):
    response = begin(ada)
    say(ada, response, "9", 2)

    say(ada, response, "9", 0, seen=2)

    assert len(tasks(ada)) == 1
    assert tasks(ada)[0].done_at is None


def test_finishing_scores_and_moves_the_next_turn_on(ada):
    response = begin(ada)
    for question, given in PHQ_9.items():
        say(ada, response, question, given)

    answering.complete(ada, response, at=ada.at)

    (score,) = Score.objects.filter(response=response)
    assert (score.score, score.value, score.band, score.status) == ("total", 8, "mild", "complete")
    assignment = Assignment.objects.get()
    assert assignment.last_done_on == day_of(ada.at)
    assert assignment.due_on == day_of(ada.at) + timedelta(days=14)


def test_finishing_twice_is_finishing_once(ada):
    response = begin(ada)
    say(ada, response, "1", 1)

    answering.complete(ada, response, at=ada.at)
    answering.complete(ada, response, at=ada.at + timedelta(minutes=1))

    assert Score.objects.count() == 1
    assert Response.objects.get().completed_at == ada.at
    with pytest.raises(answering.AlreadyFinished):
        say(ada, response, "1", 2)


def test_skipping_everything_is_allowed_and_is_no_zero(ada):
    response = begin(ada)
    for question in PHQ_9:
        say(ada, response, question, DECLINED)

    answering.complete(ada, response, at=ada.at)

    (score,) = Score.objects.all()
    assert (score.value, score.status, score.band) == (None, "incomplete", "")
    # Item 9 left open is asked about in person.
    assert [task.source for task in tasks(ada)] == ["measures:phq-9:phq9-item9-missing"]


def test_a_safety_screen_without_a_result_is_asked_again(ada):
    response = enter(ada, "asq", {"1": 0, "2": 0})

    (task,) = tasks(ada)
    assert task.urgency == Urgency.SAME_DAY
    assert task.title == "ASQ, not all of it was answered"
    assert task.detail.startswith("Ask again, in person")
    assert Score.objects.get(response=response).word == ""


def test_a_word_is_kept_as_a_word(ada):
    enter(ada, "asq", {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0})
    enter(ada, "single-item-screens", {"alc_women": 2, "drug": 0})

    kept = {(s.instrument, s.score): (s.value, s.word) for s in Score.objects.all()}
    assert kept["asq", "result"] == (None, "non_acute_positive")
    assert kept["single-item-screens", "alcohol_positive"] == (None, "yes")


def test_what_a_change_of_mind_took_away_is_kept_and_does_not_count(ada):
    response = begin(ada, "bam")
    say(ada, response, "6", 3)
    say(ada, response, "6", 0, seen=3)

    with pytest.raises(answering.NotAsked):
        say(ada, response, "7E", 3)


def test_a_turn_that_has_not_come_cannot_be_begun(ada):
    assignment = ask(ada)
    answering.complete(ada, answering.start(ada, assignment, at=ada.at), at=ada.at)

    with pytest.raises(answering.NotOpenYet):
        answering.start(ada, assignment, at=ada.at + timedelta(days=5))
    assert answering.start(ada, assignment, at=ada.at + timedelta(days=12))


def test_what_is_not_asked_for_any_more_cannot_be_begun(ada):
    assignment = ask(ada)
    assigning.end(ada, assignment, at=ada.at)
    assigning.end(ada, assignment, at=ada.at + timedelta(days=1))

    assert Assignment.objects.get().ended_at == ada.at
    with pytest.raises(answering.AlreadyFinished):
        answering.start(ada, assignment, at=ada.at)


def test_what_was_begun_and_left_is_closed_as_it_is_and_still_asked_for(ada):
    assignment = ask(ada)
    left = answering.start(ada, assignment, at=ada.at)
    say(ada, left, "1", 2)
    later = ada.at + timedelta(days=3)

    again = answering.start(ada, assignment, at=later)

    left.refresh_from_db()
    assert again.pk != left.pk
    assert (left.taken_at, left.completed_at) == (ada.at, later)
    assert Score.objects.get(response=left).status == "incomplete"
    assert Assignment.objects.get().due_on == assignment.due_on
    # Item 9 was never reached: somebody asks.
    assert [task.source for task in tasks(ada)] == ["measures:phq-9:phq9-item9-missing"]


def test_every_hour_what_was_left_is_closed(ada, bens):
    left, fresh = begin(ada), begin(bens)
    long_ago = ada.at - timedelta(days=3)
    Response.objects.filter(pk=left.pk).update(started_at=long_ago)

    for _ in range(2):
        close_what_was_left(ada.at)

    left.refresh_from_db()
    fresh.refresh_from_db()
    assert left.taken_at == long_ago
    assert not fresh.is_finished


def test_anothers_measures_are_out_of_reach(ada, bens):
    response = begin(ada)

    with pytest.raises(Http404):
        say(bens, response, "1", 1)
    with pytest.raises(Http404):
        answering.complete(bens, response, at=bens.at)


def test_a_form_from_paper_sent_twice_is_entered_once(ada):
    key = new_key()

    first, second = enter(ada, key=key), enter(ada, key=key)

    assert first.pk == second.pk == key
    assert Score.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"answers": PHQ_9 | {"3": 3}},
        {"answers": {k: v for k, v in PHQ_9.items() if k != "3"}},
        {"mode": "clinician"},
        {"taken_at": -timedelta(days=3)},
        {"name": "gad-7", "answers": {str(n): 1 for n in range(1, 8)}},
    ],
    ids=str,
)
def test_a_form_that_is_sent_again_with_something_else_is_not_taken_for_saved(ada, other):
    key = new_key()
    first = enter(ada, key=key)
    if "taken_at" in other:
        other = {"taken_at": ada.at + other["taken_at"]}

    with pytest.raises(entering.EnteredOtherwise) as found:
        enter(ada, key=key, **other)

    assert found.value.standing == first
    assert Response.objects.get().answers == first.answers


def test_a_key_that_is_somebody_elses_enters_nothing(ada, bens):
    key = enter(bens).pk

    with pytest.raises(entering.KeyTaken):
        enter(ada, key=key)

    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "error"), [({"1": 9}, AnswerNotAllowed), ({"12": 1}, UnknownItem)]
)
def test_a_wrong_answer_on_paper_enters_nothing(ada, answers, error):
    with pytest.raises(error):
        enter(ada, answers=PHQ_9 | answers)

    assert not Response.objects.exists()


def test_paper_from_tomorrow_is_refused(ada):
    with pytest.raises(entering.NotYet):
        enter(ada, taken_at=ada.at + timedelta(days=1))


def test_paper_answers_what_was_asked_for(ada):
    assignment = ask(ada)

    response = enter(ada)

    assert response.assignment == assignment
    assert Assignment.objects.get().due_on == day_of(ada.at) + timedelta(days=14)


def test_an_older_form_found_later_does_not_put_the_next_turn_off(ada):
    ask(ada)
    enter(ada)

    enter(ada, taken_at=ada.at - timedelta(days=20))

    assert Assignment.objects.get().last_done_on == day_of(ada.at)


def test_a_correction_keeps_what_it_corrects_and_counts_instead(ada):
    wrong = enter(ada, answers=PHQ_9 | {"9": 1})
    key = new_key()

    for _ in range(2):
        right = entering.correct(
            ada, wrong, key=key, answers=PHQ_9, reason="Read the wrong line", at=ada.at
        )

    wrong.refresh_from_db()
    assert wrong.answers["9"] == 1
    assert wrong.corrected_at == ada.at
    assert (right.corrects, right.taken_at) == (wrong, wrong.taken_at)
    assert [s.value for s in Score.objects.all()] == [8]
    # What was raised stays: somebody looks into it and says what came of it.
    assert len(tasks(ada)) == 1
    with pytest.raises(entering.AlreadyCorrected):
        entering.correct(ada, wrong, key=new_key(), answers=PHQ_9, reason="x", at=ada.at)


def test_a_correction_does_not_raise_the_same_task_again(ada):
    wrong = enter(ada, answers=PHQ_9 | {"9": 1})

    entering.correct(
        ada, wrong, key=new_key(), answers=PHQ_9 | {"9": 2}, reason="Misread", at=ada.at
    )

    assert len(tasks(ada)) == 1


def test_a_persons_own_answers_are_not_corrected_by_others(ada):
    response = begin(ada)
    answering.complete(ada, response, at=ada.at)

    with pytest.raises(entering.CannotBeCorrected):
        entering.correct(ada, response, key=new_key(), answers={}, reason="x", at=ada.at)


def test_a_history_is_laid_down_in_few_writes(ada, bens, django_assert_max_num_queries):
    past = [
        (access, entering.Past("phq-9", PHQ_9 | {"1": n % 4}, ada.at - timedelta(days=14 * n)))
        for access in (ada, bens)
        for n in range(100)
    ]

    with django_assert_max_num_queries(12):
        assert entering.record_many(past) == 200

    assert Score.objects.count() == 200
    assert not tasks(ada)


def test_a_line_of_scores_has_a_gap_where_there_is_no_score(ada):
    entering.record_many(
        (ada, entering.Past("phq-9", answers, ada.at - timedelta(days=days)))
        for days, answers in [(28, PHQ_9), (14, {"1": 1}), (0, PHQ_9 | {"3": None})]
    )

    lines = score_lines(ada, [("phq-9", "total"), ("gad-7", "total")])

    points = lines["phq-9", "total"]
    assert [(p.value, p.band, p.is_estimate) for p in points] == [
        (8, "Mild", False),
        (8, "Mild", True),
    ]
    assert lines["gad-7", "total"] == []
    recent = score_lines(ada, [("phq-9", "total")], since=ada.at - timedelta(days=7))
    assert len(recent["phq-9", "total"]) == 1


def test_the_overview_takes_as_long_for_a_long_record(ada, django_assert_num_queries):
    entering.record_many(
        (ada, entering.Past("phq-9", PHQ_9 | {"1": n % 4}, ada.at - timedelta(days=n)))
        for n in range(60)
    )

    with django_assert_num_queries(1):
        (one,) = latest(ada)

    assert one.instrument.id == "phq-9"
    assert one.values == ("Total 7 of 27, mild",)
    before = date_format(day_of(ada.at - timedelta(days=1)), "j M Y")
    assert one.change == (
        f"Lower by 1 point since {before}: may be measurement error (less than 6 points)."
    )


def test_what_is_due_is_listed_for_those_who_may_read_it(cast, ada, bens):
    ask(ada, days=-3)
    ask(bens, "gad-7", days=1)
    today = day_of(cast.at)

    everything = due(gate.job_access("test", at=cast.at), today=today)

    (one,) = everything
    assert (one.episode_id, one.instrument.id, one.days_overdue) == (ada.episode.pk, "phq-9", 3)


def test_what_was_begun_comes_first_on_the_phone(ada):
    ask(ada, "gad-7", days=-2)
    ask(ada, "cows", days=-9, answered_by="clinician")
    response = begin(ada, "phq-9", days=1)
    say(ada, response, "1", 1)

    found = waiting(ada, today=day_of(ada.at))

    assert [(w.instrument.id, w.is_begun, w.is_due) for w in found] == [
        ("phq-9", True, False),
        ("gad-7", False, True),
    ]


def test_sex_and_age_on_that_day_are_kept_with_the_answers(ada):
    ada.patient.sex_for_scoring = "female"

    response = enter(ada, "audit-c", {"1": 2, "2": 1, "3": 0})

    age = age_on(ada.patient.born_on, day_of(ada.at))
    assert response.facts == {"sex": "female", "age": age}
