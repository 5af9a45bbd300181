"""What the first page of the day shows: my sessions, my people, and who needs somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of, end_of, start_of
from alongside.core.text import initials
from alongside.desk.queries.person import stands
from alongside.desk.queries.tasks import address, due_in_words, is_pressing, what_to_do
from alongside.measures.queries.due import due
from alongside.monitoring.models import CheckIn
from alongside.monitoring.queries import LastCheckIn, today_of
from alongside.monitoring.rules.days import SILENT_AFTER_DAYS, days_silent
from alongside.people.models import Episode, Staff, Task
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access
from alongside.privacy.queries.looked import emergencies
from alongside.privacy.rules.needs import ANYWHERE, IN_THE_PROGRAM, ON_THE_TEAM, Need
from alongside.program.models import Attendance, Session
from alongside.program.queries import rosters, sessions_led
from alongside.program.rules import CAME, SessionKind

MOST_TASKS = 12
MOST_PEOPLE = 60


@dataclass(frozen=True)
class Seat:
    """One person on a roster: whether they came, and whether they checked in today."""

    name: str
    initials: str
    url: str
    came: bool
    checked_in: bool
    said: str


@dataclass(frozen=True)
class Slot:
    """One session of the day's rail; `is_now` marks the first that is not over."""

    at: str
    title: str
    where: str
    url: str
    is_past: bool
    seats: list[Seat]


@dataclass(frozen=True)
class Needed:
    """Something that needs somebody; `tier` is now, today or week."""

    tier: str
    when: str
    name: str
    url: str
    text: str
    what: str = ""


@dataclass(frozen=True)
class Known:
    """One of my people, with what their day said."""

    name: str
    initials: str
    url: str
    stands: str
    said: str
    is_silent: bool
    checked_in: bool
    due: list[str]


@dataclass(frozen=True)
class Today:
    """The page; a part that the reader's role does not have is empty."""

    day: str
    greeting: str
    clock: str
    rail: list[Slot]
    now_at: int
    needs: list[Needed]
    more_needs: int
    people: list[Known]
    facts: list[tuple[str, str]] = field(default_factory=list)


def today(access: Access) -> Today:
    """Return the reader's day."""
    on = day_of(access.at)
    staff = access.staff
    walks_with = Discipline(staff.discipline) in ON_THE_TEAM
    mine = _caseload(access) if walks_with else []
    last = today_of(access, mine) if mine else {}
    rail = _rail(access, on, last)
    needs, more = _needs(access, mine, last, on)
    people = _known(access, mine, last, on)
    at = localtime(access.at)
    return Today(
        day=date_format(at, "l j F"),
        greeting=_greeting(at, staff.name),
        clock=date_format(at, "H:i"),
        rail=rail,
        now_at=next((i for i, slot in enumerate(rail) if not slot.is_past), len(rail)),
        needs=needs,
        more_needs=more,
        people=people,
        facts=_facts(access, rail, people) if walks_with else _program(access, on),
    )


def _greeting(at: datetime, name: str) -> str:
    first = name.removeprefix("Dr. ").split(" ")[0] if not name.startswith("Dr. ") else name
    words = {"name": first}
    if at.hour < 12:
        return _("Good morning, %(name)s") % words
    if at.hour < 18:
        return _("Good afternoon, %(name)s") % words
    return _("Good evening, %(name)s") % words


def _caseload(access: Access) -> list[Episode]:
    """Return the people in the program on whose team the reader is."""
    stays = access.episodes(Need.READ_CHART).filter(status=Episode.Status.ADMITTED)
    rows = stays.select_related("patient", "track").order_by("patient__chosen_name")
    return list(rows[:MOST_PEOPLE])


def _rail(access: Access, on: date, last: Mapping[UUID, LastCheckIn]) -> list[Slot]:
    sessions = sessions_led(access, start_of(on), end_of(on))
    if not sessions:
        return []
    there = rosters(access, sessions)
    return [_slot(s, there[s.pk], access.at, on, last) for s in sessions]


def _slot(
    session: Session,
    places: Sequence[Attendance],
    at: datetime,
    on: date,
    last: Mapping[UUID, LastCheckIn],
) -> Slot:
    minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    where = [session.place] if session.place else []
    where.append(_("%(minutes)d min") % {"minutes": minutes})
    told = ", ".join(where) + (f". {session.topic}" if session.topic else "")
    title = session.title
    if session.kind != SessionKind.GROUP and len(places) == 1:
        title = f"{places[0].episode.patient.chosen_name}, {session.title.lower()}"
    return Slot(
        at=date_format(localtime(session.starts_at), "H:i"),
        title=title,
        where=told,
        url=reverse("program-roster", args=[session.pk]),
        is_past=session.ends_at <= at,
        seats=[_seat(place, on, last) for place in places],
    )


def _seat(place: Attendance, on: date, last: Mapping[UUID, LastCheckIn]) -> Seat:
    name = place.episode.patient.chosen_name
    told = last.get(place.episode_id)
    came, checked = place.presence in CAME, told is not None and told.day == on
    return Seat(
        name=name,
        initials=initials(name),
        url=reverse("desk-person", args=[place.episode_id]),
        came=came,
        checked_in=checked,
        said=_("%(name)s: %(came)s, %(checked)s")
        % {
            "name": name,
            "came": _("arrived") if came else _("not marked as arrived"),
            "checked": _("checked in") if checked else _("no check-in today"),
        },
    )


def _needs(
    access: Access, mine: Sequence[Episode], last: Mapping[UUID, LastCheckIn], on: date
) -> tuple[list[Needed], int]:
    """Return what needs somebody, soonest first, and how many more there are."""
    tasks = access.every(Task, Need.READ_FRONT).filter(done_at__isnull=True)
    if Need.CLOSE_TASKS not in _needs_of(access.staff):
        return [], 0
    rows = tasks.select_related("episode__patient").order_by("due_at")
    found = list(rows[: MOST_TASKS + 1])
    more = tasks.count() - MOST_TASKS if len(found) > MOST_TASKS else 0
    needs = [_task(task, access.at) for task in found[:MOST_TASKS]]
    for stay in mine:
        silent = _silent(stay, last.get(stay.pk), on)
        if silent >= SILENT_AFTER_DAYS:
            needs.append(_silence(stay, silent))
    order = {"now": 0, "today": 1, "week": 2}
    return sorted(needs, key=lambda n: order[n.tier]), more


def _needs_of(staff: Staff) -> set[Need]:
    discipline = Discipline(staff.discipline)
    return set(ON_THE_TEAM.get(discipline, ())) | set(IN_THE_PROGRAM.get(discipline, ()))


def _task(task: Task, at: datetime) -> Needed:
    if is_pressing(task, at):
        tier = "now"
    elif task.due_at <= at + timedelta(hours=24):
        tier = "today"
    else:
        tier = "week"
    return Needed(
        tier=tier,
        when=due_in_words(task, at),
        name=task.episode.patient.chosen_name,
        url=address(task),
        text=task.title,
        what=what_to_do(task),
    )


def _silent(stay: Episode, told: LastCheckIn | None, on: date) -> int:
    """Return the whole days without a word; of somebody who never wrote, since they came."""
    silent = days_silent(told.day if told else None, on)
    begun = day_of(stay.admitted_at or stay.referred_at)
    return max(0, (on - begun).days) if silent is None else silent


def _silence(stay: Episode, days: int) -> Needed:
    return Needed(
        tier="today",
        when=_("Today"),
        name=stay.patient.chosen_name,
        url=reverse("desk-together", args=[stay.pk]),
        text=_("No check-in for %(days)d days.") % {"days": days},
    )


def _known(
    access: Access, mine: Sequence[Episode], last: Mapping[UUID, LastCheckIn], on: date
) -> list[Known]:
    wanted: dict[UUID, list[str]] = {}
    if mine and Need.READ_MEASURES in ON_THE_TEAM[Discipline(access.staff.discipline)]:
        for one in due(access, today=on):
            wanted.setdefault(one.episode_id, []).append(one.instrument.short)
    people = [
        Known(
            name=stay.patient.chosen_name,
            initials=initials(stay.patient.chosen_name),
            url=reverse("desk-together", args=[stay.pk]),
            stands=stands(stay, access.at),
            said=_said(stay, last.get(stay.pk), on),
            is_silent=_silent(stay, last.get(stay.pk), on) >= SILENT_AFTER_DAYS,
            checked_in=(told := last.get(stay.pk)) is not None and told.day == on,
            due=wanted.get(stay.pk, []),
        )
        for stay in mine
    ]
    return sorted(people, key=lambda p: (not p.is_silent, not p.checked_in))


def _said(stay: Episode, told: LastCheckIn | None, on: date) -> str:
    """Return what the day's check-in said, or how long there was none."""
    if told is None:
        return _("No check-in yet")
    if told.day != on:
        silent = _silent(stay, told, on)
        if silent == 0:
            return _("Last check-in yesterday")
        return (
            _("No check-in for %(days)d days") % {"days": silent}
            if silent > 1
            else _("No check-in yesterday")
        )
    values = [
        f"{name} {value:g}{unit}"
        for name, value, unit in (
            (_("craving"), told.craving, ""),
            (_("mood"), told.mood, ""),
            (_("sleep"), told.sleep_hours, " h"),
        )
        if value is not None
    ]
    if told.used:
        values.append(_("told us about use"))
    if told.wants_contact:
        values.append(_("asks to be contacted"))
    when = date_format(localtime(told.changed_at), "H:i")
    return f"{when}: {', '.join(values)}" if values else _("Checked in %(when)s") % {"when": when}


def _facts(access: Access, rail: Sequence[Slot], people: Sequence[Known]) -> list[tuple[str, str]]:
    checked = sum(p.checked_in for p in people)
    return [
        (_("My sessions"), str(len(rail))),
        (_("Checked in today"), _("%(n)d of %(all)d") % {"n": checked, "all": len(people)}),
        (_("Questionnaires due"), str(sum(len(p.due) for p in people))),
    ]


def _program(access: Access, on: date) -> list[tuple[str, str]]:
    """Return the numbers that a role over the whole program begins the day with."""
    may = ANYWHERE[Discipline(access.staff.discipline)]
    stays = access.episodes(Need.READ_FRONT)
    facts = [
        (
            _("In the program"),
            str(stays.filter(status=Episode.Status.ADMITTED).count()),
        )
    ]
    if Need.READ_REFERRALS in may:
        waiting = stays.filter(status=Episode.Status.REFERRED).count()
        facts.append((_("Waiting to come in"), str(waiting)))
    if Discipline(access.staff.discipline) is Discipline.PROGRAM_DIRECTOR:
        told = access.every(CheckIn, Need.READ_CHART).filter(day=on).count()
        facts.append((_("Checked in today"), str(told)))
    if Need.READ_ACCESS_LOG in may:
        unseen = emergencies(access).filter(Q(reviewed_at__isnull=True)).count()
        facts.append((_("Emergency openings to review"), str(unseen)))
    return facts
