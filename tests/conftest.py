"""The cast: a small, fixed set of people whom every test knows by name.

Ada is a patient with one stay in the program. Cara is her counselor, Nils her nurse, Petra her peer
specialist. Otto is a counselor too, but on nobody's team. Dora directs the program, Fay sits at the
front desk, Prue is the privacy officer, Axel audits until next month. Ben is another patient, on
Cara's list only. Everyone is made by the actions that make them in life.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis
import pytest
from django.db.backends.sqlite3.base import DatabaseOperations

from alongside.people import actions
from alongside.people.models import Episode, Patient, Staff, Track, User
from alongside.people.rules import Discipline
from alongside.privacy import locks

# Speed is measured in benchmarks/, never by a clock in a test.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

_FLUSH = DatabaseOperations.sql_flush


def _flush_past_the_locks(self, style, tables, **how):
    """Let a test that needs real transactions empty the log, which the database refuses in life."""
    flush = _FLUSH(self, style, tables, **how)
    return [*locks.SQLITE_OFF, *flush, *locks.SQLITE] if flush else flush


DatabaseOperations.sql_flush = _flush_past_the_locks

PASSWORD = "a long river and a short bridge"


@dataclass
class Cast:
    """Everybody, by name."""

    at: datetime
    track: Track
    ada: Patient
    ben: Patient
    episode: Episode
    bens: Episode
    staff: dict[str, Staff] = field(default_factory=dict)

    def user(self, name: str) -> User:
        """Return the account of a member of the cast."""
        person: Any = self.staff.get(name) or getattr(self, name)
        return person.user


DISCIPLINES = {
    "cara": Discipline.ADDICTION_COUNSELOR,
    "nils": Discipline.NURSE,
    "petra": Discipline.PEER_SPECIALIST,
    "otto": Discipline.ADDICTION_COUNSELOR,
    "dora": Discipline.PROGRAM_DIRECTOR,
    "fay": Discipline.FRONT_DESK,
    "prue": Discipline.PRIVACY_OFFICER,
    "axel": Discipline.AUDITOR,
}


@pytest.fixture
def cast(db) -> Cast:
    """Make the cast; the clock of the test is the real one, as the gate's is."""
    at = datetime.now(UTC)
    # Thirty days in the program, give or take the hour of a clock change: always week 5.
    begun = at - timedelta(days=31)
    track = Track.objects.create(code="day", name="Day track", hours_per_week=9)
    staff = {
        name: actions.hire(
            name=f"{name.capitalize()} Test",
            discipline=discipline,
            user=User.objects.create_user(f"{name}@example.org", None),
            ends_at=at + timedelta(days=30) if discipline is Discipline.AUDITOR else None,
        )
        for name, discipline in DISCIPLINES.items()
    }
    ada = actions.register(
        at=begun,
        chosen_name="Ada Example",
        legal_name="Adelaide Example",
        pronouns="she/her",
        born_on=date(1991, 5, 17),
        user=User.objects.create_user("ada@example.org", None),
    )
    ben = actions.register(
        at=begun,
        chosen_name="Ben Example",
        born_on=date(1984, 2, 3),
        user=User.objects.create_user("ben@example.org", None),
    )
    episode = actions.refer(ada, at=begun, track=track)
    actions.admit(episode, at=begun + timedelta(days=1))
    bens = actions.refer(ben, at=begun, track=track)
    actions.admit(bens, at=begun + timedelta(days=2))
    for name in ("cara", "nils", "petra"):
        actions.join_team(episode, staff[name], at=begun, is_primary=name == "cara")
    actions.join_team(bens, staff["cara"], at=begun, is_primary=True)
    return Cast(at, track, ada, ben, episode, bens, staff)
