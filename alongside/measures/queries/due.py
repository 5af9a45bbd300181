"""What is due, for the staff's day and for the person's phone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format

from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response
from alongside.measures.rules.due import LAPSES_AFTER, days_overdue, opens_on
from alongside.measures.rules.instrument import Instrument
from alongside.privacy.gate import Access, EpisodeAccess
from alongside.privacy.rules.needs import Need


@dataclass(frozen=True, slots=True)
class Due:
    """An instrument that is due, for a list over many people."""

    episode_id: UUID
    instrument: Instrument
    due_on: date
    days_overdue: int
    by_clinician: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An instrument that this person can answer now."""

    assignment: Assignment
    instrument: Instrument
    is_begun: bool
    is_due: bool
    due_words: str


def due(access: Access, *, today: date) -> list[Due]:
    """Return what is due today or late, of everybody whose measures the reader may read."""
    rows = access.every(Assignment, Need.READ_MEASURES).filter(Assignment.OPEN, due_on__lte=today)
    return [
        Due(
            episode_id=row.episode_id,
            instrument=instrument(row.instrument),
            due_on=row.due_on,
            days_overdue=days_overdue(row.due_on, today=today),
            by_clinician=row.answered_by == Assignment.AnsweredBy.CLINICIAN,
        )
        for row in rows.order_by("due_on", "pk")
        if row.due_on is not None
    ]


def waiting(access: EpisodeAccess, *, today: date) -> list[Waiting]:
    """Return what the person can answer on their own device, what was begun and is due first."""
    rows = access.all(Assignment).filter(Assignment.OPEN, answered_by=Assignment.AnsweredBy.SELF)
    begun = {
        (response.instrument, response.about)
        for response in access.all(Response).filter(Response.UNFINISHED)
    }
    found = [
        Waiting(
            assignment=row,
            instrument=instrument(row.instrument),
            is_begun=(row.instrument, row.about) in begun,
            is_due=row.due_on <= today,
            due_words=date_format(row.due_on, "j F"),
        )
        for row in rows.order_by("due_on", "pk")
        if row.due_on is not None and (_is_open(row, today) or (row.instrument, row.about) in begun)
    ]
    return sorted(found, key=lambda one: (not one.is_begun, not one.is_due))


def left_lying(access: Access, *, at: datetime) -> QuerySet[Response]:
    """Return the responses that were begun so long ago that they are closed as they are."""
    rows = access.every(Response, Need.READ_MEASURES).filter(
        Response.UNFINISHED, started_at__lt=at - LAPSES_AFTER
    )
    return rows.select_related("episode__patient").order_by("started_at")


def _is_open(row: Assignment, today: date) -> bool:
    if row.due_on is None:
        return False
    opens = opens_on(due_on=row.due_on, first_due_on=row.first_due_on, every_days=row.every_days)
    return today >= opens
