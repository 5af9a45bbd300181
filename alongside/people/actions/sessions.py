"""Where an account is signed in: seen, and signed out again."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from alongside.people.models import User


@transaction.atomic
def note_seen(session_key: str, *, at: datetime) -> None:
    """Write down that a session was used; called at most once a minute."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


@transaction.atomic
def forget_ended(*, at: datetime) -> None:
    """Delete sessions that are over, and what was written down about them."""
    Session.objects.filter(expire_date__lte=at).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


@transaction.atomic
def end_session(user: User, session_id: int) -> None:
    """Sign the account out on one device; another account's session is left alone."""
    for session in UserSession.objects.filter(user=user, pk=session_id):
        session.end()


@transaction.atomic
def end_sessions(user: User, *, but: str | None = None) -> None:
    """Sign the account out everywhere, or everywhere but in the session with the key `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
