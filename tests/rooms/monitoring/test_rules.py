"""Check-ins: which day is open, what counts as an answer, and what a save changes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.days import day_of, start_of
from alongside.measures.catalogue import instrument
from alongside.monitoring.rules.answers import BadAnswers, Key, checked, mark_of
from alongside.monitoring.rules.critical import of_the_instrument
from alongside.monitoring.rules.days import Standing, can_answer, days_silent, standing
from alongside.monitoring.rules.questions import DAILY, MORE, QUESTIONS, asked
from alongside.monitoring.rules.saving import (
    NOTHING,
    DayIsOver,
    Record,
    SaidOtherwise,
    Save,
    change,
)
from tests.rooms.monitoring.told import some_answers

NEW_YORK = "America/New_York"
BEIRUT = "Asia/Beirut"


@pytest.mark.parametrize(
    ("moment", "day", "where"),
    [
        ("the evening", date(2026, 11, 24), Standing.TODAY),
        ("the evening", date(2026, 11, 23), Standing.YESTERDAY),
        ("the evening", date(2026, 11, 22), Standing.CLOSED),
        ("the evening", date(2026, 11, 25), Standing.TO_COME),
    ],
)
def test_today_is_open_and_yesterday_can_be_filled_in(moment, day, where):
    assert standing(day, date(2026, 11, 24)) is where


# Clocks change in New York on 8 March and 1 November 2026; in Beirut on 29 March at midnight,
# so that this day begins at one o'clock, and on 25 October, whose last hour comes twice.
@pytest.mark.parametrize(
    ("zone", "moment", "day", "where"),
    [
        (NEW_YORK, "2026-03-08T04:59:59", date(2026, 3, 7), Standing.TODAY),
        (NEW_YORK, "2026-03-08T05:00:00", date(2026, 3, 7), Standing.YESTERDAY),
        (NEW_YORK, "2026-03-09T03:59:59", date(2026, 3, 8), Standing.TODAY),
        (NEW_YORK, "2026-03-09T04:00:00", date(2026, 3, 8), Standing.YESTERDAY),
        (NEW_YORK, "2026-03-10T04:00:00", date(2026, 3, 8), Standing.CLOSED),
        (NEW_YORK, "2026-11-01T03:59:59", date(2026, 10, 31), Standing.TODAY),
        (NEW_YORK, "2026-11-01T04:00:00", date(2026, 10, 31), Standing.YESTERDAY),
        (NEW_YORK, "2026-11-01T06:30:00", date(2026, 11, 1), Standing.TODAY),
        (NEW_YORK, "2026-11-02T04:59:59", date(2026, 11, 1), Standing.TODAY),
        (NEW_YORK, "2026-11-02T05:00:00", date(2026, 11, 1), Standing.YESTERDAY),
        (BEIRUT, "2026-03-28T21:59:59", date(2026, 3, 28), Standing.TODAY),
        (BEIRUT, "2026-03-28T22:00:00", date(2026, 3, 28), Standing.YESTERDAY),
        (BEIRUT, "2026-10-24T20:30:00", date(2026, 10, 24), Standing.TODAY),
        (BEIRUT, "2026-10-24T21:30:00", date(2026, 10, 24), Standing.TODAY),
        (BEIRUT, "2026-10-24T22:00:00", date(2026, 10, 24), Standing.YESTERDAY),
    ],
)
def test_a_day_ends_at_midnight_where_the_program_is_on_every_night_of_the_year(
    settings, zone, moment, day, where
):
    settings.TIME_ZONE = zone
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert standing(day, day_of(at)) is where


@given(st.integers(1_600_000_000, 2_100_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)))
def test_at_any_moment_one_day_is_today_and_its_bounds_hold_it(at):
    day = day_of(at)

    assert standing(day, day_of(at)) is Standing.TODAY
    assert start_of(day) <= at


@pytest.mark.parametrize(
    ("where", "was_answered", "was_late", "can"),
    [
        (Standing.TODAY, True, False, True),
        (Standing.TODAY, False, False, True),
        (Standing.YESTERDAY, False, False, True),
        (Standing.YESTERDAY, True, False, False),
        (Standing.YESTERDAY, True, True, True),
        (Standing.CLOSED, False, False, False),
        (Standing.CLOSED, True, True, False),
        (Standing.TO_COME, False, False, False),
    ],
)
def test_what_was_said_on_the_day_stays_and_gaps_can_be_filled(where, was_answered, was_late, can):
    assert can_answer(where, was_answered=was_answered, was_late=was_late) is can


@pytest.mark.parametrize(
    ("last", "silent"),
    [
        (date(2026, 5, 4), 0),
        (date(2026, 5, 3), 0),
        (date(2026, 5, 1), 2),
        (None, None),
    ],
)
def test_today_is_no_silent_day_before_it_is_over(last, silent):
    assert days_silent(last, date(2026, 5, 4)) == silent


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("craving", 11),
        ("craving", -1),
        ("craving", 3.5),
        ("craving", True),
        ("craving", "7"),
        ("sleep_hours", 24.01),
        ("sleep_hours", -0.5),
        ("sleep_hours", float("nan")),
        ("sleep_hours", float("inf")),
        ("used", 1),
        ("used", "yes"),
        ("medication", "sometimes"),
        ("uses", [{"what": "tea", "amount": ""}]),
        ("uses", [{"what": "alcohol", "amount": "x" * 81}]),
        ("uses", "alcohol"),
        ("triggers", ["the moon"]),
        ("triggers", "conflict"),
        ("note", "a\x00b"),
        ("note", "x" * 4001),
        ("share_note", None),
        ("helped_words", 3),
        ("weather", "fine"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_field(field, value):
    with pytest.raises(BadAnswers) as refused:
        checked({"mood": 5, field: value})

    assert list(refused.value.sentences) == [field]


@given(some_answers())
def test_answers_are_stored_as_they_were_given_and_nothing_becomes_a_zero(answers):
    stored = checked(answers)

    assert stored == answers
    assert checked(stored) == stored
    assert change(Record(), Save(stored), Standing.TODAY).after.answers == NOTHING | stored


def test_an_hour_count_keeps_its_quarters():
    assert checked({"sleep_hours": 6.25}) == {"sleep_hours": Decimal("6.25")}
    assert mark_of([Decimal("7")]) == mark_of([Decimal("7.00")])


@pytest.mark.parametrize(
    ("text", "page", "number"),
    [("a1.0", "a1", 0), (" a1.12 ", "a1", 12)],
)
def test_a_key_names_its_page_and_its_number(text, page, number):
    assert Key.read(text) == Key(page, number)


@pytest.mark.parametrize(
    "text", ["", "a1", ".3", "a.-1", "a.x", "a.1234567", "x" * 41 + ".1", "\x00.1", "a b.1"]
)
def test_what_is_no_key_is_not_compared(text):
    assert Key.read(text) is None


def test_who_did_not_use_is_not_asked_how_much():
    assert "uses" not in [q.id for q in asked(None)] + [q.id for q in asked(False)]
    assert "uses" in [q.id for q in asked(True)]


def test_saying_what_was_used_says_that_something_was():
    done = change(Record(), Save({"uses": [{"what": "alcohol", "amount": ""}]}), Standing.TODAY)

    assert done.after.answers["used"] is True


def test_taking_the_yes_back_takes_the_amounts_along_and_keeps_them_among_the_corrections():
    wine = [{"what": "alcohol", "amount": "two glasses"}]
    before = change(Record(), Save({"used": True, "uses": wine}), Standing.TODAY).after

    done = change(before, Save({"used": False}), Standing.TODAY)

    assert (done.after.answers["used"], done.after.answers["uses"]) == (False, [])
    assert done.corrected["uses"] == {"uses": wine}


def test_an_amount_beside_a_no_is_pointed_out():
    before = change(Record(), Save({"used": False}), Standing.TODAY).after

    with pytest.raises(BadAnswers, match="no to the question before"):
        change(before, Save({"uses": [{"what": "alcohol", "amount": ""}]}), Standing.TODAY)


def said(record, at, key="", **answers):
    return change(record, Save(answers, key=Key.read(key)), at).after


def test_an_older_save_of_a_page_that_arrives_late_changes_nothing():
    record = said(Record(), Standing.TODAY, "page.1", craving=3)
    record = said(record, Standing.TODAY, "page.2", craving=7)

    again = change(record, Save({"craving": 3}, key=Key.read("page.1")), Standing.TODAY)

    assert again.questions == ()
    assert again.after.answers["craving"] == 7


def test_another_page_that_did_not_see_the_answer_hears_of_it():
    empty = Record()
    record = said(empty, Standing.TODAY, "kitchen.1", craving=3)
    unaware = Save({"craving": 8}, key=Key.read("bus.1"), seen={"craving": empty.mark("craving")})

    with pytest.raises(SaidOtherwise) as meanwhile:
        change(record, unaware, Standing.TODAY)

    assert meanwhile.value.questions == ("craving",)


def test_two_pages_that_answer_different_questions_do_not_disturb_each_other():
    empty = Record()
    record = said(empty, Standing.TODAY, "kitchen.1", craving=3)
    other = Save({"mood": 8}, key=Key.read("bus.1"), seen={"mood": empty.mark("mood")})

    after = change(record, other, Standing.TODAY).after

    assert (after.answers["craving"], after.answers["mood"]) == (3, 8)


def test_a_page_may_change_its_own_answer_before_it_heard_that_the_first_was_saved():
    empty = Record()
    record = said(empty, Standing.TODAY, "page.1", craving=3)
    second = Save({"craving": 5}, key=Key.read("page.2"), seen={"craving": empty.mark("craving")})

    assert change(record, second, Standing.TODAY).after.answers["craving"] == 5


def test_yesterdays_gap_is_filled_in_and_marked_and_its_answers_stay():
    record = said(Record(), Standing.TODAY, craving=3)

    filled = said(record, Standing.YESTERDAY, mood=6)
    assert filled.late == ["mood"]
    changed = said(filled, Standing.YESTERDAY, mood=7)
    assert changed.answers["mood"] == 7
    with pytest.raises(DayIsOver) as over:
        change(changed, Save({"craving": 4}), Standing.YESTERDAY)
    assert over.value.questions == ("craving",)


def test_saying_the_same_again_after_midnight_is_no_change():
    record = said(Record(), Standing.TODAY, craving=3)

    assert change(record, Save({"craving": 3}), Standing.YESTERDAY).after.late == []


def test_a_question_passed_over_is_remembered_until_it_is_answered():
    passed = change(Record(), Save({}, skipped=["craving"]), Standing.TODAY).after
    assert passed.skipped == ["craving"]
    assert passed.answers["craving"] is None

    assert said(passed, Standing.TODAY, craving=0).skipped == []


def test_the_words_of_a_note_are_not_kept_where_the_team_reads():
    record = said(Record(), Standing.TODAY, note="He came to the door.", triggers=["conflict"])

    done = change(record, Save({"note": "Nothing."}), Standing.TODAY)

    assert done.corrected == {"happened": {"triggers": ["conflict"]}}


@given(st.lists(some_answers(), max_size=6), st.data())
def test_saves_that_arrive_again_in_any_order_change_nothing(saves, data):
    sent = [Save(checked(a), key=Key("page", n)) for n, a in enumerate(saves)]
    record = Record()
    for save in sent:
        try:
            record = change(record, save, Standing.TODAY).after
        except BadAnswers:
            continue

    late = record
    for save in data.draw(st.permutations([s for s in sent if s.answers])):
        try:
            late = change(late, save, Standing.TODAY).after
        except BadAnswers:
            continue

    assert late.answers == record.answers


@pytest.mark.parametrize("example", instrument("daily-check-in").examples)
def test_the_instruments_worked_examples_fire_the_same_rules_here(example):
    fields = {q.item: q.fields[0] for q in QUESTIONS.values() if q.item}
    as_stored = {
        fields[item]: bool(value) if item in ("use", "risky", "support", "help") else value
        for item, value in example.answers.items()
        if value is not None
    }

    rules = instrument("daily-check-in").scorer.criticals_so_far(of_the_instrument(as_stored))

    assert [r.id for r in rules] == example.expect.get("critical", [])


def test_every_item_of_the_instrument_is_asked_and_worded_by_it():
    items = [q.item for q in (*DAILY, *MORE) if q.item]

    assert sorted(items) == sorted(q.id for q in instrument("daily-check-in").questions)
    assert all(q.item or q.text for q in QUESTIONS.values())
