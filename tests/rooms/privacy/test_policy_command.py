"""`alongside policy check FILE`, as a privacy officer runs it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from alongside.privacy.rules.scenarios import Malformed, check, read

OWN = Path(__file__).parents[2] / "data" / "privacy_own_scenarios.yaml"

CALLER = {
    "id": "X1",
    "title": "Somebody calls",
    "request": {
        "requester": "caller",
        "kind": "individual",
        "holder": "program",
        "act": "acknowledge",
        "purpose": "inquiry",
        "data": ["presence"],
    },
    "consent": {"state": "none"},
    "context": {},
    "expect": {"decision": "deny", "release": [], "obligations": ["NEUTRAL_REPLY"]},
}


@pytest.fixture
def try_out(tmp_path, capsys):
    """Write scenarios to a file, check it, and return the exit code and the lines printed."""

    def run(*scenarios, text=None, at=None):
        path = tmp_path / "policy.yaml"
        loaded = {"schema": "alongside.privacy-scenario/1", "scenarios": list(scenarios)}
        path.write_text(yaml.safe_dump(loaded) if text is None else text)
        code = 0
        try:
            call_command("policy", "check", str(path), *(["--at", at] if at else []))
        except SystemExit as leaving:
            code = leaving.code
        return code, capsys.readouterr().out.splitlines()

    return run


def test_a_file_that_agrees_passes(capsys):
    call_command("policy", "check", str(OWN))

    last = capsys.readouterr().out.splitlines()[-1]
    number = len(yaml.safe_load(OWN.read_text())["scenarios"])
    assert last == f"{number} passed, 0 failed"
    assert number >= 40


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("decision", "permit"),
        ("release", ["presence"]),
        ("withhold", []),
        ("obligations", []),
        ("obligations", ["NEUTRAL_REPLY", "OFFER_CONSENT"]),
        ("rules", ["R15"]),
    ],
)
def test_each_part_of_an_expectation_counts(try_out, part, wrong):
    code, lines = try_out(CALLER | {"expect": CALLER["expect"] | {part: wrong}})

    assert code == 1
    assert lines[0] == "FAILED X1: Somebody calls"
    assert lines[1].strip().startswith(f"{part}: expected ")
    assert lines[-1] == "0 passed, 1 failed"


def test_passes_and_failures_are_counted_apart(try_out):
    failing = CALLER | {"id": "X2", "expect": {"decision": "permit"}}

    code, lines = try_out(CALLER, failing)

    assert code == 1
    assert lines[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"expect": None}, "expect.decision: is missing"),
        ({"request": CALLER["request"] | {"kind": "neighbour"}}, "request.kind: 'neighbour'"),
        ({"request": CALLER["request"] | {"data": ["diary"]}}, "request.data[0]: 'diary'"),
        ({"request": CALLER["request"] | {"data": ["journal"]}}, "the journal cannot be asked"),
        ({"request": CALLER["request"] | {"data": "presence"}}, "request.data: must be a list"),
        ({"request": "who?"}, "request: must be a mapping"),
        ({"consent": {"state": "perhaps"}}, "consent.state: 'perhaps'"),
        ({"consent": {"state": "valid", "type": "verbal"}}, "consent.type: 'verbal'"),
        ({"consents": "none"}, "scenario.consents: must be a list"),
        ({"expect": {"decision": "deny", "obligatons": []}}, "expect.obligatons: is nothing"),
        ({"context": {"state_law": "whatever"}}, "context.state_law"),
        ({"context": {"service_date": "2026-02-31"}}, "context.service_date: 2026-02-31"),
    ],
)
def test_a_scenario_that_cannot_be_read_fails_and_names_the_field(try_out, broken, says):
    code, lines = try_out(CALLER | broken)

    assert code == 1
    assert any(says in line for line in lines), lines
    assert lines[-1] == "0 passed, 1 failed"


def test_a_scenario_without_an_expectation_is_no_success(try_out):
    code, lines = try_out({key: value for key, value in CALLER.items() if key != "expect"})

    assert code == 1
    assert "expect: is missing" in lines[1]


def test_two_scenarios_may_not_share_an_id(try_out):
    code, lines = try_out(CALLER, CALLER)

    assert code == 1
    assert lines[-1] == "1 passed, 1 failed"


def test_a_fact_that_no_rule_knows_is_named_and_opens_nothing(try_out):
    code, lines = try_out(CALLER | {"context": {"knows_the_nurse": True}})

    assert code == 0
    assert lines[0] == "X1: context.knows_the_nurse is unknown to these rules; it was not used"


def test_the_day_is_the_scenarios_own_or_the_one_given(try_out):
    employer = CALLER | {
        "request": CALLER["request"]
        | {"requester": "employer", "kind": "non_covered", "act": "disclose"},
        "consent": {
            "state": "valid",
            "type": "specific",
            "recipient": "employer",
            "expires": "2026-12-31",
        },
        "expect": {"decision": "permit"},
    }

    assert try_out(employer)[0] == 0
    assert try_out(employer, at="2026-12-31")[0] == 0
    assert try_out(employer, at="2027-01-01")[0] == 1
    assert try_out(employer | {"context": {"at": "2026-12-01"}}, at="2027-01-01")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schema: [unclosed", "not valid YAML"),
        ("just words", "must be a mapping"),
        ("", "must be a mapping"),
        ("- a\n- b", "must be a mapping"),
        ("schema: another/1\nscenarios: [{}]", "the schema is 'another/1'"),
        ("schema: alongside.privacy-scenario/1", "`scenarios` must be a list"),
        ("schema: alongside.privacy-scenario/1\nscenarios: {}", "`scenarios` must be a list"),
        ("schema: alongside.privacy-scenario/1\nscenarios: []", "`scenarios` is empty"),
        ("when: 2026-02-31", "not valid YAML"),
        ("a: " + "[" * 5000, "not valid YAML"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_a_reason(try_out, text, says):
    with pytest.raises(CommandError, match=says.replace("[", r"\[")) as refused:
        try_out(text=text)

    assert refused.value.returncode == 2


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    binary = tmp_path / "policy.yaml"
    binary.write_bytes(b"\xff\xfe\x00\xd8")

    for path in (tmp_path / "nowhere.yaml", tmp_path, binary):
        with pytest.raises(CommandError) as refused:
            call_command("policy", "check", str(path))
        assert refused.value.returncode == 2


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
PARTS = {
    "request": ["requester", "kind", "holder", "act", "purpose", "data"],
    "consent": ["state", "type", "recipient", "expires", "data", "revoked", "signers", "fault"],
    "context": ["at", "qsoa", "author", "order_lists", "instrument", "treating", "opt_out", "irb"],
    "expect": ["decision", "release", "obligations", "rules"],
}


@given(st.sampled_from(sorted(PARTS)), st.data())
def test_whatever_stands_in_a_field_is_read_or_reported(part, data):
    whole = CALLER | {"consent": {"state": "valid", "type": "specific", "recipient": "caller"}}
    field = data.draw(st.sampled_from(PARTS[part]))
    odd = whole | {part: whole[part] | {field: data.draw(PLAIN)}}

    [found] = read({"scenarios": [odd]}, datetime(2026, 11, 25, tzinfo=UTC))

    assert found.problems if isinstance(found, Malformed) else check(found).why


def test_a_day_before_anybody_lived_is_reported():
    odd = CALLER | {"context": {"at": date(1, 1, 1)}}

    [found] = read({"scenarios": [odd]}, datetime(2026, 11, 25, tzinfo=UTC))

    assert found.problems == ("context.at: 0001-01-01 is before 1900",)
