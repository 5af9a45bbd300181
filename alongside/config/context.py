"""What every template may say: the program's name and number, and the reader's time and places."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.config.idle import idle_minutes
from alongside.people.rules import Discipline
from alongside.privacy.rules.needs import ANYWHERE, Need

# Places that only some of the staff may go to; the rest have no link that leads nowhere for them.
MORE: tuple[tuple[Need, str, Promise], ...] = (
    (Need.READ_REFERRALS, "desk-waiting", _("Waiting")),
    (Need.HELP_SIGN_IN, "desk-accounts", _("Accounts")),
    (Need.READ_ACCESS_LOG, "desk-emergencies", _("Emergencies")),
)


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the program's name and number, and what depends on who reads."""
    user = getattr(request, "user", None)
    is_in = user is not None and user.is_authenticated
    return {
        "program_name": settings.PROGRAM_NAME,
        "program_phone": settings.PROGRAM_PHONE,
        "idle_seconds": idle_minutes(user) * 60 if is_in else None,
        "more_places": more_places(getattr(user, "staff", None)),
    }


def more_places(staff: Any) -> list[tuple[str, Promise]]:
    """Return name and label of the pages that this member of staff has besides everybody's."""
    needs = ANYWHERE.get(Discipline(staff.discipline), frozenset()) if staff else frozenset()
    return [(page, label) for need, page, label in MORE if need in needs]
