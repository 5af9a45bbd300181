"""What a week is made of: the program and its people, and a plan for them. Slots are whole numbers.

A day has `day_slots` slots of `slot_minutes` minutes; a span [start, end) leaves its end out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ON_SITE, TELEHEALTH = "on", "tele"
MODES = (ON_SITE, TELEHEALTH)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Span:
    """Slots from `start` to before `end` of one day; day 0 is Monday."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """What a patient cannot move: work, children, court."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Modality:
    """A kind of session: length in slots, clinical weight, fewest and most people of a group."""

    code: str
    slots: int
    is_group: bool
    weight: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A possible composition of a group."""

    modality: str
    language: str
    gender: str
    phases: frozenset[int]


@dataclass(frozen=True, slots=True)
class Clinician:
    """One of the staff; `cap` is the most slots of contact in the week."""

    id: str
    discipline: str
    modalities: frozenset[str]
    hours: tuple[Span, ...]
    languages: frozenset[str]
    gender: str
    cap: int


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient's week: `plan` in sessions by modality, `travel` and `max_day` in slots."""

    id: str
    duties: tuple[Duty, ...]
    languages: frozenset[str]
    gender: str
    phase: int
    travel: int
    has_telehealth: bool
    plan: Mapping[str, int]
    family_windows: tuple[Span, ...]
    therapist: str
    prescriber: str
    seek: str
    avoid: frozenset[str]
    max_day: int
    min_days: int


@dataclass(frozen=True, slots=True)
class Program:
    """One site in one week. `starts` gives the start slots of groups by length in slots; rooms are
    counted by day, as a room may be closed for one; slot 0 is `day_start` minutes after midnight.
    """

    name: str
    slot_minutes: int
    day_slots: int
    days: int
    modalities: Mapping[str, Modality]
    variants: tuple[Variant, ...]
    starts: Mapping[int, tuple[int, ...]]
    group_rooms: tuple[int, ...]
    offices: tuple[int, ...]
    clinicians: tuple[Clinician, ...]
    patients: tuple[Patient, ...]
    day_start: int = 8 * 60

    def when(self, day: int, start: int) -> str:
        """Return day and time as people say them."""
        minute = self.day_start + start * self.slot_minutes
        return f"{DAYS[day]} {minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """A group session of the plan; `variant` is its place among the program's variants."""

    variant: int
    day: int
    start: int
    mode: str
    clinician: str
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """One patient's session with one clinician."""

    modality: str
    patient: str
    clinician: str
    day: int
    start: int
    mode: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A week's sessions."""

    groups: tuple[Group, ...] = ()
    visits: tuple[Visit, ...] = ()

    def sorted(self) -> "Plan":
        """Return the same plan in the one order in which equal plans are equal."""
        groups = (
            Group(g.variant, g.day, g.start, g.mode, g.clinician, tuple(sorted(g.patients)))
            for g in self.groups
        )
        return Plan(tuple(sorted(groups)), tuple(sorted(self.visits)))


# Which modalities carry a rule of their own. The names are those of the instance format.
INDIVIDUAL, MEDICATION, FAMILY, TRAUMA = "IND", "MED", "FAM", "SEEK"
# Groups that admit by language alone, whatever trauma group the patient looks for.
SPANISH = "es"
# The earliest slot at which a session with one patient may start.
FIRST_VISIT = 2
# 9 hours on 3 days a week: the least that is called intensive outpatient (ASAM level 2.1).
LEAST_MINUTES = 9 * 60
# From 20 hours a week on it is partial hospitalization (ASAM level 2.5).
TOO_MANY_MINUTES = 20 * 60
