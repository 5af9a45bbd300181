"""Turn invented people into stays: who is referred, in the program, or has left."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils.timezone import get_default_timezone
from numpy.random import Generator

from alongside.core.days import day_of
from alongside.people.models import ContactRules, Episode, Patient, Staff, TeamMember, Track
from alongside.people.rules import Discipline
from alongside.synthetic.rules import person as people
from alongside.synthetic.rules.house import PRIMARY
from alongside.synthetic.rules.person import Person

ORIGIN = "synthetic"
HISTORY_DAYS = 84


@dataclass
class Stay:
    """One invented person's rows, before they are written."""

    person: Person
    patient: Patient
    contact: ContactRules
    episode: Episode
    # The program's day of admission; None while the person waits.
    admitted_on: date | None
    # The last day of the stay, or today.
    last_on: date
    places: list[TeamMember] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Return how many days the person has been here, the day of admission counted."""
        return (self.last_on - self.admitted_on).days + 1 if self.admitted_on else 0


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the moment of a wall-clock time of the program on `day`."""
    return datetime.combine(day, time(hour, minute), tzinfo=get_default_timezone())


def stay_of(
    rng: Generator, number: int, *, status: str, at: datetime, tracks: dict[str, Track], key: str
) -> Stay:
    """Draw one person and their stay.

    Args:
        rng: the source of chance.
        number: running number within the program.
        status: a status of `Episode`.
        at: now.
        tracks: by code.
        key: what tells this program's people from another's, so that no key stands twice.
    """
    today = day_of(at)
    person = people.draw(rng, number, today)
    patient = Patient(
        chosen_name=person.chosen_name,
        legal_name=person.legal_name,
        pronouns=person.pronouns,
        born_on=person.born_on,
        sex_for_scoring=person.sex,
        languages=list(person.languages),
        origin=ORIGIN,
        origin_key=f"{key}-{number}",
        created_at=at,
    )
    episode = Episode(patient=patient, track=tracks[person.track], status=status, referred_at=at)
    admitted_on, last_on = _dates(rng, person, status, today)
    if admitted_on is None:
        episode.referred_at = at_hour(today, 9) - timedelta(days=int(rng.integers(0, 12)))
    else:
        wait = int(rng.integers(3, 16))
        episode.admitted_at = at_hour(admitted_on, 9)
        episode.referred_at = episode.admitted_at - timedelta(days=wait)
        episode.phase = 1 + sum((last_on - admitted_on).days > d for d in (7, 28, 56))
    if status == Episode.Status.DISCHARGED:
        episode.discharged_at = at_hour(last_on, 16)
        episode.discharge_reason = person.end
    patient.created_at = episode.referred_at
    contact = ContactRules(
        patient=patient,
        channel=str(rng.choice(["text", "phone", "portal", "email"], p=[0.5, 0.2, 0.2, 0.1])),
        # 555-01xx numbers belong to nobody (North American Numbering Plan, for fiction).
        phone=f"555-01{int(rng.integers(0, 100)):02d}",
        may_leave_message=bool(rng.random() < 0.4),
        safe_from=time(9) if rng.random() < 0.4 else None,
    )
    contact.safe_to = time(17) if contact.safe_from else None
    return Stay(person, patient, contact, episode, admitted_on, last_on)


def _dates(rng: Generator, person: Person, status: str, today: date) -> tuple[date | None, date]:
    if status in (Episode.Status.REFERRED, Episode.Status.NOT_ADMITTED):
        return None, today
    if status == Episode.Status.DISCHARGED:
        last = today - timedelta(days=int(rng.integers(1, HISTORY_DAYS)))
        return last - timedelta(days=person.stay_days - 1), last
    been_here = int(rng.integers(2, HISTORY_DAYS))
    return today - timedelta(days=been_here), today


def give_team(rng: Generator, stay: Stay, staff: Sequence[Staff], number: int) -> None:
    """Put the care team beside a stay: one primary clinician, prescriber, nurse, peer and case."""
    by: dict[str, list[Staff]] = {}
    for colleague in staff:
        by.setdefault(colleague.discipline, []).append(colleague)
    primaries = [s for d in PRIMARY for s in by.get(d, [])]
    since = stay.episode.referred_at
    members = [primaries[number % len(primaries)]]
    for discipline in (
        Discipline.PSYCHIATRIST,
        Discipline.NURSE,
        Discipline.PEER_SPECIALIST,
        Discipline.CASE_MANAGER,
    ):
        among = by[discipline]
        members.append(among[number % len(among)])
    if rng.random() < 0.3:
        members.append(by[Discipline.FAMILY_THERAPIST][0])
    if rng.random() < 0.4:
        members.append(by[Discipline.SOCIAL_WORKER][0])
    stay.places = [
        TeamMember(
            episode=stay.episode,
            staff=member,
            role=member.discipline,
            is_primary=i == 0,
            since_at=since,
            reason="Took the referral" if i == 0 else "Joined at admission",
        )
        for i, member in enumerate(members)
    ]


def is_waiting(stay: Stay) -> bool:
    """Say whether the person has not been admitted yet."""
    return stay.admitted_on is None


def share_of(rng: Generator, total: int, share: float) -> int:
    """Return about `share` of `total`, at least one."""
    return max(1, int(np.round(total * share + rng.normal(0, 0.01))))
