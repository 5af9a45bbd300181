"""After an event: keep what still holds, and mend the rest with as few moves as possible."""

from dataclasses import dataclass, replace
from time import monotonic

from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.improve import WORK_A_BOOLEAN, Budget, unmet
from alongside.engine.scheduling.piece import Freed, Piece
from alongside.engine.scheduling.prices import REPAIR, appointments, cost
from alongside.engine.scheduling.program import Group, Plan, Program
from alongside.engine.scheduling.state import State, kind_of, option_of

# Deterministic seconds for each of the pieces around what was lost.
WORK_ON_LOST = 0.5
LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Repaired:
    """The mended plan, what was left of the old one before mending, and whether it is proved that
    nothing better lies close by.
    """

    plan: Plan
    standing: Plan
    work: float
    is_best_nearby: bool


def standing(program: Program, plan: Plan, candidates: Candidates | None = None) -> Plan:
    """Return what of a plan still holds in a program that has changed; it is always sound.

    A group whose people can still make it goes on without the others, if they are enough and its
    leader and room are there.
    """
    candidates = candidates or Candidates(program)
    state = State(candidates)
    groups, visits = [], []
    for group in plan.groups:
        if (kept := _standing(candidates, state, group)) is not None:
            groups.append(kept)
    for visit in plan.visits:
        option = option_of(candidates, visit)
        known = candidates.options.get((option.patient, visit.modality), [])
        is_possible = any(
            (o.clinician, o.day, o.start, o.mode)
            == (option.clinician, option.day, option.start, option.mode)
            for o in known
        )
        if (
            is_possible
            and state.has_seat(option.patient, option)
            and state.has_clinician(option.clinician, option)
            and state.has_room(option)
        ):
            state.visit(option)
            visits.append(visit)
    return Plan(tuple(groups), tuple(visits)).sorted()


def _standing(candidates: Candidates, state: State, group: Group) -> Group | None:
    try:
        kind = kind_of(candidates, group)
    except KeyError:
        return None
    leader = candidates.clinician_at[group.clinician]
    people: list[int] = []
    for name in dict.fromkeys(group.patients):
        patient = candidates.patient_at[name]
        if (
            patient in kind.patients
            and state.has_seat(patient, kind)
            and not any(candidates.avoids(patient, other) for other in people)
        ):
            people.append(patient)
    is_led = leader in kind.leaders and state.has_clinician(leader, kind)
    if not is_led or not state.has_room(kind) or len(people) < kind.modality.least:
        return None
    people = people[: kind.modality.most]
    state.lead(leader, kind)
    for patient in people:
        state.seat(patient, kind)
    return replace(group, patients=tuple(candidates.program.patients[p].id for p in people))


def repair(
    program: Program, plan: Plan, budget: Budget, *, candidates: Candidates | None = None
) -> Repaired:
    """Return a sound plan for the changed program, close to the old plan.

    First only sessions of the lost modalities are free to change, of the people who lost something:
    one modality after another, then together; the groups of others stay, new ones may be opened.
    Only if something stays lost, these people's other sessions, and at last everybody's sessions of
    the lost modalities on the lost days are looked at too, and each that moves has its price.

    Args:
        program: the week after the event (see `after`).
        plan: what people were told.
        budget: when to stop.
        candidates: of the program after the event.
    """
    began = monotonic()
    candidates = candidates or Candidates(program)
    before = appointments(program, plan)
    left = standing(program, plan, candidates)
    lost = before - appointments(program, left)
    if not lost:
        return Repaired(left, left, 0.0, True)
    people = {candidates.patient_at[who] for who, _, _, _ in lost}
    opens = {code for _, code, _, _ in lost}
    cells = {(code, day) for _, code, day, _ in lost}
    mended, price, work, is_best = left, _price(program, left, before), 0.0, True
    pieces = [
        *(Freed(people=people, opens={code}, only={code}) for code in sorted(opens)),
        Freed(people=people, opens=opens, only=opens),
        Freed(people=people, opens=opens),
        Freed(cells, people, opens),
    ]
    for freed in pieces:
        seconds = budget.seconds - (monotonic() - began)
        if seconds < LEAST_SECONDS or work >= budget.work:
            return Repaired(mended, left, work, False)
        piece = Piece(candidates, mended, freed, REPAIR, before)
        work += piece.size * WORK_A_BOOLEAN
        found, done, is_best = piece.solve(
            seconds=budget.seconds - (monotonic() - began),
            work=min(max(budget.work - work, 0.01), WORK_ON_LOST),
            seed=budget.seed,
        )
        work += done
        if found is not None and (now := _price(program, found, before)) <= price:
            mended, price = found, now
        if _unmet(program, mended) <= _unmet(program, plan):
            break
    return Repaired(mended, left, work, is_best)


def _unmet(program: Program, plan: Plan) -> int:
    return sum(program.modalities[code].slots for _, code in unmet(program, plan))


def _price(program: Program, plan: Plan, before: frozenset[tuple[str, str, int, int]]) -> int:
    return cost(program, plan, REPAIR, before)
