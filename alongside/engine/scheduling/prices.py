"""What a week costs: one sum for the plan as a whole, which every step may only lower."""

from collections.abc import Set
from dataclasses import dataclass

from alongside.engine.scheduling.program import LEAST_MINUTES, ON_SITE, Patient, Plan, Program

# A seat of the plan as people feel it: who, what, when.
Appointment = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Prices:
    """Cost of each soft rule; a slot that stays unmet costs `unmet` times its clinical weight.

    The order is meant, the size is a choice: an unmet session outweighs any comfort.
    """

    unmet: int = 10
    hours: int = 8
    days: int = 20
    gap: int = 4
    trip: int = 1
    group: int = 1
    # What people were told before: lost, and added.
    kept: int = 0
    added: int = 0


# Repair: moving two appointments of others costs more than one group session that stays unmet.
REPAIR = Prices(kept=40, added=1)


def appointments(program: Program, plan: Plan) -> frozenset[Appointment]:
    """Return everybody's appointments as they know them: who, what, day and start."""
    seats = {
        (p, program.variants[g.variant].modality, g.day, g.start)
        for g in plan.groups
        for p in g.patients
    }
    return frozenset(seats | {(v.patient, v.modality, v.day, v.start) for v in plan.visits})


def least_slots(program: Program, patient: Patient) -> int:
    """Return the slots below which the week is under nine hours, or under a smaller plan."""
    planned = sum(program.modalities[m].slots * n for m, n in patient.plan.items())
    return min(-(-LEAST_MINUTES // program.slot_minutes), planned)


def least_days(program: Program, patient: Patient) -> int:
    """Return the days below which the week has too few."""
    return min(patient.min_days, program.days, sum(patient.plan.values()))


def gap_windows(program: Program) -> list[tuple[int, ...]]:
    """Return each run of three days, of which one should have service; weeks follow each other.

    Days beyond the program's own (a Sunday) never have service and are left out of the runs.
    """
    runs = [tuple((first + step) % 7 for step in range(3)) for first in range(7)]
    return [tuple(day for day in run if day < program.days) for run in runs]


def cost(
    program: Program, plan: Plan, prices: Prices, before: Set[Appointment] = frozenset()
) -> int:
    """Return the cost of a plan; `before` is what people were told last."""
    now = appointments(program, plan)
    slots: dict[str, int] = {p.id: 0 for p in program.patients}
    unmet = {p.id: dict(p.plan) for p in program.patients}
    days: dict[str, set[int]] = {p.id: set() for p in program.patients}
    for who, code, day, _ in now:
        slots[who] += program.modalities[code].slots
        unmet[who][code] = unmet[who].get(code, 0) - 1
        days[who].add(day)
    trips = {(p, g.day) for g in plan.groups if g.mode == ON_SITE for p in g.patients}
    trips |= {(v.patient, v.day) for v in plan.visits if v.mode == ON_SITE}
    total = prices.trip * len(trips) + prices.group * len(plan.groups)
    total += prices.kept * len(before - now) + prices.added * len(now - before) * bool(before)
    windows = gap_windows(program)
    for patient in program.patients:
        who = patient.id
        total += sum(
            prices.unmet * program.modalities[m].weight * program.modalities[m].slots * n
            for m, n in unmet[who].items()
        )
        total += prices.hours * max(0, least_slots(program, patient) - slots[who])
        total += prices.days * max(0, least_days(program, patient) - len(days[who]))
        total += prices.gap * sum(not days[who].intersection(run) for run in windows)
    return total
