"""Accounts: opened by invitation only, closed by whoever answers for the program's people.

Who did what to whose account stands in `AccountDeed`; the log says only that it happened.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

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
from alongside.people.rules.accounts import BOTH_HALVES_APART, LINK_LASTS, needs_an_end

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


class SecondPersonNeeded(Exception):
    """They did the other half of what opens this account a few days ago: a colleague must do this.

    A new link lets somebody choose the password, and without the second proof that is all it takes.
    """


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
        SecondPersonNeeded: if `by` took away its second proof in the days before.
    """
    user, address = _held(account_of(person)), email.strip().lower()
    if not user.is_active:
        raise AccountClosed
    if queries.address_is_taken(address, by_other_than=user, at=at):
        raise AddressTaken
    _refuse_the_second_half(AccountDeed.What.PROOF_FORGOTTEN, user, by=by, at=at)
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
    is_news = isinstance(person, Staff) and _is_anothers(user, by)
    write_down(AccountDeed.What.INVITED, user, by=by, at=at, is_news=is_news)
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
    is_news = _is_anothers(user, by)
    write_down(AccountDeed.What.CLOSED, user, by=by, at=at, is_news=is_news)


@transaction.atomic
def reopen_account(staff: Staff, *, by: User | None, at: datetime) -> None:
    """Open a closed account again, with the password it had."""
    user = account_of(staff)
    user.is_active = True
    user.save(update_fields=["is_active"])
    is_news = _is_anothers(user, by)
    write_down(AccountDeed.What.REOPENED, user, by=by, at=at, is_news=is_news)


@transaction.atomic
def forget_second_factor(staff: Staff, *, by: User | None, at: datetime) -> None:
    """Take away a lost second proof, so that a new one is set up at the next sign-in.

    Raises:
        OwnAccount: if it is the account of who asks: a colleague must have seen them.
        SecondPersonNeeded: if `by` made a link to the account in the days before.
    """
    user = _held(account_of(staff))
    if user == by:
        raise OwnAccount
    _refuse_the_second_half(AccountDeed.What.INVITED, user, by=by, at=at)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    is_news = _is_anothers(user, by)
    write_down(AccountDeed.What.PROOF_FORGOTTEN, user, by=by, at=at, is_news=is_news)


@transaction.atomic
def note_read(user: User, deeds: Collection[UUID]) -> None:
    """Note that the owner of an account has read of what was done to it."""
    AccountDeed.objects.filter(account=user, pk__in=deeds).update(is_news=False)


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


def write_down(
    what: AccountDeed.What,
    account: User,
    *,
    by: User | None,
    at: datetime,
    is_news: bool = False,
) -> None:
    """Keep who did what to an account, and log that it happened."""
    AccountDeed.objects.create(what=what, account=account, by=by, at=at, is_news=is_news)
    log.info(f"account_{what}")


def end_invitations(person: Staff | Patient, kind: Invitation.Kind, *, at: datetime) -> None:
    """End the person's open links, or codes."""
    queries.open_invitations(at).filter(kind=kind, **_whose(person)).update(ends_at=at)


def _held(user: User) -> User:
    """Return the account as it stands, held until this is done: two halves at once are seen."""
    return User.objects.select_for_update().get(pk=user.pk)


def _refuse_the_second_half(
    first: AccountDeed.What, user: User, *, by: User | None, at: datetime
) -> None:
    """Refuse who did `first` to the account of another in the days before.

    Raises:
        SecondPersonNeeded: if they did.
    """
    since = at - BOTH_HALVES_APART
    firsts = AccountDeed.objects.filter(account=user, what=first, by=by, at__gt=since)
    if by is not None and by != user and firsts.exists():
        raise SecondPersonNeeded


def _is_anothers(user: User, by: User | None) -> bool:
    """Say whether somebody does this to a colleague's account that has been opened before."""
    return by is not None and by != user and user.email is not None


def _whose(person: Staff | Patient) -> dict[str, Staff | Patient]:
    return {"staff" if isinstance(person, Staff) else "patient": person}


def _used(invitation: Invitation, *, at: datetime) -> bool:
    """Mark the invitation used; False if somebody else was faster."""
    fresh = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True)
    return bool(fresh.update(used_at=at))
