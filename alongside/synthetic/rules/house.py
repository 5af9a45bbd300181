"""The invented program's staff, tracks and weekly template."""

from dataclasses import dataclass
from datetime import time

from alongside.people.rules import Discipline

# The password of every invented account; it opens nothing but invented records.
DEMO_PASSWORD = "calm river demo"  # noqa: S105
DEMO_DOMAIN = "alongside.example"


@dataclass(frozen=True)
class Colleague:
    """A member of the invented staff."""

    name: str
    pronouns: str
    discipline: Discipline
    credentials: str = ""
    supervisor: str = ""

    @property
    def email(self) -> str:
        """Return the address that signs in: the first name at the demo's domain."""
        first = self.name.removeprefix("Dr. ").split()[0]
        return f"{first.lower()}@{DEMO_DOMAIN}"


D = Discipline
# One team for about sixty people; staffing after program_model (assumption, per 40 people).
STAFF = (
    Colleague("Ines Calder", "she/her", D.PROGRAM_DIRECTOR, "LCSW"),
    Colleague("Dr. Amara Okafor", "she/her", D.PSYCHIATRIST, "MD"),
    Colleague("Dr. Wen Li", "they/them", D.PSYCHOLOGIST, "PsyD", "Ines Calder"),
    Colleague("Dana Whitfield", "she/her", D.THERAPIST, "LMHC", "Dr. Wen Li"),
    Colleague("Jonas Berg", "he/him", D.THERAPIST, "LMFT", "Dr. Wen Li"),
    Colleague("Leila Haddad", "she/her", D.THERAPIST, "LCSW", "Dr. Wen Li"),
    Colleague("Marcus Lee", "he/him", D.ADDICTION_COUNSELOR, "CADC II", "Ines Calder"),
    Colleague("Ana Costa", "she/her", D.ADDICTION_COUNSELOR, "CADC", "Marcus Lee"),
    Colleague("Noor Aziz", "she/her", D.SOCIAL_WORKER, "LSW", "Ines Calder"),
    Colleague("Tom Reilly", "he/him", D.NURSE, "RN", "Dr. Amara Okafor"),
    Colleague("Greta Lund", "she/her", D.CASE_MANAGER, "", "Noor Aziz"),
    Colleague("Samuel Ortega", "he/him", D.FAMILY_THERAPIST, "LMFT", "Dr. Wen Li"),
    Colleague("Petra Novak", "she/her", D.PEER_SPECIALIST, "CPS", "Ines Calder"),
    Colleague("Darius King", "he/him", D.PEER_SPECIALIST, "CPS", "Ines Calder"),
    Colleague("Fay Sutton", "she/her", D.FRONT_DESK),
    Colleague("Prue Adler", "she/her", D.PRIVACY_OFFICER, "CHPC"),
)
AUDITOR = Colleague("Axel Braun", "he/him", D.AUDITOR)
PRIMARY = (D.THERAPIST, D.ADDICTION_COUNSELOR, D.PSYCHOLOGIST)


@dataclass(frozen=True)
class Slot:
    """A group that happens every week: Monday is 0."""

    weekday: int
    at: time
    minutes: int
    title: str
    topics: tuple[str, ...] = ()


EARLY = ("Riding out an urge", "Scheduling the week", "Triggers inside and outside", "Sleep first")
SKILLS = ("Noticing without acting", "Asking for help", "When shame speaks", "The next right step")
BOTH = ("How one strand pulls the other", "Medication and mood", "A bad night, then what", "Hope")


def _week(days: tuple[int, int, int], start: time) -> tuple[Slot, ...]:
    later = [start.replace(hour=start.hour + n) for n in range(3)]
    return tuple(
        Slot(day, at, 60, title, topics)
        for day, titles in zip(
            days,
            (
                (("Early recovery skills", EARLY), ("Two strands", BOTH), ("Process group", ())),
                (("Peer circle", ()), ("Coping skills", SKILLS), ("Health and sleep", ())),
                (("Return-to-use prevention", EARLY), ("Trauma skills", SKILLS), ("Weekend", ())),
            ),
            strict=True,
        )
        for at, (title, topics) in zip(later, titles, strict=True)
    )


# Nine hours of groups on three days: the adult minimum of an IOP (SAMHSA advisory).
WEEK = {
    "day": _week((0, 2, 4), time(9, 30)),
    "evening": _week((0, 1, 3), time(17, 30)),
    "telehealth": _week((1, 2, 3), time(12, 0)),
}
TRACKS = {"day": "Day track", "evening": "Evening track", "telehealth": "Online track"}
GROUP_SIZE = 10
