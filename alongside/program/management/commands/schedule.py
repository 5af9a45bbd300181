"""`alongside schedule FILE`: propose a week for the patients of a site."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from math import inf, nan
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.engine.scheduling.diff import diff, headline
from alongside.engine.scheduling.improve import Budget
from alongside.engine.scheduling.program import Plan, Program
from alongside.engine.scheduling.propose import propose
from alongside.engine.scheduling.read import Unreadable, after, read_plan, read_program
from alongside.engine.scheduling.write import change_values, proposal_values

T = TypeVar("T", Plan, Program)
# Ten thousand patients would not fill it.
LARGEST = 20_000_000


class Command(BaseCommand):
    help = (
        "Propose a week: who sits in which group, when, led by whom, and each patient's own "
        "sessions. FILE is JSON in the instance format. With --event and --previous, mend the "
        "previous plan after the event instead, with as few moves as possible. Every plan is "
        "checked by code of its own before it is shown; what stays unmet comes with its reasons. "
        "Exit code: 0 a plan without broken rules, 1 rules are broken, 2 a file cannot be read."
    )
    # Nothing of the database or the pages is needed.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the week, as JSON")
        parser.add_argument(
            "--seconds", type=_seconds, default=60.0, metavar="N", help="how long to look (60)"
        )
        parser.add_argument(
            "--work",
            type=_seconds,
            default=inf,
            metavar="W",
            help="stop after this much solver work, in its deterministic seconds: where N seconds "
            "suffice for it, the same seed gives the same plan on every machine",
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, another plan (1)")
        parser.add_argument("--event", metavar="EVENT", type=Path, help="what happened, as JSON")
        parser.add_argument(
            "--previous", metavar="PLAN", type=Path, help="what people were told, as JSON"
        )
        parser.add_argument("--json", action="store_true", help="print the whole plan as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        if options["event"] and not options["previous"]:
            raise CommandError("--event needs --previous, the plan to be mended", returncode=2)
        program = _read(options["file"], read_program)
        previous = None
        if options["previous"]:
            previous = _read(options["previous"], lambda values: read_plan(values, program))
        if options["event"]:
            before = program
            program = _read(options["event"], lambda values: after(before, values))
        budget = Budget(options["seconds"], options["work"], options["seed"])
        proposal = propose(program, budget, previous=previous)
        answer = proposal_values(proposal)
        if previous is not None:
            changes = diff(program, previous, proposal.plan)
            answer["diff"] = headline(program, changes)
            answer["changes"] = change_values(changes)
        answer |= {"seconds": round(monotonic() - began, 2), "seed": options["seed"]}
        if options["json"]:
            self.stdout.write(orjson.dumps(answer).decode())
        else:
            self._tell(answer)
        if not proposal.report.is_sound:
            sys.exit(1)

    def _tell(self, answer: dict[str, Any]) -> None:
        report = answer["report"]
        if "diff" in answer:
            self.stdout.write(answer["diff"])
        self.stdout.write(
            f"{report['groups']} groups and {report['one']} sessions with one patient. "
            f"{report['unmet_min']} of {report['prescribed_min']} prescribed minutes are unmet; "
            f"{answer['bound']['irreducible_min']} of them no plan could have met."
        )
        for told in answer["explanations"]:
            reasons = "; ".join(told["reasons"]) or "a time is free"
            self.stdout.write(f"{told['patient']} {told['modality']} ({told['kind']}): {reasons}")
            self.stdout.write(f"    {' / '.join(told['cheapest_fixes'])}")
        for rule, sentences in report["violations"].items():
            self.stdout.write(f"BROKEN {rule}: {'; '.join(sentences)}")


def _seconds(text: str) -> float:
    """Read a positive number from the command line."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = nan
    if not 0 < seconds < inf:
        raise ArgumentTypeError(f"{text!r} is not a number above 0")
    return seconds


def _read(path: Path, read: Callable[[object], T]) -> T:
    try:
        return read(_load(path))
    except Unreadable as unreadable:
        raise CommandError(f"{path}: {unreadable}", returncode=2) from None


def _load(path: Path) -> object:
    """Parse a JSON file.

    Raises:
        Unreadable: if it is not there, too large or not JSON.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable([f"larger than {LARGEST:,} bytes"])
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise Unreadable([error.strerror or str(error)]) from error
    except orjson.JSONDecodeError as error:
        raise Unreadable([f"not valid JSON: {error}"]) from error
