"""Who looked at a record: for the person whose it is, and for the privacy officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.text import plain
from alongside.people.models import Episode, Invitation, Patient, Staff
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, EpisodeAccess, Kind, staff_behind
from alongside.privacy.models import AccessEvent, EmergencyAccess, StaffBlock
from alongside.privacy.rules import told
from alongside.privacy.rules.needs import ANYWHERE, Need


@dataclass(frozen=True, slots=True)
class Look:
    """One reader's openings of one kind on one day, in words."""

    day: str
    time: str
    who: str
    role: str
    did: str
    why: str
    # ", 3 times", or nothing where it was once.
    often: str
    opened: bool
    emergency: bool


def events(access: EpisodeAccess) -> QuerySet[AccessEvent]:
    """Return who opened the record, the latest first; the patient's own openings are left out.

    The person reads it of all their stays; the privacy officer of the one that is opened.
    """
    rows = access.all_stays(AccessEvent).exclude(kind=Kind.PATIENT)
    return rows.select_related("reader__staff").order_by("-seq")


def looks(rows: Iterable[AccessEvent]) -> list[Look]:
    """Return openings in words; those of one reader, kind and day are told once, with a count."""
    groups: dict[tuple[object, ...], list[AccessEvent]] = {}
    for row in rows:
        day = localtime(row.at).date()
        key = (day, row.reader_id, row.need, row.opened, row.basis)
        groups.setdefault(key, []).append(row)
    return [_look(group[0], len(group)) for group in groups.values()]


def _look(row: AccessEvent, times: int) -> Look:
    staff: Staff | None = getattr(row.reader, "staff", None)
    at = localtime(row.at)
    is_job = row.kind == Kind.JOB
    return Look(
        day=date_format(at, "l j F"),
        time=date_format(at, "H:i"),
        who=staff.name if staff else "Alongside",
        role="" if is_job else row.role.replace("_", " "),
        did=told.did(row.need, row.opened) if not is_job else "worked on your record",
        why=told.why(row.basis),
        often=_(", %(times)d times") % {"times": times} if times > 1 else "",
        opened=row.opened,
        emergency=row.basis == "emergency",
    )


def untold_emergencies(access: EpisodeAccess) -> list[EmergencyAccess]:
    """Return emergency accesses that the person has not been shown yet, the first first."""
    rows = emergencies_of(access).filter(told_at__isnull=True)
    return list(rows.select_related("staff").order_by("opened_at"))


def emergencies_of(access: EpisodeAccess) -> QuerySet[EmergencyAccess]:
    """Return every emergency access to the person's record, whichever stay it was to."""
    return access.all_stays(EmergencyAccess)


@dataclass(frozen=True, slots=True)
class WayIn:
    """A code or link that somebody made to this person's own pages, and whether it was used."""

    made: str
    who: str
    is_code: bool
    used: str


def ways_in(access: EpisodeAccess, *, used_since: datetime | None = None) -> list[WayIn]:
    """Return the codes and links made for the person who reads, the latest first.

    Staff who make a code could use it themselves, and would read what is the person's alone. Only
    the person can tell that it was not they who came in; so they are shown every one.

    Args:
        access: the person's own.
        used_since: keep only those that were used from then on.
    """
    rows = Invitation.objects.filter(patient=access.patient)
    if used_since is not None:
        rows = rows.filter(used_at__gte=used_since)
    return [
        WayIn(
            made=date_format(localtime(row.made_at), "l j F, H:i"),
            who=row.made_by.staff.name if row.made_by and staff_behind(row.made_by) else "",
            is_code=row.kind == Invitation.Kind.CODE,
            used=date_format(localtime(row.used_at), "l j F, H:i") if row.used_at else "",
        )
        for row in rows.select_related("made_by__staff").order_by("-made_at")[:20]
    ]


def blocks(access: EpisodeAccess) -> dict[object, StaffBlock]:
    """Return the person's standing blocks, by the blocked member of staff's key."""
    rows = access.all(StaffBlock).filter(lifted_at__isnull=True)
    return {block.staff_id: block for block in rows}


def staff_here(at: datetime) -> QuerySet[Staff]:
    """Return everybody who works here at `at`, by name."""
    rows = Staff.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return rows.order_by("name")


def found_by_name(name: str, born_on: date) -> Episode | None:
    """Return the open or latest stay of the one person of exactly this name and birth date.

    For emergencies only, where no list shows the person. Case, accents and punctuation do not
    count: nobody types them right then. None also where two fit: then a person must tell
    them apart.
    """
    wanted = plain(name)
    born_then = Patient.objects.filter(born_on=born_on)
    fitting = [p for p in born_then if wanted in (plain(p.chosen_name), plain(p.legal_name))]
    if not wanted or len(fitting) != 1:
        return None
    return Episode.objects.filter(patient=fitting[0]).order_by("-referred_at").first()


def emergencies(access: Access) -> QuerySet[EmergencyAccess]:
    """Return every emergency access, unreviewed ones first, for the privacy officer."""
    if Need.READ_ACCESS_LOG not in ANYWHERE[Discipline(access.staff.discipline)]:
        return EmergencyAccess.objects.none()
    # Also of those who have shut their record to this privacy officer: a block must not be a way
    # to keep an emergency from being reviewed. Whose record it was is told only where it may be.
    seen = access.episodes(Need.READ_ACCESS_LOG).filter(pk=OuterRef("episode"))
    rows = EmergencyAccess.objects.annotate(may_name=Exists(seen))
    return rows.select_related("staff", "episode__patient", "reviewed_by__staff").order_by(
        F("reviewed_at").desc(nulls_first=True), "-opened_at"
    )
