"""What changes for people between two plans, and a plan with some of the changes made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.engine.scheduling.program import Group, Plan, Program, Visit


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """One appointment of one patient: what, when, how and with whom; `variant` of a group."""

    patient: str
    modality: str
    day: int
    start: int
    mode: str
    clinician: str
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One appointment of a patient that is lost, added or different.

    `kind` is "added", "dropped", "moved" (another time), or "substitute" (same time, but another
    clinician, mode or composition).
    """

    kind: str
    patient: str
    modality: str
    old: Seat | None
    new: Seat | None


def seats(program: Program, plan: Plan) -> list[Seat]:
    """Return everybody's appointments, in order."""
    made = [
        Seat(
            p, program.variants[g.variant].modality, g.day, g.start, g.mode, g.clinician, g.variant
        )
        for g in plan.groups
        for p in g.patients
    ]
    made += [Seat(v.patient, v.modality, v.day, v.start, v.mode, v.clinician) for v in plan.visits]
    return sorted(made, key=_order)


def diff(program: Program, old: Plan, new: Plan) -> list[Change]:
    """Return what changes for each patient from the old plan to the new."""
    before, after = Counter(seats(program, old)), Counter(seats(program, new))
    lost = sorted((before - after).elements(), key=_order)
    gained = sorted((after - before).elements(), key=_order)
    changes = []
    for kind, is_match in (("substitute", _same_time), ("moved", _same_need)):
        for seat in list(lost):
            match = next((other for other in gained if is_match(seat, other)), None)
            if match is not None:
                lost.remove(seat)
                gained.remove(match)
                changes.append(Change(kind, seat.patient, seat.modality, seat, match))
    changes += [Change("dropped", s.patient, s.modality, s, None) for s in lost]
    changes += [Change("added", s.patient, s.modality, None, s) for s in gained]
    return sorted(changes, key=lambda c: (c.patient, c.modality, _order(c.new or c.old)))


def apply(program: Program, plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the plan with these changes made; ask `check` before it is used.

    Raises:
        KeyError: if an appointment that is to go is not in the plan.
    """
    held = Counter(seats(program, plan))
    for change in changes:
        if change.old is not None:
            if not held[change.old]:
                raise KeyError(f"no such appointment: {change.old}")
            held[change.old] -= 1
        if change.new is not None:
            held[change.new] += 1
    return _plan(sorted(held.elements(), key=_order))


def headline(program: Program, changes: Iterable[Change]) -> str:
    """Return the changes in a sentence: how many people, and how many keep their time."""
    changes = list(changes)
    if not changes:
        return "Nobody's week changes."
    of_kind = Counter(change.kind for change in changes)
    people = len({change.patient for change in changes})
    names = {
        "substitute": "keep their time with a substitute",
        "moved": "move",
        "dropped": "are lost",
        "added": "are new",
    }
    told = [f"{of_kind[kind]} {name}" for kind, name in names.items() if of_kind[kind]]
    who = "1 person's week changes" if people == 1 else f"{people} people's weeks change"
    return f"{who}; of their appointments {', '.join(told)}."


def _plan(held: list[Seat]) -> Plan:
    groups: dict[tuple[int, int, int, str, str], list[str]] = {}
    visits = []
    for s in held:
        if s.variant is None:
            visits.append(Visit(s.modality, s.patient, s.clinician, s.day, s.start, s.mode))
        else:
            # One clinician leads one group at a time, so this names the group.
            key = (s.variant, s.day, s.start, s.mode, s.clinician)
            groups.setdefault(key, []).append(s.patient)
    made = (Group(*key, tuple(people)) for key, people in groups.items())
    return Plan(tuple(made), tuple(visits)).sorted()


def _same_need(one: Seat, other: Seat) -> bool:
    return (one.patient, one.modality) == (other.patient, other.modality)


def _same_time(one: Seat, other: Seat) -> bool:
    return _same_need(one, other) and (one.day, one.start) == (other.day, other.start)


def _order(seat: Seat | None) -> tuple[object, ...]:
    assert seat is not None
    return (
        seat.patient,
        seat.modality,
        seat.day,
        seat.start,
        seat.mode,
        seat.clinician,
        -1 if seat.variant is None else seat.variant,
    )
