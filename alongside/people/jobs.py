"""What the people room does by itself."""

from datetime import datetime

import structlog
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django_tasks import task

from alongside.core.schedule import nightly
from alongside.people import actions, letters
from alongside.people.models import User

log = structlog.get_logger("alongside.accounts")


@nightly("03:40")
def forget_ended_sessions(at: datetime) -> None:
    """Delete sessions that are over."""
    actions.forget_ended(at=at)


@task()
def tell_owner(address: str) -> None:
    """Write to the owner of an account that somebody else changed how it is signed in to."""
    if settings.HAS_MAIL:
        letters.send_notice(address)


@task()
def send_reset(account: str | None, site: str) -> None:
    """Mail the link for a new password to the owner of `account`; without one there is no mail.

    Args:
        account: the account's key; None where somebody asked with an address that nobody has.
        site: the address of this site, with a slash at its end.
    """
    user = User.objects.filter(pk=account, is_active=True).first() if account else None
    if user is None or not user.email:
        return
    if not settings.HAS_MAIL:
        log.error("mail_not_set_up")
        return
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    letters.send_reset(user.email, site.rstrip("/") + path)
