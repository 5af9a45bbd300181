"""Sweep up every night: the results of work long done."""

from datetime import datetime

from django.core.management import call_command

from alongside.core.schedule import nightly


@nightly("03:20")
def forget_done_tasks(at: datetime) -> None:
    """Delete the results of background tasks after two weeks."""
    call_command("prune_db_task_results", verbosity=0)
