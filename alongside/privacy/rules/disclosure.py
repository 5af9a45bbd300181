"""Decide one request: may it be told, what of it, and what has to be done along with it.

The whole of 42 CFR Part 2 (rule of 2024) and HIPAA as this program applies them, as a pure
function of the request, the consents on file and the known facts; the clock is one of the facts.
The ways out are the table in `openings` (for staff: `inside`), the ways to refuse the table in
`refusals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.people.rules import Category
from alongside.privacy.rules import inside, openings, refusals
from alongside.privacy.rules.answers import Opening, Refusal
from alongside.privacy.rules.case import Case, Context, Request
from alongside.privacy.rules.consent import Consent
from alongside.privacy.rules.vocabulary import Act, Kind, Obligation, Outcome, Purpose, Rule

__all__ = ["RULES_AS_OF", "RULE_VERSION", "Context", "Decision", "Request", "decide"]

# R01: 89 FR 12472, in force since 2024-04-16; read and put into code on the second date. Whoever
# changes a rule sets it anew.
RULES_AS_OF = "2026-11-25"
RULE_VERSION = f"42 CFR Part 2 (89 FR 12472, 2024-04-16), rules of {RULES_AS_OF}"


@dataclass(frozen=True)
class Decision:
    """The answer to one request, with its reasons."""

    decision: Outcome
    release: frozenset[Category]
    withhold: frozenset[Category]
    obligations: frozenset[Obligation]
    rules: frozenset[Rule]
    cite: str
    why: str
    # The keys of the consents that the release rests on (R07: on each disclosure).
    consents: tuple[str, ...] = ()
    rule_version: str = RULE_VERSION


def decide(request: Request, consents: Iterable[Consent], context: Context) -> Decision:
    """Decide one request.

    Args:
        request: who asks for which categories, and what for.
        consents: every consent of this patient that is on file, whatever its state.
        context: the known facts, and the time in the program's zone.

    Returns:
        A decision. `release` and `withhold` are disjoint and together what was asked for. A
        consent that is revoked, expired or made worse never adds to `release`, and a narrower
        request never gets more than a wider one.

    Source: 42 CFR Part 2 as amended by 89 FR 12472; 45 CFR 164; each rule cites its paragraph.
    """
    case = Case.of(request, consents, context)
    if request.act is Act.NOTIFY or request.purpose is Purpose.BREACH:
        return _breach(case)
    is_inside = request.kind is Kind.INTERNAL
    ways = inside.OPENINGS if is_inside else openings.OPENINGS
    opened = [opening for way in ways for opening in way(case)]
    if used := _used(opened, request.data):
        return _permit(case, used)
    return _deny(case, _inside_refusal(case) if is_inside else _outside_refusal(case))


def _used(opened: list[Opening], data: frozenset[Category]) -> list[Opening]:
    """Return the first opening that suffices alone, or all that add something."""
    for opening in opened:
        if opening.opens >= data:
            return [opening]
    return [opening for opening in opened if opening.opens & data]


def _permit(case: Case, used: list[Opening]) -> Decision:
    """Release what the used openings reach."""
    data = case.request.data
    release = frozenset[Category]().union(*(opening.opens for opening in used)) & data
    withhold = data - release
    is_limited = bool(withhold) or any(opening.is_limited for opening in used)
    rules = {rule for opening in used for rule in opening.rules}
    if Category.COUNSELING_NOTES in withhold:
        rules.add(Rule.R11)
    if data & {Category.OTHER_PEOPLE, Category.GROUP_SHARED_NOTE}:
        rules.add(Rule.R34)
    return Decision(
        Outcome.PERMIT_LIMITED if is_limited else Outcome.PERMIT,
        release,
        withhold,
        frozenset(o for opening in used for o in opening.obligations),
        frozenset(rules),
        "; ".join(dict.fromkeys(opening.cite for opening in used)),
        "; ".join(dict.fromkeys(opening.why for opening in used)),
        tuple(opening.consent for opening in used if opening.consent),
    )


def _deny(case: Case, refusal: Refusal) -> Decision:
    """Release nothing."""
    data, rules = case.request.data, set(refusal.rules)
    if Category.COUNSELING_NOTES in data:
        rules.add(Rule.R11)
    return Decision(
        refusal.outcome,
        frozenset(),
        data,
        refusal.obligations,
        frozenset(rules),
        refusal.cite,
        refusal.why,
    )


def _inside_refusal(case: Case) -> Refusal:
    """Return how staff are refused."""
    answers = (rule(case) for rule in inside.REFUSALS)
    return next((a for a in answers if a is not None), inside.beyond_the_role(case))


def _outside_refusal(case: Case) -> Refusal:
    """Return how the outside is refused."""
    answers = (rule(case) for rule in refusals.REFUSALS)
    return next((a for a in answers if a is not None), refusals.by_default(case))


def _breach(case: Case) -> Decision:
    """Say whom to tell of a breach (R28; 42 CFR 2.16(b); 45 CFR 164.402-408).

    Data that whoever holds them cannot read are not unsecured: nobody is told, the assessment is
    kept. Otherwise the patients and HHS, without delay and in 60 days at most.
    """
    tell = {Obligation.PATIENT_LETTER, Obligation.HHS_REPORT, Obligation.DEADLINE_60D}
    secure = case.context.is_encrypted
    return Decision(
        Outcome.NO_DISCLOSURE,
        frozenset(),
        case.request.data,
        frozenset() if secure else frozenset(tell),
        frozenset({Rule.R28}),
        "2.16(b); 45 CFR 164.402-408",
        "the data were not readable" if secure else "readable data were lost",
    )
