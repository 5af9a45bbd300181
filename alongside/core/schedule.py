"""Periodic work: a function in a room's `jobs.py` says how often it wants its turn.

    @every(minutes=1)
    def seal_log(at: datetime) -> None: ...

A job must bear being run twice: a turn that failed or was cut off is given again. Jobs are found
because they lie in a `jobs.py`; the worker (`alongside worker`) gives them their turns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils.timezone import get_default_timezone

from alongside.core.rules import next_daily, next_step

Work = Callable[[datetime], None]


@dataclass(frozen=True)
class Job:
    """Work that comes round: its name (room and function), what it does, and when it is next."""

    name: str
    work: Work
    next_after: Callable[[datetime], datetime]


JOBS: dict[str, Job] = {}


def every(*, minutes: int) -> Callable[[Work], Work]:
    """Declare a job that has its turn every so many minutes."""
    span = timedelta(minutes=minutes)
    return _declared(lambda at: next_step(at, span))


def nightly(clock: str) -> Callable[[Work], Work]:
    """Declare a job that has its turn once a day, at `clock` ("03:10") in the program's zone."""
    when = time.fromisoformat(clock)
    return _declared(lambda at: next_daily(at, when, get_default_timezone()))


def _declared(next_after: Callable[[datetime], datetime]) -> Callable[[Work], Work]:
    def declare(work: Work) -> Work:
        room = work.__module__.split(".")[1]
        name = f"{room}.{work.__name__}"
        JOBS[name] = Job(name, work, next_after)
        return work

    return declare


def jobs() -> list[Job]:
    """Import every room's `jobs.py` and return what they declared, in the order of the rooms."""
    for room in settings.ROOMS:
        if find_spec(f"alongside.{room}.jobs"):
            import_module(f"alongside.{room}.jobs")
    return list(JOBS.values())
