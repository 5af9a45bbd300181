"""After an event: sound again, and as close to the old plan as may be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.diff import diff
from alongside.engine.scheduling.improve import Budget
from alongside.engine.scheduling.program import Group, Plan, Visit
from alongside.engine.scheduling.read import after
from alongside.engine.scheduling.repair import repair, standing
from tests.engine.scheduling.weeks import patient, program, programs

SHORT = Budget(seconds=20, work=0.05)
EVENTS = st.sampled_from(
    [
        {"kind": "clinician_off", "clinician": "tess", "days": [0]},
        {"kind": "clinician_off", "clinician": "mark", "days": [0, 1]},
        {"kind": "room_closed", "room_type": "office", "count": 1, "days": [0, 2]},
        {"kind": "room_closed", "room_type": "group", "count": 1, "days": [0]},
        {
            "kind": "duty_change",
            "patients": [{"id": "p0", "duties": [{"label": "court", "day": 0, "s": 0, "e": 9}]}],
        },
    ]
)


@given(programs(), EVENTS)
@settings(max_examples=10, deadline=None)
def test_a_repaired_plan_is_sound_and_no_worse_than_what_still_stood(week, event):
    changed = after(week, event)

    mended = repair(changed, construct(week), SHORT)

    report = check(changed, mended.plan)
    assert report.is_sound
    assert check(changed, mended.standing).is_sound


@given(programs())
@settings(max_examples=10, deadline=None)
def test_without_an_event_nothing_moves(week):
    plan = construct(week)

    assert standing(week, plan) == repair(week, plan, SHORT).plan == plan


def test_a_colleague_takes_the_group_at_the_same_time():
    people = [patient(name, plan={"CBT": 1}) for name in ("ada", "bea")]
    week = program(*people)
    told = Plan((Group(0, 0, 2, "on", "tess", ("ada", "bea")),), ())
    changed = after(week, {"kind": "clinician_off", "clinician": "tess", "days": [0]})

    mended = repair(changed, told, Budget(seconds=20, work=0.5))

    assert [c.kind for c in diff(changed, told, mended.plan)] == ["substitute", "substitute"]
    assert mended.is_best_nearby


def test_who_lost_nothing_keeps_the_appointment():
    people = [patient(name, plan={"IND": 1}) for name in ("ada", "bea")]
    week = program(*people)
    told = Plan(
        (), (Visit("IND", "ada", "tess", 0, 4, "on"), Visit("IND", "bea", "tess", 2, 4, "on"))
    )
    court = [{"label": "court", "day": 0, "s": 0, "e": 26}]
    changed = after(week, {"kind": "duty_change", "patients": [{"id": "ada", "duties": court}]})

    mended = repair(changed, told, Budget(seconds=20, work=0.5))

    assert [(c.kind, c.patient) for c in diff(changed, told, mended.plan)] == [("moved", "ada")]
