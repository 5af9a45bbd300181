"""Improving: never worse, always sound, on time, and the same twice."""

from time import monotonic

import pytest
from hypothesis import given, settings

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.improve import Budget, improve
from alongside.engine.scheduling.prices import Prices, cost
from alongside.engine.scheduling.program import Plan
from alongside.engine.scheduling.read import read_plan
from tests.engine.scheduling.weeks import patient, program, programs

# Ends by work, so every machine does the same.
SHORT, LONGER = Budget(seconds=20, work=0.05), Budget(seconds=20, work=0.5)


@given(programs())
@settings(max_examples=6, deadline=None)
def test_an_improved_plan_is_sound_and_never_dearer(week):
    first = construct(week)

    better = improve(week, first, SHORT)

    assert check(week, better.plan).is_sound
    assert better.cost == cost(week, better.plan, Prices()) <= cost(week, first, Prices())


def test_from_an_empty_plan_everybody_is_served():
    week = program(*(patient(name, plan={"CBT": 1, "IND": 1, "MED": 1}) for name in "abc"))

    better = improve(week, Plan(), LONGER)

    assert check(week, better.plan).unmet_minutes == 0


def test_the_same_seed_and_work_give_the_same_plan():
    week = program(*(patient(name) for name in "abcd"))
    first = construct(week)

    one, other = improve(week, first, SHORT), improve(week, first, SHORT)

    assert one.is_reproducible
    assert one.plan == other.plan


def test_the_clock_is_kept():
    week = program(*(patient(name) for name in "abcdef"))
    first, began = construct(week), monotonic()

    improve(week, first, Budget(seconds=0.3))

    # Half a second for building the last model on a busy machine.
    assert monotonic() - began < 1.5


def test_each_better_plan_is_told():
    week = program(*(patient(name) for name in "abcd"))
    told = []

    better = improve(week, Plan(), LONGER, on_best=lambda plan, price: told.append(price))

    assert told == sorted(told, reverse=True)
    assert told[-1] == better.cost


@pytest.mark.parametrize(("hour", "price"), [(2, 0), (3, 7)])
def test_what_people_were_told_has_a_price(hour, price):
    week = program(patient("ada"))
    visit = {"modality": "IND", "patient": "ada", "clinician": "tess", "day": 2, "mode": "on"}
    plan = read_plan({"groups": [], "one": [visit | {"start": hour}]}, week)
    before = frozenset({("ada", "IND", 2, 2)})

    moved = cost(week, plan, Prices(kept=5, added=2), before) - cost(week, plan, Prices())

    assert moved == price
