"""`alongside demo`: an invented program on this computer, ready to sign in to."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.synthetic import processes
from alongside.synthetic.queries import sign_ins
from alongside.synthetic.rules.house import DEMO_PASSWORD


class Command(BaseCommand):
    """Build the demo where there is none yet, start web server and worker, and say who may sign in.

    A second start finds everything as it was left.
    """

    help = "Run an invented program on this computer; the second start keeps what was entered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port of the address")
        parser.add_argument("--people", type=int, default=60, help="people in a new program")
        parser.add_argument(
            "--reset", action="store_true", help="throw the demo away, build it anew, and end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database = settings.DATABASES["default"]
        if settings.PRODUCTION or not database["ENGINE"].endswith("sqlite3"):
            raise CommandError("The demo runs in local mode, on SQLite.")
        file, port = Path(database["NAME"]), options["port"]
        if not options["reset"] and (fault := processes.port_fault(port)):
            raise CommandError(fault)
        with _alone(settings.VAR / "demo.lock"):
            self._build(file, people=options["people"], anew=options["reset"])
            if options["reset"]:
                self.stdout.write("The demo is as new. Start it with: make demo")
                return
            self._run(port)

    def _build(self, file: Path, *, people: int, anew: bool) -> None:
        """Bring the database up to this version, and fill it if it is empty."""
        unfinished = file.with_name(f"{file.name}.unfinished")
        if anew or unfinished.exists():
            for end in ("", "-wal", "-shm"):
                file.with_name(file.name + end).unlink(missing_ok=True)
        if not file.exists():
            self.stdout.write("Building an invented program; it takes a minute, once.")
            unfinished.touch()
        call_command("migrate", verbosity=0)
        call_command("synthetic", "--if-empty", people=people)
        unfinished.unlink(missing_ok=True)

    def _run(self, port: int) -> None:
        """Start web server and worker, and stay until told to stop or one of them ends."""
        stop = Event()
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, lambda *_: stop.set())
        log = settings.VAR / "demo.log"
        with log.open("wb") as out, processes.started(port, out) as running:
            if not processes.is_answering(port, running, stop):
                if stop.is_set():
                    return
                raise CommandError(f"The server did not start; {log} says why.")
            self.stdout.write(_welcome(port, log))
            self.stdout.flush()
            # Started by make: when make is gone, nobody is left who could stop this.
            made_by = os.getppid() if "MAKELEVEL" in os.environ else None
            while not stop.wait(0.5):
                if any(process.poll() is not None for process in running):
                    raise CommandError(f"The server or the worker has ended; {log} says why.")
                if made_by not in (None, os.getppid()):
                    break
        self.stdout.write("\nThe demo has ended. What was entered is kept.")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the demo for this process.

    Raises:
        CommandError: if another one holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("The demo is running already; stop it first (Ctrl-C).") from None
        yield


def _welcome(port: int, log: Path) -> str:
    """Return the address and the sign-ins, one line a role."""
    rows = [(s.role, s.name, s.email) for s in sign_ins()]
    wide = [max((len(row[n]) for row in rows), default=0) for n in range(2)]
    lines = [f"  {role:{wide[0]}}  {name:{wide[1]}}  {email}" for role, name, email in rows]
    return "\n".join(
        [
            "",
            f"Alongside is at http://127.0.0.1:{port}/ (everybody in it is invented).",
            "",
            *lines,
            "",
            f"The password is the same for all: {DEMO_PASSWORD}"
            if rows
            else "Nobody is in it yet.",
            f"Ctrl-C stops it; `make demo-reset` starts over. Its log: {log}",
        ]
    )
