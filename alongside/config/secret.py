"""The secret of a local installation: made once, kept beside its database."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_key(var: Path, production: bool) -> str:
    """Return this installation's own key, made at the first start; in production none is made.

    A folder that cannot be written to gets a key that lasts for this process only.
    """
    if production:
        return ""
    file = var / "secret"
    try:
        if not file.exists():
            _write_once(file)
        return file.read_text().strip() or get_random_secret_key()
    except OSError:
        return get_random_secret_key()


def _write_once(file: Path) -> None:
    """Put a whole key in place, so that of two processes that start at once both read the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(0o600)
    draft.write_text(get_random_secret_key())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
