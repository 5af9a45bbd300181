"""Give jobs that come round their turns: to one worker at a time, again where one has failed."""

from datetime import datetime

import structlog

from alongside.core.models import JobTurn
from alongside.core.rules import LEASE
from alongside.core.schedule import Job

log = structlog.get_logger("alongside.worker")


def take_turn(job: Job, *, at: datetime) -> JobTurn | None:
    """Take the job's turn if it is due; of two workers that try at once, one gets it.

    A job that has never run is due at once.
    """
    turn, _ = JobTurn.objects.get_or_create(name=job.name, defaults={"due_at": at})
    if turn.due_at > at:
        return None
    mine = JobTurn.objects.filter(name=job.name, due_at=turn.due_at).update(
        due_at=at + LEASE, begun_at=at
    )
    turn.due_at, turn.begun_at = at + LEASE, at
    return turn if mine else None


def end_turn(turn: JobTurn, *, due_at: datetime, at: datetime) -> None:
    """Write down that the job is done, and when it is due again."""
    JobTurn.objects.filter(name=turn.name, due_at=turn.due_at).update(due_at=due_at, ended_at=at)


def run_if_due(job: Job, *, at: datetime) -> bool:
    """Run the job if it has its turn now; return whether it ran to its end.

    What it raises is logged and leaves the turn to be given again: one job that fails must not
    keep the others waiting.
    """
    turn = take_turn(job, at=at)
    if turn is None:
        return False
    try:
        job.work(at)
    except Exception:
        log.exception("job failed", job=job.name)
        return False
    end_turn(turn, due_at=job.next_after(at), at=at)
    return True
