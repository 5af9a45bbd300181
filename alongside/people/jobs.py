"""What the people room does by itself."""

from datetime import datetime

from alongside.core.schedule import nightly
from alongside.people import actions


@nightly("03:40")
def forget_ended_sessions(at: datetime) -> None:
    """Delete sessions that are over."""
    actions.forget_ended(at=at)
