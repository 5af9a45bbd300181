"""Asking for a new password: the same work and the same answer, whether or not there is an account.

The request looks an address up and leaves a task behind, whatever it found. The worker makes the
link and sends it, so neither the mail server's time nor its failure tells who is here, and no link
lies in the queue for whoever reads the database.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from alongside.people import queries
from alongside.people.jobs import send_reset


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Whose password is to be chosen anew."""

    def clean_email(self) -> str:
        """Return the address; whether somebody has it makes no difference here."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker to send a link, if there is somebody to send it to."""
        address: str = self.cleaned_data["email"]
        account = queries.open_account_at(address)
        send_reset.enqueue(account=account, site=request.build_absolute_uri("/"))
        return address
