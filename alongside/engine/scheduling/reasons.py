"""Why a session cannot be at a time: every conceivable time of one, with what stands against it.

A reason never names another patient, nor why two people are kept apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.engine.scheduling.candidates import (
    Candidates,
    Kind,
    Option,
    mask_of,
    spans_mask,
    visit_starts,
    visits,
)
from alongside.engine.scheduling.program import (
    FAMILY,
    INDIVIDUAL,
    MEDICATION,
    MODES,
    ON_SITE,
    TELEHEALTH,
    Clinician,
    Modality,
    Plan,
)
from alongside.engine.scheduling.state import State, filled

# Where a reason lies, the most lasting first: the person's life, staff and rooms, the present plan.
LIFE, STAFF, PLAN = range(3)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against times; `price` says how hard it is to change."""

    key: str
    where: int
    sentence: str
    fix: str
    price: int


@dataclass(frozen=True, slots=True)
class Time:
    """A conceivable time of the session, and what stands against it."""

    when: str
    blockers: frozenset[Reason]


def times(candidates: Candidates, plan: Plan, patient: int, code: str) -> list[Time]:
    """Return every conceivable time of one more session, in the present plan."""
    modality = candidates.program.modalities[code]
    asked = _Asked(candidates, plan, patient, modality)
    return list(asked.groups() if modality.is_group else asked.visits())


class _Asked:
    """One patient asking for one more session of one modality."""

    def __init__(
        self, candidates: Candidates, plan: Plan, patient: int, modality: Modality
    ) -> None:
        self.candidates, self.program = candidates, candidates.program
        self.place, self.modality = patient, modality
        self.patient = self.program.patients[patient]
        self.state: State = filled(candidates, plan)
        self.planned = {
            (g.variant, g.day, g.start, g.mode): g
            for g in plan.groups
            if self.program.variants[g.variant].modality == modality.code
        }

    def groups(self) -> Iterator[Time]:
        """Yield the times of groups whose composition fits; without one, say so."""
        code = self.modality.code
        kinds = [k for k in self.candidates.kinds if k.modality.code == code]
        fitting = [k for k in kinds if self.place in self.candidates.members[k.variant]]
        if not fitting:
            sentence = f"no {code} group is meant for this language, phase and composition"
            reason = Reason("composition", LIFE, sentence, f"open another kind of {code} group", 9)
            yield Time("any time", frozenset({reason}))
        for kind in fitting:
            found = {*self._of_life(kind), *self._of_own_plan(kind), *self._of_group(kind)}
            yield Time(self._when(kind), frozenset(found))

    def visits(self) -> Iterator[Time]:
        """Yield the times with whoever may see the patient; without anybody, say so."""
        code = self.modality.code
        staff = [c for c in self.program.clinicians if visits(c, self.patient, self.modality)]
        if not staff:
            usual = {INDIVIDUAL: self.patient.therapist, MEDICATION: self.patient.prescriber}
            who = usual.get(code) or "nobody"
            sentence = (
                f"{who} does {code} in a language of this patient"
                if who == "nobody"
                else (f"{who}, who is to do {code}, does not do it in a language of this patient")
            )
            reason = Reason("skill", STAFF, sentence, f"choose somebody else for {code}", 4)
            yield Time("any time", frozenset({reason}))
        for clinician in staff:
            for day in range(self.program.days):
                for start in visit_starts(self.program, self.modality):
                    for mode in MODES:
                        yield self._visit(clinician, day, start, mode)

    def _visit(self, clinician: Clinician, day: int, start: int, mode: str) -> Time:
        place = self.candidates.clinician_at[clinician.id]
        mask = mask_of(start, self.modality.slots)
        at = Option(self.modality, self.place, place, day, start, mode, mask)
        found = {*self._of_life(at), *self._of_own_plan(at), *self._of_clinician(clinician, at)}
        return Time(f"{self._when(at)} with {clinician.id}", frozenset(found))

    def _when(self, at: Kind | Option) -> str:
        by = " by telehealth" if at.mode == TELEHEALTH else ""
        return self.program.when(at.day, at.start) + by

    def _of_life(self, at: Kind | Option) -> Iterator[Reason]:
        if at.mode == TELEHEALTH and not self.patient.has_telehealth:
            yield Reason("telehealth", LIFE, "telehealth is not wanted", "agree on telehealth", 3)
        around = self.patient.travel if at.mode == ON_SITE else 0
        for duty in self.patient.duties:
            taken = spans_mask((duty.span,), at.day)
            wide = mask_of(
                max(0, duty.span.start - around),
                duty.span.end + around - max(0, duty.span.start - around),
            )
            if taken & at.mask:
                days = sorted({d.span.day for d in self.patient.duties if d.label == duty.label})
                names = ", ".join(self.program.when(day, 0)[:3] for day in days)
                fix = f"free that time from {duty.label}"
                yield Reason(f"duty {duty.label}", LIFE, f"{duty.label} ({names})", fix, 6)
            elif duty.span.day == at.day and wide & at.mask:
                minutes = around * self.program.slot_minutes
                sentence = f"{minutes} minutes of travel before and after {duty.label}"
                yield Reason(f"travel {duty.label}", LIFE, sentence, "shorten the way there", 4)
        if self.modality.code == FAMILY:
            window = spans_mask(self.patient.family_windows, at.day)
            if window & at.mask != at.mask:
                told = ", ".join(
                    f"{self.program.when(w.day, w.start)}-{self.program.when(w.day, w.end)[4:]}"
                    for w in self.patient.family_windows
                )
                sentence = f"the family can come only {told}" if told else "no family can come"
                yield Reason("family", LIFE, sentence, "ask the family for that time", 5)

    def _of_own_plan(self, at: Kind | Option) -> Iterator[Reason]:
        state, place, day = self.state, self.place, at.day
        code, slots = at.modality.code, at.modality.slots
        if state.busy[place][day] & at.mask:
            yield Reason(
                "own", PLAN, "another session of the patient is then", "move that session", 2
            )
        if code in state.held[place][day]:
            yield Reason(
                "same day", PLAN, f"{code} is on that day already", f"allow two {code} a day", 2
            )
        if state.mode[place][day] not in (None, at.mode):
            sentence = "the day is by telehealth" if at.mode == ON_SITE else "the day is on site"
            yield Reason(f"mode {at.mode}", PLAN, sentence, "change how that day is attended", 3)
        if state.room_in_day[place][day] < slots:
            yield Reason("day", PLAN, "the day is as long as it may be", "allow a longer day", 3)
        if at.mode == TELEHEALTH and state.remote_left[place] < slots:
            yield Reason(
                "remote", PLAN, "half the plan is by telehealth already", "allow more of it", 3
            )

    def _of_group(self, kind: Kind) -> Iterator[Reason]:
        code, state = kind.modality.code, self.state
        if group := self.planned.get((kind.variant, kind.day, kind.start, kind.mode)):
            if len(group.patients) >= kind.modality.most:
                yield Reason(f"full {code}", PLAN, "the group is full", "allow one more seat", 2)
            places = [self.candidates.patient_at[p] for p in group.patients]
            if any(self.candidates.avoids(self.place, other) for other in places):
                yield Reason("apart", PLAN, "not this group", "", 99)
            return
        if not self.candidates.leaders[kind.variant]:
            yield Reason(f"skill {code}", STAFF, f"nobody leads this {code}", "find a leader", 8)
        elif not kind.leaders:
            yield Reason(
                f"hours {code}", STAFF, f"nobody who leads {code} works then", "ask for hours", 5
            )
        elif not any(state.has_clinician(c, kind) for c in kind.leaders):
            yield Reason(f"booked {code}", PLAN, f"who leads {code} is booked", "free a leader", 3)
        others = [p for p in kind.patients if p != self.place]
        if len(others) + 1 < kind.modality.least:
            sentence = f"fewer than {kind.modality.least} people could come to {code} then"
            yield Reason(f"few {code}", STAFF, sentence, "let a smaller group run", 5)
        elif sum(self._would_join(p, kind) for p in others) + 1 < kind.modality.least:
            sentence = f"too few people who need {code} are free then"
            yield Reason(f"opened {code}", PLAN, sentence, "move others to that time", 4)
        if kind.mode == ON_SITE:
            yield from self._of_room(kind, self.program.group_rooms[kind.day], "group room")

    def _would_join(self, other: int, kind: Kind) -> bool:
        return self.state.has_seat(other, kind) and not self.candidates.avoids(self.place, other)

    def _of_room(self, at: Kind | Option, there: int, name: str) -> Iterator[Reason]:
        if not there:
            yield Reason(f"no {name}", STAFF, f"no {name} is open", f"open a {name}", 6)
        elif not self.state.has_room(at):
            yield Reason(f"taken {name}", PLAN, f"no {name} is free", f"free a {name}", 3)

    def _of_clinician(self, clinician: Clinician, at: Option) -> Iterator[Reason]:
        who, state = clinician.id, self.state
        if not self.candidates.works(at.clinician, at.day, at.mask):
            yield Reason(f"hours {who}", STAFF, f"{who} does not work then", "ask for hours", 5)
        elif state.taken[at.clinician][at.day] & at.mask:
            yield Reason(f"booked {who}", PLAN, f"{who} is booked", f"free {who} then", 3)
        if state.cap[at.clinician] < at.modality.slots:
            yield Reason(f"cap {who}", PLAN, f"{who} has no contact hours left", "raise them", 4)
        if at.mode == ON_SITE:
            yield from self._of_room(at, self.program.offices[at.day], "office")
