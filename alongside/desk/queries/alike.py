"""Who is like the person being written down: found only among those whom the reader may see.

42 CFR 2.13(c)(2): nobody is told that somebody is here who may not know it. So the search itself
is kept to the reader's own people, and nothing about the answer (words, status, time) depends on
anybody else. Who doesn't see everybody is told so, always and in the same words, and with every
person they register the front desk is asked to compare with everyone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.desk.queries import person
from alongside.desk.queries.people import matching
from alongside.desk.rules import Search
from alongside.people.models import Episode
from alongside.people.rules import Discipline
from alongside.people.rules.likeness import About, Likeness, likeness, swapped
from alongside.privacy.gate import Access, needs_on
from alongside.privacy.rules.needs import IN_THE_PROGRAM, Need

SHOWN = 5


@dataclass(frozen=True)
class Like:
    """Somebody who is here already, with no more than name, birth date and where they stand."""

    episode_id: UUID
    patient_id: UUID
    likeness: Likeness
    how: str
    name: str
    legal_name: str
    born: str
    stands: str
    is_open: bool
    url: str
    may_refer_again: bool


def sees_everybody(access: Access) -> bool:
    """Say whether the reader's role opens everybody's front page, team or not."""
    return Need.READ_FRONT in IN_THE_PROGRAM.get(Discipline(access.staff.discipline), ())


def people_like(
    access: Access, names: Iterable[str], born_on: date | None, *, but: UUID | None = None
) -> list[Like]:
    """Return whom the reader may see and who may be the same person, the closest first.

    Args:
        access: the reader's.
        names: chosen and legal name.
        born_on: the birth date, if it is known.
        but: the key of a patient to leave out: the one who is compared.
    """
    typed = About(tuple(name for name in names if name), born_on)
    found: dict[UUID, tuple[Likeness, Episode]] = {}
    stays = access.episodes(Need.READ_FRONT).filter(_worth_comparing(typed))
    # The latest stay of a person comes last and stands.
    for stay in (
        stays.exclude(patient=but).select_related("patient", "track").order_by("referred_at")
    ):
        known = About((stay.patient.chosen_name, stay.patient.legal_name), stay.patient.born_on)
        if (how := likeness(typed, known)) is not None:
            found[stay.patient_id] = (how, stay)
    return _closest(access, found, born_on)


def likes_of(access: Access, stays: Sequence[Episode]) -> dict[UUID, list[Like]]:
    """Return for each stay whom the reader may see and who may be the same person, in one query.

    Args:
        access: the reader's.
        stays: with their patients; few, such as one page of a list.
    """
    asked = {
        stay.pk: About((stay.patient.chosen_name, stay.patient.legal_name), stay.patient.born_on)
        for stay in stays
    }
    if not asked:
        return {}
    worth = Q(pk__in=[])
    for typed in asked.values():
        worth |= _worth_comparing(typed)
    others = list(
        access.episodes(Need.READ_FRONT)
        .filter(worth)
        .select_related("patient", "track")
        .order_by("referred_at")
    )
    return {stay.pk: _likes_among(access, asked[stay.pk], stay, others) for stay in stays}


def _likes_among(
    access: Access, typed: About, stay: Episode, others: Iterable[Episode]
) -> list[Like]:
    found: dict[UUID, tuple[Likeness, Episode]] = {}
    for other in others:
        known = About((other.patient.chosen_name, other.patient.legal_name), other.patient.born_on)
        if other.patient_id != stay.patient_id and (how := likeness(typed, known)) is not None:
            found[other.patient_id] = (how, other)
    return _closest(access, found, typed.born_on)


def _closest(
    access: Access, found: dict[UUID, tuple[Likeness, Episode]], born_on: date | None
) -> list[Like]:
    closest = sorted(found.values(), key=lambda f: (f[0], f[1].patient.names_plain))
    return [_like(access, how, stay, born_on) for how, stay in closest[:SHOWN]]


def _worth_comparing(typed: About) -> Q:
    """Return the condition, by index or in one pass, without which nobody can be alike."""
    worth = Q(pk__in=[])
    if typed.born_on:
        worth |= Q(patient__born_on__in=swapped(typed.born_on))
    for name in typed.names:
        if words := person.plain_words(name):
            worth |= matching(Search(words))
    return worth


def _like(access: Access, how: Likeness, stay: Episode, born_on: date | None) -> Like:
    patient = stay.patient
    words = {
        Likeness.SAME_NAME_AND_BIRTH_DATE: _("the same name and birth date"),
        Likeness.SIMILAR_NAME_AND_BIRTH_DATE: _("the same birth date and a similar name"),
        Likeness.SAME_NAME: _("the same name"),
    }
    told = words[how]
    if how is not Likeness.SAME_NAME and patient.born_on != born_on:
        told = _("a similar name, and the birth date with day and month the other way round")
    is_open = stay.status in (Episode.Status.REFERRED, Episode.Status.ADMITTED)
    return Like(
        episode_id=stay.pk,
        patient_id=patient.pk,
        likeness=how,
        how=told,
        name=patient.chosen_name,
        legal_name=patient.legal_name if patient.legal_name != patient.chosen_name else "",
        born=person.day(patient.born_on) if patient.born_on else "",
        stands=person.stands(stay, access.at),
        is_open=is_open,
        url=reverse("desk-person", args=[stay.pk]),
        may_refer_again=not is_open and Need.REFER_AGAIN in needs_on(access.staff, stay),
    )
