"""What runs by itself: answers that were begun and left are closed as they are."""

from datetime import datetime

from alongside.core.schedule import every
from alongside.measures.actions.answering import lapse
from alongside.measures.queries.due import left_lying
from alongside.privacy.gate import job_access


@every(minutes=60)
def close_what_was_left(at: datetime) -> None:
    """Close what was begun two days ago, so that an open question about safety is asked about."""
    access = job_access("measures-left", at=at)
    for response in left_lying(access, at=at):
        lapse(access.on(response.episode), response, at=at)
