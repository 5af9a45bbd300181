"""What was done to accounts, and by whom: for those who answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from alongside.people.models import AccountDeed, Staff, User
from alongside.privacy.gate import Access, patient_behind, staff_behind
from alongside.privacy.rules.needs import Need


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to an account, in words."""

    at: datetime
    what: str
    whose: str
    who: str


def deeds(access: Access, *, person: UUID | None = None) -> QuerySet[AccountDeed]:
    """Return what was done to accounts, the latest first.

    Args:
        access: under the need to read it.
        person: keep what was done by, or to the account of, this member of staff.
    """
    rows = AccountDeed.objects.select_related(
        "account__staff", "account__patient", "by__staff", "by__patient"
    ).order_by("-at", "-pk")
    if access.need is not Need.READ_ACCOUNT_DEEDS:
        return rows.none()
    if person is not None:
        rows = rows.filter(Q(account__staff=person) | Q(by__staff=person))
    return rows


def in_words(access: Access, rows: Sequence[AccountDeed]) -> list[Deed]:
    """Return the deeds of one page in words; a patient is named only where the reader may."""
    accounts = [account for row in rows for account in (row.account, row.by) if account]
    patients = {p.pk for account in accounts if (p := patient_behind(account))}
    seen = access.episodes(Need.READ_FRONT).filter(patient__in=patients)
    may_name = set(seen.values_list("patient", flat=True))
    return [
        Deed(
            at=row.at,
            what=row.get_what_display(),
            whose=_name(row.account, may_name),
            who=_name(row.by, may_name) if row.by else _("On the command line"),
        )
        for row in rows
    ]


def everybody() -> QuerySet[Staff]:
    """Return all staff there ever were, by name."""
    return Staff.objects.order_by("name")


def _name(account: User, may_name: set[UUID]) -> str:
    if staff := staff_behind(account):
        return staff.name
    patient = patient_behind(account)
    if patient and patient.pk in may_name:
        return patient.chosen_name
    return _("somebody in care")
