"""A place of its own for a run: a temporary folder with a fresh database, made before Django."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_place(*, migrate: bool = True) -> Iterator[Path]:
    """Point the settings at an empty folder, set Django up, and remove the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-bench-"))
    os.environ["ALONGSIDE_VAR"] = str(folder)
    os.environ["ALONGSIDE_MODE"] = "local"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    try:
        import django
        from django.core.management import call_command

        django.setup()
        # The log of a thousand requests would be measured along with them.
        import logging

        logging.disable(logging.CRITICAL)
        # As the server does it: what is loaded is left out of every collection.
        from alongside.config import wsgi

        assert wsgi.application
        if migrate:
            call_command("migrate", verbosity=0)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
