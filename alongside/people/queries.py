"""Who has an account, who is invited, and where an account is signed in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from alongside.people.models import AccountDeed, Invitation, Staff, User
from alongside.people.rules.accounts import CODE_TRIES

# What counts as a second proof; recovery codes only stand in for one that was lost.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: keyed, so that the database alone lets nobody in."""
    return salted_hmac("alongside.people.invitation", secret, algorithm="sha256").hexdigest()


def open_invitations(at: datetime) -> QuerySet[Invitation]:
    """Return the invitations that still let somebody in at `at`."""
    return Invitation.objects.filter(used_at__isnull=True, ends_at__gt=at, tries__lt=CODE_TRIES)


def open_link(secret: str, *, at: datetime) -> Invitation | None:
    """Return the invitation behind a mailed link, if the link still opens."""
    links = open_invitations(at).filter(kind=Invitation.Kind.LINK, digest=digest_of(secret))
    return links.select_related("staff__user", "patient__user").first()


def address_is_taken(address: str, *, by_other_than: User, at: datetime) -> bool:
    """Say whether another account has this address, or is being invited under it."""
    own = Q(staff__user=by_other_than) | Q(patient__user=by_other_than)
    return (
        User.objects.filter(email=address).exclude(pk=by_other_than.pk).exists()
        or open_invitations(at).filter(email=address).exclude(own).exists()
    )


def second_factor_of(user_key: OuterRef) -> Exists:
    """Return, for a query over accounts, whether the account has a second proof."""
    return Exists(Authenticator.objects.filter(user=user_key, type__in=SECOND_FACTORS))


def staff_user(address: str) -> User | None:
    """Return the account of the member of staff with this address, or None."""
    return User.objects.select_related("staff").filter(email=address, staff__isnull=False).first()


def open_account_at(address: str) -> str | None:
    """Return the key of the open account with this address, or None; one query either way."""
    keys = User.objects.filter(email=address, is_active=True).values_list("pk", flat=True)
    return str(found) if (found := keys.first()) else None


def staff_accounts(at: datetime) -> QuerySet[Staff]:
    """Return everybody who works here, with `second_factor` and what they were last invited by.

    `invited_as` and `invited_until` tell of the last link, `is_invited` whether it still opens.
    """
    links = Invitation.objects.filter(staff=OuterRef("pk"), kind=Invitation.Kind.LINK)
    last = links.order_by("-made_at")
    return (
        Staff.objects.select_related("user", "supervisor")
        .annotate(
            second_factor=second_factor_of(OuterRef("user")),
            invited_as=Subquery(last.values("email")[:1]),
            invited_until=Subquery(last.values("ends_at")[:1]),
            is_invited=Exists(links.filter(used_at__isnull=True, ends_at__gt=at)),
        )
        .order_by("name")
    )


def news_of(user: User) -> QuerySet[AccountDeed]:
    """Return what others did to the account of `user` and they have not read of, first first."""
    deeds = AccountDeed.objects.filter(account=user, is_news=True)
    return deeds.select_related("by__staff").order_by("at")


def supervisors() -> QuerySet[Staff]:
    """Return who may supervise: everybody whose account is open or still to come."""
    return Staff.objects.exclude(user__is_active=False).order_by("name")


def devices_of(user: User, *, since: datetime, at: datetime) -> QuerySet[UserSession]:
    """Return where `user` is signed in: sessions that have not ended, seen after `since`."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    devices: QuerySet[UserSession] = UserSession.objects.filter(
        user=user, last_seen_at__gt=since, session_key__in=alive
    )
    return devices.order_by("-last_seen_at")
