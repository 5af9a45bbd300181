"""`alongside schedule`: a week's file in, a checked plan out, or a sentence."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.read import after, read_plan, read_program
from tests.engine.scheduling.weeks import week

# Solver work, not the clock, ends these runs.
SHORT = {"seconds": 20.0, "work": 0.05}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "week.json"
    path.write_text(json.dumps(week()))
    return path


def answer(*words, **options):
    out = StringIO()
    call_command("schedule", *map(str, words), stdout=out, **(SHORT | options))
    return out.getvalue()


def test_the_plan_comes_out_in_the_instance_format_and_is_sound(file):
    told = json.loads(answer(file, json=True))

    program = read_program(week())
    report = check(program, read_plan(told["plan"], program))
    assert report.is_sound
    assert told["report"]["violations"] == {}
    assert told["report"]["unmet_min"] == report.unmet_minutes


def test_without_json_a_sentence_says_what_is_unmet(file):
    told = answer(file)

    assert "prescribed minutes are unmet" in told
    assert "no plan could have met" in told


def test_what_is_unmet_comes_with_reasons_and_fixes(file):
    told = json.loads(answer(file, json=True))

    missing = {(who, code) for who, short in told["report"]["unmet"].items() for code in short}
    assert {(e["patient"], e["modality"]) for e in told["explanations"]} == missing
    assert {e["kind"] for e in told["explanations"]} <= {"impossible", "staff", "not_found"}
    assert told["bound"]["irreducible_min"] <= told["report"]["unmet_min"]


def test_the_same_seed_and_work_give_the_same_bytes(file):
    one, other = (json.loads(answer(file, json=True)) for _ in range(2))

    assert one["reproducible"]
    assert one["plan"] == other["plan"]


def test_after_an_event_the_previous_plan_is_mended(file, tmp_path):
    previous, event = tmp_path / "plan.json", tmp_path / "event.json"
    previous.write_text(answer(file, json=True))
    off = {"kind": "clinician_off", "clinician": "mark", "days": [1]}
    event.write_text(json.dumps(off))

    told = json.loads(answer(file, json=True, event=event, previous=previous))

    changed = after(read_program(week()), off)
    assert check(changed, read_plan(told["plan"], changed)).is_sound
    assert told["diff"].endswith(".")
    assert {change["kind"] for change in told["changes"]} <= {
        "substitute",
        "moved",
        "added",
        "dropped",
    }


def test_an_event_without_the_plan_that_it_hits_is_refused(file):
    with pytest.raises(CommandError, match="--event needs --previous"):
        answer(file, event=file)


def test_an_event_that_cannot_be_meant_is_refused(file, tmp_path):
    event, previous = tmp_path / "event.json", tmp_path / "plan.json"
    event.write_text('{"kind": "flood"}')
    previous.write_text('{"groups": [], "one": []}')

    with pytest.raises(CommandError, match="kind must be one of"):
        answer(file, event=event, previous=previous)


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "inf"])
def test_a_time_that_is_none_is_refused(file, seconds):
    with pytest.raises(CommandError, match="is not a number above 0"):
        call_command("schedule", str(file), f"--seconds={seconds}")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not valid JSON"),
        (json.dumps(week(colour="red")), "'colour' was unexpected"),
    ],
)
def test_a_file_that_is_no_week_is_refused_with_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "week.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=sentence) as refused:
        answer(path, json=True)

    assert refused.value.returncode == 2


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        answer(tmp_path / "none.json")
