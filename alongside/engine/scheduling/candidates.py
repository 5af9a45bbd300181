"""Every session that could be: only what duties, travel, windows and staff allow is made at all.

So a planned session can never collide with a duty. Patients and clinicians go by their place in
the program here; times of a day are bit masks, bit s for slot s.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from alongside.engine.scheduling.program import (
    FAMILY,
    FIRST_VISIT,
    INDIVIDUAL,
    MEDICATION,
    MODES,
    ON_SITE,
    SPANISH,
    TELEHEALTH,
    TRAUMA,
    Clinician,
    Modality,
    Patient,
    Program,
    Span,
    Variant,
)


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A group that could be: its variant at one time, who could sit in it and who could lead it."""

    variant: int
    modality: Modality
    day: int
    start: int
    mode: str
    mask: int
    patients: tuple[int, ...]
    leaders: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A visit that could be."""

    modality: Modality
    patient: int
    clinician: int
    day: int
    start: int
    mode: str
    mask: int


def mask_of(start: int, slots: int) -> int:
    """Return the mask of `slots` slots from `start` on.

    >>> bin(mask_of(2, 3))
    '0b11100'
    """
    return ((1 << slots) - 1) << start


def spans_mask(spans: tuple[Span, ...], day: int) -> int:
    """Return the mask of what the spans cover of one day."""
    covered = 0
    for span in spans:
        if span.day == day:
            covered |= mask_of(span.start, span.end - span.start)
    return covered


def widened(mask: int, by: int) -> int:
    """Return the mask with `by` more slots on both sides of everything in it."""
    for _ in range(by):
        mask |= mask << 1 | mask >> 1
    return mask


class Candidates:
    """All candidate groups and visits of a program, made once and not changed."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.patient_at = {p.id: place for place, p in enumerate(program.patients)}
        self.clinician_at = {c.id: place for place, c in enumerate(program.clinicians)}
        self._blocked = {mode: [self._blocks(p, mode) for p in program.patients] for mode in MODES}
        self._hours = [
            [spans_mask(c.hours, day) for day in range(program.days)] for c in program.clinicians
        ]

    def can_attend(self, patient: int, day: int, mask: int, mode: str) -> bool:
        """Say whether the patient's own week lets in a session at this time."""
        return not self._blocked[mode][patient][day] & mask

    def works(self, clinician: int, day: int, mask: int) -> bool:
        """Say whether the clinician is there all that time."""
        return self._hours[clinician][day] & mask == mask

    @cached_property
    def members(self) -> list[list[int]]:
        """The patients whom each variant is meant for."""
        patients = self.program.patients
        return [
            [i for i, p in enumerate(patients) if _belongs(p, v)] for v in self.program.variants
        ]

    @cached_property
    def leaders(self) -> list[list[int]]:
        """The clinicians who can lead each variant."""
        clinicians = self.program.clinicians
        return [
            [i for i, c in enumerate(clinicians) if _leads(c, v)] for v in self.program.variants
        ]

    def avoids(self, one: int, other: int) -> bool:
        """Say whether two patients must not sit in one room."""
        a, b = self.program.patients[one], self.program.patients[other]
        return b.id in a.avoid or a.id in b.avoid

    @cached_property
    def kinds(self) -> list[Kind]:
        """All groups that could be, whoever and however many could come."""
        made = []
        for place, variant in enumerate(self.program.variants):
            modality = self.program.modalities[variant.modality]
            people, leaders = self.members[place], self.leaders[place]
            for day in range(self.program.days):
                for start in self.program.starts.get(modality.slots, ()):
                    mask = mask_of(start, modality.slots)
                    there = tuple(c for c in leaders if self.works(c, day, mask))
                    for mode in MODES:
                        able = tuple(p for p in people if self.can_attend(p, day, mask, mode))
                        made.append(Kind(place, modality, day, start, mode, mask, able, there))
        return made

    @cached_property
    def runnable(self) -> list[Kind]:
        """The groups with enough people and somebody to lead them."""
        return [k for k in self.kinds if k.leaders and len(k.patients) >= k.modality.least]

    @cached_property
    def kind_at(self) -> Mapping[tuple[int, int, int, str], Kind]:
        """The kinds by variant, day, start and mode."""
        return {(k.variant, k.day, k.start, k.mode): k for k in self.kinds}

    @cached_property
    def options(self) -> Mapping[tuple[int, str], list[Option]]:
        """The visits that could be, by patient and modality of the plan."""
        made: dict[tuple[int, str], list[Option]] = defaultdict(list)
        for place, patient in enumerate(self.program.patients):
            for code in patient.plan:
                modality = self.program.modalities[code]
                if not modality.is_group:
                    made[place, code] = self._options(place, patient, modality)
        return made

    def _options(self, place: int, patient: Patient, modality: Modality) -> list[Option]:
        staff = [i for i, c in enumerate(self.program.clinicians) if visits(c, patient, modality)]
        made = []
        for day in range(self.program.days):
            window = spans_mask(patient.family_windows, day)
            for start in visit_starts(self.program, modality):
                mask = mask_of(start, modality.slots)
                if modality.code == FAMILY and window & mask != mask:
                    continue
                for mode in MODES:
                    if self.can_attend(place, day, mask, mode):
                        made += [
                            Option(modality, place, c, day, start, mode, mask)
                            for c in staff
                            if self.works(c, day, mask)
                        ]
        return made

    def _blocks(self, patient: Patient, mode: str) -> list[int]:
        if mode == TELEHEALTH and not patient.has_telehealth:
            return [-1] * self.program.days
        around = patient.travel if mode == ON_SITE else 0
        spans = tuple(duty.span for duty in patient.duties)
        return [widened(spans_mask(spans, day), around) for day in range(self.program.days)]


def visit_starts(program: Program, modality: Modality) -> range:
    """Return the slots at which a visit may start; an hour with the family on even slots only."""
    step = 2 if modality.code == FAMILY and modality.slots == 2 else 1
    return range(FIRST_VISIT, program.day_slots - modality.slots + 1, step)


def visits(clinician: Clinician, patient: Patient, modality: Modality) -> bool:
    """Say whether this clinician may see this patient for this: skill, language, continuity."""
    usual = {INDIVIDUAL: patient.therapist, MEDICATION: patient.prescriber}.get(modality.code)
    return (
        modality.code in clinician.modalities
        and bool(clinician.languages & patient.languages)
        and (not usual or usual == clinician.id)
    )


def _belongs(patient: Patient, variant: Variant) -> bool:
    return (
        variant.modality in patient.plan
        and variant.language in patient.languages
        and patient.phase in variant.phases
        and (
            variant.modality != TRAUMA
            or variant.language == SPANISH
            or variant.gender == patient.seek
        )
    )


def _leads(clinician: Clinician, variant: Variant) -> bool:
    return (
        variant.modality in clinician.modalities
        and variant.language in clinician.languages
        and (variant.gender != "w" or clinician.gender == "w")
    )
