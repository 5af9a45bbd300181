"""Invented people: the same seed gives the same person, and their weeks follow the numbers."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.measures import catalogue
from alongside.synthetic.rules import course, numbers, person, words

TODAY = date(2026, 11, 25)


def lives(seed, count, days=84):
    rng = np.random.default_rng(seed)
    planned = [d for d in range(days) if d % 7 in (0, 2, 4)]
    for number in range(count):
        somebody = person.draw(rng, number, TODAY)
        yield somebody, course.live(rng, somebody, days, planned)


@pytest.fixture(scope="module")
def many():
    return list(lives(seed=7, count=400))


def test_the_same_seed_gives_the_same_people():
    assert list(lives(3, 5)) == list(lives(3, 5))
    assert list(lives(3, 5)) != list(lives(4, 5))


def test_everybody_has_both_disorders(many):
    assert all(p.substances and p.disorders for p, _ in many)


def test_nobody_has_two_mood_disorders_at_once(many):
    assert not any({"bipolar", "depressive"} <= set(p.disorders) for p, _ in many)


def test_everybody_is_grown_up(many):
    ages = [(TODAY - p.born_on).days / 365.25 for p, _ in many]

    assert min(ages) >= 18
    assert abs(np.mean(ages) - numbers.AGE_MEAN) < 2.5


def test_substances_have_the_shares_of_the_source(many):
    alcohol = np.mean([p.substances[0] == "alcohol" for p, _ in many])

    assert abs(alcohol - numbers.PRIMARY_SUBSTANCE["alcohol"]) < 0.08


def test_check_ins_have_gaps_like_life(many):
    share = np.mean([len(c.check_ins) / 84 for _, c in many])

    assert abs(share - numbers.COMPLETION) < 0.08


def test_phq9_falls_by_about_five_points_in_six_weeks(many):
    falls = []
    for _, c in many:
        at = {s.day: sum(s.answers.values()) for s in c.scores if s.instrument == "phq-9"}
        if 0 in at and 42 in at:
            falls.append(at[0] - at[42])

    assert 3.5 < np.mean(falls) < 6.5


def test_craving_is_higher_after_a_bad_night(many):
    bad = [d.craving for _, c in many for d in c.check_ins if d.was_bad_night]
    good = [d.craving for _, c in many for d in c.check_ins if not d.was_bad_night]

    assert np.mean(bad) - np.mean(good) > 0.8


def test_mood_is_lower_on_a_day_of_use(many):
    """The interplay that later pages look for is really in the data."""
    used = [d.mood for _, c in many for d in c.check_ins if d.used]
    not_used = [d.mood for _, c in many for d in c.check_ins if not d.used]

    assert np.mean(not_used) - np.mean(used) > 1


def test_every_answer_is_one_that_the_instrument_allows(many):
    for _, c in many[:60]:
        for score in c.scores:
            form = catalogue.instrument(score.instrument).scorer
            assert all(r.value is not None for r in form.score(score.answers).scores)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_a_stay_of_any_length_stays_within_range(seed, days):
    rng = np.random.default_rng(seed)
    somebody = person.draw(rng, 0, TODAY)
    lived = course.live(rng, somebody, days, list(range(0, days, 2)))

    for d in lived.check_ins:
        assert 0 <= d.day < days
        assert all(v is None or 0 <= v <= 10 for v in (d.craving, d.mood, d.anxiety, d.stress))
        assert 0 <= d.sleep_hours <= 12
        assert isinstance(words.told(rng, d), str)
    assert all(0 <= day < days for day, _ in lived.events)
    assert set(lived.use_days) <= set(range(days))
