"""`alongside score`: JSON lines in, JSON lines out, and one bad line stops nobody."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import alongside
from alongside.measures.catalogue import instrument, instruments
from alongside.measures.sheets import score_lines

MANAGE = Path(alongside.__file__).parents[1] / "manage.py"
PHQ_9 = {"1": 2, "2": 2, "3": 3, "4": 2, "5": 1, "6": 2, "7": 1, "8": 0, "9": 0}


def score(name, lines, tmp_path):
    sheet = tmp_path / "answers.jsonl"
    sheet.write_bytes(b"\n".join(lines))
    out = io.StringIO()
    status = 0
    try:
        call_command("score", name, str(sheet), stdout=out)
    except SystemExit as done:
        status = done.code
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_a_line_holds_the_answers_and_comes_back_scored(tmp_path):
    (row,), status = score("phq-9", [json.dumps(PHQ_9 | {"9": 1}).encode()], tmp_path)

    assert status == 0
    assert row == {
        "instrument": "phq-9",
        "version": "PHQ-9, self-report, 2-week",
        "scores": {"total": 14},
        "status": {"total": "complete"},
        "bands": {"total": "moderate"},
        "missing": {},
        "positive": {"total": True},
        "flagged": {},
        "algorithms": {"mds": True},
        "criticals": [
            {
                "id": "phq9-item9",
                "level": "urgent",
                "action": instrument("phq-9").form.critical_rules[0].action,
            }
        ],
    }


def test_what_stands_beside_the_answers_comes_back(tmp_path):
    line = {"answers": {"1": 2, "2": 1, "3": 0}, "id": "p-7", "sex": "male", "visit": {"week": 2}}

    (row,), _ = score("audit-c", [json.dumps(line).encode()], tmp_path)

    assert (row["id"], row["sex"], row["visit"]) == ("p-7", "male", {"week": 2})
    assert row["positive"] == {"total": False}


def test_what_is_missing_is_named_and_nothing_is_guessed(tmp_path):
    lines = [json.dumps(PHQ_9 | {"9": gap}).encode() for gap in (None, "declined")]

    rows, status = score("phq-9", lines, tmp_path)

    assert status == 0
    for row in rows:
        assert row["scores"] == {"total": None}
        assert row["status"] == {"total": "incomplete"}
        assert row["missing"] == {"total": ["9"]}
        assert [rule["id"] for rule in row["criticals"]] == ["phq9-item9-missing"]


def test_a_bad_line_says_what_is_wrong_and_the_others_go_on(tmp_path):
    good = json.dumps(PHQ_9).encode()
    lines = [
        b"\xef\xbb\xbf" + good,
        b"{not json",
        b"[1, 2]",
        b'{"answers": [1], "id": 4}',
        b'{"answers": {"1": 7}, "id": 5}',
        b'{"1": 1, "eleven": 1}',
        b'{"answers": {"1": 1}, "sex": "f"}',
        b'{"answers": {"1": 1}, "age": -3}',
        b"\xff\xfe",
        b"",
        good,
    ]

    rows, status = score("phq-9", lines, tmp_path)

    assert status == 1
    assert [row.get("line") for row in rows] == [None, 2, 3, 4, 5, 6, 7, 8, 9, None]
    assert rows[0]["scores"] == rows[-1]["scores"] == {"total": 13}
    assert rows[3]["id"] == 4
    assert rows[4] == {
        "id": 5,
        "line": 5,
        "error": "Item 1: 7 is not one of 0, 1, 2, 3.",
        "item": "1",
    }
    assert "the items are 1, 2" in rows[5]["error"]
    assert "female, male, other_or_unknown" in rows[6]["error"]
    assert "0 to 130" in rows[7]["error"]


def test_an_unknown_instrument_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(CommandError, match="phq-9") as refused:
        call_command("score", "phq9", str(tmp_path))

    assert refused.value.returncode == 2


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("score", "phq-9", str(tmp_path / "nowhere.jsonl"))

    assert refused.value.returncode == 2


@pytest.mark.parametrize("name", instruments())
def test_every_instrument_can_be_scored_from_a_sheet(name):
    examples = instrument(name).examples
    lines = [json.dumps(dict(example.answers)).encode() for example in examples]

    rows = list(score_lines(instrument(name), lines))

    assert all(good for _, good in rows)
    assert len(rows) == len(examples)


def test_standard_input_is_scored_without_a_database(tmp_path):
    done = subprocess.run(
        [sys.executable, MANAGE, "score", "gad-2", "-"],
        input=b'{"1": 1, "2": 2}\n{"1": 9}\n',
        capture_output=True,
        env={"ALONGSIDE_VAR": str(tmp_path), "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
        check=False,
    )

    first, second = done.stdout.splitlines()
    assert json.loads(first)["scores"] == {"total": 3}
    assert json.loads(second)["line"] == 2
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_long_sheet_is_read_as_it_comes():
    """Lines are taken one at a time: the first is answered before the second is there."""
    taken = []

    def lines():
        for number in range(3):
            taken.append(number)
            yield b'{"1": 1, "2": 2}'

    scored = score_lines(instrument("gad-2"), lines())

    next(scored)
    assert taken == [0]


def test_thousands_are_scored_in_a_second():
    """A guard against a slip by an order of magnitude; what it really takes is in benchmarks."""
    line = json.dumps(PHQ_9).encode()

    begun = time.perf_counter()
    count = sum(good for _, good in score_lines(instrument("phq-9"), [line] * 5000))

    assert count == 5000
    assert time.perf_counter() - begun < 5
