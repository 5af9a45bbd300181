"""One small piece of the week as a 0-1 model for CP-SAT; everything outside stays as it is.

Variables: a seat of a patient in a group or a visit, whether a group runs, who leads it, and
whether a patient comes (or joins by telehealth) on a day. Only seats that the kept part of the
week leaves free become variables.

Source: fix-and-optimise as in Holm, Mikkelsen, Soerensen, Stidsen (2022), the ITC-2019 winners.
"""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from alongside.engine.scheduling.candidates import Candidates, Kind, Option
from alongside.engine.scheduling.prices import (
    Appointment,
    Prices,
    gap_windows,
    least_days,
    least_slots,
)
from alongside.engine.scheduling.program import ON_SITE, TELEHEALTH, Group, Plan, Visit
from alongside.engine.scheduling.state import State, kind_of, option_of

Literal = cp_model.IntVar


@dataclass(frozen=True, slots=True)
class Freed:
    """What a piece may change: modalities on days (starting in `start`..`end`), and people.

    New groups may be opened in the cells, and of the modalities in `opens` for the people. Where
    `only` is given, of the people's own sessions nothing but these modalities changes.
    """

    cells: Set[tuple[str, int]] = frozenset()
    people: Set[int] = frozenset()
    opens: Set[str] = frozenset()
    only: Set[str] | None = None
    start: int = 0
    end: int = 10_000

    def holds(self, patient: int, at: Kind | Option) -> bool:
        """Say whether this seat may change."""
        is_own = self.only is None or at.modality.code in self.only
        return (patient in self.people and is_own) or self.frees(at)

    def frees(self, at: Kind | Option) -> bool:
        """Say whether everybody's seat there may change."""
        return (at.modality.code, at.day) in self.cells and self.start <= at.start < self.end


@dataclass(slots=True, eq=False)
class _Copy:
    """A group in the model: one that is planned, or one more that could be opened."""

    kind: Kind
    staying: tuple[int, ...] = ()
    was: Group | None = None
    open: Literal | None = None
    seats: dict[int, Literal] = field(default_factory=dict)
    leaders: dict[int, Literal] = field(default_factory=dict)


class Piece:
    """The model of one piece around a sound plan."""

    def __init__(
        self,
        candidates: Candidates,
        plan: Plan,
        freed: Freed,
        prices: Prices,
        before: Set[Appointment] = frozenset(),
    ) -> None:
        self.candidates, self.prices, self.before = candidates, prices, before
        self.program = candidates.program
        self.model = cp_model.CpModel()
        self.state = State(candidates)
        self.kept_groups: list[Group] = []
        self.kept_visits: list[Visit] = []
        self.copies: list[_Copy] = []
        self.options: list[tuple[Option, Literal]] = []
        self.size = 0
        self._hints: dict[int, tuple[Literal, int]] = {}
        self._costs: list[tuple[Literal, int]] = []
        self._constant = 0
        self._of_patient: dict[int, list[tuple[Kind | Option, Literal]]] = defaultdict(list)
        self._of_clinician: dict[int, list[tuple[Kind | Option, Literal]]] = defaultdict(list)
        self._on_site: list[tuple[Kind | Option, Literal]] = []
        was = self._keep(plan, freed)
        self._add_groups(freed)
        self._add_visits(freed, was)
        self._bind_patients()
        self._bind_staff()
        self._bind_rooms()
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum(
                [literal for literal, _ in self._costs], [price for _, price in self._costs]
            )
        )
        for literal, value in self._hints.values():
            self.model.add_hint(literal, value)

    def solve(self, *, seconds: float, work: float, seed: int) -> tuple[Plan | None, float, bool]:
        """Return (plan or None, deterministic work done, whether it is proved best).

        Args:
            seconds: the wall clock's limit.
            work: the limit in CP-SAT's deterministic seconds; what stops a reproducible run.
            seed: of the solver.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.max_deterministic_time = work
        status = solver.solve(self.model)
        done = solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, done, False
        return self._plan(solver), done, status == cp_model.OPTIMAL

    def _keep(self, plan: Plan, freed: Freed) -> set[tuple[object, ...]]:
        """Fill the state with what stays; return the visits that are free to change."""
        place = self.candidates.patient_at
        free_visits: set[tuple[object, ...]] = set()
        for group in plan.groups:
            kind = kind_of(self.candidates, group)
            seated = [place[p] for p in group.patients]
            staying = tuple(p for p in seated if not freed.holds(p, kind))
            if staying or not freed.frees(kind):
                self.state.lead(self.candidates.clinician_at[group.clinician], kind)
            for patient in staying:
                self.state.seat(patient, kind)
            if len(staying) == len(seated) and not freed.people:
                self.kept_groups.append(group)
            else:
                self.copies.append(_Copy(kind, staying, group))
        for visit in plan.visits:
            option = option_of(self.candidates, visit)
            if freed.holds(option.patient, option):
                free_visits.add(_key(option))
            else:
                self.state.visit(option)
                self.kept_visits.append(visit)
        return free_visits

    def _new(self, hint: bool = False) -> Literal:
        literal = self.model.new_bool_var("")
        self._hints[literal.index] = (literal, int(hint))
        self.size += 1
        return literal

    def _add_groups(self, freed: Freed) -> None:
        planned = {id(copy.kind) for copy in self.copies}
        for kind in self.candidates.runnable:
            # A second group of a kind makes sense only for more people than fit in one.
            is_wanted = id(kind) not in planned or len(kind.patients) > kind.modality.most
            may_open = freed.frees(kind) or kind.modality.code in freed.opens
            if may_open and is_wanted and self.state.has_room(kind):
                self.copies.append(_Copy(kind))
        self.copies = [copy for copy in self.copies if self._add_group(copy, freed)]

    def _add_group(self, copy: _Copy, freed: Freed) -> bool:
        """Add the variables of a group; say no where nobody could lead it or too few could come."""
        kind, state = copy.kind, self.state
        sat = {self.candidates.patient_at[p] for p in copy.was.patients} if copy.was else set()
        able = [
            p
            for p in kind.patients
            if freed.holds(p, kind) and state.has_seat(p, kind) and not self._kept_apart(p, copy)
        ]
        # Where people leave and come, the group itself stays.
        is_fixed = copy.was is not None and (bool(copy.staying) or not freed.frees(kind))
        if not is_fixed:
            leaders = [c for c in kind.leaders if state.has_clinician(c, kind)]
            if not leaders or len(able) < kind.modality.least:
                return False
            copy.open = self._new(copy.was is not None)
            self._costs.append((copy.open, self.prices.group))
            for c in leaders:
                hint = (
                    copy.was is not None and self.candidates.clinician_at[copy.was.clinician] == c
                )
                copy.leaders[c] = self._new(hint)
                self._of_clinician[c].append((kind, copy.leaders[c]))
            self.model.add(sum(copy.leaders.values()) == copy.open)
            if kind.mode == ON_SITE:
                self._on_site.append((kind, copy.open))
        for p in able:
            copy.seats[p] = self._seat(p, kind, hint=p in sat)
        self._bind_size(copy)
        self._separate(copy)
        return True

    def _kept_apart(self, patient: int, copy: _Copy) -> bool:
        return any(self.candidates.avoids(patient, other) for other in copy.staying)

    def _bind_size(self, copy: _Copy) -> None:
        modality, seats = copy.kind.modality, list(copy.seats.values())
        if not seats:
            return
        if copy.open is None:
            # Its leader and those who stay make it run; it may not fall below the least.
            self.model.add(sum(seats) >= modality.least - len(copy.staying))
            self.model.add(sum(seats) <= modality.most - len(copy.staying))
            return
        self.model.add(sum(seats) >= modality.least * copy.open)
        self.model.add(sum(seats) <= modality.most * copy.open)
        for seat in seats:
            self.model.add_implication(seat, copy.open)

    def _separate(self, copy: _Copy) -> None:
        people = [p for p in copy.seats if self.program.patients[p].avoid]
        for p in people:
            for other in copy.seats:
                if other != p and self.candidates.avoids(p, other):
                    self.model.add_at_most_one(copy.seats[p], copy.seats[other])

    def _seat(self, patient: int, at: Kind | Option, *, hint: bool) -> Literal:
        seat = self._new(hint)
        self._of_patient[patient].append((at, seat))
        modality = at.modality
        price = -self.prices.unmet * modality.weight * modality.slots
        if self.before:
            who = self.program.patients[patient].id
            known = (who, modality.code, at.day, at.start) in self.before
            price += -self.prices.kept if known else self.prices.added
        self._costs.append((seat, price))
        return seat

    def _add_visits(self, freed: Freed, was: Set[tuple[object, ...]]) -> None:
        for (patient, _), options in self.candidates.options.items():
            for option in options:
                if (
                    freed.holds(patient, option)
                    and self.state.has_seat(patient, option)
                    and self.state.has_clinician(option.clinician, option)
                    and self.state.has_room(option)
                ):
                    seat = self._seat(patient, option, hint=_key(option) in was)
                    self.options.append((option, seat))
                    self._of_clinician[option.clinician].append((option, seat))
                    if option.mode == ON_SITE:
                        self._on_site.append((option, seat))

    def _bind_patients(self) -> None:
        windows = gap_windows(self.program)
        for patient, seats in self._of_patient.items():
            self._bind_needs(patient, seats)
            self._at_most_one(seats)
            there = self._bind_days(patient, seats)
            self._bind_least(patient, seats, there, windows)

    def _bind_needs(self, patient: int, seats: list[tuple[Kind | Option, Literal]]) -> None:
        needs: dict[str, list[Literal]] = defaultdict(list)
        once: dict[tuple[str, int], list[Literal]] = defaultdict(list)
        remote: list[tuple[Literal, int]] = []
        for at, seat in seats:
            needs[at.modality.code].append(seat)
            once[at.modality.code, at.day].append(seat)
            if at.mode == TELEHEALTH:
                remote.append((seat, at.modality.slots))
        for code, literals in needs.items():
            if len(literals) > self.state.need[patient][code]:
                self.model.add(sum(literals) <= self.state.need[patient][code])
        for literals in once.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)
        if sum(slots for _, slots in remote) > self.state.remote_left[patient]:
            self.model.add(
                sum(slots * seat for seat, slots in remote) <= self.state.remote_left[patient]
            )

    def _at_most_one(self, entries: Iterable[tuple[Kind | Option, Literal]]) -> None:
        """Let at most one of the entries take each half hour."""
        at_slot: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for at, literal in entries:
            for slot in range(at.start, at.start + at.modality.slots):
                at_slot[at.day, slot].append(literal)
        seen = set()
        for literals in at_slot.values():
            if len(literals) > 1 and (key := tuple(x.index for x in literals)) not in seen:
                seen.add(key)
                self.model.add_at_most_one(literals)

    def _bind_days(
        self, patient: int, seats: list[tuple[Kind | Option, Literal]]
    ) -> dict[int, list[Literal]]:
        """Bind mode, trips and length of each day; return what says that a day has service."""
        by_day: dict[int, list[tuple[Kind | Option, Literal]]] = defaultdict(list)
        for at, seat in seats:
            by_day[at.day].append((at, seat))
        there: dict[int, list[Literal]] = {}
        for day, entries in by_day.items():
            left = self.state.room_in_day[patient][day]
            if sum(at.modality.slots for at, _ in entries) > left:
                self.model.add(sum(at.modality.slots * seat for at, seat in entries) <= left)
            if self.state.mode[patient][day] is not None:
                continue
            modes = []
            for mode in (ON_SITE, TELEHEALTH):
                members = [seat for at, seat in entries if at.mode == mode]
                if not members:
                    continue
                used = self._new(any(self._hints[seat.index][1] for seat in members))
                for seat in members:
                    self.model.add_implication(seat, used)
                self.model.add_bool_or([*members, used.negated()])
                if mode == ON_SITE:
                    self._costs.append((used, self.prices.trip))
                modes.append(used)
            if len(modes) > 1:
                self.model.add_at_most_one(modes)
            there[day] = modes
        return there

    def _bind_least(
        self,
        patient: int,
        seats: list[tuple[Kind | Option, Literal]],
        there: dict[int, list[Literal]],
        windows: list[tuple[int, ...]],
    ) -> None:
        program, person, state = self.program, self.program.patients[patient], self.state
        served = {day for day in range(program.days) if state.mode[patient][day] is not None}
        placed = sum(
            program.modalities[m].slots * (n - state.need[patient][m])
            for m, n in person.plan.items()
        )
        missing = least_slots(program, person) - placed
        if missing > 0:
            self._short(
                missing, [(seat, at.modality.slots) for at, seat in seats], self.prices.hours
            )
        missing = least_days(program, person) - len(served)
        if missing > 0:
            days = [(used, 1) for modes in there.values() for used in modes]
            self._short(missing, days, self.prices.days)
        for run in windows:
            if not served.intersection(run):
                self._short(
                    1,
                    [(used, 1) for day in run for used in there.get(day, ())],
                    self.prices.gap,
                )

    def _short(self, least: int, counted: list[tuple[Literal, int]], price: int) -> None:
        """Price each unit by which the counted sum stays below `least`."""
        if not counted:
            return
        short = self.model.new_int_var(0, least, "")
        now = sum(self._hints[literal.index][1] * unit for literal, unit in counted)
        self._hints[short.index] = (short, max(0, least - now))
        self.model.add(sum(unit * literal for literal, unit in counted) + short >= least)
        self._costs.append((short, price))

    def _bind_staff(self) -> None:
        for clinician, entries in self._of_clinician.items():
            self._at_most_one(entries)
            if sum(at.modality.slots for at, _ in entries) > self.state.cap[clinician]:
                used = sum(at.modality.slots * literal for at, literal in entries)
                self.model.add(used <= self.state.cap[clinician])

    def _bind_rooms(self) -> None:
        at_slot: dict[tuple[bool, int, int], list[Literal]] = defaultdict(list)
        for at, literal in self._on_site:
            for slot in range(at.start, at.start + at.modality.slots):
                at_slot[at.modality.is_group, at.day, slot].append(literal)
        seen = set()
        for (is_group, day, slot), literals in at_slot.items():
            left = self.state.rooms[is_group][day][slot]
            key = (left, tuple(x.index for x in literals))
            if len(literals) > left and key not in seen:
                seen.add(key)
                self.model.add(sum(literals) <= left)

    def _plan(self, solver: cp_model.CpSolver) -> Plan:
        people, staff = self.program.patients, self.program.clinicians
        groups = list(self.kept_groups)
        for copy in self.copies:
            if copy.open is not None and not solver.boolean_value(copy.open):
                continue
            seated = [p for p, seat in copy.seats.items() if solver.boolean_value(seat)]
            if copy.open is None:
                assert copy.was is not None
                leader = copy.was.clinician
            else:
                leader = next(
                    staff[c].id for c, lit in copy.leaders.items() if solver.boolean_value(lit)
                )
            names = tuple(sorted(people[p].id for p in (*copy.staying, *seated)))
            kind = copy.kind
            groups.append(Group(kind.variant, kind.day, kind.start, kind.mode, leader, names))
        visits = self.kept_visits + [
            Visit(
                o.modality.code, people[o.patient].id, staff[o.clinician].id, o.day, o.start, o.mode
            )
            for o, seat in self.options
            if solver.boolean_value(seat)
        ]
        return Plan(tuple(groups), tuple(visits)).sorted()


def _key(option: Option) -> tuple[object, ...]:
    return (
        option.modality.code,
        option.patient,
        option.clinician,
        option.day,
        option.start,
        option.mode,
    )
