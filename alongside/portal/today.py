"""What the patient's home tells: how I am, what is next, my plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from alongside.core.days import day_of
from alongside.measures.queries.due import Waiting, waiting
from alongside.monitoring import queries
from alongside.monitoring.rules.days import ONE_DAY
from alongside.people.models import Episode
from alongside.people.rules import program_week
from alongside.portal import asking
from alongside.portal.days import check_in_url, hour
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.queries.looked import untold_emergencies, ways_in
from alongside.program.models import Attendance
from alongside.program.queries import next_session
from alongside.safety.models import SafetyPlan
from alongside.safety.queries import plan_of
from alongside.safety.rules import Contact, first_to_call

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Next:
    """The next session: what, when and where, in words."""

    title: str
    when: str
    where: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What the home shows.

    Args:
        week: the week of the stay, from 1; None before admission and after discharge.
        is_in_program: whether check-ins can be made.
        has_days: whether there is, or was, a time of which check-ins can be read.
        begun: whether today's check-in has an answer; whole: whether nothing is left open.
        yesterday_url: where yesterday's can be filled in; empty if it is there, or was before the
            stay began.
        waiting: questionnaires that can be answered now.
        was_opened_in_emergency: whether an emergency access waits to be told.
    """

    day: str
    week: int | None
    is_in_program: bool
    has_days: bool
    has_begun: bool
    is_whole: bool
    check_in_url: str
    day_iso: str
    yesterday_url: str
    next: Next | None
    waiting: list[Waiting]
    has_plan: bool
    person: Contact | None
    was_opened_in_emergency: bool
    # A code or link to these pages was used in the last days: the person says if it was not they.
    came_in_lately: bool


def today_for(access: EpisodeAccess, today: date) -> Today:
    """Return what the home shows on `today`."""
    episode, yesterday = access.episode, today - ONE_DAY
    rows = {row.day: row for row in queries.check_ins_between(access, yesterday, today + ONE_DAY)}
    begun = rows.get(today)
    plan = plan_of(access)
    is_in = episode.status == Episode.Status.ADMITTED
    missed = is_in and yesterday not in rows and _was_here(episode, yesterday)
    return Today(
        day=date_format(today, "l j F"),
        week=program_week(day_of(episode.admitted_at), today)
        if is_in and episode.admitted_at
        else None,
        is_in_program=is_in,
        has_days=is_in or access.stays().filter(admitted_at__isnull=False).exists(),
        has_begun=begun is not None,
        is_whole=begun is not None and asking.first_open(queries.record_of(begun, None)) is None,
        check_in_url=check_in_url(today),
        day_iso=today.isoformat(),
        yesterday_url=check_in_url(yesterday) if missed else "",
        next=_next(next_session(access), today),
        waiting=waiting(access, today=today),
        has_plan=plan is not None and not plan.content.is_empty,
        person=_person(plan),
        was_opened_in_emergency=bool(untold_emergencies(access)),
        came_in_lately=bool(ways_in(access, used_since=access.at - LATELY)),
    )


def _was_here(episode: Episode, day: date) -> bool:
    return episode.admitted_at is not None and day_of(episode.admitted_at) <= day


def _person(plan: SafetyPlan | None) -> Contact | None:
    return first_to_call(plan.content.people) if plan else None


def _next(place: Attendance | None, today: date) -> Next | None:
    if place is None:
        return None
    session = place.session
    return Next(
        title=session.title,
        when=_when(session.starts_at, session.ends_at, today),
        where=session.place,
        is_online=session.is_online,
    )


def _when(starts_at: datetime, ends_at: datetime, today: date) -> str:
    """Say when a session is: the day where it is not today, and from when to when."""
    begins, ends = (hour(moment) for moment in (starts_at, ends_at))
    hours = f"{begins} to {ends}"
    day = day_of(starts_at)
    if day == today:
        return f"today, {hours}"
    if day == today + timedelta(days=1):
        return f"tomorrow, {hours}"
    return f"{date_format(day, 'l j F')}, {hours}"
