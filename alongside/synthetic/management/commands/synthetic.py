"""`alongside synthetic`: build an invented program, from ten people to a hundred thousand."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from alongside.people.models import Episode, Patient, Staff
from alongside.synthetic.actions.building import build, statuses
from alongside.synthetic.actions.stays import ORIGIN


class Command(BaseCommand):
    """Build an invented program into this database; every record is marked synthetic."""

    help = "Build an invented program; every record is marked synthetic."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=60, help="people in the program now")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people")
        parser.add_argument("--accounts", type=int, default=3, help="patients who can sign in")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are people already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Staff.objects.exists():
            if options["if_empty"]:
                return
            if Patient.objects.exclude(origin=ORIGIN).filter(origin="").exists():
                raise CommandError("There are real people in this database; it is left as it is.")
            raise CommandError("There is a program already. Use a fresh database.")
        if not 1 <= options["people"] <= 100_000:
            raise CommandError("--people takes a number from 1 to 100,000.")
        with tqdm(total=len(statuses(options["people"])), unit="people") as bar:
            count = build(
                active=options["people"],
                seed=options["seed"],
                at=datetime.now(UTC),
                accounts=options["accounts"],
                told=lambda done: bar.update(done - bar.n),
            )
        self.stdout.write(f"{count:,} invented people: {_split(options['people'])}.")
        self.stdout.write("Every record is marked synthetic.")


def _split(active: int) -> str:
    """Say how many of an invented program are in it, have left, and wait."""
    counts = Counter(status for _, status in statuses(active))
    return ", ".join(
        f"{counts[status]:,} {words}"
        for status, words in (
            (Episode.Status.ADMITTED, "in the program"),
            (Episode.Status.DISCHARGED, "discharged"),
            (Episode.Status.REFERRED, "waiting to come in"),
            (Episode.Status.NOT_ADMITTED, "not admitted"),
        )
    )
