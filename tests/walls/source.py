"""The project's own source, as the walls read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import alongside

ROOT = Path(alongside.__file__).parent


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module of the rooms (migrations left out) as its path and its syntax tree."""
    for file in sorted(ROOT.rglob("*.py")):
        if "migrations" not in file.parts:
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text())
