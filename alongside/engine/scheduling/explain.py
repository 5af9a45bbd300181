"""Why a session is missing: the fewest reasons that together rule out every time for it.

An explanation is a smallest hitting set: each conceivable time is ruled out by at least one of its
reasons. It explains one person against the present plan; whether a different plan for everybody
could serve her is answered by the bound.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.program import Plan
from alongside.engine.scheduling.reasons import LIFE, STAFF, Reason, Time, times

MOST_FIXES = 3
# Beyond this the fewest are not looked for; greed finds few enough, made minimal.
DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one session is missing. `kind` is "impossible" (the person's own week), "staff" (these
    staff and rooms) or "not_found" (another plan might do). Without reasons a time is free.
    """

    patient: str
    modality: str
    reasons: tuple[str, ...]
    cheapest_fixes: tuple[str, ...]
    kind: str


def explain(
    candidates: Candidates,
    plan: Plan,
    patient: str,
    modality: str,
    irreducible: Mapping[str, Mapping[str, int]],
) -> Explanation:
    """Return why this patient's plan misses a session of this modality.

    Args:
        candidates: of the program.
        plan: a sound plan in which the session is missing.
        patient: id.
        modality: code.
        irreducible: from `bound`.
    """
    found = times(candidates, plan, candidates.patient_at[patient], modality)
    blocked = [time.blockers for time in found]
    reasons = () if not all(blocked) else smallest(blocked)
    if reasons and not is_minimal(blocked, reasons):
        raise AssertionError("an explanation must rule out all times, and by nothing to spare")
    is_irreducible = bool(irreducible.get(patient, {}).get(modality))
    return Explanation(
        patient,
        modality,
        tuple(reason.sentence for reason in reasons),
        tuple(_fixes(found)),
        _kind(blocked, is_irreducible),
    )


def is_minimal(blocked: Sequence[frozenset[Reason]], reasons: Sequence[Reason]) -> bool:
    """Say whether the reasons rule out every time, and no fewer of them do."""
    chosen = frozenset(reasons)
    return _hits(blocked, chosen) and not any(_hits(blocked, chosen - {r}) for r in chosen)


def smallest(blocked: Sequence[frozenset[Reason]]) -> tuple[Reason, ...]:
    """Return the fewest reasons that meet every set; of equally few, the most lasting.

    Raises:
        ValueError: if a set is empty, as nothing meets it.
    """
    if not all(blocked):
        raise ValueError("a time without a reason is free")
    sets = _cores(blocked)
    for depth in range(DEEPEST + 1):
        found = list(_within(sets, frozenset(), depth))
        if found:
            best: frozenset[Reason] = min(found, key=_rank)
            return _ordered(best)
    return _ordered(_by_greed(sets))


def _cores(blocked: Iterable[frozenset[Reason]]) -> list[frozenset[Reason]]:
    """Return the sets that contain no other; what meets these meets all."""
    kept: list[frozenset[Reason]] = []
    for one in sorted(set(blocked), key=_rank):
        if not any(core <= one for core in kept):
            kept.append(one)
    return kept


def _within(
    sets: list[frozenset[Reason]], chosen: frozenset[Reason], depth: int
) -> Iterator[frozenset[Reason]]:
    """Yield each choice of at most `depth` more reasons that meets every set."""
    unmet = next((one for one in sets if not one & chosen), None)
    if unmet is None:
        yield chosen
    elif depth:
        for reason in _ordered(unmet):
            yield from _within(sets, chosen | {reason}, depth - 1)


def _by_greed(sets: list[frozenset[Reason]]) -> frozenset[Reason]:
    chosen: frozenset[Reason] = frozenset()
    while left := [one for one in sets if not one & chosen]:
        every = _ordered(frozenset().union(*left))
        chosen |= {max(every, key=lambda reason: sum(reason in one for one in left))}
    for reason in _ordered(chosen):
        if _hits(sets, chosen - {reason}):
            chosen -= {reason}
    return chosen


def _hits(sets: Iterable[frozenset[Reason]], chosen: frozenset[Reason]) -> bool:
    return all(one & chosen for one in sets)


def _ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (reason.where, reason.key)))


def _rank(reasons: Collection[Reason]) -> tuple[int, int, list[str]]:
    return len(reasons), sum(r.where for r in reasons), sorted(r.key for r in reasons)


def _kind(blocked: list[frozenset[Reason]], is_irreducible: bool) -> str:
    if all(any(r.where == LIFE for r in one) for one in blocked):
        return "impossible"
    if all(any(r.where <= STAFF for r in one) for one in blocked):
        return "staff"
    return "impossible" if is_irreducible else "not_found"


def _fixes(found: list[Time]) -> Iterator[str]:
    """Yield what would have to change, the cheapest first, each set of changes once."""
    seen: set[frozenset[str]] = set()
    for time in sorted(found, key=lambda t: (sum(r.price for r in t.blockers), len(t.blockers))):
        changes = frozenset(reason.fix for reason in time.blockers)
        if changes in seen or "" in changes:
            continue
        seen.add(changes)
        told = " and ".join(r.fix for r in _ordered(time.blockers)) or "nothing stands against it"
        yield f"{time.when}: {told}"
        if len(seen) == MOST_FIXES:
            return
