"""Build an invented program, a chunk of people at a time, through the rooms' own actions."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
from django.contrib.auth.hashers import make_password
from django.db import transaction
from numpy.random import Generator

from alongside.core.days import day_of
from alongside.intake import actions as intake
from alongside.measures.actions.assigning import Planned, assign_many
from alongside.measures.actions.entering import Past, record_many
from alongside.medications import actions as medications
from alongside.monitoring import actions as monitoring
from alongside.monitoring.actions import Told
from alongside.people import actions as people
from alongside.people.models import Episode, Staff, Track, User
from alongside.people.rules import Discipline
from alongside.privacy.gate import EpisodeAccess, job_access
from alongside.program import actions as program
from alongside.safety import actions as safety
from alongside.safety.rules import Content
from alongside.synthetic.actions import tasks, waits, weeks
from alongside.synthetic.actions.records import Records
from alongside.synthetic.actions.stays import ORIGIN, Stay, at_hour, give_team, stay_of
from alongside.synthetic.rules import course as courses
from alongside.synthetic.rules import words
from alongside.synthetic.rules.course import Course
from alongside.synthetic.rules.house import (
    AUDITOR,
    DEMO_DOMAIN,
    DEMO_PASSWORD,
    STAFF,
    TRACKS,
    Colleague,
)
from alongside.synthetic.rules.plans import plan_of

CHUNK = 120
# For each hundred people in the program: how many have left in the last weeks, how many wait, and
# how many referrals of the last year came to nothing.
LEFT_SHARE, WAITING_SHARE, LOST_SHARE = 0.4, 0.1, 0.5
PEOPLE_PER_TEAM = 60
EVERY_DAYS = {"phq-9": 14, "gad-7": 14, "barc-10": 28, "pcl-5": 28}


def build(
    *,
    active: int,
    seed: int,
    at: datetime,
    accounts: int = 3,
    told: Callable[[int], object] = lambda done: None,
) -> int:
    """Build a program and return how many people it has.

    Args:
        active: people in the program now, 1 to 100,000.
        seed: the same seed, on the same day, gives the same people.
        at: now; histories end here.
        accounts: how many patients can sign in.
        told: called after each chunk with how many people are done.

    Raises:
        ValueError: if `active` is out of range.
    """
    if not 1 <= active <= 100_000:
        raise ValueError("from 1 to 100,000 people")
    tracks = _tracks()
    staff = _staff(max(1, round(active / PEOPLE_PER_TEAM)), at)
    done = 0
    for numbers in _chunks(statuses(active)):
        _people(numbers, seed, at, staff, tracks, accounts)
        done += len(numbers)
        told(done)
    return done


def statuses(active: int) -> list[tuple[int, str]]:
    """Return the running number and status of everybody, those in the program first."""
    counts = {
        Episode.Status.ADMITTED: active,
        Episode.Status.DISCHARGED: max(1, round(active * LEFT_SHARE)),
        Episode.Status.REFERRED: max(1, round(active * WAITING_SHARE)),
        Episode.Status.NOT_ADMITTED: round(active * LOST_SHARE),
    }
    flat = [str(status) for status, count in counts.items() for _ in range(count)]
    return list(enumerate(flat))


def _chunks(everybody: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    for start in range(0, len(everybody), CHUNK):
        yield everybody[start : start + CHUNK]


def _tracks() -> dict[str, Track]:
    return {
        code: people.open_track(code=code, name=name, hours_per_week=9, planned_weeks=12)
        for code, name in TRACKS.items()
    }


def _staff(teams: int, at: datetime) -> list[Staff]:
    """Write down the staff: the named team with accounts, and further ones for a large program."""
    password = make_password(DEMO_PASSWORD)
    users: list[User] = []
    found: dict[str, Staff] = {}

    def hire(colleague: Colleague, number: int) -> None:
        user = None
        if number == 0:
            user = User(email=colleague.email, password=password)
            users.append(user)
        name = colleague.name if number == 0 else f"{colleague.name} {number + 1}"
        found[name] = Staff(
            user=user,
            name=name,
            pronouns=colleague.pronouns,
            discipline=colleague.discipline,
            credentials=colleague.credentials,
            supervisor=found.get(colleague.supervisor),
            ends_at=at + timedelta(days=30) if colleague.discipline is Discipline.AUDITOR else None,
            origin=ORIGIN,
        )

    for number in range(teams):
        for colleague in STAFF:
            hire(colleague, number)
    hire(AUDITOR, 0)
    people.record_staff(users=users, staff=list(found.values()))
    return list(found.values())


@transaction.atomic
def _people(
    numbers: Sequence[tuple[int, str]],
    seed: int,
    at: datetime,
    staff: Sequence[Staff],
    tracks: dict[str, Track],
    accounts: int,
) -> None:
    """Build one chunk: everybody of it, or nobody."""
    lives = [_life(seed, n, status, at, staff, tracks) for n, status in numbers]
    rng = np.random.default_rng([seed, numbers[0][0], 1])
    users = _accounts(lives, accounts)
    people.record_stays(
        users=users,
        patients=[s.patient for s, _ in lives],
        contact_rules=[s.contact for s, _ in lives],
        episodes=[s.episode for s, _ in lives],
        places=[p for s, _ in lives for p in s.places],
    )
    accesses = dict(_opened([s.episode for s, _ in lives], at))
    laid = weeks.plan(rng, [(s, c) for s, c in lives if c], staff, tracks, at)
    program.record_history(laid.sessions, laid.leaders, laid.roster)
    records = Records()
    for stay, course in lives:
        records.add(rng, stay, course, at)
    # A source of chance of its own: whoever is called depends on nobody's course.
    calls = waits.calls(
        np.random.default_rng([seed, numbers[0][0], 2]),
        [s for s, _ in lives],
        records.referrals,
        at,
    )
    intake.record_histories(
        attempts=list(calls),
        referrals=records.referrals,
        conditions=records.conditions,
        life_events=records.events,
    )
    medications.record_histories(medications=records.medications, tests=records.tests)
    monitoring.record_histories(
        (accesses[stay.episode.pk], _told(rng, stay, course, at))
        for stay, course in lives
        if course
    )
    _measures(rng, lives, accesses, at)
    safety.record_plans(_plans(rng, lives, accesses))
    people.raise_tasks(
        task
        for stay, course in lives
        if course and not stay.episode.discharged_at
        for task in tasks.of(rng, stay, course, at)
    )


def _life(
    seed: int,
    number: int,
    status: str,
    at: datetime,
    staff: Sequence[Staff],
    tracks: dict[str, Track],
) -> tuple[Stay, Course | None]:
    """Draw one person with a source of chance of their own, so that no one depends on another."""
    rng = np.random.default_rng([seed, number])
    stay = stay_of(rng, number, status=status, at=at, tracks=tracks, key=f"seed-{seed}")
    give_team(rng, stay, staff, number)
    if status == Episode.Status.NOT_ADMITTED:
        waits.close(rng, stay, at)
    if not stay.days:
        return stay, None
    return stay, courses.live(rng, stay.person, stay.days, weeks.session_days(stay))


def _accounts(lives: Sequence[tuple[Stay, Course | None]], accounts: int) -> list[User]:
    """Give the first people an address to sign in with; the others have none yet."""
    password = make_password(DEMO_PASSWORD)
    users = []
    for stay, _ in lives:
        if stay.person.number < accounts:
            user = User(email=f"patient{stay.person.number + 1}@{DEMO_DOMAIN}", password=password)
            stay.patient.user = user
            users.append(user)
    return users


def _opened(episodes: Sequence[Episode], at: datetime) -> Iterator[tuple[object, EpisodeAccess]]:
    for access in job_access("synthetic", at=at).on_each(episodes):
        yield access.episode.pk, access


def _told(rng: Generator, stay: Stay, course: Course, at: datetime) -> Iterator[Told]:
    """Yield each day's check-in, told on the morning of it and never later than now."""
    assert stay.admitted_on is not None
    today = day_of(at)
    for day in course.check_ins:
        on = stay.admitted_on + timedelta(days=day.day)
        when = at_hour(on, int(rng.integers(6, 11)), int(rng.integers(0, 60)))
        if when > at:
            if on != today:
                continue
            when = at
        yield Told(day=on, at=when, answers=words.answers(rng, day, stay.person.substances))


def _plans(
    rng: Generator,
    lives: Sequence[tuple[Stay, Course | None]],
    accesses: dict[object, EpisodeAccess],
) -> Iterator[tuple[EpisodeAccess, Content, datetime]]:
    """Yield the safety plans that were written in the first week of a stay."""
    for stay, _ in lives:
        if stay.admitted_on is None:
            continue
        content = plan_of(rng, stay.person)
        if content is not None:
            written = stay.admitted_on + timedelta(days=min(5, stay.days - 1))
            yield accesses[stay.episode.pk], content, at_hour(written, 11)


def _measures(
    rng: Generator,
    lives: Sequence[tuple[Stay, Course | None]],
    accesses: dict[object, EpisodeAccess],
    at: datetime,
) -> None:
    past: list[tuple[EpisodeAccess, Past]] = []
    planned: list[tuple[EpisodeAccess, Planned]] = []
    for stay, course in lives:
        if course is None or stay.admitted_on is None:
            continue
        access = accesses[stay.episode.pk]
        last = {}
        for score in course.scores:
            on = stay.admitted_on + timedelta(days=score.day)
            when = min(at_hour(on, 10, int(rng.integers(0, 50))), at)
            past.append((access, Past(score.instrument, score.answers, when)))
            last[score.instrument] = on
        if stay.episode.discharged_at:
            continue
        planned += [
            (
                access,
                Planned(
                    instrument=instrument,
                    first_due_on=stay.admitted_on,
                    assigned_at=at_hour(stay.admitted_on, 9),
                    every_days=EVERY_DAYS[instrument],
                    last_done_on=done_on,
                ),
            )
            for instrument, done_on in last.items()
        ]
    record_many(past)
    assign_many(planned)
