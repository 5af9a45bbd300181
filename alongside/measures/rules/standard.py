"""What everybody who is admitted is asked, unless a clinician decides otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Turn:
    """One instrument of the standard set.

    Args:
        day: day after admission on which it is first due; 0 is the day itself.
        every_days: days from one to the next; None means once.
    """

    instrument: str
    day: int
    every_days: int | None
    answered_by: str = "self"

    def first_due_on(self, admitted_on: date) -> date:
        """Return the day on which it is first due."""
        return admitted_on + timedelta(days=self.day)


# Spread over the first days so that no sitting takes more than ten minutes. The trauma screen comes
# last: it may be put off, and nothing waits for it.
# Source: this project's default schedule, for the clinical lead of a program to set.
STANDARD = (
    Turn("asq", 0, None, "clinician"),
    Turn("phq-9", 0, 14),
    Turn("gad-7", 0, 14),
    Turn("taps", 1, None),
    Turn("bam", 2, 30),
    Turn("barc-10", 3, 30),
    Turn("readiness-ruler", 3, None),
    Turn("craving-vas", 4, 7),
    Turn("pc-ptsd-5", 5, None),
)
