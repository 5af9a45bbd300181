"""The scorer on small made-up forms: every method, gap and rule, and the laws that hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.engine.scoring.answers import AnswerNotAllowed, UnknownItem
from alongside.engine.scoring.change import compare
from alongside.engine.scoring.conditions import AtLeast, ItemIs, ItemMissing, Known, ScoreIs
from alongside.engine.scoring.form import (
    DECLINED,
    Band,
    Bin,
    Case,
    CriticalRule,
    Cut,
    Direction,
    Form,
    Gate,
    Item,
    Kind,
    Method,
    Missing,
    Option,
    Policy,
    ScoreSpec,
)
from alongside.engine.scoring.scorer import Scorer, Status

IDS = ("a", "b", "c", "d")


def choice(name, points=(0, 1, 2, 3), **more):
    return Item(name, Kind.CHOICE, tuple(Option(p, p) for p in points), **more)


def form(spec, items=None, **more):
    return Scorer(Form(tuple(items or (choice(i) for i in IDS)), (spec,), **more))


def total(missing=Missing(), **more):  # noqa: B008
    return ScoreSpec("total", Method.SUM, IDS, missing, **more)


def only(scorer, answers, facts=None):
    return scorer.score(answers, facts).scores[0]


PRORATE = Missing(Policy.PRORATE, max_missing=2, never_impute=frozenset({"d"}))
AVAILABLE = Missing(Policy.AVAILABLE, min_answered=3)


@pytest.mark.parametrize(
    ("missing", "answers", "value", "status", "asked_again"),
    [
        (Missing(), {"a": 1, "b": 1, "c": 1, "d": 1}, 4, Status.COMPLETE, ()),
        (Missing(), {"a": 1, "b": 1, "c": 1}, None, Status.INCOMPLETE, ("d",)),
        (Missing(), {"a": 0, "b": None, "c": 0, "d": 0}, None, Status.INCOMPLETE, ("b",)),
        (Missing(), {}, None, Status.INCOMPLETE, IDS),
        # 1 + 1 + 0 = 2 of 3 answers: 2 x 4 / 3 = 2.67
        (PRORATE, {"a": 1, "b": 1, "d": 0}, 3, Status.PRORATED, ("c",)),
        # 1 + 0 of 2 answers: 1 x 4 / 2 = 2
        (PRORATE, {"a": 1, "d": 0}, 2, Status.PRORATED, ("b", "c")),
        (PRORATE, {"d": 0}, None, Status.INCOMPLETE, ("a", "b", "c")),
        (PRORATE, {"a": 1, "b": 1, "c": 1}, None, Status.INCOMPLETE, ("d",)),
        (PRORATE, {"a": 1, "b": 1, "c": 1, "d": DECLINED}, None, Status.INCOMPLETE, ("d",)),
    ],
)
def test_what_is_missing_is_never_a_zero(missing, answers, value, status, asked_again):
    scored = only(form(total(missing)), answers)

    assert (scored.value, scored.status, scored.missing) == (value, status, asked_again)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"0": 3, "1": 0}, 8),  # 3 x 5 / 2 = 7.5
        ({"0": 1, "1": 0}, 3),  # 1 x 5 / 2 = 2.5
        ({"0": 1, "1": 0, "2": 0}, 2),  # 1 x 5 / 3 = 1.67
        ({"0": 1, "1": 0, "2": 0, "3": 0}, 1),  # 1 x 5 / 4 = 1.25
    ],
)
def test_a_half_is_rounded_up_when_scaling(answers, value):
    five = tuple(choice(str(n)) for n in range(5))
    spec = ScoreSpec(
        "total", Method.SUM, tuple(i.id for i in five), Missing(Policy.PRORATE, max_missing=3)
    )

    assert only(form(spec, five), answers).value == value


def test_a_sum_of_the_answers_there_are_would_make_a_gap_a_zero():
    with pytest.raises(ValueError, match="zero"):
        total(AVAILABLE)


@pytest.mark.parametrize(
    ("answers", "value", "status"),
    [
        ({"a": 1, "b": 1, "c": 1, "d": 3}, 1.5, Status.COMPLETE),
        ({"a": 2, "b": 3, "c": 1}, 2, Status.PARTIAL),
        ({"a": 3, "b": 3}, None, Status.INCOMPLETE),
    ],
)
def test_a_mean_is_of_the_answers_there_are(answers, value, status):
    scored = only(form(ScoreSpec("mean", Method.MEAN, IDS, AVAILABLE)), answers)

    assert (scored.value, scored.status) == (value, status)


@pytest.mark.parametrize(
    ("answers", "value", "missing"),
    [
        ({"a": 0, "b": 2}, True, ("c", "d")),
        ({"a": 0, "b": 1}, False, ("c", "d")),
        ({}, None, IDS),
        ({"a": DECLINED}, None, IDS),
    ],
)
def test_one_item_can_make_a_screen_positive(answers, value, missing):
    spec = ScoreSpec("any", Method.ANY_GE, IDS, Missing(Policy.AVAILABLE), threshold=2)

    scored = only(form(spec), answers)

    assert (scored.value, scored.missing) == (value, missing)


def test_a_gate_ends_the_questions():
    gated = form(total(gate=Gate("a", equals=0, total=0)))

    assert only(gated, {"a": 0}).value == 0
    assert only(gated, {"a": 0}).status is Status.COMPLETE
    assert only(gated, {"a": 1}).value is None


def test_a_bin_scores_the_raw_number_and_rules_see_the_raw_number():
    days = Item("days", Kind.INTEGER, low=0, high=30, bins=(Bin(0, 0, 0), Bin(1, 30, 1)))
    rule = CriticalRule("many", ItemIs("days", ">=", 20), "soon", "Ask.")
    scorer = form(ScoreSpec("use", Method.SUM, ("days",)), [days], critical_rules=(rule,))

    assert scorer.score({"days": 20}).score("use").value == 1
    assert scorer.score({"days": 20}).criticals == (rule,)
    assert scorer.score({"days": 19}).criticals == ()


def test_a_band_has_both_its_ends():
    banded = form(total(bands=(Band(0, 4, "low", "Low"), Band(5, 12, "high", "High"))))

    assert only(banded, {"a": 1, "b": 1, "c": 1, "d": 1}).band.code == "low"
    assert only(banded, {"a": 2, "b": 1, "c": 1, "d": 1}).band.code == "high"
    assert only(banded, {"a": 2}).band is None


@pytest.mark.parametrize(
    ("facts", "positive"),
    [({"sex": "female"}, True), ({"sex": "male"}, False), ({}, True), ({"sex": "other"}, True)],
)
def test_a_cut_may_depend_on_who_answers(facts, positive):
    cut = Cut(4, "sex", {"female": 3, "male": 4}, unknown=3)
    scorer = form(total(cut=cut, flag=(">=", 4)))

    scored = only(scorer, {"a": 3, "b": 0, "c": 0, "d": 0}, facts)

    assert (scored.positive, scored.flagged) == (positive, False)


def test_rules_are_tried_in_order_and_without_one_there_is_no_result():
    spec = ScoreSpec(
        "result",
        Method.RULE,
        ("a", "b"),
        cases=(
            Case(ItemIs("b", "==", 3), "now"),
            Case(AtLeast(1, (ItemIs("a", ">=", 1), ItemIs("b", ">=", 1))), "some"),
            Case(AtLeast(2, (ItemIs("a", "==", 0), ItemIs("b", "==", 0))), "none"),
        ),
    )
    scorer = form(spec)

    assert only(scorer, {"a": 0, "b": 3}).value == "now"
    assert only(scorer, {"a": 1, "b": 0}).value == "some"
    assert only(scorer, {"a": 0, "b": 0}).value == "none"
    assert only(scorer, {"a": 0}).value is None
    assert only(scorer, {"a": 0}).status is Status.INCOMPLETE
    half = only(scorer, {"a": 1})
    assert (half.value, half.status, half.missing) == ("some", Status.PARTIAL, ("b",))


def test_a_score_whose_items_were_not_to_be_asked_is_not_incomplete():
    after_a = {"shown_when": ItemIs("a", ">", 0)}
    spec = ScoreSpec("more", Method.SUM, ("b", "c"))
    scorer = form(spec, [choice("a"), choice("b", **after_a), choice("c", **after_a)])

    assert only(scorer, {"a": 0}).status is Status.NOT_ASKED
    assert only(scorer, {"a": 0}).value is None
    assert only(scorer, {"a": 1}).status is Status.INCOMPLETE
    assert only(scorer, {"a": 1, "b": 2}).missing == ("c",)
    assert scorer.shown_items({"a": 0}) == ("a",)
    assert scorer.shown_items({}) == ("a",)
    assert scorer.shown_items({"a": 2}) == ("a", "b", "c")


@pytest.mark.parametrize(
    "bad",
    [4, -1, 1.5, "2", True, False, [], {}, float("nan"), float("inf"), 10**30, "x" * 500],
    ids=lambda v: repr(v)[:12],
)
def test_an_answer_that_cannot_be_is_refused_by_name(bad):
    with pytest.raises(AnswerNotAllowed) as refused:
        form(total()).score({"a": 0, "b": bad})

    assert refused.value.item == "b"
    assert "one of 0, 1, 2, 3" in str(refused.value)
    assert len(str(refused.value)) < 120


def test_a_number_out_of_its_range_is_refused_with_the_range():
    hours = Item("hours", Kind.DECIMAL, low=0, high=24)
    scorer = form(ScoreSpec("hours", Method.VALUE, ("hours",)), [hours])

    assert only(scorer, {"hours": 7.5}).value == 7.5
    with pytest.raises(AnswerNotAllowed, match="a number from 0 to 24"):
        scorer.score({"hours": 24.5})


def test_an_item_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UnknownItem, match="the items are a, b, c, d") as refused:
        form(total()).score({"e": None})

    assert refused.value.item == "e"


def test_whole_numbers_written_as_decimals_are_taken():
    assert only(form(total()), {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0}).value == 4


def test_declining_is_scored_as_missing_unless_the_form_has_an_option_for_it():
    refused = choice("a", points=(0, 1, 9), declined_as=9)
    spec = ScoreSpec("value", Method.VALUE, ("a",))

    assert only(form(spec, [choice("a")]), {"a": DECLINED}).value is None
    assert only(form(spec, [refused]), {"a": DECLINED}).value == 9


def test_an_unknown_answer_decides_nothing():
    condition = AtLeast(2, (ItemIs("a", ">=", 1), ItemIs("b", ">=", 1), ItemIs("c", ">=", 1)))

    def holds(**answers):
        return condition.holds(Known(answers, {}, {}))

    assert holds(a=1, b=1) is True
    assert holds(a=1) is None
    assert holds(a=0, b=0) is False
    assert ScoreIs("total", ">=", 1).holds(Known({}, {"total": None}, {})) is None


def test_while_somebody_is_still_answering_nothing_is_missing_yet():
    left_out = CriticalRule("left-out", ItemMissing("d"), "today", "Ask.")
    high = CriticalRule("high", ScoreIs("total", ">=", 1), "today", "Look.")
    yes = CriticalRule("yes", ItemIs("a", ">=", 3), "now", "Go.")
    scorer = form(total(PRORATE), critical_rules=(left_out, high, yes))

    assert scorer.criticals_so_far({"a": 3, "b": 3, "c": 3}) == (yes,)
    assert scorer.score({"a": 3, "b": 3, "c": 3}).criticals == (left_out, yes)
    assert scorer.score({"a": 1, "b": 1, "d": 0}).criticals == (high,)
    # A scaled-up total is a guess until the person has finished.
    assert scorer.criticals_so_far({"a": 1, "b": 1, "d": 0}) == ()


@pytest.mark.parametrize(
    ("earlier", "later", "direction", "better", "reliable"),
    [
        (16, 10, Direction.HIGHER_WORSE, True, True),
        (10, 16, Direction.HIGHER_WORSE, False, True),
        (16, 11, Direction.HIGHER_WORSE, True, False),
        (16, 16, Direction.HIGHER_WORSE, None, False),
        (10, 16, Direction.HIGHER_BETTER, True, True),
        (10, 16, None, None, True),
    ],
)
def test_a_change_is_reliable_from_its_index_on(earlier, later, direction, better, reliable):
    change = compare(earlier, later, direction=direction, rci=6, mcid=None)

    assert (change.better, change.reliable, change.noticeable) == (better, reliable, None)


some_answers = st.dictionaries(
    st.sampled_from(IDS), st.one_of(st.none(), st.just(DECLINED), st.integers(0, 3))
)


@given(some_answers)
def test_the_order_of_the_answers_does_not_matter(answers):
    scorer = form(total(PRORATE, bands=(Band(0, 5, "l", ""), Band(6, 12, "h", ""))))

    assert scorer.score(answers) == scorer.score(dict(reversed(answers.items())))


@given(some_answers, st.sampled_from([Missing(), PRORATE]))
def test_a_score_stays_in_its_range(answers, missing):
    value = only(form(total(missing)), answers).value

    assert value is None or 0 <= value <= 12
