"""What counts as having come, and for how long."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class SessionKind(StrEnum):
    """What a session is."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    MEDICATION = "medication"
    PEER = "peer"
    CASE_MANAGEMENT = "case_management"


class Presence(StrEnum):
    """How somebody was there, or was not."""

    EXPECTED = "expected"
    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """Return the word that a page shows."""
        return self.replace("_", " ").capitalize()


CAME = frozenset({Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY})


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return the whole minutes from start to end, of aware moments (so no clock change counts)."""
    return int((ends_at - starts_at).total_seconds() // 60)


def attended_minutes(presence: Presence, planned: int, said: int | None) -> int:
    """Return the minutes that count as attended.

    Args:
        presence: how the person was there.
        planned: length of the session in minutes.
        said: minutes that were written down, if any; never counted beyond `planned`.

    Raises:
        ValueError: if somebody came late or left early and nobody said for how long they were
            there: a guess would be billed.
    """
    if presence not in CAME:
        return 0
    if said is None:
        if presence is not Presence.PRESENT:
            raise ValueError("say how many minutes they were there")
        return planned
    return max(0, min(said, planned))


def hours(minutes: Iterable[int]) -> float:
    """Return hours, to the tenth that is shown.

    >>> hours([60, 60, 90])
    3.5
    """
    return round(sum(minutes) / 60, 1)
