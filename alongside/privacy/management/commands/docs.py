"""`alongside docs`: print docs/rooms.md, what each room is for and what opens its pages."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import URLPattern, get_resolver

from alongside.core.commands import MODULES
from alongside.core.schedule import Job, jobs
from alongside.privacy import gate

HEAD = """\
# Rooms and their pages

Printed by `alongside docs`; a test keeps it fresh. Who has which need stands in
`alongside/privacy/rules/needs.py`. A room may import only rooms that stand before it here, and not
its neighbours on the same floor (see `pyproject.toml`).
"""


class Command(BaseCommand):
    """Print the rooms with their pages and needs, jobs and commands, as Markdown."""

    help = "Print the map of rooms: pages with what they need, jobs, commands."

    def handle(self, *args: Any, **options: Any) -> None:
        if not get_resolver().url_patterns:
            return
        self.stdout.write("\n".join(lines()))


def lines() -> Iterator[str]:
    """Yield the document line by line."""
    yield HEAD
    rounds = jobs()
    for room in ("engine", *settings.ROOMS):
        module = import_module(f"alongside.{room}")
        yield f"## {room}\n"
        about = _first_line(module).partition(": ")[2]
        yield f"{about[:1].upper()}{about[1:]}\n"
        yield from _pages([p for p in gate.PAGES if str(p.name).startswith(f"{room}-")])
        yield from _jobs([job for job in rounds if job.name.startswith(f"{room}.")])
        commands = Path(str(module.__file__)).parent / "management" / "commands"
        stems = (f.stem for f in commands.glob("*.py") if f.stem != "__init__")
        names = sorted(MODULES.get(stem, stem) for stem in stems)
        if names:
            yield f"Commands: {', '.join(f'`alongside {name}`' for name in names)}\n"


def _pages(pages: list[URLPattern]) -> Iterator[str]:
    if not pages:
        return
    yield "| address | needs | by | |"
    yield "| --- | --- | --- | --- |"
    for page in sorted(pages, key=lambda p: str(p.pattern)):
        view: Any = page.callback
        methods = " ".join(m for m in view.methods if m != "HEAD")
        yield f"| `/{page.pattern}` | {view.need} | {methods} | {_first_line(view)} |"
    yield ""


def _jobs(found: list[Job]) -> Iterator[str]:
    for job in found:
        yield f"- By itself: {_first_line(job.work)}"
    if found:
        yield ""


def _first_line(thing: Any) -> str:
    return str(thing.__doc__ or "").strip().partition("\n")[0]
