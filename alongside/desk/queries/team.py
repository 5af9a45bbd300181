"""The care team as its page shows it, and who could join it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from alongside.core.text import initials
from alongside.desk.queries.person import day
from alongside.people.models import Staff, TeamMember, standing_at
from alongside.people.rules import CLINICAL, Discipline
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.models import StaffBlock


@dataclass(frozen=True)
class Place:
    """A place on the team, ready to be shown."""

    key: str
    name: str
    initials: str
    role: str
    is_primary: bool
    since: str
    until: str
    reason: str
    end_reason: str
    is_clinical: bool


def team(access: EpisodeAccess) -> list[Place]:
    """Return the places that stand now, the primary clinician first."""
    places = access.all(TeamMember).filter(standing_at(access.at)).select_related("staff")
    return [_place(p) for p in places.order_by("-is_primary", "staff__name")]


def past_places(access: EpisodeAccess) -> list[Place]:
    """Return the places that have ended, the last first."""
    places = access.all(TeamMember).filter(until_at__lte=access.at).select_related("staff")
    return [_place(p) for p in places.order_by("-until_at", "staff__name")]


def _place(place: TeamMember) -> Place:
    return Place(
        key=str(place.pk),
        name=place.staff.name,
        initials=initials(place.staff.name),
        role=place.get_role_display(),
        is_primary=place.is_primary,
        since=day(place.since_at),
        until=_until(place.until_at),
        reason=place.reason,
        end_reason=place.end_reason,
        is_clinical=place.role in CLINICAL,
    )


def _until(at: datetime | None) -> str:
    return day(at) if at else ""


def who_could_join(access: EpisodeAccess) -> list[Staff]:
    """Return the staff who may have a place on this team and have none, by name.

    Whom the patient has blocked is not among them, and the page does not say why: a place would
    open nothing, and the block is between the patient and the privacy officer.
    """
    on_it = access.all(TeamMember).filter(until_at__isnull=True).values("staff")
    blocked = access.all(StaffBlock).filter(lifted_at__isnull=True).values("staff")
    here = Staff.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=access.at))
    fit = here.filter(discipline__in=[*sorted(CLINICAL), Discipline.PEER_SPECIALIST])
    return list(fit.exclude(pk__in=on_it).exclude(pk__in=blocked).order_by("name"))
