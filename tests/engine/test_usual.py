"""The usual range of a person's own days."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.engine.usual import usual_range

ratings = st.lists(st.one_of(st.integers(0, 10).map(float), st.just(math.nan)), max_size=120)


def test_nine_days_reach_from_the_lowest_to_the_highest():
    assert usual_range([1, 2, 3, 4, 5, 6, 7, 8, 9]) == (1, 9)


def test_with_more_days_the_extremes_are_left_out():
    low, high = usual_range(list(range(1, 100)))

    assert (low, high) == (10, 90)


def test_missing_days_say_nothing():
    days = [3.0, math.nan, 2, 3, math.nan, 4, 3, 2, 3, 4, 3]

    assert usual_range(days) == usual_range([d for d in days if not math.isnan(d)])


def test_eight_days_are_too_few():
    assert usual_range([3.0] * 8) is None
    assert usual_range([3.0] * 8 + [math.nan] * 30) is None
    assert usual_range([]) is None


def test_when_every_day_is_the_same_the_range_is_that_day():
    assert usual_range([5.0] * 20) == (5, 5)


def test_a_wider_share_needs_more_days():
    assert usual_range(list(range(20)), share=0.95) is None
    assert usual_range(list(range(39)), share=0.95) == (0, 38)


def test_four_of_five_new_days_fall_inside():
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(4000):
        *days, new = rng.normal(size=21)
        low, high = usual_range(days)
        inside += low <= new <= high

    assert inside / 4000 == pytest.approx(0.8, abs=0.02)


@given(ratings)
def test_the_range_lies_within_the_recorded_days_and_in_order(days):
    found = usual_range(days)

    seen = [d for d in days if not math.isnan(d)]
    assert (found is None) == (len(seen) < 9)
    if found:
        assert min(seen) <= found[0] <= found[1] <= max(seen)


@given(ratings, st.randoms(use_true_random=False))
def test_the_order_of_the_days_does_not_matter(days, random):
    shuffled = random.sample(days, len(days))

    assert usual_range(days) == usual_range(shuffled)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_a_share_outside_zero_and_one_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        usual_range([1.0] * 20, share=share)


def test_a_table_is_refused():
    with pytest.raises(ValueError, match="one-dimensional"):
        usual_range([[1.0, 2.0], [3.0, 4.0]])
