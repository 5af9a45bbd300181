"""What the door decides by itself: strands of diagnoses, who waits, and in what order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alongside.people.rules import Category, Urgency


class Strand(StrEnum):
    """The four strands that every page is ordered by."""

    MIND = "mind"
    SUBSTANCES = "substances"
    BODY = "body"
    LIFE = "life"


# Z55-Z65 are socioeconomic and psychosocial circumstances (ICD-10-CM chapter 21).
_LIFE = tuple(f"Z{n}" for n in range(55, 66))


def strand_of_icd10(code: str) -> Strand:
    """Return the strand of an ICD-10-CM code, by chapter: F10-F19 substances, other F the mind.

    >>> strand_of_icd10("F33.1"), strand_of_icd10("F11.20"), strand_of_icd10("Z59.0")
    (<Strand.MIND: 'mind'>, <Strand.SUBSTANCES: 'substances'>, <Strand.LIFE: 'life'>)
    """
    code = code.strip().upper()
    if code.startswith("F1"):
        return Strand.SUBSTANCES
    if code.startswith("F"):
        return Strand.MIND
    if code.startswith(_LIFE):
        return Strand.LIFE
    return Strand.BODY


def stands(clinical_status: str) -> bool:
    """Say whether a condition is there now, by FHIR's word for it; without a word it is.

    >>> stands("recurrence"), stands("remission"), stands("")
    (True, False, True)
    """
    return clinical_status not in ("inactive", "remission", "resolved")


def category_of(strand: Strand) -> Category:
    """Return the category of record that a diagnosis of this strand is.

    The law's vocabulary knows two kinds of diagnosis; what is neither goes with the notes, so that
    a consent for one of the two never carries a third thing out.
    """
    return {Strand.MIND: Category.MH_DX, Strand.SUBSTANCES: Category.SUD_DX}.get(
        strand, Category.PROGRESS_NOTES
    )


class HowSoon(StrEnum):
    """How soon somebody who waits should be seen."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


# Conventions of this project for the clinical lead to set: 6 hours where life is not in danger, 48
# hours, ten working days, which two weeks hold. They follow what is commonly quoted as NCQA's
# standards of access to behavioral health care; that text has not been compared.
SEEN_WITHIN = {
    HowSoon.EMERGENCY: timedelta(hours=6),
    HowSoon.URGENT: timedelta(hours=48),
    HowSoon.ROUTINE: timedelta(days=14),
}

# What nobody has judged yet may be urgent, so it stands before what was found to be routine.
FIRST_TO_LAST = (HowSoon.EMERGENCY, HowSoon.URGENT, None, HowSoon.ROUTINE)


def see_by(how_soon: HowSoon, received_at: datetime) -> datetime:
    """Return the moment by which somebody should be seen who was referred at `received_at`.

    >>> see_by(HowSoon.URGENT, datetime(2026, 3, 1, 9)).day
    3
    """
    return received_at + SEEN_WITHIN[how_soon]


class Reached(StrEnum):
    """What came of a try to reach somebody."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Lost:
    """How many of the referrals that came to an outcome were lost before an assessment.

    Args:
        came: were admitted.
        lost: could not be reached, or chose not to come.
        elsewhere: were not admitted for another reason, such as other care that fits better.
    """

    came: int
    lost: int
    elsewhere: int

    @property
    def of(self) -> int:
        """Return how many came to an outcome."""
        return self.came + self.lost + self.elsewhere

    @property
    def percent(self) -> int | None:
        """Return the share that was lost, in whole percent; None where there is none.

        >>> Lost(came=5, lost=3, elsewhere=0).percent, Lost(0, 0, 0).percent
        (38, None)
        """
        return round(100 * self.lost / self.of) if self.of else None


# What the pre-screen asks, in its order: safety first. Instruments by their ids.
PRE_SCREEN = ("asq", "nida-quick-screen", "phq-2", "gad-2", "pc-ptsd-5")
SAFETY = "asq"


class LastUse(StrEnum):
    """When somebody last drank or used."""

    TODAY = "today"
    THREE_DAYS = "three_days"
    WEEK = "week"
    LONGER = "longer"
    NEVER = "never"


class Said(StrEnum):
    """Yes or no, as somebody said it."""

    YES = "yes"
    NO = "no"


def withdrawal_urgency(last_use: str, now: str, before: str) -> Urgency | None:
    """Return how soon somebody has to ask about withdrawal, or None if nothing speaks for it.

    Withdrawal from alcohol begins within hours and is at its worst in the first three days; whoever
    had a seizure or delirium in an earlier one is at risk of it again. That is how the guideline on
    alcohol withdrawal management of the American Society of Addiction Medicine (2020) is commonly
    quoted; the text has not been compared. How soon is a convention of this project for the medical
    lead to set.

    Args:
        last_use: a value of `LastUse`, or empty.
        now: a value of `Said`: signs of withdrawal today; or empty.
        before: a value of `Said`: a seizure or delirium in an earlier withdrawal; or empty.

    >>> withdrawal_urgency("today", "yes", "").value, withdrawal_urgency("today", "no", "yes").value
    ('urgent', 'same_day')
    >>> withdrawal_urgency("longer", "no", "yes") is None
    True
    """
    # Not knowing when is no reason to wait.
    is_recent = last_use in ("", LastUse.TODAY, LastUse.THREE_DAYS)
    if now == Said.YES and (is_recent or before == Said.YES):
        return Urgency.URGENT
    if now == Said.YES or (before == Said.YES and is_recent):
        return Urgency.SAME_DAY
    return None
