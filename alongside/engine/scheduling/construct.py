"""A first plan by greed: family hours, then the fullest groups, then the other visits."""

from heapq import heapify, heappop, heapreplace

from alongside.engine.scheduling.candidates import Candidates, Kind
from alongside.engine.scheduling.program import (
    FAMILY,
    INDIVIDUAL,
    MEDICATION,
    TELEHEALTH,
    Group,
    Plan,
    Program,
    Visit,
)
from alongside.engine.scheduling.state import State


def construct(program: Program, candidates: Candidates | None = None) -> Plan:
    """Return a sound plan, the same for the same program; it breaks no hard rule."""
    candidates = candidates or Candidates(program)
    state = State(candidates)
    visits = _visits(state, {FAMILY})
    groups = _groups(state)
    visits += _visits(state, {code for code, m in program.modalities.items() if not m.is_group})
    return Plan(tuple(groups), tuple(visits)).sorted()


def _groups(state: State) -> list[Group]:
    """Open the group that serves most, weighted, again and again.

    Seats only become fewer, so a group whose count is still right at the top of the heap is the
    best of all; the others need not be counted anew.
    """
    candidates = state.candidates
    reserve = _reserve(candidates)
    heap = [(-_worth(kind, len(kind.patients)), i) for i, kind in enumerate(candidates.runnable)]
    heapify(heap)
    made: list[Group] = []
    while heap:
        worth, place = heap[0]
        kind = candidates.runnable[place]
        people = _seated(state, kind)
        now = -_worth(kind, len(people)) if len(people) >= kind.modality.least else 0
        leader = _leader(state, kind, reserve) if now and state.has_room(kind) else None
        if leader is None:
            heappop(heap)
        elif now > worth:
            heapreplace(heap, (now, place))
        else:
            state.lead(leader, kind)
            for patient in people:
                state.seat(patient, kind)
            made.append(_group(candidates, kind, leader, people))
    return made


def _worth(kind: Kind, people: int) -> float:
    """Return what a group of so many is worth; on site a little more, as telehealth is rationed."""
    seats = min(people, kind.modality.most) * kind.modality.weight * kind.modality.slots
    return seats - (0.5 if kind.mode == TELEHEALTH else 0)


def _seated(state: State, kind: Kind) -> list[int]:
    """Return who would sit in it: who still needs most goes first, nobody beside one to avoid."""
    able = [p for p in kind.patients if state.has_seat(p, kind)]
    able.sort(key=lambda p: (-state.need[p].total(), p))
    chosen: list[int] = []
    for one in able:
        if len(chosen) == kind.modality.most:
            break
        if not any(state.candidates.avoids(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _leader(state: State, kind: Kind, reserve: list[int]) -> int | None:
    free = [c for c in kind.leaders if state.has_clinician(c, kind, reserve=reserve[c])]
    return max(free, key=lambda c: (state.cap[c] - reserve[c], -c), default=None)


def _reserve(candidates: Candidates) -> list[int]:
    """Return how many slots of each clinician's cap are for patients whom nobody else may see."""
    reserve = [0] * len(candidates.program.clinicians)
    for patient in candidates.program.patients:
        for code, clinician in ((INDIVIDUAL, patient.therapist), (MEDICATION, patient.prescriber)):
            if clinician and code in patient.plan:
                slots = candidates.program.modalities[code].slots
                reserve[candidates.clinician_at[clinician]] += patient.plan[code] * slots
    return reserve


def _visits(state: State, codes: set[str]) -> list[Visit]:
    """Place the visits of these modalities; who has the fewest possible times goes first."""
    needed = [
        (len(options), patient, code)
        for (patient, code), options in state.candidates.options.items()
        if code in codes
    ]
    made = []
    for _, patient, code in sorted(needed):
        for option in sorted(
            state.candidates.options[patient, code],
            key=lambda o: (state.mode[patient][o.day] != o.mode, o.mode, o.day, o.start),
        ):
            if (
                state.has_seat(patient, option)
                and state.has_clinician(option.clinician, option)
                and state.has_room(option)
            ):
                state.visit(option)
                made.append(
                    _visit(
                        state.candidates,
                        patient,
                        code,
                        option.clinician,
                        option.day,
                        option.start,
                        option.mode,
                    )
                )
    return made


def _group(candidates: Candidates, kind: Kind, leader: int, people: list[int]) -> Group:
    program = candidates.program
    names = tuple(sorted(program.patients[p].id for p in people))
    return Group(
        kind.variant, kind.day, kind.start, kind.mode, program.clinicians[leader].id, names
    )


def _visit(
    candidates: Candidates, patient: int, code: str, clinician: int, day: int, start: int, mode: str
) -> Visit:
    program = candidates.program
    who, whom = program.patients[patient].id, program.clinicians[clinician].id
    return Visit(code, who, whom, day, start, mode)
