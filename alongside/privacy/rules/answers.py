"""What the small rules answer: an opening, or a refusal and how to refuse."""

from dataclasses import dataclass

from alongside.people.rules import Category
from alongside.privacy.rules.vocabulary import Obligation, Outcome, Rule


@dataclass(frozen=True)
class Opening:
    """What one rule opens, and what it asks for in return."""

    opens: frozenset[Category]
    obligations: frozenset[Obligation]
    rules: frozenset[Rule]
    cite: str
    why: str
    # Limited in how it may be used, even when everything that was asked for is released.
    is_limited: bool = False
    # The key of the consent that it rests on.
    consent: str = ""


@dataclass(frozen=True)
class Refusal:
    """How something is refused, when nothing opened."""

    obligations: frozenset[Obligation]
    rules: frozenset[Rule]
    cite: str
    why: str
    outcome: Outcome = Outcome.DENY


def refuse(
    obligations: set[Obligation],
    rules: set[Rule],
    cite: str,
    why: str,
    outcome: Outcome = Outcome.DENY,
) -> Refusal:
    """Build a refusal."""
    return Refusal(frozenset(obligations), frozenset(rules), cite, why, outcome)


def escalate(obligations: set[Obligation], rules: set[Rule], cite: str, why: str) -> Refusal:
    """Build the answer that releases nothing until a person has decided."""
    return refuse(obligations | {Obligation.PRIVACY_LEAD}, rules, cite, why, Outcome.ESCALATE)
