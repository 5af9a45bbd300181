"""One referral: what it began with, the tries to reach the person, and how soon they are needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.desk.queries.waiting import (
    call_words,
    how_soon_words,
    last_words,
    see_by_words,
    sent_by,
    waited,
)
from alongside.intake.models import ContactAttempt, Referral, Triage
from alongside.intake.queries import may_leave_message
from alongside.intake.rules import HowSoon
from alongside.people.models import ContactRules, Episode
from alongside.people.rules import Category
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.rules.needs import Need

MOST = 30
Fact = tuple[str, str]


@dataclass(frozen=True)
class Tried:
    """One try to reach the person."""

    words: str
    note: str


@dataclass(frozen=True)
class ReferralFile:
    """All that the page of a referral shows."""

    is_open: bool
    version: int
    how_soon: str
    facts: Sequence[Fact]
    tries: Sequence[Tried]
    contact: ContactRules | None
    dial: str
    may_leave_message: bool
    may: dict[str, bool]


def referral_file(access: EpisodeAccess) -> ReferralFile:
    """Return the referral as it stands now."""
    referral = access.all(Referral).first()
    contact = access.all(ContactRules).first()
    tries = access.all(ContactAttempt).select_related("tried_by__staff")
    is_open = access.episode.status == Episode.Status.REFERRED
    return ReferralFile(
        is_open=is_open,
        version=referral.version if referral else 1,
        how_soon=referral.how_soon if referral else "",
        facts=_facts(access, referral),
        tries=[Tried(last_words(t), t.note) for t in tries.order_by("-tried_at", "-pk")[:MOST]],
        contact=contact,
        dial="".join(c for c in contact.phone if c.isdigit() or c == "+") if contact else "",
        may_leave_message=may_leave_message(contact),
        may={
            "pre_screen": is_open and access.may(Need.ENTER_MEASURES),
            "admit": is_open and access.may(Need.ADMIT),
            "close": is_open and access.may(Need.CLOSE_REFERRAL),
        },
    )


def _facts(access: EpisodeAccess, referral: Referral | None) -> list[Fact]:
    stay, today = access.episode, day_of(access.at)
    how_soon = HowSoon(referral.how_soon) if referral and referral.how_soon else None
    see_by = see_by_words(how_soon, stay.referred_at, access.at)
    soon = how_soon_words(how_soon)
    reads_notes = access.may_read(Category.PROGRESS_NOTES)
    facts = [
        (_("Sent by"), sent_by(referral)),
        (_("Came for"), referral.note if referral and reads_notes else ""),
        (_("Urgency"), f"{soon}, {see_by}" if see_by else soon),
        (_("Why"), _why(access)),
        (_("Waiting"), waited(stay, today)),
        (_("Next call"), call_words(referral.call_on if referral else None, today)),
    ]
    return [(name, value) for name, value in facts if value]


def _why(access: EpisodeAccess) -> str:
    """Say why the urgency is what it is, to those who read notes."""
    newest = (
        access.all(Triage).select_related("judged_by__staff").order_by("-judged_at", "-pk").first()
    )
    if newest is None:
        return ""
    staff = getattr(newest.judged_by, "staff", None)
    told = {
        "reason": newest.reason,
        "who": staff.name if staff else _("the program"),
        "day": date_format(localtime(newest.judged_at), "j F, G:i"),
    }
    return _("%(reason)s (%(who)s, %(day)s)") % told
