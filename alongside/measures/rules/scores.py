"""Read the scores, algorithms and critical rules of an instrument's file."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from alongside.engine.scoring.conditions import OPERATIONS
from alongside.engine.scoring.form import (
    Algorithm,
    Band,
    Case,
    CriticalRule,
    Cut,
    Direction,
    Gate,
    Item,
    Kind,
    Method,
    Missing,
    Policy,
    ScoreSpec,
)
from alongside.measures.rules.conditions import condition
from alongside.measures.rules.fields import Fields
from alongside.measures.rules.help import Help
from alongside.measures.rules.questions import check_no_gap
from alongside.people.rules import Urgency

E = TypeVar("E", bound=StrEnum)

SEX_UNKNOWN = "other_or_unknown"
SEXES = ("female", "male", SEX_UNKNOWN)


def score(fields: Fields, items: Mapping[str, Item]) -> tuple[ScoreSpec, str, str]:
    """Read one score, its name, and what must be said beside its bands.

    Raises:
        BadInstrument: if it cannot be right.
    """
    method, missing = _one_of(fields, "method", Method), _missing(fields.inner("missing"))
    if method is Method.SUM and missing.policy is Policy.AVAILABLE:
        raise fields.refuse("a sum of the answers there are would count a missing one as zero")
    low, high = _range(fields)
    found = ScoreSpec(
        id=fields.text("id"),
        method=method,
        items=fields.texts("items"),
        missing=missing,
        cases=tuple(_case(one) for one in fields.many("rules", [])),
        threshold=fields.number_or_none("threshold"),
        gate=_gate(fields),
        low=low,
        high=high,
        direction=_one_of(fields, "direction", Direction) if "direction" in fields else None,
        bands=tuple(_band(one) for one in fields.many("bands", [])),
        cut=_cut(fields),
        flag=_flag(fields),
    )
    label, note = fields.text("label"), fields.text("bands_note", "")
    _check(fields, found, items)
    fields.close()
    return found, label, note


def algorithm(fields: Fields) -> Algorithm:
    """Read one yes-or-no pattern.

    Raises:
        BadInstrument: if it cannot be right.
    """
    found = Algorithm(fields.text("id"), fields.text("label"), condition(fields.inner("when")))
    # Kept in the file for the reader: the rule as its source words it.
    fields.text("words")
    fields.text("source")
    fields.close()
    return found


def critical_rule(fields: Fields) -> tuple[CriticalRule, Help | None]:
    """Read one critical rule and what the person is shown at once.

    Raises:
        BadInstrument: if it cannot be right.
    """
    found = CriticalRule(
        fields.text("id"),
        condition(fields.inner("when")),
        _one_of(fields, "level", Urgency),
        fields.text("action"),
    )
    shown = _one_of(fields, "help", Help) if "help" in fields else None
    fields.close()
    return found, shown


def _one_of(fields: Fields, key: str, kind: type[E]) -> E:
    word = fields.text(key)
    try:
        return kind(word)
    except ValueError:
        known = ", ".join(kind)
        raise fields.refuse(f"{key} {word} is none of {known}") from None


def _range(fields: Fields) -> tuple[float | None, float | None]:
    if "range" not in fields:
        return None, None
    ends = fields.several("range")
    if len(ends) != 2 or not all(isinstance(end, int) for end in ends) or ends[0] >= ends[1]:
        raise fields.refuse(f"range must be two whole numbers, the lower first, not {ends}")
    return ends[0], ends[1]


def _missing(fields: Fields) -> Missing:
    found = Missing(
        policy=_one_of(fields, "policy", Policy),
        max_missing=fields.whole("max_missing", 0),
        never_impute=frozenset(fields.texts("never_impute", [])),
        min_answered=fields.whole("min_answered", 1),
    )
    if fields.text("rounding", "half_up") != "half_up":
        raise fields.refuse("rounding can only be half_up")
    fields.text("note", "")
    fields.close()
    return found


def _case(fields: Fields) -> Case:
    found = Case(condition(fields.inner("when")), fields.text("value"))
    fields.text("words")
    fields.close()
    return found


def _gate(fields: Fields) -> Gate | None:
    if "gate" not in fields:
        return None
    inner = fields.inner("gate")
    found = Gate(inner.text("item"), inner.number("equals"), inner.number("total"))
    inner.close()
    return found


def _band(fields: Fields) -> Band:
    found = Band(
        fields.whole("min"), fields.whole("max"), fields.text("code"), fields.text("label")
    )
    fields.close()
    return found


def _cut(fields: Fields) -> Cut | None:
    at = fields.number_or_none("positive_at")
    if "positive_at_by_sex" not in fields:
        return None if at is None else Cut(at)
    inner = fields.inner("positive_at_by_sex")
    by = {sex: inner.number(sex) for sex in SEXES}
    inner.close()
    if at is None:
        raise fields.refuse("positive_at_by_sex needs positive_at")
    return Cut(at, "sex", by, by[SEX_UNKNOWN])


def _flag(fields: Fields) -> tuple[str, float] | None:
    if "flag_at" not in fields:
        return None
    inner = fields.inner("flag_at")
    op, value = inner.text("op"), inner.number("value")
    inner.close()
    if op not in OPERATIONS or op == "in":
        raise fields.refuse(f"flag_at has no operation {op}")
    return op, value


def _check(fields: Fields, spec: ScoreSpec, items: Mapping[str, Item]) -> None:
    """Refuse a score that could not be computed, or not as declared.

    Raises:
        BadInstrument: if it could not.
    """
    unknown = [i for i in spec.items if i not in items]
    if spec.gate is not None and spec.gate.item not in items:
        unknown.append(spec.gate.item)
    unknown += sorted(spec.missing.never_impute - set(spec.items))
    if unknown or not spec.items or len(set(spec.items)) < len(spec.items):
        raise fields.refuse(f"its items must exist, each once; wrong: {unknown or spec.items}")
    if (spec.method is Method.RULE) != bool(spec.cases):
        raise fields.refuse("rules belong to the method rule, and to no other")
    if (spec.method is Method.ANY_GE) != (spec.threshold is not None):
        raise fields.refuse("a threshold belongs to the method any_ge, and to no other")
    if spec.method is Method.VALUE and len(spec.items) != 1:
        raise fields.refuse("the method value takes one item")
    if spec.missing.policy is Policy.PRORATE and spec.method is not Method.SUM:
        raise fields.refuse("only a sum can be scaled up")
    if spec.method in (Method.SUM, Method.MEAN, Method.VALUE):
        _check_range(fields, spec, items)
    if spec.bands and (spec.low is None or spec.high is None or spec.method is not Method.SUM):
        raise fields.refuse("bands need a sum with a range")
    if spec.bands and spec.low is not None and spec.high is not None:
        check_no_gap(fields, [(b.low, b.high) for b in spec.bands], spec.low, spec.high)


def _check_range(fields: Fields, spec: ScoreSpec, items: Mapping[str, Item]) -> None:
    ends = [_ends(items[item]) for item in spec.items]
    if any(end is None for end in ends):
        raise fields.refuse("every scored answer needs points")
    lows = [end[0] for end in ends if end]
    highs = [end[1] for end in ends if end]
    reached = (sum(lows), sum(highs)) if spec.method is Method.SUM else (min(lows), max(highs))
    if reached != (spec.low, spec.high):
        raise fields.refuse(f"its items reach {reached[0]:g} to {reached[1]:g}, not its range")


def _ends(item: Item) -> tuple[float, float] | None:
    """Return the fewest and the most points that an item can carry; None if it carries none."""
    if item.kind is Kind.CHOICE:
        points = [option.points for option in item.options if option.points is not None]
        complete = len(points) == len(item.options)
        return (min(points), max(points)) if complete else None
    if item.bins:
        return min(b.points for b in item.bins), max(b.points for b in item.bins)
    return None if item.low is None or item.high is None else (item.low, item.high)
