"""Read the questions and answer lists of an instrument's file."""

from collections.abc import Mapping

from alongside.engine.scoring.conditions import Condition
from alongside.engine.scoring.form import Bin, Item, Kind, Option
from alongside.measures.rules.conditions import condition
from alongside.measures.rules.fields import Fields
from alongside.measures.rules.instrument import Choice, Question


def answer_lists(fields: Fields) -> dict[str, tuple[Choice, ...]]:
    """Read every answer list.

    Raises:
        BadInstrument: if a list cannot be right.
    """
    found = {}
    for name in fields.keys_left():
        found[name] = tuple(_choice(one) for one in fields.many(name))
        values = [choice.value for choice in found[name]]
        if len(values) < 2 or len(set(values)) < len(values):
            raise fields.refuse(f"{name} needs two or more answers, each with a value of its own")
    return found


def question(fields: Fields, lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    """Read one question.

    Raises:
        BadInstrument: if it cannot be right.
    """
    words, shown_when = _shown_if(fields)
    choices = _choices(fields, lists)
    name = fields.text("id")
    item = (
        _choice_item(name, choices, shown_when)
        if choices
        else _number_item(name, fields, shown_when)
    )
    found = Question(
        id=name,
        text=fields.text("text"),
        stem=fields.text("stem", ""),
        item=item,
        choices=choices,
        loinc=loinc_code(fields, "loinc"),
        shown_if=words,
        is_scored=fields.flag("scored", True),
        is_required=fields.flag("required", True),
        needs_pause=fields.flag("pause", False),
        wording_is_verified=fields.take("verified", None),
    )
    fields.close()
    return found


def loinc_code(fields: Fields, key: str) -> str | None:
    """Take a LOINC code that may be null.

    Raises:
        BadInstrument: if its check digit is wrong, so that it was mistyped.
    """
    code = fields.text_or_none(key)
    if code is not None and not has_right_check_digit(code):
        raise fields.refuse(f"{key} {code} has a wrong check digit")
    return code


def has_right_check_digit(code: str) -> bool:
    """Say whether a LOINC code is typed rightly.

    Source: LOINC Users' Guide, Mod 10 algorithm.

    >>> has_right_check_digit("44261-6"), has_right_check_digit("44261-7")
    (True, False)
    """
    body, _, check = code.partition("-")
    if not (body.isdigit() and check.isdigit() and len(check) == 1):
        return False
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return (total + int(check)) % 10 == 0


def _choice(fields: Fields) -> Choice:
    points = fields.number_or_none("score")
    found = Choice(
        # What is stored is the option's score; an option without one says what to store.
        value=fields.whole("value") if points is None else int(points),
        label=fields.text("label"),
        points=points,
        loinc=fields.text_or_none("loinc_answer"),
        is_declining=fields.flag("declined", False),
    )
    fields.close()
    return found


def _choices(fields: Fields, lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    if "answers" not in fields:
        return ()
    name = fields.text("answers")
    if name not in lists:
        raise fields.refuse(f"there is no answer list {name}")
    return lists[name]


def _shown_if(fields: Fields) -> tuple[str, Condition | None]:
    if "show_if" not in fields:
        return "", None
    inner = fields.inner("show_if")
    words, when = inner.text("words"), condition(inner.inner("when"))
    inner.close()
    return words, when


def _choice_item(name: str, choices: tuple[Choice, ...], shown_when: Condition | None) -> Item:
    return Item(
        id=name,
        kind=Kind.CHOICE,
        options=tuple(Option(choice.value, choice.points) for choice in choices),
        shown_when=shown_when,
        declined_as=next((choice.value for choice in choices if choice.is_declining), None),
    )


def _number_item(name: str, fields: Fields, shown_when: Condition | None) -> Item:
    kind = fields.text("type")
    if kind not in (Kind.INTEGER, Kind.DECIMAL):
        raise fields.refuse(f"type {kind} is neither integer nor decimal")
    low, high = fields.number("min"), fields.number("max")
    if low >= high:
        raise fields.refuse(f"min {low:g} is not below max {high:g}")
    return Item(name, Kind(kind), (), low, high, _bins(fields, low, high), shown_when)


def _bins(fields: Fields, low: float, high: float) -> tuple[Bin, ...]:
    found = []
    for one in fields.many("bins", []):
        found.append(Bin(one.whole("min"), one.whole("max"), one.number("score")))
        one.close()
    if found:
        check_no_gap(fields, [(b.low, b.high) for b in found], low, high)
    return tuple(found)


def check_no_gap(
    fields: Fields, stretches: list[tuple[float, float]], low: float, high: float
) -> None:
    """Refuse whole-number stretches that leave a gap or overlap between `low` and `high`.

    Raises:
        BadInstrument: if they do.
    """
    expected = low
    for first, last in stretches:
        if first != expected or last < first:
            raise fields.refuse(f"{first:g} to {last:g} should begin at {expected:g}")
        expected = last + 1
    if expected != high + 1:
        raise fields.refuse(f"the last stretch ends at {expected - 1:g}, not at {high:g}")
