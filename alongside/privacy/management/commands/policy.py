"""`alongside policy check FILE`: try disclosure scenarios on the rules, before they go live."""

import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_default_timezone

from alongside.privacy.rules.disclosure import RULE_VERSION, RULES_AS_OF
from alongside.privacy.rules.scenarios import Outcomes, Unreadable, check, read

# A file that a person writes is far below this; anything above is not one.
LARGEST = 5_000_000

CHECK_HELP = f"""Decide every scenario of FILE and compare with what it expects.

Compared, each as a set: decision, release, withhold, obligations, rules. What a scenario leaves
out of `expect` is not compared, but `decision` must be there. A decision may cite more rules than
expected, and may ask for more care (VERIFY_*, LOG_*, LIMIT_TO_PURPOSE, MIN_NECESSARY); `cite` and
`why` are not compared. A scenario that cannot be read has failed.

A scenario is decided on its own day (`at` in its context), else on the day given by --at, else on
{RULES_AS_OF}, the day of this rule set, so that the same file gives the same answer tomorrow.

Exit code: 0 all passed, 1 some failed, 2 the file cannot be read. No database is needed.
Rules: {RULE_VERSION}."""


class Command(BaseCommand):
    """Try a policy on paper."""

    help = "Try disclosure scenarios on the privacy rules."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="check")
        checking = actions.add_parser(
            "check",
            help="decide the scenarios of a file and compare",
            description=CHECK_HELP,
            formatter_class=RawDescriptionHelpFormatter,
        )
        checking.add_argument("file", type=Path, help="a YAML file of scenarios")
        checking.add_argument(
            "--at",
            type=_day,
            default=date.fromisoformat(RULES_AS_OF),
            metavar="DAY",
            help="YYYY-MM-DD or today",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = datetime.combine(options["at"], time(12), tzinfo=get_default_timezone())
        try:
            scenarios = read(_load(options["file"]), at)
        except Unreadable as unreadable:
            raise CommandError(f"{options['file']}: {unreadable}", returncode=2) from unreadable
        outcomes = [check(scenario) for scenario in scenarios]
        for outcome in outcomes:
            self._tell(outcome, is_talkative=options["verbosity"] > 1)
        failed = sum(not outcome.passed for outcome in outcomes)
        self.stdout.write(f"{len(outcomes) - failed} passed, {failed} failed")
        if failed:
            sys.exit(1)

    def _tell(self, outcome: Outcomes, *, is_talkative: bool) -> None:
        """Print a scenario that failed, with its reasons; at --verbosity 2 every one."""
        for field in outcome.not_understood:
            self.stdout.write(f"{outcome.id}: {field} is unknown to these rules; it was not used")
        if outcome.passed and not is_talkative:
            return
        word = "passed" if outcome.passed else "FAILED"
        self.stdout.write(f"{word} {outcome.id}: {outcome.title}")
        for line in outcome.differs:
            self.stdout.write(f"    {line}")
        if outcome.why:
            self.stdout.write(f"    because {outcome.why}")


def _day(text: str) -> date:
    """Read a day from the command line."""
    if text == "today":
        return datetime.now(get_default_timezone()).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day (YYYY-MM-DD)") from None


def _load(path: Path) -> object:
    """Parse a YAML file into plain values.

    Raises:
        Unreadable: if it is not there, too large, not text, or not YAML.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"larger than {LARGEST:,} bytes")
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise Unreadable("not text in UTF-8") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        # ValueError: an impossible date, or a value that YAML cannot build.
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"not valid YAML: {' '.join(str(error).split())}") from error
