"""`alongside replay DATASET`: lay openly licensed real courses onto stays, to be looked at."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from alongside.people.models import Staff
from alongside.people.queries import staff_user
from alongside.privacy import gate
from alongside.synthetic.actions.replay import AlreadyReplayed, replay
from alongside.synthetic.rules.ctn0094 import Participant, read
from alongside.synthetic.rules.laid_on import as_of
from alongside.synthetic.rules.tables import BadTable

NOTICE = (
    "CTN-0094: real, de-identified people of three trials of the NIDA Clinical Trials Network "
    "(packages public.ctn0094data and public.ctn0094extra, MIT License, copyright their authors). "
    "Never try to find out who they are, and never publish a picture of them."
)
FOLDER = Path("ctn0094") / "fixture_40"


class Command(BaseCommand):
    """Lay real people of a published data set onto stays; a second run adds nobody twice."""

    help = (
        "Lay real, de-identified people of a published data set onto stays of this program, so "
        "that their last known day is today. Each is marked with its origin and has no name, "
        "birth date or story. A second run adds nobody twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", choices=["ctn0094"])
        parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of its tables")
        parser.add_argument(
            "--who", type=int, nargs="+", metavar="N", help="only these, by the data's numbers"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="at most so many people")
        parser.add_argument(
            "--day",
            type=int,
            metavar="N",
            help="today is day N after consent; what came later is not laid on",
        )
        parser.add_argument(
            "--team",
            nargs="+",
            default=[],
            metavar="EMAIL",
            help="who is on their care team, by account; the first is the primary clinician",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Replayed people do not belong among the patients of a program.")
        self.stdout.write(NOTICE)
        chosen = self._chosen(options)
        team = [_staff(address) for address in options["team"]]
        at = datetime.now(UTC)
        job = gate.job_access("replay ctn0094", at=at)
        done: Counter[str] = Counter()
        left_out = 0
        for person in tqdm(chosen, unit="person", disable=options["verbosity"] < 1):
            try:
                replay(job, person, ends_at=at, team=team)
                done["laid on"] += 1
                left_out += person.left_out
            except AlreadyReplayed:
                done["here before"] += 1
        told = ", ".join(f"{number:,} {what}" for what, number in done.items() if number)
        self.stdout.write(f"{_people(len(chosen))}: {told or 'nobody'}.")
        if left_out:
            self.stdout.write(f"Left out: {left_out} diary days of everyday medicines.")

    def _chosen(self, options: dict[str, Any]) -> list[Participant]:
        """Return whom to replay.

        Raises:
            CommandError: if the data cannot be read, or somebody asked for is not in it.
        """
        folder = options["data"] or settings.DATA / FOLDER
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}; say where it is with --data.")
        try:
            tables = {
                file.name: file.read_text("utf-8-sig") for file in sorted(folder.glob("*.csv"))
            }
            people = read(tables)
        except BadTable as bad:
            raise CommandError(f"{folder}: {bad}") from None
        except (OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"{folder} cannot be read: {wrong}") from None
        asked = options["who"] or sorted(people)
        if unknown := [who for who in asked if who not in people]:
            raise CommandError(f"Nobody in {folder} has the number {unknown[0]}.")
        limit = options["limit"]
        if limit is not None and limit < 0:
            raise CommandError("--limit takes a number of people.")
        chosen = [people[who] for who in dict.fromkeys(asked)][:limit]
        day = options["day"]
        return chosen if day is None else [as_of(person, day) for person in chosen]


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _staff(address: str) -> Staff:
    user = staff_user(address.lower())
    if user is None:
        raise CommandError(f"Nobody who works here signs in as {address}.")
    return user.staff
