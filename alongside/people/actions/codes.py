"""One-time codes: staff say one to a patient in person, who types it with the own birth date."""

import secrets
from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import F

from alongside.people import queries
from alongside.people.actions.accounts import account_of, end_invitations, write_down
from alongside.people.models import AccountDeed, Invitation, Patient, User
from alongside.people.rules.accounts import CODE_LASTS, CODE_LENGTH, CODE_LETTERS, read_code

log = structlog.get_logger("alongside.accounts")


class BirthDateMissing(Exception):
    """Without a birth date on record there is nothing to ask beside the code."""


@transaction.atomic
def give_code(patient: Patient, *, by: User | None, at: datetime) -> str:
    """Return a code that signs the patient in once, within a quarter of an hour.

    An earlier code ends. This one is returned now and never again: only a digest is kept.

    Raises:
        BirthDateMissing: if the record has no birth date.
    """
    if patient.born_on is None:
        raise BirthDateMissing
    user = account_of(patient)
    end_invitations(patient, Invitation.Kind.CODE, at=at)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    Invitation.objects.create(
        kind=Invitation.Kind.CODE,
        digest=queries.digest_of(code),
        patient=patient,
        made_by=by,
        made_at=at,
        ends_at=at + CODE_LASTS,
    )
    write_down(AccountDeed.What.CODE_GIVEN, user, by=by, at=at)
    return code


@transaction.atomic
def redeem_code(typed: str, *, born_on: date, at: datetime) -> User | None:
    """Return the account that a code opens, used up by this; None if it opens nothing.

    Why it did not open is not said, not even by an exception: a wrong birth date has to be counted
    against the code, which a rolled-back transaction would forget.
    """
    codes = queries.open_invitations(at).filter(
        kind=Invitation.Kind.CODE, digest=queries.digest_of(read_code(typed))
    )
    code = codes.select_related("patient__user").first()
    user = code.patient.user if code and code.patient else None
    if code is None or code.patient is None or user is None or not user.is_active:
        log.info("code_refused")
        return None
    if code.patient.born_on != born_on:
        Invitation.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
        log.info("code_refused")
        return None
    if not Invitation.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=at):
        return None
    write_down(AccountDeed.What.CODE_USED, user, by=user, at=at)
    return user
