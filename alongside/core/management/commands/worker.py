"""`alongside worker`: do what waits in the background, and what comes round."""

import logging
import signal
from datetime import UTC, datetime
from threading import Event
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from alongside.core.actions import run_if_due
from alongside.core.schedule import jobs

log = structlog.get_logger("alongside.worker")

PAUSE_SECONDS = 1.0


class Command(BaseCommand):
    """Run the tasks that pages have left behind, and give each room's jobs their turns."""

    help = "Do background work: queued tasks, and jobs that come round. One is enough; more share."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        if not options["once"]:
            for sign in (signal.SIGINT, signal.SIGTERM):
                # What is being done is done to its end.
                signal.signal(sign, lambda *_: stop.set())
        queue, rounds = _queue(), jobs()
        while True:
            close_old_connections()
            try:
                for job in rounds:
                    if not stop.is_set():
                        run_if_due(job, at=datetime.now(UTC))
                if not stop.is_set():
                    queue.run()
            except OperationalError:
                if options["once"]:
                    raise
                # A database that is restarted comes back, and so does the work.
                log.exception("database away")
            if options["once"] or stop.wait(PAUSE_SECONDS):
                return


def _queue() -> Worker:
    """Return django-tasks' own worker; each `run` does what waits in the queue and comes back."""
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
