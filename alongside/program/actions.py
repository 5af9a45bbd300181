"""What can be done with sessions: planning one, and writing down who came."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from alongside.core.models import ChangedMeanwhile
from alongside.people.models import Staff, Track
from alongside.privacy.gate import EpisodeAccess, SessionAccess
from alongside.program import rules
from alongside.program.models import Attendance, Session, SessionLeader
from alongside.program.rules import Presence, SessionKind


class MinutesMissing(Exception):
    """Somebody came late or left early, and nobody said for how long they were there."""


@transaction.atomic
def plan_session(
    accesses: Iterable[EpisodeAccess],
    *,
    kind: SessionKind,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    leaders: Sequence[Staff],
    track: Track | None = None,
    topic: str = "",
    place: str = "",
    is_online: bool = False,
    origin: str = "",
) -> Session:
    """Plan one session with its leaders and its roster (one access a person)."""
    session = Session.objects.create(
        kind=kind,
        title=title,
        topic=topic,
        place=place,
        is_online=is_online,
        starts_at=starts_at,
        ends_at=ends_at,
        track=track,
        origin=origin,
    )
    SessionLeader.objects.bulk_create(SessionLeader(session=session, staff=s) for s in leaders)
    Attendance.objects.bulk_create(
        Attendance(session=session, episode=a.episode, starts_at=starts_at) for a in accesses
    )
    return session


@transaction.atomic
def record_presence(
    access: SessionAccess,
    place: Attendance,
    *,
    presence: Presence,
    seen: int,
    minutes: int | None = None,
    reason: str = "",
) -> None:
    """Write down how somebody was at the session.

    Args:
        access: the opened session; `place` must be on its roster.
        place: the person's place on it.
        presence: how they were there.
        seen: the version of `place` that the editor saw.
        minutes: how long they were there; needed when late or left early.
        reason: why they were away, in neutral words.

    Raises:
        MinutesMissing: if `minutes` is needed and not given.
        ChangedMeanwhile: if a co-leader wrote something else meanwhile.
    """
    session: Session = access.session
    planned = rules.minutes_between(session.starts_at, session.ends_at)
    try:
        place.minutes = rules.attended_minutes(presence, planned, minutes)
    except ValueError as missing:
        raise MinutesMissing from missing
    if place.session_id != session.pk:
        raise ChangedMeanwhile(place)
    place.presence, place.reason = presence, reason
    place.save_version(seen=seen, fields=["presence", "minutes", "reason"])


@transaction.atomic
def record_history(
    sessions: Sequence[Session],
    leaders: Sequence[SessionLeader],
    roster: Sequence[Attendance],
) -> None:
    """Lay down many past sessions at once, for histories that are built or imported in bulk."""
    Session.objects.bulk_create(sessions, batch_size=500)
    SessionLeader.objects.bulk_create(leaders, batch_size=500)
    Attendance.objects.bulk_create(roster, batch_size=500)
