"""What the people room does by itself."""

from datetime import datetime

from django.conf import settings
from django_tasks import task

from alongside.core.schedule import nightly
from alongside.people import actions, letters


@nightly("03:40")
def forget_ended_sessions(at: datetime) -> None:
    """Delete sessions that are over."""
    actions.forget_ended(at=at)


@task()
def tell_owner(address: str) -> None:
    """Write to the owner of an account that somebody else changed how it is signed in to."""
    if settings.HAS_MAIL:
        letters.send_notice(address)
