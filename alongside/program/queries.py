"""What is read of sessions and attendance; and which sessions a reader may open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from alongside.people.models import Staff
from alongside.people.rules import CLINICAL, Discipline
from alongside.privacy import gate
from alongside.privacy.gate import Access, EpisodeAccess, SessionAccess
from alongside.privacy.rules.needs import IN_THE_PROGRAM, Need
from alongside.program.models import Attendance, Session, SessionLeader


class Sessions:
    """The gate's source of sessions: a leader opens the own ones, a director all."""

    def visible(self, staff: Staff, need: Need, at: datetime) -> QuerySet[Session]:
        """Return the sessions that `staff` may open."""
        discipline = Discipline(staff.discipline)
        if not staff.works_here(at):
            return Session.objects.none()
        if need in IN_THE_PROGRAM.get(discipline, ()):
            return Session.objects.all()
        if discipline not in CLINICAL and discipline is not Discipline.PEER_SPECIALIST:
            return Session.objects.none()
        own = SessionLeader.objects.filter(staff=staff).values("session")
        return Session.objects.filter(pk__in=own)

    def roster(self, session: Any) -> QuerySet[Attendance, UUID]:
        """Return the keys of the episodes on the roster."""
        return Attendance.objects.filter(session=session).values_list("episode", flat=True)


gate.SESSIONS[:] = [Sessions()]


def sessions_led(access: Access, start: datetime, end: datetime) -> list[Session]:
    """Return the sessions that the reader leads from `start` to before `end`, in time order."""
    own = SessionLeader.objects.filter(staff=access.staff).values("session")
    rows = Session.objects.filter(
        pk__in=own, starts_at__gte=start, starts_at__lt=end, cancelled_at__isnull=True
    )
    return list(rows.order_by("starts_at"))


def rosters(access: Access, sessions: Sequence[Session]) -> dict[UUID, list[Attendance]]:
    """Return who is on each session's roster and may be seen by the reader, by session key."""
    found: dict[UUID, list[Attendance]] = {s.pk: [] for s in sessions}
    rows = (
        access.every(Attendance, Need.READ_FRONT)
        .filter(session__in=sessions)
        .select_related("episode__patient")
        .order_by("episode__patient__chosen_name")
    )
    for row in rows:
        found[row.session_id].append(row)
    return found


def attendance_between(access: EpisodeAccess, start: datetime, end: datetime) -> list[Attendance]:
    """Return the person's places on rosters from `start` to before `end`, in time order."""
    rows = access.all(Attendance).filter(
        starts_at__gte=start, starts_at__lt=end, session__cancelled_at__isnull=True
    )
    return list(rows.select_related("session").order_by("starts_at"))


def minutes_attended(access: EpisodeAccess, start: datetime, end: datetime) -> int | None:
    """Return the minutes attended from `start` to before `end`; None if nothing was planned."""
    rows = access.all(Attendance).filter(starts_at__gte=start, starts_at__lt=end)
    total: int | None = rows.aggregate(total=Sum("minutes"))["total"]
    return total


def next_session(access: EpisodeAccess) -> Attendance | None:
    """Return the person's next session from now on, or None."""
    rows = access.all(Attendance).filter(
        Q(session__cancelled_at__isnull=True), starts_at__gte=access.at
    )
    return rows.select_related("session").order_by("starts_at").first()


def roster_of(access: SessionAccess) -> QuerySet[Attendance]:
    """Return the places on the opened session's roster whose people the reader may see."""
    return (
        Attendance.objects.filter(
            session=access.session, episode__in=access.episodes().values("pk")
        )
        .select_related("episode__patient")
        .order_by("episode__patient__chosen_name")
    )
