"""Mail about accounts: neutral to whoever looks over a shoulder (42 CFR 2.13(c))."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from alongside.people.rules.accounts import LINK_LASTS


class NotSent(Exception):
    """Mail is not set up here, or its server did not take the message."""


def send_link(address: str, url: str) -> None:
    """Mail a link that lets its owner in once. Neither subject nor text says where it leads.

    Raises:
        NotSent: if it could not be sent; the link itself is good.
    """
    text = render_to_string("people/letters/link.txt", {"url": url, "days": LINK_LASTS.days})
    _send(address, _("Your link to sign in"), text)


def send_reset(address: str, url: str) -> None:
    """Mail a link with which the owner of an account chooses a new password.

    Raises:
        NotSent: if it could not be sent.
    """
    _send(
        address,
        _("Your link to sign in"),
        render_to_string("people/letters/reset.txt", {"url": url}),
    )


def send_notice(address: str) -> None:
    """Mail to the owner of an account that somebody else changed how it is signed in to.

    Raises:
        NotSent: if it could not be sent.
    """
    _send(address, _("About how you sign in"), render_to_string("people/letters/changed.txt"))


def _send(address: str, subject: str, text: str) -> None:
    if not settings.HAS_MAIL:
        raise NotSent
    try:
        send_mail(subject, text, None, [address])
    except (OSError, SMTPException) as error:
        raise NotSent from error
