"""What is said after a check-in: thanks, what happens next, and what helped before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime

from alongside.core.days import day_of
from alongside.monitoring import queries
from alongside.monitoring.models import CheckIn
from alongside.monitoring.rules.questions import HELPS, INSTRUMENT
from alongside.people.models import ContactRules, Task
from alongside.portal.days import hour
from alongside.privacy.gate import EpisodeAccess

# Conventions of this project: from where on a craving is named, and when a day's calls begin.
STRONG_CRAVING = 7
EARLIEST_HOUR = 8
LOOK_BACK = timedelta(days=60)
CHANNELS = {
    "portal": "by a note here",
    "text": "by text message",
    "phone": "by phone",
    "email": "by email",
    "letter": "by letter",
}


@dataclass(frozen=True, slots=True)
class Helped:
    """Something that the person said has helped, and how often."""

    label: str
    times: int


@dataclass(frozen=True, slots=True)
class Call:
    """That somebody was asked to be in touch.

    Args:
        by: until when the team aims to do it, in words; empty once it is done.
        how: by which channel, as the person prefers.
    """

    by: str
    how: str


@dataclass(frozen=True, slots=True)
class Thanks:
    """What the page says.

    Args:
        names: who on the team can read the check-in, the primary clinician first.
        craving: the strongest craving, where it is worth naming.
        call: that somebody will be in touch, where the person asked for it.
    """

    names: tuple[str, ...]
    used: bool
    craving: int | None
    call: Call | None
    helped: tuple[Helped, ...]

    @property
    def first(self) -> str:
        """Return the name of whoever is closest to the person; empty without a team."""
        return self.names[0] if self.names else ""

    @property
    def team(self) -> str:
        """Name those who can read it."""
        return team_in_words(self.names)


def thanks_for(access: EpisodeAccess, row: CheckIn) -> Thanks:
    """Return what to say after this check-in."""
    strong = row.craving is not None and row.craving >= STRONG_CRAVING
    return Thanks(
        names=tuple(place.staff.name for place in queries.readers_of(access)),
        used=bool(row.used),
        craving=row.craving if strong else None,
        call=_call(access, row) if row.wants_contact else None,
        helped=_helped(access, row.day),
    )


def team_in_words(names: Sequence[str]) -> str:
    """Name up to three people, as one says it.

    >>> team_in_words(["Cara", "Nils", "Petra"]), team_in_words([])
    ('Cara, Nils and Petra', '')
    """
    shown = list(names[:3])
    if len(names) > 3:
        shown = [*names[:2], "others on your team"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _call(access: EpisodeAccess, row: CheckIn) -> Call | None:
    source = f"monitoring:{INSTRUMENT}:help-wanted"
    task = access.all(Task).filter(source=source, source_id=row.pk).first()
    if task is None:
        return None
    rules = access.all(ContactRules).first()
    how = CHANNELS.get(rules.channel, "") if rules else ""
    return Call(by="" if task.done_at else moment_in_words(task.due_at, access.at), how=how)


def moment_in_words(moment: datetime, at: datetime) -> str:
    """Return until when somebody aims to call; nobody is told to expect a call at night."""
    day = "" if day_of(moment) == day_of(at) else date_format(day_of(moment), "l")
    if localtime(moment).hour < EARLIEST_HOUR:
        return f"{day} morning" if day else "this morning"
    return f"{day}, {hour(moment)}" if day else hour(moment)


def _helped(access: EpisodeAccess, day: date) -> tuple[Helped, ...]:
    named = queries.what_helped(access, day - LOOK_BACK)
    return tuple(Helped(HELPS[word], times) for word, times in named if word in HELPS)[:3]
