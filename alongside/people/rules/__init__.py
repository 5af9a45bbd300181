"""Say what the program knows about people, in the words the law and the team share."""

from datetime import date, datetime, timedelta
from enum import StrEnum


class Category(StrEnum):
    """One kind of information in a record: the unit a consent names and a page needs.

    The first eighteen can leave the program when a rule permits it. `DEIDENTIFIED` is data that
    no longer points to a person. `JOURNAL` is the patient's own and never leaves.
    """

    PRESENCE = "presence"
    DEMOGRAPHICS = "demographics"
    CONTACT = "contact"
    SUD_DX = "sud_dx"
    MH_DX = "mh_dx"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    TREATMENT_PLAN = "treatment_plan"
    PROGRESS_NOTES = "progress_notes"
    ATTENDANCE = "attendance"
    DRUG_TESTS = "drug_tests"
    SCORES = "scores"
    DISCHARGE_SUMMARY = "discharge_summary"
    BILLING = "billing"
    SAFETY_PLAN = "safety_plan"
    GROUP_SHARED_NOTE = "group_shared_note"
    OTHER_PEOPLE = "other_people"
    COUNSELING_NOTES = "counseling_notes"
    DEIDENTIFIED = "deidentified"
    JOURNAL = "journal"


class Discipline(StrEnum):
    """What somebody does here: the word that the table of needs is keyed by."""

    PSYCHIATRIST = "psychiatrist"
    PSYCHOLOGIST = "psychologist"
    THERAPIST = "therapist"
    ADDICTION_COUNSELOR = "addiction_counselor"
    SOCIAL_WORKER = "social_worker"
    NURSE = "nurse"
    CASE_MANAGER = "case_manager"
    FAMILY_THERAPIST = "family_therapist"
    PEER_SPECIALIST = "peer_specialist"
    PROGRAM_DIRECTOR = "program_director"
    FRONT_DESK = "front_desk"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"


CLINICAL = frozenset(
    {
        Discipline.PSYCHIATRIST,
        Discipline.PSYCHOLOGIST,
        Discipline.THERAPIST,
        Discipline.ADDICTION_COUNSELOR,
        Discipline.SOCIAL_WORKER,
        Discipline.NURSE,
        Discipline.CASE_MANAGER,
        Discipline.FAMILY_THERAPIST,
    }
)


# The parts that one discipline can play for another on a care team. A convention of this project;
# prescribers and nurses are never lent, and nobody gains reach: all of CLINICAL reads alike.
_LENT = (
    Discipline.THERAPIST,
    Discipline.ADDICTION_COUNSELOR,
    Discipline.CASE_MANAGER,
    Discipline.FAMILY_THERAPIST,
)


def roles_open_to(discipline: Discipline) -> list[Discipline]:
    """Return the roles that somebody of this discipline can have on a care team, own role first.

    A role on the team decides what its holder may open, so it cannot be above the own training.

    >>> [str(r) for r in roles_open_to(Discipline.PEER_SPECIALIST)]
    ['peer_specialist']
    >>> roles_open_to(Discipline.FRONT_DESK)
    []
    """
    if discipline is Discipline.PEER_SPECIALIST:
        return [discipline]
    if discipline not in CLINICAL:
        return []
    return [discipline, *(role for role in _LENT if role is not discipline)]


class Leaving(StrEnum):
    """Why a stay ended, in person-first words.

    Source: SAMHSA, Treatment Episode Data Set, discharge data, item "reason for discharge".
    """

    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    LEFT_EARLY = "left_early"
    ENDED_BY_PROGRAM = "ended_by_program"
    INCARCERATED = "incarcerated"
    DIED = "died"
    OTHER = "other"


class NotAdmitted(StrEnum):
    """Why a referral did not become a stay."""

    CHOSE_NOT_TO_COME = "chose_not_to_come"
    NOT_REACHED = "not_reached"
    OTHER_CARE = "other_care"
    REGISTERED_TWICE = "registered_twice"
    OTHER = "other"


# How long the team still opens the record of somebody who left: to write the discharge summary
# and to call. A convention of this project for the privacy officer to set; no source prescribes it.
OPEN_AFTER_DISCHARGE = timedelta(days=30)


class Urgency(StrEnum):
    """How soon a person must act; the words are those of the instruments' critical rules."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SAME_DAY = "same_day"
    NEXT_CONTACT = "next_contact"
    ROUTINE = "routine"


# Conventions of this project for the clinical lead to set; no source prescribes them.
DUE_WITHIN = {
    Urgency.EMERGENCY: timedelta(minutes=10),
    Urgency.URGENT: timedelta(hours=2),
    Urgency.SAME_DAY: timedelta(hours=8),
    Urgency.NEXT_CONTACT: timedelta(days=3),
    Urgency.ROUTINE: timedelta(days=7),
}


def due_at(urgency: Urgency, raised_at: datetime) -> datetime:
    """Return the moment by which a task raised at `raised_at` should be done.

    >>> due_at(Urgency.URGENT, datetime(2026, 3, 1, 9)).hour
    11
    """
    return raised_at + DUE_WITHIN[urgency]


def program_week(admitted_on: date, day: date) -> int:
    """Return the week of the stay that `day` falls in; the day of admission is in week 1.

    >>> program_week(date(2026, 3, 2), date(2026, 3, 9))
    2
    """
    return max(0, (day - admitted_on).days) // 7 + 1


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years on `day`; someone born on 29 February ages on 1 March.

    >>> age_on(date(2000, 2, 29), date(2026, 2, 28))
    25
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
