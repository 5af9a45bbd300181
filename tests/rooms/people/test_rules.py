"""Rules about people: who is like whom, who may be what on a team."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.rules import CLINICAL, Discipline, roles_open_to
from alongside.people.rules.languages import LANGUAGES, language_named, name_of_language
from alongside.people.rules.likeness import About, Likeness, likeness, names_plain, swapped

ADA = About(("Ada Example", "Adelaide Example"), date(1991, 5, 17))
SAME = Likeness.SAME_NAME_AND_BIRTH_DATE
SIMILAR = Likeness.SIMILAR_NAME_AND_BIRTH_DATE
NAME = Likeness.SAME_NAME


@pytest.mark.parametrize(
    ("names", "born_on", "how"),
    [
        (("Ada Example",), date(1991, 5, 17), SAME),
        (("ÁDA  EXAMPLE",), date(1991, 5, 17), SAME),
        (("Example, Ada",), date(1991, 5, 17), SAME),
        (("A", "Adelaide Example"), date(1991, 5, 17), SAME),
        (("Ada Exampel",), date(1991, 5, 17), SIMILAR),
        (("Ada",), date(1991, 5, 17), SIMILAR),
        (("Adelaide M. Example",), date(1991, 5, 17), SIMILAR),
        (("Ada Example",), date(1975, 1, 2), NAME),
        (("Ada Example",), None, NAME),
        (("Ada",), date(1975, 1, 2), None),
        (("Ben Other",), date(1991, 5, 17), None),
        (("Ada Exampel",), None, None),
        (("",), date(1991, 5, 17), None),
        (("...",), None, None),
    ],
)
def test_who_is_like_ada(names, born_on, how):
    assert likeness(About(names, born_on), ADA) is how


def test_a_birth_date_with_day_and_month_swapped_is_the_same():
    known = About(("Ada Example",), date(1991, 5, 7))

    assert likeness(About(("Ada Example",), date(1991, 7, 5)), known) is SAME


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Cathy Brown", "Katherine Browne", True),
        ("Jon Smith", "John Smith", True),
        ("María López", "Marta Lopez", True),
        ("李小龙", "李小龍", True),
        ("Иван Петров", "Йван Петрова", True),
        ("Ann Smith", "Robert Jones", False),
        ("李小龙", "王芳", False),
    ],
)
def test_which_names_are_similar_on_the_same_birth_date(one, other, alike):
    day = date(1980, 1, 31)

    assert (likeness(About((one,), day), About((other,), day)) is SIMILAR) == alike


people = st.builds(
    About,
    st.tuples(st.text(max_size=20), st.text(max_size=20)),
    st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)),
)


@given(people, people)
def test_likeness_goes_both_ways(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(people)
def test_everybody_with_a_name_is_like_themselves(person):
    named = any(names_plain([name]) for name in person.names)

    assert (likeness(person, person) is not None) == named


@given(st.dates())
def test_swapping_day_and_month_twice_leads_back(day):
    assert all(day in swapped(other) for other in swapped(day))


@given(st.lists(st.text()))
def test_names_as_they_are_searched_fit_their_column(names):
    assert len(names_plain(names)) <= 400


@pytest.mark.parametrize("discipline", list(Discipline))
def test_a_role_on_the_team_never_reaches_beyond_the_own_training(discipline):
    from alongside.privacy.rules.needs import ON_THE_TEAM

    roles = roles_open_to(discipline)

    if discipline in ON_THE_TEAM:
        assert roles[0] is discipline
        assert {ON_THE_TEAM[role] for role in roles} == {ON_THE_TEAM[discipline]}
    else:
        assert roles == []


def test_nobody_becomes_a_prescriber_or_nurse_by_joining_a_team():
    lent = {role for d in CLINICAL for role in roles_open_to(d) if role is not d}

    assert lent.isdisjoint({Discipline.PSYCHIATRIST, Discipline.PSYCHOLOGIST, Discipline.NURSE})


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_language_is_found_by_its_name_and_shown_by_it(code):
    assert language_named(name_of_language(code)) == code
