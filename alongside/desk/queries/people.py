"""The list of people: everyone whose stay the reader may see, found by name or birth date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from alongside.core.paging import Page, page_of
from alongside.core.text import initials
from alongside.desk.queries import person
from alongside.desk.rules import Search
from alongside.people.models import Episode, Patient, Staff
from alongside.privacy.gate import Access, needs_on
from alongside.privacy.rules.needs import Need

Status = Episode.Status
# The filters of the list, by the word in the address.
STANDING: dict[str, tuple[str, ...]] = {
    "admitted": (Status.ADMITTED,),
    "referred": (Status.REFERRED,),
    "left": (Status.DISCHARGED, Status.NOT_ADMITTED),
}


@dataclass(frozen=True)
class Listed:
    """One person on the list, ready to be shown."""

    name: str
    legal_name: str
    initials: str
    pronouns: str
    born: str
    stands: str
    url: str
    in_emergency: bool


@dataclass(frozen=True)
class People:
    """One page of the list; `counts` says how many stand in each filter, and `""` all."""

    rows: Sequence[Listed]
    page: Page
    counts: dict[str, int]


def people(access: Access, search: Search | None, standing: str, asked: str | None) -> People:
    """Return the people whom the reader may see, by chosen name, in three queries.

    Args:
        access: the reader's.
        search: what is looked for; None for everybody, an empty search for nobody.
        standing: a key of `STANDING`, or empty for everybody.
        asked: the page that the address asks for.
    """
    found = _latest_stays(access)
    if search is not None:
        found = found.filter(matching(search)) if search else found.none()
    counts = _counted(found)
    page = page_of(counts[standing], asked)
    if standing:
        found = found.filter(status__in=STANDING[standing])
    # Keys first: what is told of each person is worked out for the twenty that are shown only.
    keys = page.of(found.order_by("patient__names_plain", "pk").values_list("pk", flat=True))
    told = access.episodes(Need.READ_FRONT).select_related("patient", "track").in_bulk(keys)
    rows = [_listed(told[key], access.staff, access.at) for key in keys if key in told]
    return People(rows, page, counts)


def matching(search: Search) -> Q:
    """Return the condition that a stay's patient fits the search.

    The names are read in one pass over their index; only the stays of those who fit are looked at.
    """
    fits = Q()
    for word in search.words:
        fits &= Q(names_plain__contains=word)
    if search.born_on:
        fits &= Q(born_on=search.born_on)
    return Q(patient__in=Patient.objects.filter(fits).values("pk"))


def _latest_stays(access: Access) -> QuerySet[Episode]:
    """Return the latest stay of each person, of those stays that the reader may see."""
    later = access.episodes(Need.READ_FRONT).filter(
        patient=OuterRef("patient"), referred_at__gt=OuterRef("referred_at")
    )
    return access.episodes(Need.READ_FRONT).filter(~Exists(later))


def _counted(found: QuerySet[Episode]) -> dict[str, int]:
    rows = found.order_by().values_list("status").annotate(n=Count("pk"))
    by_status = dict(rows.values_list("status", "n"))
    counts = {
        key: sum(by_status.get(status, 0) for status in statuses)
        for key, statuses in STANDING.items()
    }
    return {"": sum(by_status.values()), **counts}


def _listed(episode: Episode, staff: Staff, at: datetime) -> Listed:
    patient = episode.patient
    return Listed(
        name=patient.chosen_name,
        legal_name=patient.legal_name if patient.legal_name != patient.chosen_name else "",
        initials=initials(patient.chosen_name),
        pronouns=patient.pronouns,
        born=person.day(patient.born_on) if patient.born_on else "",
        stands=person.stands(episode, at),
        url=first_page(episode, staff),
        in_emergency=bool(getattr(episode, "by_emergency", None)),
    )


def first_page(episode: Episode, staff: Staff) -> str:
    """Return the address of the chart where the reader may open it, else of the person's page."""
    if Need.READ_CHART in needs_on(staff, episode):
        try:
            return reverse("desk-together", args=[episode.pk])
        except NoReverseMatch:
            pass
    return reverse("desk-person", args=[episode.pk])
