"""What a questionnaire is made of, as values: items, scores, bands, rules.

All numbers are in points of the questionnaire. Raw answers are what was said (an option's stored
number, a count of days); points are what an answer adds to a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alongside.engine.scoring.conditions import Condition, Value

DECLINED = "declined"
"""The answer "I prefer not to say": it is recorded, and scored as missing."""


class Kind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    INTEGER = "integer"
    DECIMAL = "decimal"


class Method(StrEnum):
    """How a score comes from its items' points."""

    SUM = "sum"
    MEAN = "mean"
    VALUE = "value"
    ANY_GE = "any_ge"
    RULE = "rule"


class Policy(StrEnum):
    """What becomes of a score when answers are missing."""

    STRICT = "strict"
    PRORATE = "prorate"
    AVAILABLE = "available"


class Direction(StrEnum):
    """Which way a score gets better."""

    HIGHER_WORSE = "higher_worse"
    HIGHER_BETTER = "higher_better"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen.

    Args:
        value: what is stored.
        points: what it adds to a score; None where the item is not scored.
    """

    value: int
    points: float | None


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of raw numbers, both ends included, that counts as `points`."""

    low: float
    high: float
    points: float


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Args:
        id: its name inside the form.
        kind: how it is answered.
        options: what can be chosen; empty unless `kind` is CHOICE.
        low: smallest number allowed, or None; for INTEGER and DECIMAL.
        high: largest number allowed, or None; for INTEGER and DECIMAL.
        bins: how a raw number becomes points; empty means the number itself.
        shown_when: the item is asked only if this holds; None means always.
        declined_as: the option that stands for "prefer not to say", where the form has one.
    """

    id: str
    kind: Kind
    options: tuple[Option, ...] = ()
    low: float | None = None
    high: float | None = None
    bins: tuple[Bin, ...] = ()
    shown_when: Condition | None = None
    declined_as: int | None = None

    def points(self, raw: float) -> float | None:
        """Return the points of an allowed raw answer; None if it carries none."""
        if self.kind is Kind.CHOICE:
            return next((o.points for o in self.options if o.value == raw), None)
        if not self.bins:
            return raw
        return next((b.points for b in self.bins if b.low <= raw <= b.high), None)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a score, both ends included, that has a name."""

    low: int
    high: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Gate:
    """If `item` was answered with `equals`, the score is `total` and the rest is not asked."""

    item: str
    equals: float
    total: float


@dataclass(frozen=True, slots=True)
class Missing:
    """What to do without some of the answers.

    Args:
        policy: STRICT gives no score; PRORATE scales up; AVAILABLE uses what is there.
        max_missing: for PRORATE, how many items may lack an answer.
        never_impute: for PRORATE, items without which there is no score.
        min_answered: for AVAILABLE, how many answers are needed; at least 1.
    """

    policy: Policy = Policy.STRICT
    max_missing: int = 0
    never_impute: frozenset[str] = frozenset()
    min_answered: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a rule: when it holds, the score is `value`."""

    when: Condition
    value: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The score from which a screen is positive.

    Args:
        at: the cut for everyone.
        fact: name of the fact on which the cut depends, or None.
        by: cut by that fact's value.
        unknown: the cut where the fact is not known.
    """

    at: float
    fact: str | None = None
    by: Mapping[str, float] | None = None
    unknown: float | None = None

    def cut_for(self, facts: Mapping[str, Value]) -> float:
        """Return the cut that applies to someone with these facts."""
        if self.fact is None or self.by is None:
            return self.at
        fallback = self.at if self.unknown is None else self.unknown
        return self.by.get(str(facts.get(self.fact)), fallback)


@dataclass(frozen=True, slots=True)
class ScoreSpec:
    """How one score is made and read.

    Args:
        items: ids of the items that enter, each once.
        cases: for RULE, tried in order; the first that holds decides.
        threshold: for ANY_GE, the points from which one item makes the score true.
        low: smallest score declared possible, or None where none is declared.
        high: largest score declared possible, or None where none is declared.
        flag: operation and value from which the score deserves a look; None means never.
    """

    id: str
    method: Method
    items: tuple[str, ...]
    missing: Missing = Missing()
    cases: tuple[Case, ...] = ()
    threshold: float | None = None
    gate: Gate | None = None
    low: float | None = None
    high: float | None = None
    direction: Direction | None = None
    bands: tuple[Band, ...] = ()
    cut: Cut | None = None
    flag: tuple[str, float] | None = None

    def __post_init__(self) -> None:
        """Refuse a sum of only the answers there are.

        Raises:
            ValueError: if it is one: what is missing would count as zero.
        """
        if self.method is Method.SUM and self.missing.policy is Policy.AVAILABLE:
            raise ValueError(f"{self.id}: a sum of the answers there are makes a gap a zero")


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A yes-or-no pattern over the answers."""

    id: str
    label: str
    when: Condition


@dataclass(frozen=True, slots=True)
class CriticalRule:
    """Answers that somebody must act on.

    Args:
        level: how soon, in the words of whoever uses the form.
        action: what is to be done.
    """

    id: str
    when: Condition
    level: str
    action: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole questionnaire."""

    items: tuple[Item, ...]
    scores: tuple[ScoreSpec, ...]
    algorithms: tuple[Algorithm, ...] = ()
    critical_rules: tuple[CriticalRule, ...] = ()
