"""What the desk does across rooms: taking a person in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.desk.queries.alike import sees_everybody
from alongside.intake import actions as intake
from alongside.intake.models import Referral
from alongside.people import actions as people
from alongside.people.models import Episode, Patient
from alongside.people.rules import CLINICAL, Discipline
from alongside.privacy import gate
from alongside.privacy.gate import Access


@transaction.atomic
def take_in(
    access: Access,
    *,
    key: UUID,
    about: dict[str, Any],
    contact: dict[str, Any],
    source: Referral.Source,
    at: datetime,
    referred_by: str = "",
    note: str = "",
) -> Episode:
    """Register a person and begin a stay with their referral.

    Args:
        access: who takes the referral.
        key: the form's; the same key registers one person, however often it is sent.
        about: fields of `Patient`.
        contact: fields of `ContactRules`.
        source: who sent them.
        at: when the referral was taken.
        referred_by: the name of who sent them.
        note: what came with it, in words.

    Raises:
        AlreadyRegistered: if the form was sent before.
    """
    patient = people.register(at=at, key=key, contact=contact, **about)
    stay = begin_stay(access, patient, source=source, referred_by=referred_by, note=note, at=at)
    if not sees_everybody(access):
        people.ask_to_compare(stay, source="desk:compare", source_id=patient.pk, at=at)
    return stay


@transaction.atomic
def begin_stay(
    access: Access,
    patient: Patient,
    *,
    source: Referral.Source,
    at: datetime,
    referred_by: str = "",
    note: str = "",
) -> Episode:
    """Begin a stay with a referral; who takes it, if clinical, has the first place on the team.

    Without that place nobody but the front desk and the director could open it.

    Raises:
        WrongMoment: if the person has an open stay.
    """
    stay = people.refer(patient, at=at)
    taker = access.staff
    if Discipline(taker.discipline) in CLINICAL:
        people.join_team(stay, taker, at=at, reason="Took the referral")
    opened = gate.job_access("referral", at=at, reader=access.reader).on(stay)
    intake.take_referral(opened, source=source, referred_by=referred_by, note=note, at=at)
    return stay
