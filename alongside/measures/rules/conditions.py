"""Read the conditions of an instrument's file.

A condition is `{item, op, value}`, `{score, op, value}` or `{fact, op, value}`, or `all`, `any`
or `at_least` of several. `op: missing` needs no value. Where the parts differ only in their item,
`{items: [...], op, value}` stands for the list.
"""

from collections.abc import Callable, Mapping

from alongside.engine.scoring.conditions import (
    OPERATIONS,
    AtLeast,
    Condition,
    FactIs,
    ItemIs,
    ItemMissing,
    ScoreIs,
    leaves,
)
from alongside.measures.rules.fields import Fields

KINDS: Mapping[str, Callable[..., Condition]] = {
    "item": ItemIs,
    "score": ScoreIs,
    "fact": FactIs,
}


def condition(fields: Fields) -> Condition:
    """Read one condition.

    Raises:
        BadInstrument: if it is none.
    """
    if "at_least" in fields:
        count = fields.whole("at_least")
        parts = _parts(fields, "of")
    elif "all" in fields:
        parts = _parts(fields, "all")
        count = len(parts)
    elif "any" in fields:
        parts, count = _parts(fields, "any"), 1
    else:
        return _simple(fields)
    fields.close()
    if not 1 <= count <= len(parts):
        raise fields.refuse(f"{count} of {len(parts)} conditions can never be right")
    return AtLeast(count, parts)


def items_in(found: Condition) -> set[str]:
    """Return the ids of the items that a condition looks at."""
    return {leaf.item for leaf in leaves(found) if isinstance(leaf, ItemIs | ItemMissing)}


def scores_in(found: Condition) -> set[str]:
    """Return the ids of the scores that a condition looks at."""
    return {leaf.score for leaf in leaves(found) if isinstance(leaf, ScoreIs)}


def _parts(fields: Fields, key: str) -> tuple[Condition, ...]:
    content = fields.take(key)
    if isinstance(content, list):
        return tuple(
            condition(Fields(part, f"{fields.where}: {key} {place}"))
            for place, part in enumerate(content, start=1)
        )
    several = Fields(content, f"{fields.where}: {key}")
    items, op = several.texts("items"), _op(several)
    value = _value(several, op)
    several.close()
    return tuple(ItemIs(item, op, value) for item in items)


def _simple(fields: Fields) -> Condition:
    subject = next((key for key in KINDS if key in fields), None)
    if subject is None:
        raise fields.refuse("a condition needs an item, a score or a fact")
    name, op = fields.text(subject), _op(fields)
    if op == "missing":
        if subject != "item":
            raise fields.refuse("only an item can be missing")
        fields.close()
        return ItemMissing(name)
    value = _value(fields, op)
    fields.close()
    return KINDS[subject](name, op, value)


def _op(fields: Fields) -> str:
    op = fields.text("op")
    if op not in OPERATIONS and op != "missing":
        raise fields.refuse(f"op {op!r} is none of {', '.join(OPERATIONS)}, missing")
    return op


def _value(fields: Fields, op: str) -> float | str | frozenset[float | str]:
    if op == "in":
        return frozenset(fields.several("value"))
    value = fields.take("value")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise fields.refuse(f"value must be a number or a word, not {value!r}")
    return value
