"""The room's rules: files that cannot be right, which question comes next, change, due dates."""

import copy
import re
from datetime import date

import pytest
import yaml

from alongside.engine.scoring.form import DECLINED
from alongside.measures.catalogue import FOLDER, instrument, instruments
from alongside.measures.rules import asking, due
from alongside.measures.rules.change import Verdict, tell
from alongside.measures.rules.fields import BadInstrument
from alongside.measures.rules.reading import read_instrument
from alongside.measures.rules.standard import STANDARD
from alongside.measures.rules.titles import title_of

PHQ_9 = yaml.safe_load((FOLDER / "phq-9.yaml").read_text())


def at(content, *path):
    for step in path:
        content = content[step]
    return content


def put(value, *path):
    """Return a change to a copy of the file."""

    def change(content):
        at(content, *path[:-1])[path[-1]] = value

    return change


def drop(*path):
    def change(content):
        del at(content, *path[:-1])[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("Moderat", "titel"), "unknown keys titel"),
        (put(True, "items", 0, "requird"), "items 1: unknown keys requird"),
        (drop("licence", "source"), "source is missing"),
        (put("non_commercial", "licence", "tier"), "may be shipped"),
        (put("", "licence", "note"), "ground for shipping"),
        (put("44249-2", "loinc", "panel"), "wrong check digit"),
        (put("44250-8", "items", 0, "loinc"), "wrong check digit"),
        (put(5, "scores", 0, "bands", 0, "max"), "should begin at 6"),
        (put(26, "scores", 0, "bands", 4, "max"), "ends at 26, not at 27"),
        (put([0, 28], "scores", 0, "range"), "reach 0 to 27"),
        (put("11", "scores", 0, "items", 0), "wrong: ['11']"),
        (put("2", "scores", 0, "items", 0), "each once"),
        (put("10", "scores", 0, "items", 0), "needs points"),
        (put("average", "scores", 0, "method"), "none of sum, mean"),
        (put("ignore", "scores", 0, "missing", "policy"), "none of strict"),
        (put("available", "scores", 0, "missing", "policy"), "count a missing one as zero"),
        (put(["10"], "scores", 0, "missing", "never_impute"), "wrong: ['10']"),
        (put("99", "critical_rules", 0, "when", "item"), "no item or score is called 99"),
        (put("=>", "critical_rules", 0, "when", "op"), "op '=>' is none of"),
        (put("soon", "critical_rules", 0, "level"), "none of emergency"),
        (put("phq9-severe", "critical_rules", 0, "id"), "stands there twice"),
        (put("often", "items", 0, "answers"), "no answer list often"),
        (put(0, "answer_lists", "freq", 1, "score"), "a value of its own"),
        (drop("change", "rci_source"), "needs its source"),
        (put([], "change", "scores"), "which scores mcid and rci are for"),
        (put({"at": ["someday"]}, "schedule"), "at lists some of"),
        (put({}, "schedule"), "never be given"),
        (put([], "worked_examples"), "nobody can check"),
        (put("alongside.instrument/2", "schema"), "schema must be"),
        (put("yes", "enabled_by_default"), "true or false"),
        (put(3, "title"), "title must be a text"),
        (put(10, "algorithms", 0, "when", "all", 1, "at_least"), "can never be right"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(change, sentence):
    content = copy.deepcopy(PHQ_9)
    change(content)

    with pytest.raises(BadInstrument) as refused:
        read_instrument(content, name="phq-9")

    assert sentence in str(refused.value)
    assert str(refused.value).startswith("phq-9: ")


def test_a_file_that_is_no_mapping_is_refused():
    with pytest.raises(BadInstrument, match="expected keys"):
        read_instrument(["phq-9"], name="phq-9")


@pytest.mark.parametrize(
    ("name", "score", "earlier", "later", "verdict", "sentence"),
    [
        (
            "phq-9",
            "total",
            16,
            10,
            Verdict.RELIABLY_BETTER,
            "Lower by 6 points: more than measurement error (6 points), for the better.",
        ),
        (
            "phq-9",
            "total",
            10,
            17,
            Verdict.RELIABLY_WORSE,
            "Higher by 7 points: more than measurement error (6 points), for the worse.",
        ),
        (
            "phq-9",
            "total",
            15,
            10,
            Verdict.WITHIN_ERROR,
            "Lower by 5 points: may be measurement error (less than 6 points). "
            "People tend to notice a difference of 5 points, a provisional value.",
        ),
        (
            "gad-7",
            "total",
            9,
            10,
            Verdict.WITHIN_ERROR,
            "Higher by 1 point: may be measurement error "
            "(less than 4 points, a provisional value).",
        ),
        ("phq-9", "total", 10, 10, Verdict.SAME, "No change in points."),
        (
            "pcl-5",
            "total",
            50,
            38,
            Verdict.NOTICEABLY_BETTER,
            "Lower by 12 points: a difference people tend to notice (10 points), for the better.",
        ),
        (
            "pcl-5",
            "total",
            50,
            47,
            Verdict.BELOW_NOTICE,
            "Lower by 3 points: less than people tend to notice (10 points).",
        ),
        (
            "pcl-5",
            "B_intrusion",
            20,
            4,
            Verdict.NONE,
            "Lower by 16 points. No published value says how much is more than chance: "
            "look at the line.",
        ),
    ],
)
def test_a_change_is_told_in_words(name, score, earlier, later, verdict, sentence):
    told = tell(instrument(name), score, earlier=earlier, later=later)

    assert (told.verdict, told.sentence) == (verdict, sentence)


def test_a_change_names_the_day_of_the_earlier_score_where_it_stands_alone():
    phq_9 = instrument("phq-9")

    lower = tell(phq_9, "total", earlier=16, later=15, since="3 Mar").sentence
    same = tell(phq_9, "total", earlier=16, later=16, since="3 Mar").sentence

    assert lower.startswith("Lower by 1 point since 3 Mar: may be measurement error")
    assert same == "No change in points since 3 Mar."


@pytest.mark.parametrize("name", ["bam", "bam-r", "pacs", "k6", "barc-10", "audit-c"])
def test_without_a_published_value_there_is_no_verdict(name):
    found = instrument(name)
    for spec in found.form.scores:
        assert tell(found, spec.id, earlier=spec.low, later=spec.high).verdict is Verdict.NONE


def ids(questions):
    return [question.id for question in questions]


def test_what_is_asked_follows_from_the_answers_so_far():
    bam = instrument("bam")

    assert "7E" not in ids(asking.asked(bam, {}, {}))
    assert "7E" not in ids(asking.asked(bam, {"6": 0}, {}))
    assert "7E" in ids(asking.asked(bam, {"6": 2}, {}))


def test_a_question_may_depend_on_who_answers():
    screens = instrument("single-item-screens")

    assert ids(asking.asked(screens, {}, {"sex": "male", "age": 40})) == ["alc_men", "drug"]
    assert ids(asking.asked(screens, {}, {"sex": "male", "age": 70})) == [
        "alc_men",
        "alc_women",
        "drug",
    ]
    unknown = asking.asked(screens, {}, {"sex": "other_or_unknown"})
    assert ids(unknown) == ["alc_women", "drug"]


def test_the_place_of_a_question_counts_those_that_are_asked():
    audit = instrument("audit-c")

    first = asking.place_of(audit, "1", {}, {})
    assert (first.number, first.of, first.before, first.after) == (1, 1, None, None)
    second = asking.place_of(audit, "2", {"1": 3}, {})
    assert (second.number, second.of, second.before, second.after) == (2, 3, "1", "3")
    assert asking.place_of(audit, "2", {"1": 0}, {}) is None


def test_the_next_question_is_the_first_neither_answered_nor_declined():
    gad = instrument("gad-2")

    assert asking.first_open(gad, {}, {}) == "1"
    assert asking.first_open(gad, {"1": "declined"}, {}) == "2"
    assert asking.first_open(gad, {"1": 0, "2": 0}, {}) is None


def test_an_answer_that_a_change_of_mind_took_away_does_not_count():
    bam = instrument("bam")
    answers = {"6": 0, "7E": 12}

    assert asking.in_force(bam, answers, {}) == {"6": 0}
    assert asking.in_force(bam, answers | {"6": 1}, {}) == {"6": 1, "7E": 12}


@pytest.mark.parametrize(
    ("every", "last", "expected"),
    [
        (None, None, date(2026, 3, 2)),
        (None, date(2026, 3, 2), None),
        (14, None, date(2026, 3, 2)),
        (14, date(2026, 3, 5), date(2026, 3, 19)),
        # Done early: the agreed first day still stands.
        (14, date(2026, 2, 10), date(2026, 3, 2)),
    ],
)
def test_the_next_is_due_so_many_days_after_the_last_was_done(every, last, expected):
    found = due.next_due_on(first_due_on=date(2026, 3, 2), every_days=every, last_done_on=last)

    assert found == expected


def test_being_late_is_counted_in_days():
    assert due.days_overdue(date(2026, 3, 2), today=date(2026, 3, 5)) == 3
    assert due.days_overdue(date(2026, 3, 2), today=date(2026, 3, 1)) == 0
    assert due.days_overdue(None, today=date(2026, 3, 1)) == 0


def test_some_are_asked_again_after_discharge():
    days = due.follow_up_on(instrument("phq-9").schedule, discharged_on=date(2026, 3, 1))

    assert days == (date(2026, 3, 31), date(2026, 5, 30))


def test_the_standard_set_holds_only_what_is_offered_and_can_be_answered_so():
    for turn in STANDARD:
        found = instrument(turn.instrument)
        assert found.is_offered
        assert turn.answered_by in found.answered_by


@pytest.mark.parametrize(
    ("due_on", "every", "expected"),
    [
        (date(2026, 3, 2), 14, date.min),
        (date(2026, 3, 16), 14, date(2026, 3, 14)),
        (date(2026, 3, 9), 7, date(2026, 3, 8)),
        (date(2026, 4, 1), 30, date(2026, 3, 29)),
        (date(2026, 3, 3), 1, date(2026, 3, 3)),
    ],
)
def test_a_later_turn_opens_a_little_early_and_no_earlier(due_on, every, expected):
    found = due.opens_on(due_on=due_on, first_due_on=date(2026, 3, 2), every_days=every)

    assert found == expected


@pytest.mark.parametrize(
    ("name", "answers", "rule", "title"),
    [
        ("phq-9", {"9": 1}, "phq9-item9", "PHQ-9, question 9: several days"),
        ("phq-9", {"1": 1}, "phq9-item9-missing", "PHQ-9, question 9: no answer"),
        (
            "phq-9",
            {"9": DECLINED},
            "phq9-item9-missing",
            "PHQ-9, question 9: preferred not to answer",
        ),
        ("gad-7", {str(n): 3 for n in range(1, 8)}, "gad7-severe", "GAD-7, total 21, severe"),
        (
            "bam",
            {"6": 4, "7B": 3, "7E": 2},
            "bam-sedative-opioid",
            "BAM, question 7B: 3; question 7E: 2",
        ),
        (
            "asq",
            {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1},
            "asq-acute",
            "ASQ, result acute positive",
        ),
        (
            "craving-vas",
            {"worst24h": 9, "cope": 2},
            "craving-high-low-cope",
            "Craving 0-10, “In the last 24 hours, how strong was your craving at its worst?”: 9; "
            "“How confident are you that you can ride it out today?”: 2",
        ),
    ],
)
def test_a_task_is_named_after_what_was_answered(name, answers, rule, title):
    found = instrument(name)
    result = found.scorer.score(answers)
    (held,) = (one for one in result.criticals if one.id == rule)

    assert title_of(found, held, answers, result) == title


def test_every_critical_rule_has_a_title_that_a_list_has_room_for():
    for found in instruments().values():
        for example in found.examples:
            result = found.scorer.score(example.answers)
            for rule in result.criticals:
                title = title_of(found, rule, example.answers, result)
                assert found.short in title
                assert len(found.short) + 2 < len(title) <= 160


def test_when_a_question_is_asked_is_said_in_words_and_not_as_a_rule():
    for found in instruments().values():
        for question in found.questions:
            said = question.shown_if
            assert not set(said) & set("<>=_[]{}:"), (found.id, question.id)
            assert not re.search(r"\bitems?\b", said), (found.id, question.id)
            assert bool(said) == (question.item.shown_when is not None)
