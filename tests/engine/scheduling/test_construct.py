"""The first plan: always sound, always the same."""

from hypothesis import given, settings

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from tests.engine.scheduling.weeks import patient, program, programs


@given(programs())
@settings(max_examples=60, deadline=None)
def test_a_constructed_plan_breaks_no_rule(week):
    report = check(week, construct(week))

    assert {rule: told for rule, told in report.violations.items() if told} == {}


@given(programs())
@settings(max_examples=10, deadline=None)
def test_the_same_week_gives_the_same_plan(week):
    assert construct(week) == construct(week)


def test_an_easy_week_is_served_in_full():
    week = program(*(patient(name, plan={"CBT": 1, "IND": 1, "MED": 1}) for name in "abc"))

    assert check(week, construct(week)).unmet_minutes == 0


def test_too_few_people_make_no_group():
    assert construct(program(patient("ada"))).groups == ()
