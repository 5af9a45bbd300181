"""`alongside import fhir FILE...`: take people in whom other systems refer."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.core.days import day_of
from alongside.fhir import actions
from alongside.fhir.queries import was_taken
from alongside.fhir.rules.codebook import codebook
from alongside.fhir.rules.delivery import Delivery, read
from alongside.fhir.rules.files import LARGEST, SourceFile
from alongside.fhir.rules.report import Line, Outcome, totals
from alongside.intake.actions import AlreadyTaken
from alongside.measures.catalogue import instruments
from alongside.privacy import gate

ENDS = TAKEN_IN, KNOWN, REFUSED = "taken in", "taken before", "refused"
PATTERNS = ("*.json", "*.ndjson")


class Command(BaseCommand):
    """Read FHIR R4 files, take in the person that each tells of, and say what became of the rest.

    One person is taken in wholly or not at all. The same content again adds nothing.
    """

    help = (
        "Take people in from FHIR R4: a Bundle, one resource, or a resource a line; a folder "
        "stands for the files in it. Files that tell of one person are read together. Each person "
        "becomes a new referral; who may be here already is only proposed for comparison. Every "
        "resource or part that could not be taken is a line of the report. The exit code is 1 if "
        "a file was refused (with --strict: if anything at all was left out), else 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["fhir"], help="what kind of files they are")
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read and report; keep nothing")
        parser.add_argument("--strict", action="store_true", help="exit 1 if anything is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        at = datetime.now(UTC)
        sources = list(_sources(options["files"]))
        deliveries = read(sources, codebook(instruments().values()), today=day_of(at))
        ends: Counter[str] = Counter()
        for delivery in deliveries:
            ends[self._one(delivery, at, dry_run=options["dry_run"])] += 1
            self._report(delivery.lines, everything=options["verbosity"] > 1)
        self.stdout.write(", ".join(f"{ends[end]} {end}" for end in ENDS) + ".")
        if ends[REFUSED] or (options["strict"] and not all(d.all_taken for d in deliveries)):
            sys.exit(1)

    def _one(self, delivery: Delivery, at: datetime, *, dry_run: bool) -> str:
        """Take one delivery in, and say what became of it."""
        name = ", ".join(delivery.files[:3]) + (", ..." if len(delivery.files) > 3 else "")
        if delivery.person is None:
            self.stdout.write(f"{name}: refused; nothing was taken.")
            return REFUSED
        if dry_run and not was_taken(delivery.digest):
            self.stdout.write(f"{name}: can be taken in; nothing was kept.")
            return TAKEN_IN
        try:
            taken = actions.take_in(gate.job_access("import fhir", at=at), delivery, at=at)
        except AlreadyTaken:
            self.stdout.write(f"{name}: was taken before; nothing was added.")
            return KNOWN
        self.stdout.write(f"{name}: taken in as referral {taken.episode.pk}.")
        for match in taken.matches:
            self.stdout.write(
                f"  may be here already ({match.how}: person {match.patient.pk}); "
                "nobody was merged, the front desk is asked to compare"
            )
        self.stdout.write(f"  {_what_came(delivery)}")
        return TAKEN_IN

    def _report(self, lines: Iterable[Line], *, everything: bool) -> None:
        lines = list(lines)
        for line in lines:
            if everything or line.outcome is not Outcome.TAKEN:
                self.stdout.write(f"  {line}")
        for kind, counts in totals(lines).items():
            told = ", ".join(f"{n} {outcome}" for outcome, n in counts.items() if n)
            self.stdout.write(f"  {kind}: {told}")


def _sources(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """Read the files; of one that is too large only as much as tells that it is.

    Raises:
        CommandError: if one cannot be read at all.
    """
    for path in paths:
        found = sorted(p for pattern in PATTERNS for p in path.glob(pattern))
        for file in found if path.is_dir() else [path]:
            try:
                with file.open("rb") as content:
                    yield SourceFile(file.name, content.read(LARGEST + 1))
            except OSError as wrong:
                raise CommandError(f"{file} cannot be read: {wrong.strerror}") from None
        if path.is_dir() and not found:
            raise CommandError(f"{path} holds no {' or '.join(PATTERNS)} files")


def _what_came(delivery: Delivery) -> str:
    parts = {
        "conditions": len(delivery.conditions),
        "administrations of our instruments": len(delivery.sheets),
        "medications": len(delivery.medications),
        "care plans": len(delivery.plans),
        "visits elsewhere": len(delivery.visits),
        "people who care": len(delivery.helpers),
    }
    return "came with: " + ", ".join(f"{n} {what}" for what, n in parts.items())
