"""A week that is being filled: what is taken, and whether one more seat, leader or room is left."""

from collections import Counter

from alongside.engine.scheduling.candidates import Candidates, Kind, Option, mask_of
from alongside.engine.scheduling.program import ON_SITE, TELEHEALTH, Group, Plan, Visit


class State:
    """What is taken of everybody's week; filled by `seat`, `lead` and `visit`, never emptied."""

    def __init__(self, candidates: Candidates) -> None:
        program = candidates.program
        people, staff, days = len(program.patients), len(program.clinicians), program.days
        self.candidates = candidates
        self.need = [Counter(p.plan) for p in program.patients]
        self.busy = [[0] * days for _ in range(people)]
        self.mode: list[list[str | None]] = [[None] * days for _ in range(people)]
        self.held: list[list[set[str]]] = [[set() for _ in range(days)] for _ in range(people)]
        self.room_in_day = [[p.max_day] * days for p in program.patients]
        self.remote_left = [
            sum(program.modalities[m].slots * n for m, n in p.plan.items()) // 2
            for p in program.patients
        ]
        self.taken = [[0] * days for _ in range(staff)]
        self.cap = [c.cap for c in program.clinicians]
        self.rooms = {
            True: [[program.group_rooms[day]] * program.day_slots for day in range(days)],
            False: [[program.offices[day]] * program.day_slots for day in range(days)],
        }

    def has_seat(self, patient: int, at: Kind | Option) -> bool:
        """Say whether the patient needs this and has the time for it."""
        day, code, slots = at.day, at.modality.code, at.modality.slots
        return (
            self.need[patient][code] > 0
            and not self.busy[patient][day] & at.mask
            and self.mode[patient][day] in (None, at.mode)
            and code not in self.held[patient][day]
            and self.room_in_day[patient][day] >= slots
            and (at.mode == ON_SITE or self.remote_left[patient] >= slots)
        )

    def has_clinician(self, clinician: int, at: Kind | Option, *, reserve: int = 0) -> bool:
        """Say whether the clinician is free then, and keeps `reserve` slots of the week's cap."""
        return (
            not self.taken[clinician][at.day] & at.mask
            and self.cap[clinician] - reserve >= at.modality.slots
        )

    def has_room(self, at: Kind | Option) -> bool:
        """Say whether a room is left at that time, where one is needed."""
        if at.mode == TELEHEALTH:
            return True
        left = self.rooms[at.modality.is_group][at.day]
        return all(left[slot] > 0 for slot in range(at.start, at.start + at.modality.slots))

    def seat(self, patient: int, at: Kind | Option) -> None:
        """Take the patient's time."""
        day, slots = at.day, at.modality.slots
        self.need[patient][at.modality.code] -= 1
        self.busy[patient][day] |= at.mask
        self.mode[patient][day] = at.mode
        self.held[patient][day].add(at.modality.code)
        self.room_in_day[patient][day] -= slots
        if at.mode == TELEHEALTH:
            self.remote_left[patient] -= slots

    def lead(self, clinician: int, at: Kind | Option) -> None:
        """Take the clinician's time, and a room where one is needed."""
        self.taken[clinician][at.day] |= at.mask
        self.cap[clinician] -= at.modality.slots
        if at.mode == ON_SITE:
            left = self.rooms[at.modality.is_group][at.day]
            for slot in range(at.start, at.start + at.modality.slots):
                left[slot] -= 1

    def visit(self, option: Option) -> None:
        """Take everything that a visit takes."""
        self.seat(option.patient, option)
        self.lead(option.clinician, option)


def kind_of(candidates: Candidates, group: Group) -> Kind:
    """Return the candidate that a planned group is.

    Raises:
        KeyError: if the program has no such group.
    """
    return candidates.kind_at[group.variant, group.day, group.start, group.mode]


def option_of(candidates: Candidates, visit: Visit) -> Option:
    """Return the candidate that a planned visit is, whether or not the week allows it."""
    modality = candidates.program.modalities[visit.modality]
    return Option(
        modality,
        candidates.patient_at[visit.patient],
        candidates.clinician_at[visit.clinician],
        visit.day,
        visit.start,
        visit.mode,
        mask_of(visit.start, modality.slots),
    )


def filled(candidates: Candidates, plan: Plan) -> State:
    """Return the state after a sound plan."""
    state = State(candidates)
    for group in plan.groups:
        kind = kind_of(candidates, group)
        state.lead(candidates.clinician_at[group.clinician], kind)
        for patient in group.patients:
            state.seat(candidates.patient_at[patient], kind)
    for visit in plan.visits:
        state.visit(option_of(candidates, visit))
    return state
