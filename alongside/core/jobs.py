"""Sweep up every night: sign-ins that have ended, and the results of work long done."""

from datetime import datetime

from django.core.management import call_command

from alongside.core.schedule import nightly


@nightly("03:10")
def forget_ended_sessions(at: datetime) -> None:
    """Delete the sessions whose time is over."""
    call_command("clearsessions", verbosity=0)


@nightly("03:20")
def forget_done_tasks(at: datetime) -> None:
    """Delete the results of background tasks after two weeks."""
    call_command("prune_db_task_results", verbosity=0)
