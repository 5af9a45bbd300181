"""Compare what the rules decide with what the scenarios expect.

Decision, release, withhold and obligations must be those expected, each taken as a set. Two things
may be more than was asked: the rules a decision cites, and its care (to verify, to log, to limit),
which never tells anybody more. `cite` and `why` are for the reader and are not compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from alongside.privacy.rules.disclosure import Decision, decide
from alongside.privacy.rules.scenarios.reading import Expectation, Malformed, Scenario
from alongside.privacy.rules.vocabulary import Obligation

CARE = frozenset(
    {
        Obligation.VERIFY_IDENTITY,
        Obligation.VERIFY_TREATING,
        Obligation.LOG_ACCESS,
        Obligation.LOG_ACCOUNTING,
        Obligation.LIMIT_TO_PURPOSE,
        Obligation.MIN_NECESSARY,
    }
)


@dataclass(frozen=True)
class Outcomes:
    """How one scenario went: passed if nothing differs."""

    id: str
    title: str
    differs: tuple[str, ...]
    # Why the rules decided as they did; empty if the scenario could not be read.
    why: str = ""
    not_understood: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether the decision is the expected one."""
        return not self.differs


def check(scenario: Scenario | Malformed) -> Outcomes:
    """Decide one scenario and compare."""
    if isinstance(scenario, Malformed):
        return Outcomes(scenario.id, scenario.title, scenario.problems)
    got = decide(scenario.request, scenario.consents, scenario.context)
    return Outcomes(
        scenario.id,
        scenario.title,
        tuple(_differences(scenario.expect, got)),
        f"{got.why} [{' '.join(sorted(got.rules))}; {got.cite}]",
        scenario.not_understood,
    )


def _differences(expect: Expectation, got: Decision) -> Iterable[str]:
    """Yield a line for each part of the decision that is not as expected."""
    if got.decision is not expect.decision:
        yield f"decision: expected {expect.decision}, got {got.decision}"
    if expect.release is not None and got.release != expect.release:
        yield _line("release", expect.release, got.release)
    if expect.withhold is not None and got.withhold != expect.withhold:
        yield _line("withhold", expect.withhold, got.withhold)
    if expect.obligations is not None:
        missing = expect.obligations - got.obligations
        if missing or got.obligations - expect.obligations - CARE:
            yield _line("obligations", expect.obligations, got.obligations)
    if expect.rules is not None and not expect.rules <= got.rules:
        yield _line("rules", expect.rules, got.rules)


def _line(name: str, expected: Iterable[StrEnum], got: Iterable[StrEnum]) -> str:
    """Say what was expected and what came."""
    return f"{name}: expected {_words(expected)}, got {_words(got)}"


def _words(words: Iterable[StrEnum]) -> str:
    """List words in order."""
    return " ".join(sorted(words)) or "nothing"
