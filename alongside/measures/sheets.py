"""Score a sheet of answers, one JSON object a line, without a database.

A line is `{"answers": {"1": 2, "2": null}}`, or the answers alone: `{"1": 2, "2": null}`. `null`
is an answer left out, `"declined"` one that the person preferred not to give. Beside `answers`
may stand `sex` (female, male, other_or_unknown) and `age` in years, on which some cuts and
questions depend, and anything else, which comes back as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from alongside.engine.scoring.answers import BadAnswer
from alongside.engine.scoring.scorer import Result
from alongside.measures.rules.instrument import Instrument
from alongside.measures.rules.scores import SEXES

OLDEST = 130
BOM = b"\xef\xbb\xbf"
OPTIONS = orjson.OPT_APPEND_NEWLINE


class BadLine(ValueError):
    """A line is not what a sheet holds."""


def score_lines(instrument: Instrument, lines: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield for each line that is not empty what it scores, as JSON, and whether it was good.

    Lines are read one at a time as the results are taken. A bad line yields its number and what
    is wrong with it, and the next goes on.
    """
    head = {"instrument": instrument.id, "version": instrument.version}
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(BOM).strip() if number == 1 else line.strip()
        if not text:
            continue
        beside: dict[str, Any] = {}
        try:
            beside, answers = _read(text)
            if not isinstance(answers, dict):
                raise BadLine("answers must be an object: the answers by item.")
            result = instrument.scorer.score(answers, _facts(beside))
        except (BadLine, BadAnswer) as bad:
            wrong = {"line": number, "error": str(bad)}
            if isinstance(bad, BadAnswer):
                wrong["item"] = bad.item
            yield orjson.dumps(beside | wrong, option=OPTIONS), False
        else:
            yield orjson.dumps(beside | head | told(result), option=OPTIONS), True


def told(result: Result) -> dict[str, Any]:
    """Return a result as plain values, everything under the score's or rule's own id."""
    scores = result.scores
    return {
        "scores": {s.id: s.value for s in scores},
        "status": {s.id: s.status for s in scores},
        "bands": {s.id: s.band.code for s in scores if s.band is not None},
        "missing": {s.id: s.missing for s in scores if s.missing},
        "positive": {s.id: s.positive for s in scores if s.positive is not None},
        "flagged": {s.id: s.flagged for s in scores if s.flagged is not None},
        "algorithms": dict(result.algorithms),
        "criticals": [
            {"id": rule.id, "level": rule.level, "action": rule.action} for rule in result.criticals
        ],
    }


def _read(line: bytes) -> tuple[dict[str, Any], Any]:
    """Return what stands beside the answers, and what stands for the answers."""
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError as wrong:
        raise BadLine(f"This is not JSON: {wrong}.") from None
    if not isinstance(content, dict):
        raise BadLine("A line holds one JSON object: the answers by item.")
    if "answers" not in content:
        return {}, content
    return content, content.pop("answers")


def _facts(content: Mapping[str, Any]) -> dict[str, str | float]:
    facts: dict[str, str | float] = {}
    sex, age = content.get("sex"), content.get("age")
    if sex is not None:
        if sex not in SEXES:
            raise BadLine(f"sex must be one of {', '.join(SEXES)}.")
        facts["sex"] = sex
    if age is not None:
        if isinstance(age, bool) or not isinstance(age, int | float) or not 0 <= age <= OLDEST:
            raise BadLine(f"age must be a number of years from 0 to {OLDEST}.")
        facts["age"] = age
    return facts
