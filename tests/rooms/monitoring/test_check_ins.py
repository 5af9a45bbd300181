"""Saving check-ins: once however often it arrives, until midnight, and a person is called."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core.days import day_of, end_of
from alongside.monitoring import queries
from alongside.monitoring.actions import (
    DayToCome,
    NoNote,
    NotInProgram,
    NotTheirs,
    Told,
    record_histories,
    record_history,
    save_check_in,
    share_note,
    unshare_note,
)
from alongside.monitoring.models import CheckIn
from alongside.monitoring.rules.answers import BadAnswers, checked
from alongside.monitoring.rules.saving import DayIsOver, SaidOtherwise
from alongside.people.actions import close_account, discharge
from alongside.people.models import Task
from alongside.privacy import gate
from tests.rooms.monitoring.told import own, some_answers, staff_access


@pytest.fixture
def ada(cast):
    return own(cast.episode, cast.at)


@pytest.fixture
def today(cast):
    return day_of(cast.at)


def test_an_answer_is_saved_as_it_is_given_and_the_next_joins_it(cast, ada, today):
    save_check_in(ada, day=today, answers={"craving": 7}, at=cast.at)
    save_check_in(ada, day=today, answers={"mood": 0, "used": False}, at=cast.at)

    row = queries.check_in_on(ada, today)
    assert (row.craving, row.mood, row.used, row.anxiety) == (7, 0, False, None)
    assert not row.filled_late


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=some_answers())
def test_any_part_of_a_check_in_comes_back_as_it_was_and_what_was_skipped_is_null(
    cast, ada, today, answers
):
    with transaction.atomic():
        save_check_in(ada, day=today, answers=answers, at=cast.at)
        row = queries.check_in_on(ada, today)
        told = row.answers() if row else {}
        transaction.set_rollback(True)

    nothing = CheckIn().answers()
    assert told == ((nothing | checked(answers)) if answers else {})
    assert all(told[name] is None for name in told if name not in answers and nothing[name] is None)


def test_a_double_submit_makes_one_row_and_one_task(cast, ada, today):
    for _ in range(2):
        answers = {"craving": 4, "wants_contact": True}
        save_check_in(ada, day=today, answers=answers, at=cast.at, key="page.1")

    assert CheckIn.objects.count() == 1
    assert CheckIn.objects.get().version == 1
    assert Task.objects.filter(episode=cast.episode).count() == 1


def test_nothing_said_makes_no_row(cast, ada, today):
    save_check_in(ada, day=today, answers={}, at=cast.at)

    assert not CheckIn.objects.exists()


def test_the_database_refuses_a_second_check_in_of_a_day_and_a_number_off_the_scale(
    cast, ada, today
):
    save_check_in(ada, day=today, answers={"craving": 4}, at=cast.at)
    row = {"episode": cast.episode, "created_at": cast.at, "changed_at": cast.at}

    for other in ({"day": today}, {"day": today - timedelta(days=1), "craving": 11}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.create(**row, **other)


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"wants_contact": True}, {("Asked to be contacted today", "same_day")}),
        ({"mood": 1}, {("Very low mood in the check-in", "same_day")}),
        ({"used": True}, {("Told us about use in the check-in", "next_contact")}),
        ({"mood": 2, "used": False, "wants_contact": False, "craving": 10}, set()),
        ({"mood": None, "used": None}, set()),
    ],
)
def test_answers_that_ask_for_a_person_raise_a_task(cast, ada, today, answers, raised):
    save_check_in(ada, day=today, answers=answers, at=cast.at)

    tasks = Task.objects.filter(episode=cast.episode)
    assert {(t.title, t.urgency) for t in tasks} == raised
    assert all(t.category == "scores" for t in tasks)


def test_a_wish_that_is_taken_back_and_said_again_calls_once_and_the_call_stays(cast, ada, today):
    for wish in (True, False, True, False):
        save_check_in(ada, day=today, answers={"wants_contact": wish}, at=cast.at)

    assert Task.objects.get().done_at is None


def test_an_answer_can_be_changed_until_midnight_and_what_it_said_is_kept(cast, ada, today):
    save_check_in(ada, day=today, answers={"craving": 3, "sleep_hours": 6.5}, at=cast.at)
    last_second = end_of(today) - timedelta(seconds=1)

    save_check_in(ada, day=today, answers={"craving": 8, "sleep_hours": 7}, at=last_second)

    row = queries.check_in_on(ada, today)
    assert (row.craving, row.version, row.filled_late) == (8, 2, False)
    assert [(c["question"], c["was"]) for c in row.corrections] == [
        ("craving", {"craving": 3}),
        ("sleep", {"sleep_hours": "6.50"}),
    ]


def test_after_midnight_what_was_said_stays_and_what_was_left_open_is_filled_in_late(
    cast, ada, today
):
    save_check_in(ada, day=today, answers={"craving": 3}, at=cast.at)
    midnight = end_of(today)

    with pytest.raises(DayIsOver):
        save_check_in(ada, day=today, answers={"craving": 8, "mood": 5}, at=midnight)
    assert queries.check_in_on(ada, today).mood is None
    save_check_in(ada, day=today, answers={"mood": 5}, at=midnight)

    row = queries.check_in_on(ada, today)
    assert (row.craving, row.mood, row.filled_late, row.late) == (3, 5, True, ["mood"])


def test_yesterday_can_be_filled_in_the_day_before_not_and_tomorrow_not_yet(cast, ada, today):
    one = timedelta(days=1)

    save_check_in(ada, day=today - one, answers={"mood": 4}, at=cast.at)
    with pytest.raises(DayIsOver):
        save_check_in(ada, day=today - 2 * one, answers={"mood": 4}, at=cast.at)
    with pytest.raises(DayToCome):
        save_check_in(ada, day=today + one, answers={"mood": 4}, at=cast.at)

    assert CheckIn.objects.get().filled_late


def test_an_answer_off_the_scale_saves_nothing(cast, ada, today):
    with pytest.raises(BadAnswers) as bad:
        save_check_in(ada, day=today, answers={"mood": 5, "craving": 11}, at=cast.at)

    assert "craving" in bad.value.sentences
    assert not CheckIn.objects.exists()


def test_two_pages_with_different_answers_to_one_question_lose_neither(cast, ada, today):
    seen = {"craving": "an older mark"}
    save_check_in(ada, day=today, answers={"craving": 3}, at=cast.at, key="kitchen.1")

    with pytest.raises(SaidOtherwise):
        save_check_in(ada, day=today, answers={"craving": 8}, at=cast.at, key="bus.1", seen=seen)

    assert queries.check_in_on(ada, today).craving == 3


def test_a_note_is_the_persons_alone_until_it_is_shared(cast, ada, today):
    save_check_in(ada, day=today, answers={"note": "He rang.", "craving": 5}, at=cast.at)
    cara = staff_access(cast, "cara")

    assert queries.check_in_on(cara, today).craving == 5
    assert queries.note_on(cara, today) is None
    share_note(ada, day=today, at=cast.at)
    assert queries.note_on(cara, today).text == "He rang."
    unshare_note(ada, day=today)
    assert queries.note_on(cara, today) is None
    assert queries.note_on(ada, today).text == "He rang."


@pytest.mark.parametrize("name", ["petra", "dora", "fay", "prue", "axel"])
def test_even_a_shared_note_is_for_clinicians(cast, ada, today, name):
    save_check_in(ada, day=today, answers={"note": "He rang.", "share_note": True}, at=cast.at)

    assert queries.note_on(staff_access(cast, name), today) is None


def test_no_way_leads_from_a_check_in_to_its_note(cast, ada, today):
    save_check_in(ada, day=today, answers={"note": "He rang."}, at=cast.at)

    row = queries.check_in_on(staff_access(cast, "cara"), today)
    assert not any("note" in name for name in dir(row))
    assert "He rang." not in str(vars(row))


def test_the_staff_neither_write_a_check_in_nor_share_a_note(cast, ada, today):
    save_check_in(ada, day=today, answers={"note": "He rang."}, at=cast.at)
    cara = staff_access(cast, "cara")

    with pytest.raises(NotTheirs):
        save_check_in(cara, day=today, answers={"craving": 1}, at=cast.at)
    with pytest.raises(NotTheirs):
        share_note(cara, day=today, at=cast.at)
    with pytest.raises(NotTheirs):
        record_history(cara, [Told(today, cast.at, {})])


def test_there_is_nothing_to_share_without_a_note(cast, ada, today):
    with pytest.raises(NoNote):
        share_note(ada, day=today, at=cast.at)


def test_a_note_can_be_changed_and_taken_away_on_its_day(cast, ada, today):
    save_check_in(ada, day=today, answers={"note": "He rang.", "share_note": True}, at=cast.at)
    save_check_in(ada, day=today, answers={"note": "He rang twice."}, at=cast.at)

    note = queries.note_on(ada, today)
    assert (note.text, note.is_shared) == ("He rang twice.", True)
    save_check_in(ada, day=today, answers={}, skipped=["happened"], at=cast.at)
    assert queries.note_on(ada, today) is None


def test_who_has_left_the_program_does_not_check_in_where_nobody_would_read_it(cast, today):
    discharge(cast.episode, reason="completed", at=cast.at)

    with pytest.raises(NotInProgram):
        save_check_in(own(cast.episode, cast.at), day=today, answers={"mood": 1}, at=cast.at)


def test_a_history_is_checked_marked_and_calls_nobody(cast, ada, today):
    evening = end_of(today - timedelta(days=10)) - timedelta(hours=3)
    days = [today - timedelta(days=n) for n in (10, 11)]
    rows = [
        Told(days[0], evening, {"craving": 6, "wants_contact": True, "note": "A long day."}),
        Told(days[1], evening, {"mood": 1}, skipped=["craving"]),
    ]

    assert record_history(ada, rows) == 2

    first, second = queries.check_ins_between(ada, days[1], today)
    assert (first.mood, first.filled_late, first.skipped) == (1, True, ["craving"])
    assert (second.craving, second.filled_late) == (6, False)
    assert queries.note_on(ada, days[0]).text == "A long day."
    assert queries.note_on(staff_access(cast, "cara"), days[0]) is None
    assert not Task.objects.exists()


def test_a_history_with_one_bad_row_lays_down_nothing(cast, ada, today):
    rows = [Told(today, cast.at, {"craving": 6}), Told(today, cast.at, {"craving": 60})]

    with pytest.raises(BadAnswers):
        record_history(ada, rows)

    assert not CheckIn.objects.exists()


def test_many_histories_take_a_write_for_each_batch_and_not_for_each_row(cast, today):
    both = [own(e, cast.at) for e in (cast.episode, cast.bens)]
    days = [today - timedelta(days=n) for n in range(1, 101)]

    with CaptureQueriesContext(
        connection,
    ) as made:
        count = record_histories(
            (access, [Told(d, end_of(d) - timedelta(hours=1), {"mood": 5}) for d in days])
            for access in both
        )

    assert count == 200
    assert len(made) < 10


def test_a_series_has_a_place_for_every_day_and_a_gap_for_a_missing_one(cast, ada):
    start = date(2026, 3, 6)
    told = [
        Told(start, end_of(start) - timedelta(hours=1), {"craving": 0, "sleep_hours": 6.5}),
        Told(
            start + timedelta(days=2),
            end_of(start + timedelta(days=2)) - timedelta(hours=1),
            {"craving": 9, "used": True, "uses": [{"what": "alcohol", "amount": "a bottle"}]},
        ),
    ]
    record_history(ada, told)

    series = queries.series_between(ada, start, start + timedelta(days=4))

    assert [d.day for d in series.days] == [6, 7, 8, 9]
    assert series.values["craving"] == [0, None, 9, None]
    assert series.values["sleep_hours"] == [6.5, None, None, None]
    assert series.used == [None, None, True, None]
    assert series.uses[2] == [{"what": "alcohol", "amount": "a bottle"}]
    assert series.is_late == [False, None, False, None]


def test_the_latest_of_many_people_takes_two_queries_and_obeys_the_gate(cast, ada, today):
    bens = own(cast.bens, cast.at)
    yesterday = today - timedelta(days=1)
    record_history(ada, [Told(yesterday, end_of(yesterday) - timedelta(hours=1), {"craving": 2})])
    save_check_in(ada, day=today, answers={"craving": 5}, at=cast.at)
    record_history(bens, [Told(yesterday, cast.at, {"mood": 3})])
    both = type(cast.episode).objects.filter(pk__in=[cast.episode.pk, cast.bens.pk])

    with CaptureQueriesContext(connection) as made:
        last = queries.today_of(gate.job_access("test", at=cast.at), both)

    assert (last[cast.episode.pk].day, last[cast.episode.pk].craving) == (today, 5)
    assert (last[cast.bens.pk].day, last[cast.bens.pk].filled_late) == (yesterday, True)
    assert len(made) <= 2
    assert set(queries.today_of(staff_access(cast, "cara"), both)) == {e.pk for e in both}
    assert set(queries.today_of(staff_access(cast, "nils"), both)) == {cast.episode.pk}
    assert queries.today_of(staff_access(cast, "petra"), both) == {}
    assert queries.today_of(staff_access(cast, "otto"), both) == {}


def test_who_reads_a_check_in_is_named_with_the_primary_clinician_first(cast, ada):
    names = [place.staff.name for place in queries.readers_of(ada)]

    # Petra, the peer specialist, does not see scores.
    assert names == ["Cara Test", "Nils Test"]


@pytest.mark.parametrize("ending", ["time", "account"])
def test_who_works_here_no_longer_is_not_named_as_a_reader(cast, ada, ending):
    nils = cast.staff["nils"]
    if ending == "time":
        nils.ends_at = cast.at - timedelta(minutes=1)
        nils.save()
    else:
        close_account(nils, by=cast.user("dora"), at=cast.at)

    assert [place.staff.name for place in queries.readers_of(ada)] == ["Cara Test"]


def test_what_helped_is_counted(cast, ada, today):
    days = [today - timedelta(days=n) for n in range(1, 4)]
    helped = [["moved", "talked"], ["moved"], []]
    rows = [
        Told(d, end_of(d) - timedelta(hours=1), {"helped": h})
        for d, h in zip(days, helped, strict=True)
    ]
    record_history(ada, rows)

    assert queries.what_helped(ada, today - timedelta(days=30)) == [("moved", 2), ("talked", 1)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([("2026-03-08", 23), ("2026-11-01", 25), ("2026-06-01", 24)]), st.data())
def test_on_the_nights_the_clocks_change_a_day_is_open_for_all_its_hours(cast, night, data):
    text, length = night
    day = date.fromisoformat(text)
    begins = end_of(day - timedelta(days=1))
    at = begins + timedelta(seconds=data.draw(st.integers(0, length * 3600 - 1)))
    access = own(cast.episode, at)

    with transaction.atomic():
        on_time = save_check_in(access, day=day, answers={"mood": 5}, at=at).filled_late
        changed = save_check_in(access, day=day, answers={"mood": 6}, at=at).mood
        transaction.set_rollback(True)

    assert (on_time, changed) == (False, 6)
    assert end_of(day) - begins == timedelta(hours=length)
    assert isinstance(at, datetime)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer at a time: nothing meets in SQLite's memory"
)
def test_pages_that_save_in_the_same_moment_make_one_row_with_all_answers(transactional_db, cast):
    today = day_of(cast.at)
    fields = ["craving", "mood", "anxiety", "stress", "confidence"]
    together = Barrier(len(fields))

    def tell(field):
        try:
            together.wait()
            save_check_in(own(cast.episode, cast.at), day=today, answers={field: 5}, at=cast.at)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(fields)) as pool:
        list(pool.map(tell, fields))

    row = CheckIn.objects.get()
    assert [getattr(row, field) for field in fields] == [5] * len(fields)
