"""Find what lies as files in a folder: one file, one plug-in, nothing to register."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def modules_in(package: str) -> list[ModuleType]:
    """Import every module directly inside `package` and return them in name order.

    Raises:
        ModuleNotFoundError: if the package itself does not exist.
    """
    home = import_module(package)
    names = sorted(name for _, name, _ in iter_modules(home.__path__))
    return [import_module(f"{package}.{name}") for name in names]
