"""Sessions of the invented program: weekly groups for cohorts of ten, and an hour alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from numpy.random import Generator

from alongside.people.models import Staff, Track
from alongside.people.rules import CLINICAL
from alongside.program.models import Attendance, Session, SessionLeader
from alongside.program.rules import Presence, SessionKind
from alongside.synthetic.actions.stays import ORIGIN, Stay, at_hour
from alongside.synthetic.rules.course import Course
from alongside.synthetic.rules.house import GROUP_SIZE, PRIMARY, STAFF, WEEK

PLANNED_AHEAD_DAYS = 7
PRIMARIES = sum(colleague.discipline in PRIMARY for colleague in STAFF)


@dataclass
class Weeks:
    """Rows of sessions, before they are written."""

    sessions: list[Session] = field(default_factory=list)
    leaders: list[SessionLeader] = field(default_factory=list)
    roster: list[Attendance] = field(default_factory=list)


def session_days(stay: Stay) -> list[int]:
    """Return the days of the stay, from 0, on which the person's track has groups."""
    if stay.admitted_on is None:
        return []
    weekdays = {slot.weekday for slot in WEEK[stay.person.track]}
    first = stay.admitted_on
    return [d for d in range(stay.days) if (first + timedelta(days=d)).weekday() in weekdays]


def plan(
    rng: Generator,
    stays: Sequence[tuple[Stay, Course]],
    staff: Sequence[Staff],
    tracks: dict[str, Track],
    at: datetime,
) -> Weeks:
    """Lay out the groups and single hours of these people, to a week ahead of `at`."""
    weeks = Weeks()
    leaders = [s for s in staff if s.discipline in CLINICAL]
    peers = [s for s in staff if s.discipline == "peer_specialist"]
    turn = 0
    for code, track in tracks.items():
        here = [(s, c) for s, c in stays if s.person.track == code and s.admitted_on]
        for cohort in _cohorts(here):
            turn += 1
            _groups(rng, weeks, cohort, track, (leaders, peers), turn, at)
    for stay, course in stays:
        if stay.admitted_on:
            _single(rng, weeks, stay, course, at)
    return weeks


def _cohorts(people: list[tuple[Stay, Course]]) -> Iterator[list[tuple[Stay, Course]]]:
    for start in range(0, len(people), GROUP_SIZE):
        yield people[start : start + GROUP_SIZE]


def _last(stay: Stay, at: datetime) -> date:
    """Return the last day that something is planned for: a week ahead while they are here."""
    if stay.episode.discharged_at:
        return stay.last_on
    return stay.last_on + timedelta(days=PLANNED_AHEAD_DAYS)


def _groups(
    rng: Generator,
    weeks: Weeks,
    cohort: list[tuple[Stay, Course]],
    track: Track,
    staff: tuple[Sequence[Staff], Sequence[Staff]],
    turn: int,
    at: datetime,
) -> None:
    first = min(s.admitted_on for s, _ in cohort if s.admitted_on)
    last = max(_last(s, at) for s, _ in cohort)
    clinicians, peers = staff
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        here = [(s, c) for s, c in cohort if s.admitted_on and s.admitted_on <= day <= _last(s, at)]
        if not here:
            continue
        for i, slot in enumerate(s for s in WEEK[track.code] if s.weekday == day.weekday()):
            leads = clinicians[(turn + i) % len(clinicians)]
            if slot.title == "Peer circle":
                leads = peers[turn % len(peers)]
            starts = at_hour(day, slot.at.hour, slot.at.minute)
            topics = slot.topics or ("",)
            session = _session(
                SessionKind.GROUP,
                slot.title,
                starts,
                slot.minutes,
                track=track,
                topic=topics[(day.toordinal() // 7) % len(topics)],
                place="Online" if track.code == "telehealth" else f"Room {1 + turn % 5}",
            )
            _add(rng, weeks, session, [leads], here, at)


def _single(rng: Generator, weeks: Weeks, stay: Stay, course: Course, at: datetime) -> None:
    """Plan the hour with the primary clinician: once a week, on the admission's weekday."""
    assert stay.admitted_on is not None
    leads = next(p.staff for p in stay.places if p.is_primary)
    # The same clinician's people follow one another at a stride: their hours do not fall together.
    hour = 13 + (stay.person.number // PRIMARIES) % 4
    day = stay.admitted_on
    while day <= _last(stay, at):
        if day.weekday() < 5:
            starts = at_hour(day, hour)
            session = _session(
                SessionKind.INDIVIDUAL,
                "Individual",
                starts,
                50,
                place=f"Room {1 + stay.person.number % 5}",
            )
            _add(rng, weeks, session, [leads], [(stay, course)], at)
        day += timedelta(days=7)


def _session(
    kind: SessionKind, title: str, starts: datetime, minutes: int, **about: object
) -> Session:
    return Session(
        kind=kind,
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        origin=ORIGIN,
        **about,
    )


def _add(
    rng: Generator,
    weeks: Weeks,
    session: Session,
    leads: Sequence[Staff],
    people: Sequence[tuple[Stay, Course]],
    at: datetime,
) -> None:
    weeks.sessions.append(session)
    weeks.leaders.extend(SessionLeader(session=session, staff=s) for s in leads)
    minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    for stay, course in people:
        place = Attendance(session=session, episode=stay.episode, starts_at=session.starts_at)
        if session.ends_at <= at:
            _mark(rng, place, _came(rng, stay, course, session), minutes)
        weeks.roster.append(place)


def _came(rng: Generator, stay: Stay, course: Course, session: Session) -> bool:
    assert stay.admitted_on is not None
    day = (session.starts_at.date() - stay.admitted_on).days
    return course.came.get(day, bool(rng.random() < 0.85))


def _mark(rng: Generator, place: Attendance, came: bool, minutes: int) -> None:
    if not came:
        excused = rng.random() < 0.4
        place.presence = Presence.EXCUSED if excused else Presence.ABSENT
        place.reason = "Told us beforehand" if excused else ""
    elif rng.random() < 0.07:
        place.presence = Presence.LATE
        place.minutes = max(5, minutes - int(rng.integers(5, 30)))
    else:
        place.presence, place.minutes = Presence.PRESENT, minutes
