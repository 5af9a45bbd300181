"""What nobody could avoid: each patient's best week if it were arranged for this patient alone.

A patient alone may join every group that could exist and see every clinician who is there; others
take no room and no time. No plan for everybody can cost a patient less unmet weight than that, so
the sum is a bound. The minutes are those of the best weeks found so, and read as a close proxy.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

from ortools.sat.python import cp_model

from alongside.engine.scheduling.candidates import Candidates, Kind, Option
from alongside.engine.scheduling.program import TELEHEALTH

# Deterministic seconds for one patient; ends by proof in hundredths.
WORK_A_PATIENT = 2.0


@dataclass(frozen=True, slots=True)
class Bound:
    """Sessions that no plan can give, by patient and modality; minutes; whether all is proved."""

    irreducible: Mapping[str, Mapping[str, int]]
    minutes: int
    weighted_minutes: int
    is_proved: bool


def bound(candidates: Candidates, *, served: Set[str] = frozenset()) -> Bound:
    """Return what stays unmet when each patient is planned alone.

    Whoever is `served` in full by a sound plan needs no solving: nothing is irreducible there.
    Where a patient's week is not solved to proof in its share of work, nothing of it counts as
    irreducible, and `is_proved` is false: the bound stays valid.
    """
    program = candidates.program
    times: list[list[Kind | Option]] = [[] for _ in program.patients]
    for kind in candidates.runnable:
        if program.group_rooms[kind.day] or kind.mode == TELEHEALTH:
            for patient in kind.patients:
                times[patient].append(kind)
    for (patient, _), options in candidates.options.items():
        times[patient] += [o for o in options if program.offices[o.day] or o.mode == TELEHEALTH]
    irreducible: dict[str, Mapping[str, int]] = {}
    minutes = weighted = 0
    is_proved = True
    for place, person in enumerate(program.patients):
        if person.id in served:
            continue
        had = _alone(candidates, place, times[place])
        if had is None:
            is_proved = False
            continue
        short = {m: n - had.get(m, 0) for m, n in person.plan.items() if had.get(m, 0) < n}
        if short:
            irreducible[person.id] = short
        for code, count in short.items():
            modality = program.modalities[code]
            minutes += count * modality.slots * program.slot_minutes
            weighted += count * modality.slots * program.slot_minutes * modality.weight
    return Bound(irreducible, minutes, weighted, is_proved)


def _alone(
    candidates: Candidates, patient: int, times: list[Kind | Option]
) -> Mapping[str, int] | None:
    """Return sessions by modality in the patient's own best week, or None without proof."""
    program, person = candidates.program, candidates.program.patients[patient]
    # The same hour with another clinician or variant is the same to the patient.
    distinct = {(t.modality.code, t.day, t.start, t.mode): t for t in times}
    model = cp_model.CpModel()
    seats = [(time, model.new_bool_var("")) for _, time in sorted(distinct.items())]
    remote = {day: model.new_bool_var("") for day in range(program.days)}
    needs, once, at_slot = defaultdict(list), defaultdict(list), defaultdict(list)
    lengths = defaultdict(list)
    for time, seat in seats:
        needs[time.modality.code].append(seat)
        once[time.modality.code, time.day].append(seat)
        lengths[time.day].append(time.modality.slots * seat)
        is_remote = time.mode == TELEHEALTH
        model.add_implication(seat, remote[time.day] if is_remote else remote[time.day].negated())
        for slot in range(time.start, time.start + time.modality.slots):
            at_slot[time.day, slot].append(seat)
    for literals in (*once.values(), *at_slot.values()):
        model.add_at_most_one(literals)
    for code, literals in needs.items():
        model.add(sum(literals) <= person.plan[code])
    for slots in lengths.values():
        model.add(sum(slots) <= person.max_day)
    planned = sum(program.modalities[m].slots * n for m, n in person.plan.items())
    far = [time.modality.slots * seat for time, seat in seats if time.mode == TELEHEALTH]
    model.add(2 * sum(far) <= planned)
    model.maximize(sum(t.modality.weight * t.modality.slots * seat for t, seat in seats))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK_A_PATIENT
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return {
        code: sum(solver.boolean_value(seat) for seat in literals)
        for code, literals in needs.items()
    }
