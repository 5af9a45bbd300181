"""A patient's word on who of the staff must not see the record."""

from datetime import datetime

from django.db import transaction

from alongside.people.models import Staff
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.models import StaffBlock


@transaction.atomic
def block(access: EpisodeAccess, staff: Staff, *, at: datetime, reason: str = "") -> StaffBlock:
    """Shut the record to a member of staff, at once; to do it twice changes nothing."""
    made, _ = StaffBlock.objects.get_or_create(
        patient=access.patient,
        staff=staff,
        lifted_at=None,
        defaults={"since_at": at, "reason": reason},
    )
    return made


@transaction.atomic
def lift(access: EpisodeAccess, staff: Staff, *, at: datetime) -> None:
    """Take a block back; where none stands, nothing changes."""
    access.all(StaffBlock).filter(staff=staff, lifted_at__isnull=True).update(lifted_at=at)
