"""Reading a week, a plan or an event from plain values: all of it, or a sentence for each fault."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from jsonschema_rs import Draft202012Validator

from alongside.engine.scheduling import shape
from alongside.engine.scheduling.program import (
    TOO_MANY_MINUTES,
    Clinician,
    Duty,
    Group,
    Modality,
    Patient,
    Plan,
    Program,
    Span,
    Variant,
    Visit,
)

# A file with a systematic fault would name it hundreds of times.
MOST_FAULTS = 10


class Unreadable(ValueError):
    """The values are no week, plan or event; `faults` says why, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        shown = list(self.faults[:MOST_FAULTS])
        if len(self.faults) > MOST_FAULTS:
            shown.append(f"and {len(self.faults) - MOST_FAULTS} more")
        super().__init__("; ".join(shown))


def read_program(values: object) -> Program:
    """Return the week that parsed JSON of the instance format describes.

    Raises:
        Unreadable: if keys are unknown or missing, names point nowhere, times lie outside the day
            or overlap, or a plan cannot be meant.
    """
    given = _shaped(shape.INSTANCE, values)
    program = Program(
        name=given.get("name", ""),
        slot_minutes=given["slot_minutes"],
        day_slots=given["spd"],
        days=given["days"],
        modalities=MappingProxyType(
            {code: _modality(code, m) for code, m in given["modalities"].items()}
        ),
        variants=tuple(
            Variant(v["mod"], v["lang"], v["gender"], frozenset(v["phases"]))
            for v in given["variants"]
        ),
        starts=MappingProxyType(_starts(given["starts"])),
        group_rooms=(given["rooms"]["group"],) * given["days"],
        offices=(given["rooms"]["office"],) * given["days"],
        clinicians=tuple(map(_clinician, given["clinicians"])),
        patients=tuple(map(_patient, given["patients"])),
        day_start=_minutes(given.get("day_start", "08:00")),
    )
    _refuse(_faults(program, given.get("n", len(program.patients))))
    return program


def read_plan(values: object, program: Program) -> Plan:
    """Return the plan that parsed JSON describes; a whole answer of the command will do.

    Raises:
        Unreadable: if it is no plan, or names what the program does not have.
    """
    if isinstance(values, dict) and "plan" in values:
        values = values["plan"]
    given = _shaped(shape.PLAN, values)
    plan = Plan(
        tuple(
            Group(g["v"], g["day"], g["start"], g["mode"], g["clinician"], tuple(g["patients"]))
            for g in given["groups"]
        ),
        tuple(
            Visit(v["modality"], v["patient"], v["clinician"], v["day"], v["start"], v["mode"])
            for v in given["one"]
        ),
    )
    staff = {c.id for c in program.clinicians}
    people = {p.id for p in program.patients}
    sessions: list[Group | Visit] = [*plan.groups, *plan.visits]
    faults = [f"no variant {g.variant}" for g in plan.groups if g.variant >= len(program.variants)]
    faults += [
        f"no clinician {session.clinician}"
        for session in sessions
        if session.clinician not in staff
    ]
    named = [p for g in plan.groups for p in g.patients] + [v.patient for v in plan.visits]
    faults += [f"no patient {p}" for p in named if p not in people]
    faults += [
        f"no modality {v.modality}" for v in plan.visits if v.modality not in program.modalities
    ]
    faults += [f"no day {session.day}" for session in sessions if session.day >= program.days]
    _refuse(dict.fromkeys(faults))
    return plan.sorted()


def after(program: Program, event: object) -> Program:
    """Return the week as it is after an event: a clinician off, a room closed, duties changed.

    Raises:
        Unreadable: if it is no event, or names what the program does not have.
    """
    kind = event.get("kind") if isinstance(event, dict) else None
    if kind not in shape.EVENTS:
        raise Unreadable([f"kind must be one of {', '.join(shape.EVENTS)}"])
    given = _shaped(shape.EVENTS[kind], event)
    days = set(given.get("days", ()))
    faults = [f"no day {day}" for day in sorted(days) if day >= program.days]
    if kind == "clinician_off":
        if given["clinician"] not in {c.id for c in program.clinicians}:
            faults.append(f"no clinician {given['clinician']}")
        changed = replace(
            program,
            clinicians=tuple(
                replace(c, hours=tuple(h for h in c.hours if h.day not in days))
                if c.id == given["clinician"]
                else c
                for c in program.clinicians
            ),
        )
    elif kind == "room_closed":
        field = "group_rooms" if given["room_type"] == "group" else "offices"
        rooms = tuple(
            max(0, rooms - given["count"]) if day in days else rooms
            for day, rooms in enumerate(getattr(program, field))
        )
        changed = replace(
            program,
            group_rooms=rooms if field == "group_rooms" else program.group_rooms,
            offices=rooms if field == "offices" else program.offices,
        )
    else:
        duties = {p["id"]: tuple(map(_duty, p["duties"])) for p in given["patients"]}
        unknown = sorted(set(duties) - {p.id for p in program.patients})
        faults += [f"no patient {one}" for one in unknown]
        changed = replace(
            program,
            patients=tuple(replace(p, duties=duties.get(p.id, p.duties)) for p in program.patients),
        )
        faults += [
            fault for p in changed.patients if p.id in duties for fault in _of_duties(changed, p)
        ]
    _refuse(faults)
    return changed


def _shaped(validator: Draft202012Validator, values: object) -> dict[str, Any]:
    faults = []
    for error in validator.iter_errors(values):
        where = "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path
        ).lstrip(".")
        message = " ".join(str(error.message).split())[:300]
        faults.append(f"{where}: {message}" if where else message)
    _refuse(faults)
    assert isinstance(values, dict)
    return values


def _refuse(faults: Iterable[str]) -> None:
    if found := list(faults):
        raise Unreadable(found)


def _span(given: Any) -> Span:
    return Span(given["day"], given["s"], given["e"]) if isinstance(given, dict) else Span(*given)


def _duty(given: Any) -> Duty:
    return Duty(given.get("label", "duty") if isinstance(given, dict) else "duty", _span(given))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _modality(code: str, given: dict[str, Any]) -> Modality:
    is_group = given["kind"] == "group"
    return Modality(code, given["slots"], is_group, given["weight"], given["min"], given["max"])


def _starts(given: dict[str, list[int]]) -> dict[int, tuple[int, ...]]:
    _refuse(f"starts.{length} is not a length in slots" for length in given if not length.isdigit())
    return {int(length): tuple(sorted(set(slots))) for length, slots in given.items()}


def _clinician(given: dict[str, Any]) -> Clinician:
    return Clinician(
        id=given["id"],
        discipline=given.get("disc", ""),
        modalities=frozenset(given["mods"]),
        hours=tuple(sorted(map(_span, given["avail"]), key=lambda s: (s.day, s.start))),
        languages=frozenset(given["langs"]),
        gender=given["gender"],
        cap=given["cap"],
    )


def _patient(given: dict[str, Any]) -> Patient:
    return Patient(
        id=given["id"],
        duties=tuple(map(_duty, given["duties"])),
        languages=frozenset(given["langs"]),
        gender=given["gender"],
        phase=given["phase"],
        travel=given["travel"],
        has_telehealth=given["tele"],
        plan=MappingProxyType({m: n for m, n in given["plan"].items() if n}),
        family_windows=tuple(map(_span, given.get("family_windows", ()))),
        therapist=given.get("therapist") or "",
        prescriber=given.get("prescriber") or "",
        seek=given.get("seek") or "any",
        avoid=frozenset(given.get("avoid", ())),
        max_day=given["max_day"],
        min_days=given["min_days"],
    )


def _faults(program: Program, announced: int) -> Iterable[str]:
    """Yield what the shape alone cannot show."""
    if announced != len(program.patients):
        yield f"n is {announced}, but there are {len(program.patients)} patients"
    for ids, what in (
        ([p.id for p in program.patients], "patient"),
        ([c.id for c in program.clinicians], "clinician"),
    ):
        yield from (f"{what} {i} stands there twice" for i in sorted(ids) if ids.count(i) > 1)
    for modality in program.modalities.values():
        if modality.is_group and not 0 < modality.least <= modality.most:
            yield f"modality {modality.code}: min must be at least 1 and not above max"
    for place, variant in enumerate(program.variants):
        known = program.modalities.get(variant.modality)
        if known is None or not known.is_group:
            yield f"variants[{place}]: no group modality {variant.modality}"
    for length, starts in program.starts.items():
        if any(start + length > program.day_slots for start in starts):
            yield f"starts.{length}: a group would end after the day"
    for clinician in program.clinicians:
        yield from _of_hours(program, clinician)
    staff, people = {c.id for c in program.clinicians}, {p.id for p in program.patients}
    for patient in program.patients:
        yield from _of_patient(program, patient, staff, people)


def _of_hours(program: Program, clinician: Clinician) -> Iterable[str]:
    who = f"clinician {clinician.id}"
    for hours in clinician.hours:
        yield from _of_span(program, hours, f"{who}: avail")
    for one, other in zip(clinician.hours, clinician.hours[1:], strict=False):
        if one.day == other.day and other.start < one.end:
            yield f"{who}: avail overlaps on day {one.day} ({other.start} is before {one.end})"
    for code in sorted(clinician.modalities - set(program.modalities)):
        yield f"{who}: no modality {code}"


def _of_patient(
    program: Program, patient: Patient, staff: set[str], people: set[str]
) -> Iterable[str]:
    who = f"patient {patient.id}"
    yield from _of_duties(program, patient)
    for window in patient.family_windows:
        yield from _of_span(program, window, f"{who}: family_windows")
    yield from (f"{who}: no modality {m}" for m in patient.plan if m not in program.modalities)
    yield from (f"{who}: avoid names {q}, who is not here" for q in patient.avoid - people)
    for role, clinician in (("therapist", patient.therapist), ("prescriber", patient.prescriber)):
        if clinician and clinician not in staff:
            yield f"{who}: no {role} {clinician}"
    minutes = sum(
        count * program.modalities[m].slots * program.slot_minutes
        for m, count in patient.plan.items()
        if m in program.modalities
    )
    if minutes >= TOO_MANY_MINUTES:
        yield (
            f"{who}: a plan of {minutes / 60:g} hours a week; "
            f"intensive outpatient care stays below {TOO_MANY_MINUTES // 60}"
        )


def _of_duties(program: Program, patient: Patient) -> Iterable[str]:
    who = f"patient {patient.id}"
    outside = [
        fault
        for duty in patient.duties
        for fault in _of_span(program, duty.span, f"{who}: {duty.label}")
    ]
    yield from outside
    taken = {(d.span.day, slot) for d in patient.duties for slot in range(d.span.start, d.span.end)}
    if not outside and len(taken) == program.days * program.day_slots:
        yield f"{who}: the duties cover the whole week; nothing could be planned"


def _of_span(program: Program, span: Span, what: str) -> Iterable[str]:
    if span.day >= program.days:
        yield f"{what}: no day {span.day}"
    if not span.start < span.end <= program.day_slots:
        yield f"{what}: {span.start} to {span.end} is not a time of a day of {program.day_slots}"
