"""Reading the trials' tables, and laying people onto the calendar."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.synthetic.rules.ctn0094 import Drug, read
from alongside.synthetic.rules.laid_on import as_of, last_day, lay_on, start_for
from alongside.synthetic.rules.tables import BadTable

FOLDER = Path(__file__).parents[2] / "data" / "ctn0094"
TABLES = {file.name: file.read_text() for file in FOLDER.glob("*.csv")}
PEOPLE = read(TABLES)
START = date(2026, 1, 1)


def changed(file, old, new):
    assert old in TABLES[file]
    return TABLES | {file: TABLES[file].replace(old, new, 1)}


def laid(who):
    return lay_on(PEOPLE[who], consent_on=START)


def test_everybody_of_the_three_trials_is_read():
    assert Counter(p.trial.code for p in PEOPLE.values()) == {
        "CTN-0027": 4,
        "CTN-0030": 1,
        "CTN-0051": 3,
    }


def test_a_persons_start_is_told_as_it_was_noted_and_no_more():
    four, eleven = PEOPLE[4], PEOPLE[11]

    assert four.facts["age"] == "19"
    assert four.sex == "male"
    assert four.history == ["Major depression (history)", "Anxiety or panic disorder (history)"]
    assert "Cannabis use disorder" in four.diagnoses
    assert eleven.facts == {"age": "40"}


def test_the_arm_says_which_medication_was_given():
    assert PEOPLE[11].drug is Drug.METHADONE
    assert PEOPLE[47].drug is Drug.BUPRENORPHINE
    assert [g.mg for g in PEOPLE[4].given] == [None] * 6
    assert PEOPLE[11].given[0].mg == 40


def test_two_randomizations_of_one_trial_are_one_arm_unless_they_differ():
    assert len(PEOPLE[11].arms) == 1
    assert [arm.day for arm in PEOPLE[47].arms] == [7, 35]


def test_the_last_known_day_falls_on_the_day_asked_for():
    for person in PEOPLE.values():
        start = start_for(person, last_on=date(2026, 11, 25))
        course = lay_on(person, consent_on=start)

        assert course.last_on == date(2026, 11, 25)
        told = [*(v.on for v in course.visits), *(t.on for t in course.tests)]
        assert max([*told, *(d.on for d in course.doses), *(u for u, _ in course.uses)]) <= (
            course.last_on
        )


@given(st.sampled_from(sorted(PEOPLE)), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_moving_the_start_moves_everything_alike(who, start):
    one, other = lay_on(PEOPLE[who], consent_on=START), lay_on(PEOPLE[who], consent_on=start)

    moved = start - START
    assert [t.on + moved for t in one.tests] == [t.on for t in other.tests]
    assert [(on + moved, what) for on, what in one.uses] == list(other.uses)
    assert one.last_on + moved == other.last_on


def test_a_visit_without_a_row_is_a_negative_test():
    first = next(t for t in laid(4).tests if t.on == START + timedelta(days=7))

    assert first.has_sample
    assert first.positive_for == frozenset()
    assert "opioids" in first.tested_for


def test_a_sample_handed_in_days_after_its_visit_leaves_no_negative_at_the_visit():
    # Visit of week 8 on day 58, its sample on day 62.
    days = {(t.on - START).days: t for t in laid(11).tests}

    assert days[62].positive_for == {"cocaine"}
    assert 58 not in days


def test_what_a_trial_did_not_test_is_never_negative():
    assert all("buprenorphine" not in t.tested_for for t in laid(11).tests)
    negative = [t for t in laid(47).tests if t.has_sample and not t.positive_for]
    assert all("buprenorphine" not in t.tested_for for t in negative)
    assert "alcohol" not in laid(4).tests[0].tested_for


def test_a_missed_visit_has_no_sample_and_says_why():
    missed = next(v for v in laid(11).visits if not v.came)
    test = next(t for t in laid(11).tests if t.on == missed.on)

    assert missed.label == "WK22"
    assert missed.is_estimated
    assert missed.reason == "did not come"
    assert not test.has_sample
    # Week 21 was on day 154 and week 23 on day 168.
    assert (missed.on - START).days == 161


def test_a_missed_visit_does_not_make_a_record_longer():
    tables = changed("visit.csv", "4,WK21,no visit", "4,WK99,no visit")

    person = read(tables)[4]

    assert last_day(person) == last_day(PEOPLE[4])
    assert "WK99" not in {v.label for v in lay_on(person, consent_on=START).visits}


def test_tests_agree_with_the_weeks_that_the_datas_authors_derived():
    """The authors marked each week of treatment: + found, - not found, * both, o no sample."""
    agree = Counter()
    for person in PEOPLE.values():
        own = {Drug.METHADONE: "methadone", Drug.BUPRENORPHINE: "buprenorphine"}.get(person.drug)
        opioids = {"opioids", "methadone", "buprenorphine"} - {own}
        course = lay_on(person, consent_on=START)
        for week, letter in enumerate("".join(person.weeks[1:])):
            first = START + timedelta(days=person.arms[0].day + 7 * week + 1)
            found = [
                bool(t.positive_for & opioids)
                for t in course.tests
                if t.has_sample and first <= t.on < first + timedelta(days=7)
            ]
            mine = "*" if any(found) and not all(found) else "+" if any(found) else "-"
            agree[letter == (mine if found else "o")] += 1

    assert agree[True] / agree.total() > 0.95


@given(st.sampled_from(sorted(PEOPLE)), st.integers(0, 250))
def test_as_of_a_day_nothing_later_is_told(who, day):
    whole, part = PEOPLE[who], as_of(PEOPLE[who], day)
    before, after = lay_on(whole, consent_on=START), lay_on(part, consent_on=START)

    assert last_day(part) <= day
    edge = START + timedelta(days=day)
    assert set(after.uses) == {use for use in before.uses if use[0] <= edge}
    assert all(test.on <= edge for test in after.tests)
    assert set(after.doses) == {dose for dose in before.doses if dose.on <= edge}


def test_as_of_a_day_in_treatment_the_medication_goes_on():
    assert lay_on(as_of(PEOPLE[11], 120), consent_on=START).medication_ended_on is None


def test_medication_ends_where_the_doses_end_and_not_before_an_injection_wears_off():
    assert laid(11).medication_ended_on == laid(11).doses[-1].on
    four = laid(4)
    assert four.medication_ended_on == four.doses[-1].on + timedelta(days=27)


def test_every_day_of_use_is_told_once_and_the_month_before_counts():
    uses = laid(4).uses

    assert len(set(uses)) == len(uses)
    assert uses[0] == (START - timedelta(days=47), "cannabis")
    assert uses[1] == (START - timedelta(days=47), "opioids")


def test_everyday_medicines_in_the_diary_are_counted_and_not_laid_on():
    tables = changed("tlfb.csv", "4,Opioid,-47", "4,Clonidine,-47")

    person = read(tables)[4]

    assert person.left_out == PEOPLE[4].left_out + 1
    assert "clonidine" not in {use.substance for use in person.uses}


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        (
            {n: t for n, t in TABLES.items() if n != "uds.csv"},
            "uds.csv: is not there",
        ),
        (
            changed("tlfb.csv", "4,Opioid,-47", "4,Opioid,soon"),
            "tlfb.csv: line 2, column when: 'soon' is not a number",
        ),
        (
            changed("treatment.csv", "4,1,28", "4,1,28.5"),
            "treatment.csv: line 3, column when: '28.5' is not a whole number",
        ),
        (
            changed("treatment.csv", "4,1,28", "4,1,28,7"),
            "treatment.csv: line 3: has 4 cells where 3 belong",
        ),
        (
            changed("uds.csv", "who,what,when", "who,what,day"),
            "uds.csv: line 1: has no column when",
        ),
        (
            changed("withdrawal.csv", "4,1.0,0.0", "4,9.0,0.0"),
            "withdrawal.csv: line 2, column withdrawal: 9 is none of 0, 1, 2, 3",
        ),
        (
            changed("uds.csv", "4,Thc,102", "777,Thc,102"),
            "uds.csv: line 2, column who: nobody in demographics.csv has the number 777",
        ),
        (
            changed("uds.csv", "4,Thc,102", "4,Moonshine,102"),
            "uds.csv: line 2, column what: 'Moonshine' is none of",
        ),
        (
            changed("treatment.csv", "4,1,28", "4,-1,28"),
            "treatment.csv: line 3, column amount: -1 is less than nothing",
        ),
        (
            changed("treatment.csv", "4,1,28", "4,nan,28"),
            "treatment.csv: line 3, column amount: 'nan' cannot be right",
        ),
        (TABLES | {"uds.csv": 'who,what,when\n"4,Thc'}, "uds.csv: line 2: is not a table"),
        (TABLES | {"uds.csv": ""}, "uds.csv: line 1: has no column who, what, when"),
    ],
)
def test_a_table_that_cannot_be_right_names_the_place(tables, says):
    with pytest.raises(BadTable) as bad:
        read(tables)

    assert str(bad.value).startswith(says)
