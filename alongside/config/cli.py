"""The command line: `alongside COMMAND`, each command a Django management command of its room."""

import os
import sys

from alongside.core.commands import SPELLED


def main() -> None:
    """Run the command that stands on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as why:
        # An operator needs the sentences, not the way through the code.
        sys.exit(str(why))
    argv = list(sys.argv)
    if len(argv) > 1:
        argv[1] = SPELLED.get(argv[1], argv[1])
    execute_from_command_line(argv)


if __name__ == "__main__":
    # `python -m`: say the command's own name in its help and errors.
    sys.argv[0] = "alongside"
    main()
