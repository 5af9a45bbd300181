"""Every page there is, with an address that a member of the invented program opens."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import URLPattern, get_resolver, reverse

from alongside.people.models import Episode, User
from alongside.people.rules import Discipline
from alongside.privacy import gate
from alongside.privacy.rules.needs import ANYWHERE, IN_THE_PROGRAM, ON_THE_TEAM, OWN, Need
from alongside.program.models import Session

STAFF = {
    Discipline.THERAPIST: "dana",
    Discipline.PROGRAM_DIRECTOR: "ines",
    Discipline.FRONT_DESK: "fay",
    Discipline.PRIVACY_OFFICER: "prue",
}
PATIENT = "patient1"
# Answers for machines and scripts, without a page.
NOTHING_TO_SEE = {"privacy-stay", "desk-healthz", "desk-readyz", "desk-front"}


# Pages about somebody who waits; the others are shown of somebody in the program.
OF_A_REFERRAL = {"desk-admit", "desk-close-referral", "desk-pre-screen", "desk-referral"}


def listed() -> list[URLPattern]:
    """Return the gate's pages that answer GET."""
    assert get_resolver().url_patterns
    return [p for p in gate.PAGES if "GET" in p.callback.methods]


def reader_of(need: Need) -> str:
    """Return who of the program opens a page of this need: the first name of the address."""
    if need in OWN:
        return PATIENT
    if need in (Need.NOTHING,):
        return ""
    for discipline, name in STAFF.items():
        for table in (ON_THE_TEAM, IN_THE_PROGRAM, ANYWHERE):
            if need in table.get(discipline, ()):
                return name
    return "dana"


def addresses() -> Iterator[tuple[str, str, str]]:
    """Yield name, reader and address of each page whose address can be made from the program."""
    dana = User.objects.get(email="dana@alongside.example").staff
    episode = (
        Episode.objects.filter(status="admitted", team__staff=dana).order_by("admitted_at").first()
    )
    session = (
        Session.objects.filter(leaders=dana, kind="group", starts_at__lte=datetime.now(UTC))
        .order_by("-starts_at")
        .first()
    )
    known = {"episode_id": episode.pk, "session_id": session.pk if session else None}
    waits = Episode.objects.filter(status="referred", team__staff=dana).first() or episode
    for pattern in listed():
        known["episode_id"] = (waits if pattern.name in OF_A_REFERRAL else episode).pk
        if pattern.name in NOTHING_TO_SEE:
            continue
        needed = set(pattern.pattern.converters)
        if needed <= set(known) and all(known[k] for k in needed):
            address = reverse(pattern.name, kwargs={k: known[k] for k in needed})
            yield pattern.name, reader_of(pattern.callback.need), address
    yield "sign-in", "", reverse("account_login")
