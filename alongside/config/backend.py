"""Who signs in: allauth's ways, and one query that brings the person along with the account."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from alongside.people.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Load the account together with the staff member or patient behind it."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active user of a session, or None."""
        user = User.objects.select_related("staff", "patient").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
