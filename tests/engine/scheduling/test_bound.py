"""What nobody could avoid is never more than what a plan leaves unmet."""

from hypothesis import given, settings

from alongside.engine.scheduling.bound import bound
from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.improve import Budget, improve
from alongside.engine.scheduling.program import Plan
from tests.engine.scheduling.weeks import patient, program, programs


@given(programs())
@settings(max_examples=6, deadline=None)
def test_no_plan_leaves_less_unmet_than_the_bound(week):
    best = improve(week, Plan(), Budget(seconds=20, work=0.05)).plan

    unmet = sum(
        count * week.modalities[code].slots * week.modalities[code].weight * 30
        for short in check(week, best).unmet.values()
        for code, count in short.items()
    )
    assert bound(Candidates(week)).weighted_minutes <= unmet


def test_a_family_that_never_comes_is_irreducible():
    found = bound(Candidates(program(patient("ada", plan={"FAM": 1}, family_windows=[]))))

    assert found.irreducible == {"ada": {"FAM": 1}}
    assert (found.minutes, found.weighted_minutes, found.is_proved) == (60, 180, True)


def test_a_need_that_others_take_away_is_not():
    week = program(*(patient(name, plan={"IND": 1}) for name in "abcdefghijklmn"))

    assert bound(Candidates(week)).minutes == 0


def test_who_is_served_in_full_needs_no_solving():
    week = program(
        patient("ada", plan={"IND": 1}), patient("bea", plan={"FAM": 1}, family_windows=[])
    )

    assert bound(Candidates(week), served={"ada"}) == bound(Candidates(week))
