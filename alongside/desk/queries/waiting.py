"""The waiting list: who was referred and is not in the program yet, and whom to call today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core.days import day_of
from alongside.core.paging import Page, page_of
from alongside.core.text import initials
from alongside.desk.queries.alike import Like, likes_of, sees_everybody
from alongside.intake.models import ContactAttempt, Referral
from alongside.intake.queries import may_leave_message
from alongside.intake.rules import FIRST_TO_LAST, HowSoon, Lost, Reached, see_by
from alongside.people.models import ContactRules, Episode
from alongside.people.rules import NotAdmitted
from alongside.privacy.gate import Access
from alongside.privacy.rules.needs import Need

YEAR = timedelta(days=365)
# What was found elsewhere, in percent, to be compared with the program's own figure.
LOST_ELSEWHERE = 45
LOST_ELSEWHERE_SOURCE = "https://substanceabusepolicy.com/content/9/1/41"


@dataclass(frozen=True)
class Reach:
    """How somebody may be reached, as a line of the list says it."""

    words: str
    phone: str
    href: str


@dataclass(frozen=True)
class Waiter:
    """One person who waits, ready to be shown."""

    episode_id: UUID
    name: str
    initials: str
    pronouns: str
    sent_by: str
    how_soon: str
    is_pressing: bool
    see_by: str
    waited: str
    last: str
    call: str
    is_due: bool
    reach: Reach | None
    likes: Sequence[Like]
    url: str


@dataclass(frozen=True)
class Waiting:
    """One page of the waiting list, and the program's own figure for those who see everybody."""

    rows: Sequence[Waiter]
    page: Page
    due: int
    lost: Lost | None


def waiting(access: Access, asked: str | None) -> Waiting:
    """Return who waits, whom to call today first, then by urgency and by how long they wait."""
    today = day_of(access.at)
    stays = _ordered(access.episodes(Need.WORK_REFERRAL), today)
    counts = stays.order_by().aggregate(n=Count("pk"), due=Count("pk", filter=Q(later=0)))
    page = page_of(counts["n"], asked)
    shown: Sequence[Episode] = page.of(stays.select_related("patient__contact_rules"))
    keys = [stay.pk for stay in shown]
    referrals = {
        referral.episode_id: referral
        for referral in access.every(Referral, Need.WORK_REFERRAL).filter(episode__in=keys)
    }
    last = latest_attempts(access, keys)
    likes = likes_of(access, shown)
    rows = [
        _waiter(stay, referrals.get(stay.pk), last.get(stay.pk), likes.get(stay.pk, ()), access.at)
        for stay in shown
    ]
    return Waiting(rows, page, counts["due"], lost(access) if sees_everybody(access) else None)


def _ordered(stays: QuerySet[Episode], today: date) -> QuerySet[Episode]:
    """Return the stays at referral, each with `later` (0: to be called today) and `rank`."""
    of_stay = Referral.objects.filter(episode=OuterRef("pk"))
    return (
        stays.filter(status=Episode.Status.REFERRED)
        .annotate(
            call_on=Subquery(of_stay.values("call_on")[:1]),
            how_soon=Subquery(of_stay.values("how_soon")[:1]),
        )
        .annotate(
            later=Case(When(call_on__gt=today, then=1), default=0, output_field=IntegerField()),
            rank=Case(
                *(When(how_soon=soon, then=n) for n, soon in enumerate(FIRST_TO_LAST) if soon),
                default=FIRST_TO_LAST.index(None),
                output_field=IntegerField(),
            ),
        )
        .order_by("later", "rank", "referred_at", "pk")
    )


def latest_attempts(access: Access, keys: Iterable[UUID]) -> dict[UUID, ContactAttempt]:
    """Return the last try to reach each of these, by stay."""
    rows = access.every(ContactAttempt, Need.WORK_REFERRAL).filter(episode__in=list(keys))
    # The latest comes last and stands.
    return {
        row.episode_id: row
        for row in rows.select_related("tried_by__staff").order_by("tried_at", "pk")
    }


def lost(access: Access) -> Lost:
    """Return what became of the referrals that came to an outcome in the last twelve months.

    One that was registered twice is no referral of its own and isn't counted.
    """
    since = access.at - YEAR
    closed = Q(status=Episode.Status.NOT_ADMITTED, discharged_at__gte=since)
    gone = Q(discharge_reason__in=[NotAdmitted.NOT_REACHED, NotAdmitted.CHOSE_NOT_TO_COME])
    counted = (
        access.episodes(Need.WORK_REFERRAL)
        .order_by()
        .aggregate(
            came=Count("pk", filter=Q(admitted_at__gte=since)),
            lost=Count("pk", filter=closed & gone),
            elsewhere=Count(
                "pk",
                filter=closed & ~gone & ~Q(discharge_reason=NotAdmitted.REGISTERED_TWICE),
            ),
        )
    )
    return Lost(**counted)


def _waiter(
    stay: Episode,
    referral: Referral | None,
    tried: ContactAttempt | None,
    likes: Sequence[Like],
    at: datetime,
) -> Waiter:
    today, patient = day_of(at), stay.patient
    how_soon = HowSoon(referral.how_soon) if referral and referral.how_soon else None
    call_on = referral.call_on if referral else None
    return Waiter(
        episode_id=stay.pk,
        name=patient.chosen_name,
        initials=initials(patient.chosen_name),
        pronouns=patient.pronouns,
        sent_by=sent_by(referral),
        how_soon=how_soon_words(how_soon),
        is_pressing=how_soon in (HowSoon.EMERGENCY, HowSoon.URGENT),
        see_by=see_by_words(how_soon, stay.referred_at, at),
        waited=waited(stay, today),
        last=last_words(tried),
        call=call_words(call_on, today),
        is_due=call_on is None or call_on <= today,
        reach=reach(getattr(patient, "contact_rules", None)),
        likes=likes,
        url=reverse("desk-referral", args=[stay.pk]),
    )


def sent_by(referral: Referral | None) -> str:
    """Say who sent somebody: the kind, and the name where it is known."""
    if referral is None:
        return str(_("Not written down"))
    kind = str(Referral.Source(referral.source).label)
    return f"{kind}: {referral.referred_by}" if referral.referred_by else kind


def how_soon_words(how_soon: HowSoon | None) -> str:
    """Return the word for how soon somebody should be seen."""
    words = {
        HowSoon.EMERGENCY: _("Emergency"),
        HowSoon.URGENT: _("Urgent"),
        HowSoon.ROUTINE: _("Routine"),
    }
    return words[how_soon] if how_soon else _("Urgency not judged yet")


def see_by_words(how_soon: HowSoon | None, referred_at: datetime, at: datetime) -> str:
    """Say by when somebody should be seen, or since when they should have been."""
    if how_soon is None:
        return ""
    by = see_by(how_soon, referred_at)
    told = {"day": date_format(localtime(by), "j F, G:i")}
    return (_("should have been seen by %(day)s") if by < at else _("to be seen by %(day)s")) % told


def waited(stay: Episode, today: date) -> str:
    """Say how many days somebody has waited since the referral."""
    days = max(0, (today - day_of(stay.referred_at)).days)
    if not days:
        return _("Referred today")
    return ngettext("Waits %(n)d day", "Waits %(n)d days", days) % {"n": days}


def last_words(tried: ContactAttempt | None) -> str:
    """Say when somebody last tried to reach them, who, and what came of it."""
    if tried is None:
        return _("Nobody has called yet")
    told = {
        "outcome": outcome_words(tried.outcome),
        "day": date_format(localtime(tried.tried_at), "j F, G:i"),
        "who": who(tried),
    }
    return _("%(outcome)s, %(day)s, %(who)s") % told


def outcome_words(outcome: str) -> str:
    """Return the words for what came of a try."""
    words = {
        Reached.REACHED: _("Reached"),
        Reached.NOT_REACHED: _("Not reached"),
        Reached.MESSAGE: _("Message left"),
    }
    return words[Reached(outcome)]


def who(tried: ContactAttempt) -> str:
    """Return the name of who tried; a job has none."""
    staff = getattr(tried.tried_by, "staff", None)
    return str(staff.name) if staff else str(_("the program"))


def call_words(call_on: date | None, today: date) -> str:
    """Say when somebody should call next."""
    if call_on is None or call_on == today:
        return _("Call today")
    day = date_format(call_on, "j F")
    if call_on < today:
        return _("Call today, was due %(day)s") % {"day": day}
    return _("Next call %(day)s") % {"day": day}


def reach(rules: ContactRules | None) -> Reach | None:
    """Return how somebody may be reached; a number is a link only where calling it is allowed."""
    if rules is None:
        return None
    words = {
        "text": _("text only"),
        "phone": _("call only"),
        "email": _("email only"),
        "letter": _("letters only"),
        "portal": _("portal only"),
    }
    said = [words.get(rules.channel, "")]
    if rules.safe_from and rules.safe_to:
        told = {"first": rules.safe_from.strftime("%H:%M"), "last": rules.safe_to.strftime("%H:%M")}
        said.append(_("between %(first)s and %(last)s") % told)
    by_phone = rules.channel in ("phone", "text")
    if by_phone:
        said.append(_("message allowed") if may_leave_message(rules) else _("no message"))
    if rules.neutral_wording:
        said.append(_("never name the program"))
    dial = "".join(c for c in rules.phone if c.isdigit() or c == "+")
    scheme = "sms" if rules.channel == "text" else "tel"
    href = f"{scheme}:{dial}" if by_phone and dial else ""
    return Reach(", ".join(said), rules.phone if href else "", href)
