"""The independent checker: recounts every hard rule from the plan alone.

It shares no code with what builds plans (only the dataclasses), so that a misreading of a rule
there is found here. It is slow and plain on purpose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alongside.engine.scheduling.program import (
    Clinician,
    Group,
    Modality,
    Patient,
    Plan,
    Program,
    Visit,
)

RULES = (
    "two_places",
    "duty",
    "travel",
    "telehealth_unwilling",
    "mode_mixed",
    "twice_a_day",
    "telehealth_half",
    "over_plan",
    "over_day",
    "size",
    "composition",
    "avoid",
    "leader_gender",
    "start",
    "family_window",
    "continuity",
    "clinician_two_places",
    "clinician_hours",
    "clinician_modality",
    "clinician_language",
    "clinician_cap",
    "rooms",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a plan does: minutes asked for and unmet, rules broken (a sentence each), and people
    who fall short of the week's least.
    """

    prescribed_minutes: int
    unmet_minutes: int
    violations: Mapping[str, tuple[str, ...]]
    unmet: Mapping[str, Mapping[str, int]]
    under_hours: tuple[str, ...]
    under_days: tuple[str, ...]
    long_gaps: tuple[str, ...]
    groups: int
    visits: int

    @property
    def is_sound(self) -> bool:
        """Say whether no hard rule is broken."""
        return not any(self.violations.values())


@dataclass(frozen=True, slots=True)
class _Seat:
    """One patient in one session, as read off the plan."""

    modality: Modality
    day: int
    start: int
    mode: str

    @property
    def slots(self) -> range:
        return range(self.start, self.start + self.modality.slots)


def check(program: Program, plan: Plan) -> Report:
    """Return the report of a plan whose names are known to the program (see `read_plan`)."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    staff = {c.id: c for c in program.clinicians}
    people = {p.id: p for p in program.patients}
    seats: dict[str, list[_Seat]] = {p.id: [] for p in program.patients}
    for group in plan.groups:
        modality = program.modalities[program.variants[group.variant].modality]
        for rule, sentence in _of_group(program, group, modality, staff, people):
            found[rule].append(sentence)
        for one in group.patients:
            seats[one].append(_Seat(modality, group.day, group.start, group.mode))
    for visit in plan.visits:
        modality = program.modalities[visit.modality]
        for rule, sentence in _of_visit(program, visit, modality, staff, people):
            found[rule].append(sentence)
        seats[visit.patient].append(_Seat(modality, visit.day, visit.start, visit.mode))
    for patient in program.patients:
        for rule, sentence in _of_patient(program, patient, seats[patient.id]):
            found[rule].append(sentence)
    for rule, sentence in (*_of_staff(program, plan), *_of_rooms(program, plan)):
        found[rule].append(sentence)
    return _report(program, plan, seats, found)


def _report(
    program: Program, plan: Plan, seats: dict[str, list[_Seat]], found: dict[str, list[str]]
) -> Report:
    prescribed = unmet = 0
    missing: dict[str, Mapping[str, int]] = {}
    under_hours, under_days, gaps = [], [], []
    for patient in program.patients:
        had = Counter(seat.modality.code for seat in seats[patient.id])
        short = {m: n - had[m] for m, n in patient.plan.items() if had[m] < n}
        if short:
            missing[patient.id] = MappingProxyType(short)
        minutes = {
            m: modality.slots * program.slot_minutes for m, modality in program.modalities.items()
        }
        prescribed += sum(n * minutes[m] for m, n in patient.plan.items())
        unmet += sum(n * minutes[m] for m, n in short.items())
        days = {seat.day for seat in seats[patient.id]}
        if sum(minutes[m] * n for m, n in had.items()) < 9 * 60:
            under_hours.append(patient.id)
        if len(days) < patient.min_days:
            under_days.append(patient.id)
        if _longest_gap(days) > 2:
            gaps.append(patient.id)
    return Report(
        prescribed_minutes=prescribed,
        unmet_minutes=unmet,
        violations=MappingProxyType({rule: tuple(told) for rule, told in found.items()}),
        unmet=MappingProxyType(missing),
        under_hours=tuple(under_hours),
        under_days=tuple(under_days),
        long_gaps=tuple(gaps),
        groups=len(plan.groups),
        visits=len(plan.visits),
    )


def _longest_gap(days: set[int]) -> int:
    """Return the longest run of days without service, the week taken to come round again."""
    if not days:
        return 7
    ordered = sorted(days)
    following = [*ordered[1:], ordered[0] + 7]
    return max(next_ - day - 1 for day, next_ in zip(ordered, following, strict=True))


def _of_group(
    program: Program,
    group: Group,
    modality: Modality,
    staff: Mapping[str, Clinician],
    people: Mapping[str, Patient],
) -> Iterator[tuple[str, str]]:
    variant = program.variants[group.variant]
    leader = staff[group.clinician]
    name = f"{modality.code} on day {group.day} at {group.start}"
    if not modality.least <= len(group.patients) <= modality.most:
        yield "size", f"{name}: {len(group.patients)} people"
    if group.start not in program.starts.get(modality.slots, ()):
        yield "start", f"{name}: not a start of groups"
    if modality.code not in leader.modalities:
        yield "clinician_modality", f"{name}: {leader.id} does not lead it"
    if variant.language not in leader.languages:
        yield "clinician_language", f"{name}: {leader.id} does not speak {variant.language}"
    if variant.gender == "w" and leader.gender != "w":
        yield "leader_gender", f"{name}: {leader.id} is not a woman"
    for one in group.patients:
        patient = people[one]
        if modality.code not in patient.plan:
            yield "over_plan", f"{name}: {one} has no {modality.code} in the plan"
        if variant.language not in patient.languages:
            yield "composition", f"{name}: {one} does not speak {variant.language}"
        if patient.phase not in variant.phases:
            yield "composition", f"{name}: {one} is in phase {patient.phase}"
        is_open = modality.code != "SEEK" or variant.language == "es"
        if not is_open and variant.gender != patient.seek:
            yield "composition", f"{name}: {one} looks for another composition"
        for other in group.patients:
            if other != one and other in patient.avoid:
                yield "avoid", f"{name}: {one} and {other} are kept apart"
    if len(set(group.patients)) < len(group.patients):
        yield "two_places", f"{name}: somebody sits there twice"


def _of_visit(
    program: Program,
    visit: Visit,
    modality: Modality,
    staff: Mapping[str, Clinician],
    people: Mapping[str, Patient],
) -> Iterator[tuple[str, str]]:
    patient, clinician = people[visit.patient], staff[visit.clinician]
    end = visit.start + modality.slots
    name = f"{modality.code} of {patient.id} on day {visit.day} at {visit.start}"
    if modality.is_group:
        yield "size", f"{name}: a group is not a visit"
    if modality.code not in patient.plan:
        yield "over_plan", f"{name}: not in the plan"
    if visit.start < 2 or (modality.code == "FAM" and modality.slots == 2 and visit.start % 2):
        yield "start", f"{name}: not a start of visits"
    if modality.code not in clinician.modalities:
        yield "clinician_modality", f"{name}: {clinician.id} does not do it"
    if not patient.languages & clinician.languages:
        yield "clinician_language", f"{name}: no language in common with {clinician.id}"
    usual = {"IND": patient.therapist, "MED": patient.prescriber}.get(modality.code)
    if usual and usual != clinician.id:
        yield "continuity", f"{name}: {usual} is the clinician"
    if modality.code == "FAM" and not any(
        window.day == visit.day and window.start <= visit.start and end <= window.end
        for window in patient.family_windows
    ):
        yield "family_window", f"{name}: the family cannot come"


def _of_patient(
    program: Program, patient: Patient, seats: list[_Seat]
) -> Iterator[tuple[str, str]]:
    who = patient.id
    places = Counter((seat.day, slot) for seat in seats for slot in seat.slots)
    for (day, slot), count in places.items():
        if count > 1:
            yield "two_places", f"{who}: {count} sessions on day {day} at {slot}"
    duty = {(d.span.day, slot) for d in patient.duties for slot in range(d.span.start, d.span.end)}
    for seat in seats:
        name = f"{who}: {seat.modality.code} on day {seat.day} at {seat.start}"
        if any((seat.day, slot) in duty for slot in seat.slots):
            yield "duty", name
        if seat.mode == "tele" and not patient.has_telehealth:
            yield "telehealth_unwilling", name
        around = [
            *range(seat.start - patient.travel, seat.start),
            *range(
                seat.start + seat.modality.slots, seat.start + seat.modality.slots + patient.travel
            ),
        ]
        if seat.mode == "on" and any((seat.day, slot) in duty for slot in around):
            yield "travel", name
    modes = defaultdict(set)
    length: Counter[int] = Counter()
    for seat in seats:
        modes[seat.day].add(seat.mode)
        length[seat.day] += seat.modality.slots
    yield from (("mode_mixed", f"{who}: day {day}") for day, used in modes.items() if len(used) > 1)
    for day, slots in length.items():
        if slots > patient.max_day:
            yield "over_day", f"{who}: {slots} slots on day {day}"
    for (code, day), count in Counter((s.modality.code, s.day) for s in seats).items():
        if count > 1:
            yield "twice_a_day", f"{who}: {count} of {code} on day {day}"
    for code, count in Counter(s.modality.code for s in seats).items():
        if count > patient.plan.get(code, 0):
            yield "over_plan", f"{who}: {count} of {code}"
    planned = sum(program.modalities[m].slots * n for m, n in patient.plan.items())
    remote = sum(seat.modality.slots for seat in seats if seat.mode == "tele")
    if remote * 2 > planned:
        yield "telehealth_half", f"{who}: {remote} of {planned} planned slots"


def _of_staff(program: Program, plan: Plan) -> Iterator[tuple[str, str]]:
    busy: dict[str, Counter[tuple[int, int]]] = {c.id: Counter() for c in program.clinicians}
    for group in plan.groups:
        length = program.modalities[program.variants[group.variant].modality].slots
        busy[group.clinician].update(
            (group.day, slot) for slot in range(group.start, group.start + length)
        )
    for visit in plan.visits:
        length = program.modalities[visit.modality].slots
        busy[visit.clinician].update(
            (visit.day, slot) for slot in range(visit.start, visit.start + length)
        )
    for clinician in program.clinicians:
        used = busy[clinician.id]
        there = {(h.day, slot) for h in clinician.hours for slot in range(h.start, h.end)}
        for (day, slot), count in used.items():
            if count > 1:
                yield "clinician_two_places", f"{clinician.id}: day {day} at {slot}"
            if (day, slot) not in there:
                yield "clinician_hours", f"{clinician.id}: day {day} at {slot}"
        if used.total() > clinician.cap:
            yield "clinician_cap", f"{clinician.id}: {used.total()} of {clinician.cap} slots"


def _of_rooms(program: Program, plan: Plan) -> Iterator[tuple[str, str]]:
    groups: Counter[tuple[int, int]] = Counter()
    offices: Counter[tuple[int, int]] = Counter()
    for group in plan.groups:
        length = program.modalities[program.variants[group.variant].modality].slots
        if group.mode == "on":
            groups.update((group.day, slot) for slot in range(group.start, group.start + length))
        if group.start + length > program.day_slots:
            yield "start", f"a group ends after day {group.day}"
    for visit in plan.visits:
        length = program.modalities[visit.modality].slots
        if visit.mode == "on":
            offices.update((visit.day, slot) for slot in range(visit.start, visit.start + length))
        if visit.start + length > program.day_slots:
            yield "start", f"a visit ends after day {visit.day}"
    for name, used, there in (
        ("group rooms", groups, program.group_rooms),
        ("offices", offices, program.offices),
    ):
        for (day, slot), count in used.items():
            if count > there[day]:
                yield "rooms", f"{count} {name} on day {day} at {slot}, {there[day]} there"
