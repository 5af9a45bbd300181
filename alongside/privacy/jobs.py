"""What the privacy room does by itself."""

from datetime import datetime

from django.core.mail import send_mail
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_tasks import task

from alongside.core.schedule import every
from alongside.people.rules import Discipline
from alongside.privacy.actions import seals
from alongside.privacy.queries import looked


@every(minutes=1)
def seal_log(at: datetime) -> None:
    """Seal what has come into the access log."""
    seals.seal_log(at=at)


@task()
def tell_privacy_officer() -> int:
    """Write to the privacy officers that something waits for them; nothing of it is in the mail."""
    officers = looked.staff_here(now()).filter(
        discipline=Discipline.PRIVACY_OFFICER, user__is_active=True, user__email__isnull=False
    )
    addresses = [a for a in officers.values_list("user__email", flat=True) if a]
    for address in addresses:
        send_mail(
            subject=_("Something waits for you"),
            message=_("Please sign in: something there needs your review within a working day."),
            from_email=None,
            recipient_list=[address],
        )
    return len(addresses)
