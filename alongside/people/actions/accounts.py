"""Accounts: opened by invitation only, closed by whoever answers for the program's people.

Who did what to whose account stands in `AccountDeed`; the log says only that it happened.
"""

import secrets
from datetime import datetime
from typing import Any

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from alongside.people import queries
from alongside.people.actions.sessions import end_sessions
from alongside.people.actions.team import hire
from alongside.people.models import AccountDeed, Invitation, Patient, Staff, User
from alongside.people.rules import Discipline
from alongside.people.rules.accounts import LINK_LASTS, needs_an_end

log = structlog.get_logger("alongside.accounts")


class AddressTaken(Exception):
    """Another account has this address, or is being invited under it."""


class LinkEnded(Exception):
    """The link was used before, replaced by a newer one, or is too old."""


class EndMissing(Exception):
    """An account of this discipline must say when it ends."""


class AccountClosed(Exception):
    """The account has been closed; open it again first."""


class OwnAccount(Exception):
    """Nobody closes the account they are signed in with."""


@transaction.atomic
def take_on(
    *,
    name: str,
    discipline: Discipline,
    email: str,
    at: datetime,
    by: User | None = None,
    ends_at: datetime | None = None,
    **about: Any,
) -> tuple[Staff, str]:
    """Write down a new member of staff and invite them; return both, the link as its secret.

    Args:
        name: as colleagues know them.
        discipline: what they do here.
        email: where the link goes.
        at: now.
        by: the account that invites; nobody's when the first account is made on the command line.
        ends_at: when the account ends by itself.
        about: further fields of `Staff`, such as `credentials` and `supervisor`.

    Raises:
        EndMissing: if the discipline needs an end and none is given.
        AddressTaken: if the address is in use; nobody is written down then.
    """
    if needs_an_end(discipline) and ends_at is None:
        raise EndMissing
    staff = hire(name=name, discipline=discipline, ends_at=ends_at, **about)
    return staff, invite(staff, email=email, by=by, at=at)


@transaction.atomic
def invite(person: Staff | Patient, *, email: str, at: datetime, by: User | None = None) -> str:
    """Return the secret of a link that lets the person in once; an earlier link ends.

    The address becomes the account's when the link is opened: until then nobody has proved it.

    Raises:
        AddressTaken: if the address is in use by somebody else.
        AccountClosed: if the person's account has been closed.
    """
    user, address = account_of(person), email.strip().lower()
    if not user.is_active:
        raise AccountClosed
    if queries.address_is_taken(address, by_other_than=user, at=at):
        raise AddressTaken
    end_invitations(person, Invitation.Kind.LINK, at=at)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        kind=Invitation.Kind.LINK,
        digest=queries.digest_of(secret),
        email=address,
        made_by=by,
        made_at=at,
        ends_at=at + LINK_LASTS,
        **_whose(person),
    )
    write_down(AccountDeed.What.INVITED, user, by=by, at=at)
    return secret


@transaction.atomic
def accept(secret: str, *, password: str, at: datetime) -> User:
    """Use a link: its address becomes the account's, under the chosen password.

    Whoever was signed in to the account is signed out.

    Raises:
        LinkEnded: if the link does not open any more.
    """
    invitation = queries.open_link(secret, at=at)
    if invitation is None or not _used(invitation, at=at):
        raise LinkEnded
    user = account_of(invitation.staff or invitation.patient)
    if not user.is_active or queries.address_is_taken(invitation.email, by_other_than=user, at=at):
        raise LinkEnded
    set_up(user, email=invitation.email, password=password)
    end_sessions(user)
    write_down(AccountDeed.What.ACCEPTED, user, by=user, at=at)
    return user


@transaction.atomic
def open_account(person: Staff | Patient, *, email: str | None, password: str | None) -> User:
    """Open an account without an invitation: for the demo, where nobody reads mail.

    Without a password it is entered by a code or a link only.
    """
    user = account_of(person)
    set_up(user, email=email, password=password)
    return user


@transaction.atomic
def close_account(staff: Staff, *, by: User | None, at: datetime) -> None:
    """Close a member of staff's account: signed out everywhere, and no link opens it.

    Raises:
        OwnAccount: if it is the account of who asks.
    """
    user = account_of(staff)
    if user == by:
        raise OwnAccount
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_invitations(staff, Invitation.Kind.LINK, at=at)
    end_sessions(user)
    write_down(AccountDeed.What.CLOSED, user, by=by, at=at)


@transaction.atomic
def reopen_account(staff: Staff, *, by: User | None, at: datetime) -> None:
    """Open a closed account again, with the password it had."""
    user = account_of(staff)
    user.is_active = True
    user.save(update_fields=["is_active"])
    write_down(AccountDeed.What.REOPENED, user, by=by, at=at)


@transaction.atomic
def forget_second_factor(staff: Staff, *, by: User | None, at: datetime) -> None:
    """Take away a lost second proof, so that a new one is set up at the next sign-in.

    Raises:
        OwnAccount: if it is the account of who asks: a colleague must have seen them.
    """
    user = account_of(staff)
    if user == by:
        raise OwnAccount
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    write_down(AccountDeed.What.PROOF_FORGOTTEN, user, by=by, at=at)


def account_of(person: Staff | Patient | None) -> User:
    """Return the person's account, made now if there is none; it opens to nobody yet.

    Raises:
        LookupError: if there is no person.
    """
    if person is None:
        raise LookupError("an account belongs to somebody")
    if person.user is None:
        person.user = _account_made_for(person)
    return person.user


def _account_made_for(person: Staff | Patient) -> User:
    """Return the account as it stands in the database, made now if there is none.

    Two may ask at once, as by a double press. The row's version stays: nothing that somebody may be
    editing just now has changed.
    """
    rows: QuerySet[Any] = type(person)._default_manager.filter(pk=person.pk)
    standing: User | None = rows.select_for_update().get().user
    if standing is None:
        standing = User.objects.create_user()
        rows.update(user=standing)
    return standing


def set_up(user: User, *, email: str | None, password: str | None) -> None:
    """Give the account its address, as proved, and its password."""
    user.email = email.strip().lower() if email else None
    user.set_password(password)
    user.save(update_fields=["email", "password"])
    EmailAddress.objects.filter(user=user).delete()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def write_down(what: AccountDeed.What, account: User, *, by: User | None, at: datetime) -> None:
    """Keep who did what to an account, and log that it happened."""
    AccountDeed.objects.create(what=what, account=account, by=by, at=at)
    log.info(f"account_{what}")


def end_invitations(person: Staff | Patient, kind: Invitation.Kind, *, at: datetime) -> None:
    """End the person's open links, or codes."""
    queries.open_invitations(at).filter(kind=kind, **_whose(person)).update(ends_at=at)


def _whose(person: Staff | Patient) -> dict[str, Staff | Patient]:
    return {"staff" if isinstance(person, Staff) else "patient": person}


def _used(invitation: Invitation, *, at: datetime) -> bool:
    """Mark the invitation used; False if somebody else was faster."""
    fresh = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True)
    return bool(fresh.update(used_at=at))
