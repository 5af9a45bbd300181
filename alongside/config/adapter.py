"""What allauth asks of the house: who may come in, and in which words."""

import base64
import hashlib
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.config.backend import Backend
from alongside.people import actions, queries
from alongside.people.models import User
from alongside.privacy.proof import just_proved, note_proof

log = structlog.get_logger("alongside.accounts")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation, never from a sign-up page."""

    # The same sentence whether or not there is such an account: neither confirm nor deny.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not fit together."),
        "too_many_login_attempts": _(
            "There were several tries that did not fit, so this door rests for a quarter of an "
            "hour. Nothing is wrong with anybody's account. Please try again then."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: there is no sign-up."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the user without a username: the address is the name."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away whose account is closed or over, on every way in."""
        if not Backend().user_can_authenticate(user):
            log.info("account_is_closed")
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and log that somebody did."""
        super().login(request, user)
        log.info("signed_in")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that a try did not fit, without what was tried."""
        log.info("sign_in_failed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message; where that fails, a known address gets the answer of an unknown one."""
        if not settings.HAS_MAIL:
            log.error("mail_not_set_up")
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("mail_not_sent")

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password, and sign the account out everywhere else."""
        super().set_password(user, password)
        actions.end_sessions(user, but=self.request.session.session_key)
        log.info("password_set")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose address and password these are, and remember that they were given now."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            note_proof(request, user)
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password before something grave, unless it was given just now."""
        return not just_proved(self.request)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Second proofs, with their secrets encrypted under the installation's own key."""

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted for the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted, under this key or one that it replaced."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Say under which name a device keeps the passkey: the address, or nobody's name."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.email or "My account", "display_name": "My account"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """Return the name that a new passkey has until its owner gives it another."""
        before = Authenticator.objects.filter(user=user, type=type).count()
        return (
            gettext("Passkey %(number)s") % {"number": before + 1}
            if before
            else gettext("My passkey")
        )

    def get_totp_label(self, user: Any) -> str:
        """Say under which name an authenticator app lists the account."""
        return user.email or "My account"


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"alongside.second-factor" + str(key).encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(d.digest())) for d in digests])


class Provider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider of the organization: opens accounts that staff have, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: there is no sign-up."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Return the staff account of an address that the provider vouches for, or None."""
        return staff_account_of(sociallogin.email_addresses)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Turn away everybody but staff with an account; nothing is ever connected to an account.

        Raises:
            ImmediateHttpResponse: back to the sign-in page, with one sentence for every reason.
        """
        connects = sociallogin.state.get("process") == AuthProcess.CONNECT
        user = sociallogin.user if sociallogin.is_existing else None
        if connects or user is None or getattr(user, "staff", None) is None:
            log.info("provider_refused")
            messages.error(request, _("This sign-in does not open an account here."))
            raise ImmediateHttpResponse(redirect("account_login"))


def staff_account_of(addresses: list[EmailAddress]) -> tuple[User, str] | None:
    """Return the open staff account with one of the addresses that are verified, and the address.

    Only a plain True counts as verified: some providers send the word "false".
    """
    for address in addresses:
        if address.verified is True:
            user = queries.staff_user(address.email.lower())
            if user is not None and Backend().user_can_authenticate(user):
                return user, address.email.lower()
    return None
