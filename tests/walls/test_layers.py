"""The rooms import one another in one direction only (see pyproject.toml)."""

from importlinter import api  # noqa: F401
from importlinter.cli import lint_imports


def test_the_rooms_stand_in_their_order():
    assert lint_imports() == 0
