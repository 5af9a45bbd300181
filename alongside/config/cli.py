"""The command line: `alongside COMMAND`, each command a Django management command of its room."""

import os
import re
import sys

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand

from alongside.core.commands import MODULES, SPELLED


class CommandLine(ManagementUtility):
    """Django's command line, with the commands spelled as people type them."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return the command of this name; its help and errors keep the name that was typed."""
        return super().fetch_command(SPELLED.get(subcommand, subcommand))

    def main_help_text(self, commands_only: bool = False) -> str:
        """Return the list of commands."""
        text = super().main_help_text(commands_only)
        modules = "|".join(map(re.escape, MODULES))
        return re.sub(rf"(?m)^(\s*)({modules})$", lambda m: f"{m[1]}{MODULES[m[2]]}", text)


def main() -> None:
    """Run the command that stands on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as why:
        # An operator needs the sentences, not the way through the code.
        sys.exit(str(why))
    CommandLine(sys.argv).execute()


if __name__ == "__main__":
    # `python -m`: say the command's own name in its help and errors.
    sys.argv[0] = "alongside"
    main()
