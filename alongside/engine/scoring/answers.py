"""Read answers: refuse what the form does not allow, and say which item and what is allowed."""

from collections.abc import Mapping
from math import ceil, floor
from typing import NamedTuple

from alongside.engine.scoring.form import DECLINED, Form, Item, Kind

# An item with a small range is looked up in a table, which is several times faster than a check.
LARGEST_TABLE = 1000


class BadAnswer(ValueError):
    """An answer cannot be taken; `item` says which."""

    def __init__(self, item: str, sentence: str) -> None:
        """Keep the item beside the sentence, so that a page can put it at the field."""
        super().__init__(sentence)
        self.item = item


class UnknownItem(BadAnswer):
    """The form has no such item."""


class AnswerNotAllowed(BadAnswer):
    """The item exists, but this cannot be an answer to it."""


class Given(NamedTuple):
    """The raw answer and the points of each item that has them, by item id."""

    raw: dict[str, float]
    points: dict[str, float]


class Reader:
    """Turns answers as they come in into raw numbers and points."""

    def __init__(self, form: Form) -> None:
        """Prepare the tables of `form`'s items."""
        self._items = {item.id: item for item in form.items}
        self._tables = {item.id: _table(item) for item in form.items}

    def read(self, answers: Mapping[str, object]) -> Given:
        """Return raw answers and points; a null or declined answer appears in neither.

        Raises:
            UnknownItem: if the form has no item of that id.
            AnswerNotAllowed: if an answer is out of range or of the wrong kind.
        """
        raw: dict[str, float] = {}
        points: dict[str, float] = {}
        for item_id, given in answers.items():
            table = self._tables.get(item_id)
            if table is None:
                raise UnknownItem(item_id, self._unknown(item_id))
            if given is None:
                continue
            # A bool is an int to Python, and True would pass for 1.
            if type(given) is int and given in table:
                raw[item_id], worth = table[given]
            else:
                item = self._items[item_id]
                value = _one(item, given)
                if value is None:
                    continue
                raw[item_id], worth = value, item.points(value)
            if worth is not None:
                points[item_id] = worth
        return Given(raw, points)

    def _unknown(self, item_id: str) -> str:
        return f"There is no item {_short(item_id)}; the items are {', '.join(self._items)}."


def read_one(item: Item, given: object) -> float | None:
    """Return the raw answer to one item; None if it was left out or declined.

    Raises:
        AnswerNotAllowed: if it is out of range or of the wrong kind.
    """
    return None if given is None else _one(item, given)


def allowed(item: Item) -> str:
    """Say in words what may be answered to `item`."""
    if item.kind is Kind.CHOICE:
        return "one of " + ", ".join(str(option.value) for option in item.options)
    what = "a whole number" if item.kind is Kind.INTEGER else "a number"
    if item.low is not None and item.high is not None:
        return f"{what} from {item.low:g} to {item.high:g}"
    if item.low is not None:
        return f"{what}, {item.low:g} or more"
    return what if item.high is None else f"{what}, {item.high:g} or less"


def _one(item: Item, given: object) -> float | None:
    if given == DECLINED and isinstance(given, str):
        return item.declined_as
    # Analysis tools write whole numbers as 3.0 once a column has a gap in it.
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, int | float) and not isinstance(given, bool) and _fits(item, given):
        return given
    raise AnswerNotAllowed(item.id, f"Item {item.id}: {_short(given)} is not {allowed(item)}.")


def _fits(item: Item, number: float) -> bool:
    if item.kind is Kind.CHOICE:
        return any(option.value == number for option in item.options)
    if item.kind is Kind.INTEGER and not isinstance(number, int):
        return False
    # Written so that NaN, which is below and above nothing, does not fit.
    above = number >= item.low if item.low is not None else number > float("-inf")
    below = number <= item.high if item.high is not None else number < float("inf")
    return above and below


def _table(item: Item) -> dict[int, tuple[float, float | None]]:
    """Map each small whole number that `item` allows to itself and its points."""
    if item.kind is Kind.CHOICE:
        numbers = [option.value for option in item.options]
    elif item.low is None or item.high is None or item.high - item.low > LARGEST_TABLE:
        numbers = []
    else:
        numbers = list(range(ceil(item.low), floor(item.high) + 1))
    return {number: (number, item.points(number)) for number in numbers}


def _short(given: object) -> str:
    """Quote what was given, cut short: it may be a page of text in the wrong place."""
    quoted = repr(given)
    return quoted if len(quoted) <= 40 else f"{quoted[:37]}..."
