"""A whole proposal in a given time: construct or mend, improve, check, bound, explain."""

from dataclasses import dataclass
from time import monotonic

from alongside.engine.scheduling.bound import Bound, bound
from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.check import Report, check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.explain import Explanation, explain
from alongside.engine.scheduling.improve import Budget, improve, unmet
from alongside.engine.scheduling.program import Plan, Program
from alongside.engine.scheduling.repair import repair

# Of the time given, what is at most kept for bound and reasons at the end; and the seconds that
# these need for each patient whose plan is not met in full.
KEPT_FOR_THE_END = 0.25
SECONDS_A_PATIENT = 0.08


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan with what is to be known about it. Nothing is accepted by being proposed."""

    plan: Plan
    report: Report
    bound: Bound
    explanations: tuple[Explanation, ...]
    is_reproducible: bool


def propose(program: Program, budget: Budget, *, previous: Plan | None = None) -> Proposal:
    """Return a proposal for the week, or for mending `previous` after the week has changed.

    Args:
        program: the week, after the event if there was one.
        budget: for all of it, but reading the files. What a first plan, its bound and its reasons
            need is done in any case, some seconds for hundreds of people.
        previous: what people were told.
    """
    began = monotonic()
    candidates = Candidates(program)
    first = construct(program, candidates) if previous is None else previous
    short = {who for who, _ in unmet(program, first)}
    end = min(KEPT_FOR_THE_END * budget.seconds, SECONDS_A_PATIENT * len(short) + 0.2)
    left = Budget(max(0.0, budget.seconds - end - (monotonic() - began)), budget.work, budget.seed)
    if previous is None:
        improved = improve(program, first, left, candidates=candidates)
        plan, is_reproducible = improved.plan, improved.is_reproducible
    else:
        mended = repair(program, previous, left, candidates=candidates)
        plan, is_reproducible = mended.plan, mended.is_best_nearby
    report = check(program, plan)
    least = bound(candidates, served={p.id for p in program.patients} - set(report.unmet))
    explanations = tuple(
        explain(candidates, plan, who, code, least.irreducible)
        for who, short in report.unmet.items()
        for code in short
    )
    return Proposal(plan, report, least, explanations, is_reproducible)
