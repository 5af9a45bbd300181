"""Compute every score of a form, and what follows from the scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from alongside.engine.scoring.answers import Given, Reader
from alongside.engine.scoring.conditions import OPERATIONS, Known, Value
from alongside.engine.scoring.form import (
    Band,
    CriticalRule,
    Form,
    Item,
    Method,
    Policy,
    ScoreSpec,
)

Outcome = float | bool | str
"""A number, a truth (ANY_GE) or a word (RULE)."""


class Status(StrEnum):
    """How far a score can be relied on.

    COMPLETE: all answers are there, or a gate made them unnecessary. PRORATED: scaled up from
    the answers there are. PARTIAL: from the answers there are, some are missing. INCOMPLETE: no
    score. NOT_ASKED: no score, and none was due, for none of its items was to be asked.
    """

    COMPLETE = "complete"
    PRORATED = "prorated"
    PARTIAL = "partial"
    INCOMPLETE = "incomplete"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Scored:
    """One score.

    Args:
        value: number, truth (ANY_GE) or word (RULE); None where there is no score, never 0.
        band: the named stretch it falls into, or None where none is declared.
        missing: items to ask again, in the form's order.
        positive: whether it reaches the cut; None without a cut or a value.
        flagged: whether it deserves a look; None without a flag or a value.
    """

    id: str
    value: Outcome | None
    status: Status
    band: Band | None
    missing: tuple[str, ...]
    positive: bool | None
    flagged: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """All that a form says about one set of answers.

    Args:
        scores: one for each score of the form, in its order.
        algorithms: by id; None where the missing answers could decide it.
        criticals: the critical rules that hold, in the form's order.
    """

    scores: tuple[Scored, ...]
    algorithms: Mapping[str, bool | None]
    criticals: tuple[CriticalRule, ...]

    def score(self, score_id: str) -> Scored:
        """Return one score by its id.

        Raises:
            LookupError: if the form has no such score.
        """
        for scored in self.scores:
            if scored.id == score_id:
                return scored
        raise LookupError(f"There is no score {score_id!r}.")


class Scorer:
    """Scores sets of answers to one form. Make it once; it keeps nothing between calls."""

    def __init__(self, form: Form) -> None:
        """Prepare what is the same for every set of answers."""
        self.form = form
        self._reader = Reader(form)
        self._items: dict[str, Item] = {item.id: item for item in form.items}
        self._order = {item.id: place for place, item in enumerate(form.items)}
        self._strict = {s.id for s in form.scores if s.missing.policy is Policy.STRICT}

    def score(
        self, answers: Mapping[str, object], facts: Mapping[str, Value] | None = None
    ) -> Result:
        """Score a finished set of answers.

        Args:
            answers: by item id: a number, None (left out) or `DECLINED`. Items may be absent.
            facts: what is known about who answers, by the names that the form's rules use.

        Raises:
            UnknownItem: if the form has no item of that id.
            AnswerNotAllowed: if an answer is out of range or of the wrong kind.
        """
        given = self._reader.read(answers)
        known = Known(given.raw, {}, facts or {})
        scores = tuple(self._one(spec, given, known) for spec in self.form.scores)
        known = Known(given.raw, {s.id: s.value for s in scores}, facts or {})
        return Result(
            scores,
            {a.id: a.when.holds(known) for a in self.form.algorithms},
            tuple(rule for rule in self.form.critical_rules if rule.when.holds(known)),
        )

    def criticals_so_far(
        self, answers: Mapping[str, object], facts: Mapping[str, Value] | None = None
    ) -> tuple[CriticalRule, ...]:
        """Return the critical rules that hold already, whatever the answers still to come.

        A question not reached yet is not missing, and a score that would be scaled up from the
        answers so far is not one yet.

        Raises:
            UnknownItem: if the form has no item of that id.
            AnswerNotAllowed: if an answer is out of range or of the wrong kind.
        """
        given = self._reader.read(answers)
        before = Known(given.raw, {}, facts or {}, settled=False)
        firm = {
            spec.id: self._one(spec, given, before).value
            for spec in self.form.scores
            if spec.id in self._strict
        }
        known = Known(given.raw, firm, facts or {}, settled=False)
        return tuple(rule for rule in self.form.critical_rules if rule.when.holds(known))

    def shown_items(
        self, answers: Mapping[str, object], facts: Mapping[str, Value] | None = None
    ) -> tuple[str, ...]:
        """Return the items that are to be asked, given the answers so far, in order.

        An item whose display depends on an answer that is not there is not to be asked (yet).

        Raises:
            UnknownItem: if the form has no item of that id.
            AnswerNotAllowed: if an answer is out of range or of the wrong kind.
        """
        known = Known(self._reader.read(answers).raw, {}, facts or {}, settled=False)
        return tuple(item for item in self._items if self._shown(item, known))

    def _one(self, spec: ScoreSpec, given: Given, known: Known) -> Scored:
        unanswered = [i for i in spec.items if i not in given.raw]
        if spec.gate is not None and given.raw.get(spec.gate.item) == spec.gate.equals:
            return self._read(spec, spec.gate.total, Status.COMPLETE, (), known)
        if not unanswered and spec.method is not Method.RULE:
            whole = METHODS[spec.method](spec, [given.points[i] for i in spec.items])
            return self._read(spec, whole, Status.COMPLETE, (), known)
        missing = self._to_ask(spec, unanswered, known)
        value, status = _despite_gaps(spec, given, known, missing)
        if value is None and self._none_was_due(spec, given, known):
            return self._read(spec, None, Status.NOT_ASKED, (), known)
        return self._read(spec, value, status, missing, known)

    def _read(
        self,
        spec: ScoreSpec,
        value: Outcome | None,
        status: Status,
        missing: tuple[str, ...],
        known: Known,
    ) -> Scored:
        if value is None or isinstance(value, str):
            return Scored(spec.id, value, status, None, missing, None, None)
        band = next((b for b in spec.bands if b.low <= value <= b.high), None)
        positive = None if spec.cut is None else value >= spec.cut.cut_for(known.facts)
        flagged = None if spec.flag is None else OPERATIONS[spec.flag[0]](value, spec.flag[1])
        return Scored(spec.id, value, status, band, missing, positive, flagged)

    def _to_ask(self, spec: ScoreSpec, unanswered: list[str], known: Known) -> tuple[str, ...]:
        """Return the unanswered items that should be asked, leaving out what is not shown.

        Items that are surely shown come alone: the others may turn out not to be asked.
        """
        shown = {item: self._shown(item, known) for item in unanswered}
        to_ask = [item for item in unanswered if shown[item]]
        if not to_ask:
            to_ask = [item for item in unanswered if shown[item] is None]
            some_answered = len(unanswered) < len(spec.items)
            if spec.missing.policy is Policy.AVAILABLE and some_answered:
                to_ask = []
        if not to_ask and spec.method is not Method.RULE and not self._enough(spec, unanswered):
            to_ask = unanswered
        return tuple(sorted(to_ask, key=self._order.__getitem__))

    def _enough(self, spec: ScoreSpec, unanswered: list[str]) -> bool:
        """Say whether the score stands although these items have no answer."""
        if spec.missing.policy is not Policy.AVAILABLE:
            return False
        return len(spec.items) - len(unanswered) >= spec.missing.min_answered

    def _none_was_due(self, spec: ScoreSpec, given: Given, known: Known) -> bool:
        return all(
            item not in given.raw and self._shown(item, known) is False for item in spec.items
        )

    def _shown(self, item_id: str, known: Known) -> bool | None:
        condition = self._items[item_id].shown_when
        return True if condition is None else condition.holds(known)


def _despite_gaps(
    spec: ScoreSpec, given: Given, known: Known, missing: tuple[str, ...]
) -> tuple[Outcome | None, Status]:
    """Return the value that the missing policy allows, and how it came about."""
    if spec.method is Method.RULE:
        word = next((case.value for case in spec.cases if case.when.holds(known)), None)
        return word, _status(word, missing, Status.PARTIAL)
    points = [given.points[i] for i in spec.items if i in given.points]
    if spec.missing.policy is Policy.PRORATE:
        total = _prorated(spec, given, points)
        return total, _status(total, missing, Status.PRORATED)
    if spec.missing.policy is Policy.AVAILABLE and len(points) >= spec.missing.min_answered:
        value = METHODS[spec.method](spec, points)
        return value, _status(value, missing, Status.PARTIAL)
    return None, Status.INCOMPLETE


def _status(value: object, missing: tuple[str, ...], with_gaps: Status) -> Status:
    if value is None:
        return Status.INCOMPLETE
    return with_gaps if missing else Status.COMPLETE


def _prorated(spec: ScoreSpec, given: Given, points: list[float]) -> float | None:
    """Scale the sum of `points` up to all items, halves rounded up; None if too few."""
    policy, items = spec.missing, len(spec.items)
    if items - len(points) > policy.max_missing or not points:
        return None
    if any(item not in given.raw for item in policy.never_impute):
        return None
    # In whole numbers: 2.5 in binary arithmetic may come out as 2.4999 and round the wrong way.
    doubled = 2 * round(sum(points)) * items + len(points)
    return doubled // (2 * len(points))


def _sum(spec: ScoreSpec, points: list[float]) -> float:
    return sum(points)


def _mean(spec: ScoreSpec, points: list[float]) -> float:
    return sum(points) / len(points)


def _value(spec: ScoreSpec, points: list[float]) -> float:
    return points[0]


def _any_ge(spec: ScoreSpec, points: list[float]) -> bool:
    threshold = 1.0 if spec.threshold is None else spec.threshold
    return any(p >= threshold for p in points)


METHODS: Mapping[Method, Callable[[ScoreSpec, list[float]], float | bool]] = {
    Method.SUM: _sum,
    Method.MEAN: _mean,
    Method.VALUE: _value,
    Method.ANY_GE: _any_ge,
}
