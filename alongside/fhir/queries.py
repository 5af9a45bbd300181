"""What is known here of somebody who is about to be taken in."""

from dataclasses import dataclass

from django.db.models import Q

from alongside.core.text import plain
from alongside.fhir.rules.person import Person
from alongside.intake.models import Referral
from alongside.people.models import Patient
from alongside.people.rules.likeness import About, Likeness, likeness, swapped

ORIGIN = "fhir"
HOW = {
    Likeness.SAME_NAME_AND_BIRTH_DATE: "the same name and birth date",
    Likeness.SIMILAR_NAME_AND_BIRTH_DATE: "the same birth date and a similar name",
    Likeness.SAME_NAME: "the same name",
}
SAME_NUMBER = "the same number at the sender"


@dataclass(frozen=True)
class Match:
    """Somebody who is here and may be the same person; nobody is merged, a person compares."""

    patient: Patient
    how: str


def was_taken(digest: str) -> bool:
    """Say whether this very content has been taken as a referral before."""
    return Referral.objects.filter(digest=digest).exists()


def number_of(person: Person) -> str:
    """Return the sender's first number of a person, as `Patient.origin_key` keeps it, or nothing.

    A number without its system is nobody's in particular, and one too long to keep is no key.
    """
    usable = (str(i) for i in person.identifiers if i.system)
    return next((key for key in usable if len(key) <= 120), "")


def matches(person: Person) -> list[Match]:
    """Return who is here and may be this person, the closest first.

    Only for whoever may see everybody: the command line, or the front desk.
    """
    born_on = person.born.on if person.born else None
    sent = About((person.chosen_name, person.legal_name), born_on)
    worth = Q(names_plain=plain(person.chosen_name))
    for name in sent.names:
        words = plain(name).split()
        same_words = Q()
        for word in words:
            same_words &= Q(names_plain__contains=word)
        worth |= same_words if words else Q(pk__in=[])
    if born_on is not None:
        worth |= Q(born_on__in=swapped(born_on))
    if number := number_of(person):
        worth |= Q(origin=ORIGIN, origin_key=number)
    found: list[tuple[int, Match]] = []
    for known in Patient.objects.filter(worth):
        about = About((known.chosen_name, known.legal_name), known.born_on)
        if number and (known.origin, known.origin_key) == (ORIGIN, number):
            found.append((0, Match(known, SAME_NUMBER)))
        elif (how := likeness(sent, about)) is not None:
            found.append((int(how), Match(known, HOW[how])))
    return [match for _, match in sorted(found, key=lambda pair: pair[0])]
