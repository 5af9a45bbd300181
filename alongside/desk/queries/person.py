"""Who somebody is and where their stay stands, as the pages about them show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.core.text import initials, plain
from alongside.people.models import Episode, Patient
from alongside.people.rules import Leaving, age_on, program_week
from alongside.people.rules.languages import name_of_language


@dataclass(frozen=True)
class Header:
    """The head of every page about a person."""

    name: str
    initials: str
    pronouns: str
    age: int | None
    stands: str


def header(episode: Episode, at: datetime) -> Header:
    """Return the head for the stay, whose patient and track are loaded."""
    patient = episode.patient
    return Header(
        name=patient.chosen_name,
        initials=initials(patient.chosen_name),
        pronouns=patient.pronouns,
        age=age_on(patient.born_on, day_of(at)) if patient.born_on else None,
        stands=stands(episode, at),
    )


def stands(episode: Episode, at: datetime) -> str:
    """Say in words where the stay stands at `at`."""
    if episode.status == Episode.Status.ADMITTED and episode.admitted_at:
        week = program_week(day_of(episode.admitted_at), day_of(at))
        if episode.track is None:
            return _("week %(week)d") % {"week": week}
        planned = episode.track.planned_weeks
        told = {"track": episode.track.name, "week": week, "planned": planned}
        if week > planned:
            return _("%(track)s, week %(week)d, planned for %(planned)d") % told
        return _("%(track)s, week %(week)d of %(planned)d") % told
    if episode.status == Episode.Status.REFERRED:
        return _("referred %(day)s") % {"day": day(episode.referred_at)}
    told = {"day": day(episode.discharged_at) if episode.discharged_at else ""}
    if episode.status == Episode.Status.NOT_ADMITTED:
        return _("not admitted, %(day)s") % told
    return _("left %(day)s: %(why)s") % {**told, "why": why_left(episode.discharge_reason)}


def why_left(reason: str) -> str:
    """Return the words for a reason of leaving, in the form that ends a sentence."""
    words: dict[str, str] = {
        Leaving.COMPLETED: _("completed the program"),
        Leaving.TRANSFERRED: _("moved to other care"),
        Leaving.LEFT_EARLY: _("chose to leave early"),
        Leaving.ENDED_BY_PROGRAM: _("ended by the program"),
        Leaving.INCARCERATED: _("in jail or prison"),
        Leaving.DIED: _("died"),
    }
    return words.get(reason, _("another reason"))


def day(when: date | datetime) -> str:
    """Return a day as the pages write it; of a moment, the program's day."""
    on = day_of(when) if isinstance(when, datetime) else when
    return date_format(on, "j F Y")


def languages(patient: Patient) -> list[str]:
    """Return the names of the languages the person speaks."""
    spoken: Any = patient.languages
    return [name_of_language(str(code)) for code in spoken] if isinstance(spoken, list) else []


def plain_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are searched."""
    return tuple(plain(name).split())
