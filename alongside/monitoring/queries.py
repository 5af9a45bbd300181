"""What is read of check-ins: a day, a stretch of days, and who was heard from when."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, FloatField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast

from alongside.monitoring.models import ANSWERS, CheckIn, JournalNote
from alongside.monitoring.rules.questions import SCALES
from alongside.monitoring.rules.saving import NOTHING, Record
from alongside.people.models import Episode, TeamMember, standing_at
from alongside.people.rules import Category, Discipline
from alongside.privacy.gate import Access, EpisodeAccess
from alongside.privacy.models import StaffBlock
from alongside.privacy.queries.looked import staff_here
from alongside.privacy.rules.needs import CATEGORIES, Need, team_roles_with

MEASURES = (*SCALES, "sleep_hours")


def check_in_on(access: EpisodeAccess, day: date) -> CheckIn | None:
    """Return the check-in of a day, or None."""
    return access.all(CheckIn).filter(day=day).first()


def record_of(row: CheckIn, note: JournalNote | None) -> Record:
    """Return what a check-in and its note say."""
    return Record(
        {
            **NOTHING,
            **{name: getattr(row, name) for name in ANSWERS},
            "note": note.text if note else "",
            "share_note": bool(note and note.is_shared),
        },
        row.keys,
        row.late,
        row.skipped,
    )


def record_on(access: EpisodeAccess, day: date) -> Record:
    """Return what the check-in of a day and its note say; an empty record without one."""
    row = check_in_on(access, day)
    return record_of(row, note_on(access, day)) if row else Record()


def check_ins_between(access: EpisodeAccess, start: date, end: date) -> list[CheckIn]:
    """Return the check-ins from the day `start` to before the day `end`, in order of days."""
    return list(access.all(CheckIn).filter(day__gte=start, day__lt=end).order_by("day"))


def note_on(access: EpisodeAccess, day: date) -> JournalNote | None:
    """Return the note of a day, or None; the staff have it only where it is shared."""
    return access.all(JournalNote).filter(day=day).first()


def notes_between(access: EpisodeAccess, start: date, end: date) -> list[JournalNote]:
    """Return the notes from the day `start` to before `end`; to the staff, the shared ones."""
    return list(access.all(JournalNote).filter(day__gte=start, day__lt=end).order_by("day"))


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Check-ins as columns, one place for each day; None where nothing was said.

    `numpy.array(series.values["craving"], float)` has NaN there.

    Args:
        days: (n,) every day from the first to the last asked for, with a check-in or without.
        values: by measure (craving, mood, anxiety, stress, confidence: 0 to 10; sleep_hours: hours)
            a list (n,).
        used: (n,) whether something was used.
        uses: (n,) what was used and how much, in the person's words.
        is_late: (n,) whether something was filled in after the day; None without a check-in.
    """

    days: list[date]
    values: Mapping[str, list[float | None]]
    used: list[bool | None]
    uses: list[list[dict[str, str]] | None]
    is_late: list[bool | None]


def series_between(access: EpisodeAccess, start: date | None, end: date) -> DailySeries:
    """Return the check-ins from the day `start` (None: the first there is) to before `end`."""
    found = access.all(CheckIn).filter(day__gte=start or date.min, day__lt=end).order_by("day")
    # A long record has thousands of rows: only what is needed of each is read and unpacked.
    rows = {
        row[0]: row
        for row in found.values_list(
            "day",
            "used",
            Case(When(used=True, then=F("uses"))),
            "filled_late",
            *SCALES,
            Cast("sleep_hours", FloatField()),
        )
    }
    start = start or min(rows, default=end)
    days = [start + timedelta(days=n) for n in range(max(0, (end - start).days))]
    silent = (None,) * (len(MEASURES) + 4)
    columns = list(zip(*(rows.get(day, silent) for day in days), strict=True)) or [()] * len(silent)
    _, used, uses, is_late, *values = map(list, columns)
    return DailySeries(days, dict(zip(MEASURES, values, strict=True)), used, uses, is_late)


@dataclass(frozen=True, slots=True)
class LastCheckIn:
    """The latest that a person told, as a list of people needs it."""

    day: date
    craving: int | None
    mood: int | None
    anxiety: int | None
    sleep_hours: float | None
    used: bool | None
    wants_contact: bool | None
    filled_late: bool
    changed_at: datetime


def today_of(
    access: Access, episodes: QuerySet[Episode] | Iterable[Episode]
) -> dict[UUID, LastCheckIn]:
    """Return the latest check-in of each of many episodes, by episode; one query.

    Whoever is missing never checked in, or is not for this reader. Each episode costs one step in
    the index, however long its record is.
    """
    keys = [episode.pk for episode in episodes]
    newest = CheckIn.objects.filter(episode=OuterRef("pk")).order_by("-day").values("pk")[:1]
    last = Episode.objects.filter(pk__in=keys).annotate(last=Subquery(newest)).values("last")
    columns = LastCheckIn.__slots__
    rows = access.every(CheckIn, Need.READ_CHART).filter(pk__in=last)
    return {
        row.pop("episode_id"): LastCheckIn(**row | {"sleep_hours": _number(row["sleep_hours"])})
        for row in rows.values("episode_id", *columns)
    }


def readers_of(access: EpisodeAccess) -> list[TeamMember]:
    """Return who on the person's team can read check-ins, the primary clinician first.

    Whoever works here no longer, or whose account is closed, is not named.
    """
    blocked = StaffBlock.objects.filter(
        patient=access.episode.patient_id, lifted_at__isnull=True
    ).values("staff")
    roles = [
        role
        for role in team_roles_with(Need.READ_CHART)
        if Category.SCORES in CATEGORIES[Discipline(role)]
    ]
    here = staff_here(access.at).exclude(user__is_active=False)
    places = access.all(TeamMember).filter(
        standing_at(access.at), role__in=roles, staff__in=here.order_by().values("pk")
    )
    return list(
        places.exclude(staff__in=blocked)
        .select_related("staff")
        .order_by("-is_primary", "staff__name")
    )


def what_helped(access: EpisodeAccess, since: date) -> list[tuple[str, int]]:
    """Return what the person said has helped since a day, the most often named first."""
    told = access.all(CheckIn).filter(day__gte=since).exclude(helped=[])
    named = Counter(word for words in told.values_list("helped", flat=True) for word in words)
    return named.most_common()


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
