"""Why a session is missing: the planted cause is named, nothing else, and no other patient."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.explain import explain, is_minimal, smallest
from alongside.engine.scheduling.program import Plan
from alongside.engine.scheduling.reasons import LIFE, PLAN, Reason, times
from tests.engine.scheduling.weeks import patient, program, programs

ALONE = {"plan": {"IND": 1}, "tele": False, "travel": 0}
CBT = {"plan": {"CBT": 1}, "tele": False, "travel": 0}
ALL_DAY = [{"label": "work", "day": day, "s": 0, "e": 26} for day in range(5)]


def asked(week, code, plan=None, who="ada"):
    return explain(Candidates(week), plan or Plan(), who, code, {})


@pytest.mark.parametrize(
    ("person", "code", "named", "kind"),
    [
        (ALONE | {"duties": ALL_DAY}, "IND", ["work (Mon, Tue, Wed, Thu, Fri)", "tess"], "staff"),
        ({"plan": {"FAM": 1}, "family_windows": []}, "FAM", ["no family can come"], "impossible"),
        (CBT, "CBT", ["fewer than 2 people could come to CBT"], "staff"),
        (CBT | {"langs": ["fr"]}, "CBT", ["no CBT group is meant for this"], "impossible"),
        (ALONE | {"langs": ["es"]}, "IND", ["tess, who is to do IND, does not"], "staff"),
    ],
)
def test_the_planted_cause_is_named(person, code, named, kind):
    told = asked(program(patient("ada", **person)), code)

    assert len(told.reasons) == len(named)
    assert all(cause in reason for cause, reason in zip(named, told.reasons, strict=True))
    assert told.kind == kind


def test_a_room_that_is_closed_is_named():
    week = program(patient("ada", **ALONE), rooms={"group": 1, "office": 0})

    told = asked(week, "IND")

    assert told.reasons == ("telehealth is not wanted", "no office is open")
    assert told.kind == "staff"


def test_a_free_time_is_offered_and_has_no_reasons():
    told = asked(program(patient("ada", **ALONE)), "IND")

    assert told.reasons == ()
    assert told.cheapest_fixes[0] == "Mon 09:00 with tess: nothing stands against it"
    assert told.kind == "not_found"


def test_the_cheapest_fix_comes_first():
    windows = [[2, 2, 4]]
    week = program(
        patient(
            "ada",
            plan={"FAM": 1},
            family_windows=windows,
            duties=[{"label": "court", "day": 2, "s": 2, "e": 4}],
        )
    )

    told = asked(week, "FAM")

    assert told.reasons == ("court (Wed)", "the family can come only Wed 09:00-10:00")
    assert "ask the family for that time" in told.cheapest_fixes[0]


def test_who_is_kept_apart_is_not_told():
    week = program(
        patient("ada", **CBT, avoid=["bea"]), patient("bea", **CBT), patient("cy", **CBT)
    )
    plan = construct(program(patient("bea", **CBT), patient("cy", **CBT)))

    for time in times(Candidates(week), plan, 0, "CBT"):
        for reason in time.blockers:
            assert "bea" not in reason.sentence + reason.fix


@given(programs())
@settings(max_examples=12, deadline=None)
def test_every_missing_session_has_an_explanation_that_is_minimal(week):
    plan = construct(week)
    candidates = Candidates(week)
    for who, short in check(week, plan).unmet.items():
        for code in short:
            blocked = [
                t.blockers for t in times(candidates, plan, candidates.patient_at[who], code)
            ]
            told = explain(candidates, plan, who, code, {})
            if all(blocked):
                assert is_minimal(blocked, smallest(blocked))
                assert told.reasons
            assert not {p.id for p in week.patients} & set(" ".join(told.reasons).split())


def reason(name):
    return Reason(name, LIFE if name < "e" else PLAN, name, name, 1)


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh").map(reason), min_size=1), max_size=8))
def test_no_fewer_reasons_would_do(blocked):
    chosen = smallest(blocked)

    assert is_minimal(blocked, chosen)
    first = blocked[0] if blocked else ()
    one_for_all = [r for r in first if all(r in one for one in blocked)]
    assert len(chosen) <= 1 or not one_for_all


def test_greed_takes_over_where_there_are_too_many():
    blocked = [frozenset({reason(f"{letter}{n}")}) for letter in "abc" for n in range(4)]

    assert len(smallest(blocked)) == 12
