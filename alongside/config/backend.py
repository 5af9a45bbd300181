"""Who signs in: allauth's ways; one query brings the account and who works behind it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef
from django.utils.timezone import now

from alongside.people import queries
from alongside.people.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Load the account together with the member of staff behind it.

    A patient is not brought along: the gate finds them with their stay.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Return the user of a session, if the account is still open, or None.

        `has_second_factor` comes along: every page of the staff asks for it.
        """
        accounts = User.objects.select_related("staff").annotate(
            has_second_factor=queries.second_factor_of(OuterRef("pk"))
        )
        user = accounts.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Say whether the account is open: not closed, and its time here not over."""
        staff = getattr(user, "staff", None)
        return bool(user.is_active) and (staff is None or staff.works_here(now()))
