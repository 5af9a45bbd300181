"""`alongside schedule FILE`: propose a week for the patients of a site."""

import sys
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.engine.scheduling.check import check
from alongside.engine.scheduling.construct import construct
from alongside.engine.scheduling.read import Unreadable, read_program
from alongside.engine.scheduling.write import plan_values, report_values

# Ten thousand patients would not fill it.
LARGEST = 20_000_000


class Command(BaseCommand):
    help = (
        "Propose a week: who sits in which group, when, led by whom, and each patient's own "
        "sessions. FILE is JSON in the instance format. Every plan is checked by code of its own "
        "before it is shown. Exit code: 0 a plan without broken rules, 1 rules are broken, 2 a "
        "file cannot be read."
    )
    # Nothing of the database or the pages is needed.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the week, as JSON")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another plan")
        parser.add_argument("--json", action="store_true", help="print the whole plan as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        try:
            program = read_program(_load(options["file"]))
        except Unreadable as unreadable:
            raise CommandError(f"{options['file']}: {unreadable}", returncode=2) from None
        plan = construct(program)
        report = check(program, plan)
        if options["json"]:
            answer = {
                "plan": plan_values(plan),
                "report": report_values(report),
                "seconds": round(monotonic() - began, 2),
                "seed": options["seed"],
            }
            self.stdout.write(orjson.dumps(answer).decode())
        else:
            self._tell(report_values(report))
        if not report.is_sound:
            sys.exit(1)

    def _tell(self, report: dict[str, Any]) -> None:
        self.stdout.write(
            f"{report['groups']} groups and {report['one']} sessions with one patient. "
            f"{report['unmet_min']} of {report['prescribed_min']} prescribed minutes are unmet."
        )
        for rule, sentences in report["violations"].items():
            self.stdout.write(f"BROKEN {rule}: {'; '.join(sentences)}")


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
