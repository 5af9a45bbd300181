"""`alongside verify-log`: prove that nobody has changed the access log."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from alongside.privacy.queries.log import proof


class Command(BaseCommand):
    """Check the chain of seals over the access log, and name the first row that does not hold."""

    help = "Check the access log against its seals, and name the first row that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", default="", metavar="DIGEST", help="a seal's digest that was kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = proof(expect=options["expect"])
        self.stdout.write(f"{found.seals} seals over {found.rows} rows hold.")
        if found.broken:
            where = (
                f"row {found.broken.seq}"
                if found.broken.seq is not None
                else f"seal {found.broken.seal}"
            )
            self.stdout.write(f"BROKEN at {where} (seal {found.broken.seal}): {found.broken.why}.")
            sys.exit(1)
        self.stdout.write(f"{found.unsealed} rows are not sealed yet.")
        self.stdout.write(f"Last seal: {found.last_digest}")
