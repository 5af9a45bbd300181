"""The checker finds each kind of broken rule, and nothing in a sound plan."""

from dataclasses import replace

import pytest

from alongside.engine.scheduling.check import RULES, check
from alongside.engine.scheduling.program import Group, Plan, Visit
from tests.engine.scheduling.weeks import patient, program

SOUND = Plan(
    groups=(
        Group(0, 0, 2, "on", "tess", ("ada", "bea")),
        Group(2, 0, 5, "on", "tess", ("ada", "bea", "cleo")),
    ),
    visits=(
        Visit("IND", "ada", "tess", 2, 3, "on"),
        Visit("FAM", "bea", "tess", 2, 6, "tele"),
        Visit("MED", "cleo", "mark", 1, 2, "on"),
    ),
)
GROUP, TRAUMA = SOUND.groups
VISIT, FAMILY, MEDICATION = SOUND.visits


def groups(*more, **changed):
    return replace(SOUND, groups=(replace(GROUP, **changed), TRAUMA, *more))


def visits(*more, **changed):
    return replace(SOUND, visits=(replace(VISIT, **changed), FAMILY, MEDICATION, *more))


def broken(plan, week=None):
    told = check(week or program(), plan).violations
    return {rule for rule, sentences in told.items() if sentences}


def people(**changed):
    return program(patient("ada", **changed), patient("bea"), patient("cleo"))


def duty(day, start, end):
    return [{"label": "court", "day": day, "s": start, "e": end}]


PLANTED = [
    ("two_places", visits(day=0, start=3), None),
    ("two_places", groups(patients=("ada", "ada")), None),
    ("duty", SOUND, people(duties=duty(0, 3, 4))),
    ("travel", SOUND, people(duties=duty(0, 8, 9))),
    ("telehealth_unwilling", visits(mode="tele"), people(tele=False)),
    ("mode_mixed", visits(day=0, start=8, mode="tele"), None),
    ("twice_a_day", groups(replace(GROUP, start=8, clinician="mark")), None),
    ("telehealth_half", groups(mode="tele"), people(plan={"CBT": 1, "IND": 1})),
    ("over_plan", SOUND, people(plan={"SEEK": 1, "IND": 1})),
    ("over_day", SOUND, people(max_day=5)),
    ("size", groups(patients=("ada",)), None),
    ("composition", SOUND, people(langs=["es"])),
    ("composition", SOUND, people(phase=3)),
    ("composition", SOUND, people(seek="any")),
    ("avoid", SOUND, people(avoid=["bea"])),
    ("leader_gender", replace(SOUND, groups=(replace(TRAUMA, clinician="mark"),)), None),
    ("start", groups(start=9), None),
    ("start", visits(day=2, start=1), None),
    ("start", replace(SOUND, visits=(replace(FAMILY, start=3),)), None),
    ("family_window", replace(SOUND, visits=(replace(FAMILY, start=8),)), None),
    ("continuity", SOUND, people(therapist="mark")),
    ("clinician_two_places", visits(replace(VISIT, patient="cleo", start=4, mode="tele")), None),
    ("clinician_hours", visits(day=3), None),
    ("clinician_modality", visits(clinician="mark", day=1), None),
    ("clinician_language", groups(variant=1), None),
    ("clinician_language", SOUND, people(langs=["fr"])),
    ("rooms", SOUND, program(rooms={"group": 0, "office": 1})),
    ("rooms", SOUND, program(rooms={"group": 1, "office": 0})),
]


def test_a_sound_plan_breaks_nothing():
    assert broken(SOUND) == set()


@pytest.mark.parametrize(("rule", "plan", "week"), PLANTED)
def test_each_kind_of_broken_rule_is_found(rule, plan, week):
    assert rule in broken(plan, week)


def test_more_contact_than_the_clinicians_cap_is_found():
    week = program()
    tess = replace(week.clinicians[0], cap=9)

    found = broken(SOUND, replace(week, clinicians=(tess, week.clinicians[1])))

    assert found == {"clinician_cap"}


def test_every_rule_is_planted_once():
    assert {rule for rule, _, _ in PLANTED} | {"clinician_cap"} == set(RULES)


def test_unmet_minutes_are_counted_against_the_plan():
    report = check(program(), SOUND)

    # Each of three: 3 h and 90 minutes of groups, 1 h individual, 1 h family, 30 minutes.
    assert report.prescribed_minutes == 3 * 420
    assert report.unmet_minutes == report.prescribed_minutes - (180 + 270 + 60 + 60 + 30)
    assert report.unmet["ada"] == {"CBT": 1, "FAM": 1, "MED": 1}


def test_nine_hours_and_gaps_of_more_than_two_days_are_flagged():
    report = check(program(patient("ada", min_days=3)), Plan((), (VISIT,)))

    assert report.under_hours == report.under_days == report.long_gaps == ("ada",)
