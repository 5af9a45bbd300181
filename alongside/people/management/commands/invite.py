"""Invite somebody to the staff from the command line: the only way to the first account."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.timezone import now

from alongside.people import actions
from alongside.people.actions import AddressTaken
from alongside.people.rules import Discipline
from alongside.people.rules.accounts import needs_an_end


class Command(BaseCommand):
    help = "Write down a member of staff and print the link with which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--discipline",
            default=Discipline.PROGRAM_DIRECTOR,
            choices=[str(d) for d in Discipline if not needs_an_end(d)],
        )
        parser.add_argument("--site", help="the address of this site, such as https://example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            _new, secret = actions.take_on(
                name=options["name"],
                discipline=Discipline(options["discipline"]),
                email=options["email"],
                at=now(),
            )
        except ValidationError as error:
            raise CommandError("This is not an email address.") from error
        except AddressTaken as error:
            raise CommandError("Another account has this address.") from error
        path = reverse("privacy-join", kwargs={"secret": secret})
        self.stdout.write(f"{options['site'] or _site()}{path}")


def _site() -> str:
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{next(iter(settings.ALLOWED_HOSTS), 'localhost')}"
