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
        var.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two processes that start at once, one writes and both read the same key.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip() or get_random_secret_key()
    except OSError:
        return get_random_secret_key()
    key = get_random_secret_key()
    with os.fdopen(descriptor, "w") as out:
        out.write(key)
    return key
