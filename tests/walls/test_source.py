"""What must hold in every file: who makes an Access, who writes, what pages may touch."""

import ast

from tests.walls.source import modules

ACCESSES = {"Access", "EpisodeAccess", "SessionAccess"}
WRITES = {
    "save",
    "save_version",
    "create",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
    "create_user",
}


def calls(tree):
    """Yield each call in `tree` with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func).split(".")[-1]


def test_only_the_gate_makes_an_access():
    makers = {path for path, tree in modules() for _, name in calls(tree) if name in ACCESSES}

    assert makers == {"privacy/gate.py"}


def test_only_actions_and_models_write():
    def may_write(path):
        return path.endswith(("/actions.py", "/models.py")) or "/actions/" in path

    found = [
        f"{path}:{node.lineno} .{name}()"
        for path, tree in modules()
        if not may_write(path) and not path.startswith("engine/")
        for node, name in calls(tree)
        if name in WRITES
    ]

    assert found == []


def test_pages_and_forms_reach_rows_only_through_their_access():
    reaching = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        if "/pages/" in path or path.endswith("/forms.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert reaching == []
