"""Ask somebody to answer an instrument, once or on a cadence, and stop asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from alongside.core.days import day_of
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment
from alongside.measures.rules.due import next_due_on
from alongside.measures.rules.standard import STANDARD
from alongside.privacy.gate import EpisodeAccess


class NotOffered(Exception):
    """The instrument is not offered: its form, or its scoring, has not been verified."""


class AlreadyAssigned(Exception):
    """The person is being asked for this instrument already; end that first, or change it."""


class NeedsAClinician(Exception):
    """The instrument cannot be answered alone."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One assignment of a history that is laid down in bulk."""

    instrument: str
    first_due_on: date
    assigned_at: datetime
    every_days: int | None = None
    last_done_on: date | None = None
    answered_by: str = "self"
    about: str = ""


@transaction.atomic
def assign(
    access: EpisodeAccess,
    *,
    instrument_id: str,
    first_due_on: date,
    at: datetime,
    every_days: int | None = None,
    answered_by: str = "self",
    about: str = "",
) -> Assignment:
    """Ask for an instrument, once or every so many days.

    Sending the same twice makes one assignment.

    Raises:
        NoSuchInstrument: if there is none of that name.
        NotOffered: if the program does not offer it.
        NeedsAClinician: if the person is to answer alone what only a clinician can ask.
        AlreadyAssigned: if it is being asked for already, otherwise.
    """
    found = instrument(instrument_id)
    if not found.is_offered or "check_in" in found.schedule.moments:
        raise NotOffered(found.short)
    if answered_by == "self" and not found.by_phone:
        raise NeedsAClinician(found.short)
    wanted = {
        "every_days": every_days,
        "first_due_on": first_due_on,
        "answered_by": answered_by,
    }
    standing = (
        access.all(Assignment)
        .filter(Assignment.OPEN)
        .filter(instrument=instrument_id, about=about)
        .first()
    )
    if standing is not None:
        if all(getattr(standing, name) == value for name, value in wanted.items()):
            return standing
        raise AlreadyAssigned(found.short)
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                episode=access.episode,
                instrument=instrument_id,
                about=about,
                due_on=first_due_on,
                assigned_by=access.reader,
                assigned_at=at,
                **wanted,
            )
    except IntegrityError as twice:
        raise AlreadyAssigned(found.short) from twice


@transaction.atomic
def assign_standard(access: EpisodeAccess, *, at: datetime) -> list[Assignment]:
    """Ask for what everybody is asked on admission; what is being asked for already stays."""
    admitted_on = day_of(access.episode.admitted_at or at)
    standing = set(
        access.all(Assignment).filter(Assignment.OPEN).values_list("instrument", flat=True)
    )
    return [
        assign(
            access,
            instrument_id=turn.instrument,
            first_due_on=turn.first_due_on(admitted_on),
            every_days=turn.every_days,
            answered_by=turn.answered_by,
            at=at,
        )
        for turn in STANDARD
        if turn.instrument not in standing
    ]


@transaction.atomic
def assign_many(planned: Iterable[tuple[EpisodeAccess, Planned]]) -> None:
    """Lay down many assignments at once, for histories; nothing is checked but the database's."""
    Assignment.objects.bulk_create(
        [
            Assignment(
                episode=access.episode,
                instrument=one.instrument,
                about=one.about,
                first_due_on=one.first_due_on,
                every_days=one.every_days,
                last_done_on=one.last_done_on,
                answered_by=one.answered_by,
                assigned_by=access.reader,
                assigned_at=one.assigned_at,
                due_on=next_due_on(
                    first_due_on=one.first_due_on,
                    every_days=one.every_days,
                    last_done_on=one.last_done_on,
                ),
            )
            for access, one in planned
        ],
        batch_size=500,
    )


@transaction.atomic
def end(access: EpisodeAccess, assignment: Assignment, *, at: datetime) -> None:
    """Stop asking; what was answered stays. Ending twice is ending once."""
    access.all(Assignment).filter(pk=assignment.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by=access.reader
    )
