"""Say whether something holds of a set of answers: yes, no, or not known yet.

Three-valued (Kleene 1938): a condition on an answer that was not given is unknown, never false.
"Any of" is true as soon as one part is true, and false only when every part is known to be false.
"""

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

Value = float | str
"""What an answer, a score or a fact can be compared with; an int is a float here."""

OPERATIONS: Mapping[str, Callable[..., bool]] = {
    "==": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "in": lambda value, allowed: value in allowed,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a condition is asked.

    Args:
        answers: raw answer by item id; an item without an answer is absent.
        scores: score by id; absent or None where there is none.
        facts: what is known about who answers, for example an age in years.
        settled: whether the person has finished. Before that no answer counts as missing.
    """

    answers: Mapping[str, float]
    scores: Mapping[str, Value | None]
    facts: Mapping[str, Value]
    settled: bool = True


@dataclass(frozen=True, slots=True)
class ItemIs:
    """The raw answer to one item stands in a relation to a value."""

    item: str
    op: str
    value: Value | Collection[Value]

    def holds(self, known: Known) -> bool | None:
        """Say whether it holds; None if the item has no answer."""
        given = known.answers.get(self.item)
        return None if given is None else OPERATIONS[self.op](given, self.value)


@dataclass(frozen=True, slots=True)
class ItemMissing:
    """One item was left without an answer."""

    item: str

    def holds(self, known: Known) -> bool | None:
        """Say whether it holds; None while the person may still answer."""
        if self.item in known.answers:
            return False
        return True if known.settled else None


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """One score stands in a relation to a value."""

    score: str
    op: str
    value: Value | Collection[Value]

    def holds(self, known: Known) -> bool | None:
        """Say whether it holds; None if there is no score."""
        value = known.scores.get(self.score)
        return None if value is None else OPERATIONS[self.op](value, self.value)


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact about who answers stands in a relation to a value."""

    fact: str
    op: str
    value: Value | Collection[Value]

    def holds(self, known: Known) -> bool | None:
        """Say whether it holds; None if the fact is not known."""
        value = known.facts.get(self.fact)
        return None if value is None else OPERATIONS[self.op](value, self.value)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold: any of n is `AtLeast(1, n)`, all is `AtLeast(n, n)`."""

    count: int
    of: "tuple[Condition, ...]"

    def holds(self, known: Known) -> bool | None:
        """Say whether it holds; None if the unknown parts could decide it."""
        yes = unknown = 0
        for part in self.of:
            held = part.holds(known)
            if held:
                yes += 1
            elif held is None:
                unknown += 1
        if yes >= self.count:
            return True
        return None if yes + unknown >= self.count else False


Condition = ItemIs | ItemMissing | ScoreIs | FactIs | AtLeast


def leaves(condition: Condition) -> Iterator[ItemIs | ItemMissing | ScoreIs | FactIs]:
    """Yield every simple condition inside `condition`, from left to right."""
    if isinstance(condition, AtLeast):
        for part in condition.of:
            yield from leaves(part)
    else:
        yield condition
