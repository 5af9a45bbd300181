"""What changes between two plans, and the way back."""

from hypothesis import given, settings

from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.diff import apply, diff, headline
from alongside.engine.scheduling.improve import Budget, improve
from alongside.engine.scheduling.program import Group, Plan, Visit
from tests.engine.scheduling.weeks import program, programs

GROUP = Group(0, 0, 2, "on", "tess", ("ada", "bea"))
VISIT = Visit("IND", "ada", "tess", 2, 3, "on")
OLD = Plan((GROUP,), (VISIT,))


def kinds(new):
    return [(c.kind, c.patient, c.modality) for c in diff(program(), OLD, new)]


@given(programs())
@settings(max_examples=10, deadline=None)
def test_applying_the_changes_gives_the_new_plan(week):
    old = construct(week)
    new = improve(week, Plan(), Budget(seconds=20, work=0.02)).plan

    assert apply(week, old, diff(week, old, new)) == new
    assert apply(week, new, diff(week, new, old)) == old


@given(programs())
@settings(max_examples=10, deadline=None)
def test_a_plan_does_not_differ_from_itself(week):
    assert diff(week, construct(week), construct(week)) == []


def test_another_leader_is_a_substitute_and_the_time_stays():
    new = Plan((Group(0, 0, 2, "on", "mark", ("ada", "bea")),), (VISIT,))

    assert kinds(new) == [("substitute", "ada", "CBT"), ("substitute", "bea", "CBT")]


def test_another_time_is_a_move():
    assert kinds(Plan((GROUP,), (Visit("IND", "ada", "tess", 2, 5, "on"),))) == [
        ("moved", "ada", "IND")
    ]


def test_what_comes_and_goes_is_told_by_person():
    new = Plan((Group(0, 0, 2, "on", "tess", ("ada", "cleo")),), (VISIT,))

    assert kinds(new) == [("dropped", "bea", "CBT"), ("added", "cleo", "CBT")]


def test_one_change_may_be_accepted_alone():
    new = Plan((Group(0, 0, 2, "on", "tess", ("ada", "bea", "cleo")),), ())
    changes = diff(program(), OLD, new)

    accepted = apply(program(), OLD, [c for c in changes if c.kind == "added"])

    assert accepted == Plan(new.groups, (VISIT,))


def test_the_headline_counts_people_and_what_they_keep():
    new = Plan((Group(0, 0, 2, "on", "mark", ("ada", "bea")),), ())

    told = headline(program(), diff(program(), OLD, new))

    assert told == (
        "2 people's weeks change; of their appointments 2 keep their time with a substitute, "
        "1 are lost."
    )
    assert headline(program(), []) == "Nobody's week changes."
