"""Make a plan better by freeing one small piece of the week after another (fix-and-optimise)."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from random import Random
from time import monotonic

from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.piece import Freed, Piece
from alongside.engine.scheduling.prices import Appointment, Prices, cost
from alongside.engine.scheduling.program import Plan, Program

# Seconds of building a model by Boolean, so that building counts as work too.
WORK_A_BOOLEAN = 4e-5
# Work on one piece, and the Booleans that a piece starts with and stays between.
WORK_A_PIECE = 0.15
START, SMALLEST, LARGEST = 2_000, 300, 9_000


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to go on.

    `seconds` of the clock are never exceeded. `work`, in deterministic seconds of the solver, ends
    a run at the same place on every machine: if it ends before the clock does, the same seed gives
    the same plan, byte for byte.
    """

    seconds: float
    work: float = float("inf")
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Improved:
    """The best plan found, its cost, pieces tried, work done; not reproducible if the clock cut."""

    plan: Plan
    cost: int
    pieces: int
    work: float
    is_reproducible: bool


def improve(
    program: Program,
    plan: Plan,
    budget: Budget,
    *,
    prices: Prices | None = None,
    before: Set[Appointment] = frozenset(),
    candidates: Candidates | None = None,
    on_best: Callable[[Plan, int], None] | None = None,
) -> Improved:
    """Return a sound plan that costs no more than the sound plan given.

    Args:
        program: the week.
        plan: a plan that `check` finds sound.
        budget: when to stop.
        prices: of the soft rules.
        before: what people were told last; see `Prices.kept`.
        candidates: of this program, where they are made already.
        on_best: called with each better plan and its cost.
    """
    began = monotonic()
    prices = prices or Prices()
    search = _Search(candidates or Candidates(program), Random(budget.seed))  # noqa: S311
    best, price = plan, cost(program, plan, prices, before)
    work, pieces, is_reproducible = 0.0, 0, True
    while work < budget.work and search.is_worth_it:
        left = budget.seconds - (monotonic() - began)
        if left <= 0.05:
            is_reproducible = False
            break
        name, freed = search.next(best)
        piece = Piece(search.candidates, best, freed, prices, before)
        work += piece.size * WORK_A_BOOLEAN
        left = budget.seconds - (monotonic() - began)
        found, done, is_best = piece.solve(
            seconds=left,
            work=min(WORK_A_PIECE, max(budget.work - work, 0.01)),
            seed=budget.seed + pieces,
        )
        work += done
        pieces += 1
        now = price if found is None else cost(program, found, prices, before)
        search.learn(name, gained=price - now, work=done, is_best=is_best)
        if found is not None and now <= price:
            best = found
            if now < price:
                price = now
                if on_best is not None:
                    on_best(best, price)
    return Improved(best, price, pieces, work, is_reproducible)


class _Search:
    """Which piece to free next: the ways that gained most are tried more often."""

    def __init__(self, candidates: Candidates, random: Random) -> None:
        self.candidates, self.random = candidates, random
        program = candidates.program
        self.ways = {
            "day": self._day,
            "days": self._days,
            "modality": self._modality,
            "window": self._window,
            "people": self._people,
            "unmet": self._unmet,
        }
        self.weight = dict.fromkeys(self.ways, 1.0)
        self.size = dict.fromkeys(self.ways, START)
        self.fruitless = 0
        self.cells = {(code, day): 0 for code in program.modalities for day in range(program.days)}
        for kind in candidates.runnable:
            self.cells[kind.modality.code, kind.day] += len(kind.patients)
        self.of_patient = [0] * len(program.patients)
        for (patient, _), options in candidates.options.items():
            self.of_patient[patient] += len(options)
            for option in options:
                self.cells[option.modality.code, option.day] += 1
        self.cells = {cell: size for cell, size in self.cells.items() if size}

    @property
    def is_worth_it(self) -> bool:
        """Say whether to go on: not when all that is possible fits in a piece and is proved."""
        return bool(self.cells) and self.fruitless < 400

    def next(self, plan: Plan) -> tuple[str, Freed]:
        """Return a way and what it frees."""
        names = list(self.ways)
        name = self.random.choices(names, [self.weight[n] for n in names])[0]
        return name, self.ways[name](plan, self.size[name])

    def learn(self, name: str, *, gained: int, work: float, is_best: bool) -> None:
        """Weigh the way by what it gained; free more where pieces are solved with ease."""
        self.fruitless = 0 if gained > 0 else self.fruitless + 1
        worth = min(8.0, gained / 10 / max(work, 0.1)) if gained > 0 else 0.0
        self.weight[name] = max(0.2, 0.8 * self.weight[name] + 0.2 * worth)
        grow = (1.2 if work < WORK_A_PIECE / 3 else 1.0) if is_best else 0.85
        self.size[name] = int(min(LARGEST, max(SMALLEST, self.size[name] * grow)))

    def _fill(self, cells: list[tuple[str, int]], size: int) -> set[tuple[str, int]]:
        chosen: set[tuple[str, int]] = set()
        for cell in cells:
            if cell in self.cells and (not chosen or self.cells[cell] <= size):
                chosen.add(cell)
                size -= self.cells[cell]
        return chosen

    def _mixed(self, cells: list[tuple[str, int]]) -> list[tuple[str, int]]:
        return self.random.sample(cells, len(cells))

    def _day(self, _: Plan, size: int) -> Freed:
        first = self.random.choice(sorted({day for _, day in self.cells}))
        other = self.random.randrange(self.candidates.program.days)
        own = self._mixed([cell for cell in self.cells if cell[1] == first])
        return Freed(self._fill(own + [c for c in self.cells if c[1] == other], size))

    def _days(self, _: Plan, size: int) -> Freed:
        return Freed(self._fill(self._mixed(list(self.cells)), size))

    def _modality(self, _: Plan, size: int) -> Freed:
        codes = self.random.sample(
            sorted({c for c, _ in self.cells}), len({c for c, _ in self.cells})
        )
        return Freed(self._fill([c for code in codes for c in self.cells if c[0] == code], size))

    def _window(self, _: Plan, size: int) -> Freed:
        slots = self.candidates.program.day_slots
        length = self.random.choice((6, 9, 12))
        start = self.random.randrange(0, max(1, slots - length))
        scaled = size * slots // length
        cells = self._fill(self._mixed(list(self.cells)), scaled)
        return Freed(cells, start=start, end=start + length)

    def _people(self, _: Plan, size: int) -> Freed:
        people = self.random.sample(range(len(self.of_patient)), len(self.of_patient))
        chosen: set[int] = set()
        for patient in people:
            if chosen and self.of_patient[patient] > size:
                break
            chosen.add(patient)
            size -= self.of_patient[patient] + 60
        return Freed(people=chosen)

    def _unmet(self, plan: Plan, size: int) -> Freed:
        """Free what somebody misses, and her own week; then other things at the same days."""
        missing = unmet(self.candidates.program, plan)
        if not missing:
            return self._days(plan, size)
        who, code = self.random.choice(missing)
        patient = self.candidates.patient_at[who]
        own = [c for c in self.cells if c[0] == code]
        days = self.random.sample(range(self.candidates.program.days), 2)
        wanted = self.candidates.program.patients[patient].plan
        rest = self._mixed([c for c in self.cells if c[1] in days and c[0] in wanted])
        return Freed(self._fill(self._mixed(own) + rest, size), people={patient})


def unmet(program: Program, plan: Plan) -> list[tuple[str, str]]:
    """Return (patient, modality) for each session of the plans that is missing, in order."""
    left = {(p.id, code): n for p in program.patients for code, n in p.plan.items()}
    for group in plan.groups:
        for patient in group.patients:
            left[patient, program.variants[group.variant].modality] -= 1
    for visit in plan.visits:
        left[visit.patient, visit.modality] -= 1
    return [need for need, count in left.items() for _ in range(count)]
