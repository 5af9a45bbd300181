"""`alongside schedule`: a week's file in, a checked plan out, or a sentence."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.read import read_plan, read_program
from tests.engine.scheduling.weeks import week


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "week.json"
    path.write_text(json.dumps(week()))
    return path


def answer(*words, **options):
    out = StringIO()
    call_command("schedule", *map(str, words), stdout=out, **options)
    return out.getvalue()


def test_the_plan_comes_out_in_the_instance_format_and_is_sound(file):
    told = json.loads(answer(file, json=True))

    program = read_program(week())
    report = check(program, read_plan(told["plan"], program))
    assert report.is_sound
    assert told["report"]["violations"] == {}
    assert told["report"]["unmet_min"] == report.unmet_minutes


def test_without_json_a_sentence_says_what_is_unmet(file):
    assert "prescribed minutes are unmet" in answer(file)


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
