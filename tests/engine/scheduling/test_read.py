"""A week, a plan or an event that cannot be meant is refused with a sentence."""

import pytest

from alongside.engine.scheduling.read import Unreadable, after, read_plan, read_program
from tests.engine.scheduling.weeks import patient, program, week


def one(**changed):
    return week(patient("ada", **changed))


def staff(**changed):
    values = week()
    values["clinicians"][0] |= changed
    return values


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], 'is not of type "object"'),
        (week(colour="red"), "'colour' was unexpected"),
        (one(mood=3), "patients[0]: Additional properties are not allowed ('mood'"),
        (staff(avail=[[0, 2, 8], [0, 6, 12]]), "tess: avail overlaps on day 0"),
        (staff(avail=[[0, 8, 2]]), "tess: avail: 8 to 2 is not a time of a day of 26"),
        (staff(avail=[[6, 2, 8]]), "tess: avail: no day 6"),
        (staff(mods=["YOGA"]), "tess: no modality YOGA"),
        (one(plan={"YOGA": 1}), "ada: no modality YOGA"),
        (one(plan={"CBT": 2, "IND": 22}), "ada: a plan of 25 hours a week"),
        (one(therapist="otto"), "ada: no therapist otto"),
        (one(avoid=["otto"]), "ada: avoid names otto, who is not here"),
        (
            one(duties=[{"day": day, "s": 0, "e": 26} for day in range(6)]),
            "ada: the duties cover the whole week",
        ),
        (week(patient("ada"), patient("ada")), "patient ada stands there twice"),
        (week(n=60), "n is 60, but there are 3 patients"),
        (week(starts={"3": [24]}), "starts.3: a group would end after the day"),
        (week(variants=[{"mod": "IND", "lang": "en", "gender": "any", "phases": []}]), "no group"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(values, sentence):
    with pytest.raises(Unreadable) as refused:
        read_program(values)

    assert sentence in str(refused.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(Unreadable) as refused:
        read_program(one(therapist="otto", plan={"YOGA": 1}))

    assert len(refused.value.faults) == 2


def group_of(**changed):
    return {
        "v": 0,
        "day": 0,
        "start": 2,
        "mode": "on",
        "clinician": "tess",
        "patients": ["ada"],
    } | changed


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"groups": []}, "one"),
        ({"groups": [], "one": [], "two": []}, "two"),
        ({"groups": [group_of(clinician="otto")], "one": []}, "no clinician otto"),
        ({"groups": [group_of(v=9)], "one": []}, "no variant 9"),
        ({"groups": [group_of(patients=["otto"])], "one": []}, "no patient otto"),
        ({"groups": [group_of(day=6)], "one": []}, "no day 6"),
    ],
)
def test_a_plan_of_another_program_is_refused(values, sentence):
    with pytest.raises(Unreadable) as refused:
        read_plan(values, program())

    assert sentence in str(refused.value)


def test_a_clinician_who_is_off_has_no_hours_on_those_days():
    changed = after(program(), {"kind": "clinician_off", "clinician": "tess", "days": [0]})

    assert [hours.day for hours in changed.clinicians[0].hours] == [2]
    assert changed.clinicians[1] == program().clinicians[1]


def test_a_closed_room_is_missing_on_its_day_only():
    closed = {"kind": "room_closed", "room_type": "office", "count": 2, "days": [3]}

    assert after(program(), closed).offices == (1, 1, 1, 0, 1, 1)


def test_new_duties_replace_the_old_ones():
    duty = {"label": "court", "day": 1, "s": 2, "e": 6}
    changed = after(
        program(), {"kind": "duty_change", "patients": [{"id": "bea", "duties": [duty]}]}
    )

    assert [d.label for d in changed.patients[1].duties] == ["court"]


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "flood"},
        {"kind": "clinician_off", "clinician": "otto", "days": [0]},
        {"kind": "clinician_off", "clinician": "tess", "days": [9]},
        {"kind": "clinician_off", "clinician": "tess", "days": [0], "hours": 3},
        {"kind": "duty_change", "patients": [{"id": "otto", "duties": []}]},
        [],
    ],
)
def test_an_event_that_cannot_be_meant_is_refused(event):
    with pytest.raises(Unreadable):
        after(program(), event)
