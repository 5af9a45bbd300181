"""A whole proposal in a given time: construct or mend, improve, check, bound, explain."""

from dataclasses import dataclass
from time import monotonic

from alongside.engine.scheduling.bound import Bound, bound
from alongside.engine.scheduling.candidates import Candidates
from alongside.engine.scheduling.check import Report, check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.explain import Explanation, explain
from alongside.engine.scheduling.improve import Budget, improve
from alongside.engine.scheduling.program import Plan, Program
from alongside.engine.scheduling.repair import repair

# Of the time given, what is kept for explaining and checking.
KEPT_FOR_THE_END = 0.06


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
        budget: for all of it. Reading a large week and its bound need a few seconds of their own,
            so very small budgets give the constructed plan and are overrun.
        previous: what people were told.
    """
    began = monotonic()
    candidates = Candidates(program)
    least = bound(candidates)

    def left() -> Budget:
        seconds = budget.seconds * (1 - KEPT_FOR_THE_END) - (monotonic() - began)
        return Budget(max(0.0, seconds), budget.work, budget.seed)

    if previous is None:
        improved = improve(program, construct(program, candidates), left(), candidates=candidates)
        plan, is_reproducible = improved.plan, improved.is_reproducible
    else:
        mended = repair(program, previous, left(), candidates=candidates)
        plan, is_reproducible = mended.plan, mended.is_best_nearby
    report = check(program, plan)
    explanations = tuple(
        explain(candidates, plan, who, code, least.irreducible)
        for who, short in report.unmet.items()
        for code in short
    )
    return Proposal(plan, report, least, explanations, is_reproducible)
