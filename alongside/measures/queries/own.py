"""What a person sees of their own measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.core.days import day_of
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response
from alongside.measures.queries.results import answer_words
from alongside.measures.rules.asking import asked
from alongside.measures.rules.help import Help, soonest
from alongside.measures.rules.instrument import Instrument
from alongside.people.models import TeamMember
from alongside.people.rules import Urgency
from alongside.privacy.gate import EpisodeAccess

# As many as the page shows; all of them are in the record.
MOST = 30

# What the person may count on: when somebody speaks with them. The tasks' own deadlines are sooner.
WITHIN = {
    Urgency.EMERGENCY: _("now"),
    Urgency.URGENT: _("as soon as they can, today"),
    Urgency.SAME_DAY: _("today"),
    Urgency.NEXT_CONTACT: _("when you meet next"),
}


class Named(Protocol):
    """Somebody whom the person has named to be called."""

    @property
    def name(self) -> str:
        """Return the name, as the person calls them."""

    @property
    def tel(self) -> str:
        """Return the address that dials their number."""


# Who knows whom the person would call: the room of safety plans, which stands above this one,
# puts its answer here.
NAMED_BY: list[Callable[[EpisodeAccess], Named | None]] = []


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """One finished response, as a list shows it."""

    key: UUID
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finished response with everything the person is told about it."""

    instrument: Instrument
    words: str
    answers: tuple[tuple[str, str], ...]
    help: Help | None
    within: str
    caller: str
    person: Named | None


def answered(access: EpisodeAccess) -> list[OwnAnswers]:
    """Return what was answered before, the newest first."""
    rows = access.all(Response).filter(Response.COUNTS).order_by("-taken_at", "-pk")[:MOST]
    return [
        OwnAnswers(row.pk, instrument(row.instrument).short, _day(row))
        for row in rows.only("pk", "instrument", "taken_at", "started_at")
    ]


def begun(access: EpisodeAccess, assignment: Assignment) -> Response | None:
    """Return the response that was begun for an assignment, or None."""
    return (
        access.all(Response)
        .filter(Response.UNFINISHED, instrument=assignment.instrument, about=assignment.about)
        .first()
    )


def told(access: EpisodeAccess, response: Response) -> Told:
    """Return what the person is told of a response of theirs."""
    found = instrument(response.instrument)
    questions = asked(found, response.answers, response.facts)
    return Told(
        instrument=found,
        words=_day(response),
        answers=tuple((q.text, answer_words(q, response.answers)) for q in questions),
        help=help_for(found, response.criticals),
        within=within(found, response.criticals),
        caller=caller(access),
        person=person_to_call(access),
    )


def person_to_call(access: EpisodeAccess) -> Named | None:
    """Return whom the person's own plan names to be called first, or None."""
    return next((named for knows in NAMED_BY if (named := knows(access))), None)


def help_for(found: Instrument, criticals: Sequence[str]) -> Help | None:
    """Return the help that the answers call for: crisis before overdose, none if none is due."""
    kinds = {found.help_by_rule.get(rule) for rule in criticals}
    return next((kind for kind in Help if kind in kinds), None)


def within(found: Instrument, criticals: Sequence[str]) -> str:
    """Return when somebody speaks with the person about these answers, or nothing if not."""
    levels = [rule.level for rule in found.form.critical_rules if rule.id in criticals]
    soon = soonest(levels)
    return "" if soon is None else str(WITHIN.get(soon, ""))


def caller(access: EpisodeAccess) -> str:
    """Return the name of the person's primary clinician, or nothing if there is none."""
    place = (
        access.all(TeamMember)
        .filter(is_primary=True, until_at__isnull=True)
        .select_related("staff")
        .first()
    )
    return place.staff.name if place else ""


def _day(row: Response) -> str:
    return date_format(day_of(row.taken_at or row.started_at), "j F Y")
