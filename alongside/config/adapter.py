"""What allauth asks of the house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation, never from a sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: there is no sign-up."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the user without a username: the address is the name."""
