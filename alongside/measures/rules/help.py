"""What a person who has just answered is shown at once, before anybody has called."""

from enum import StrEnum

from alongside.people.rules import Urgency


class Help(StrEnum):
    """Which help an answer calls for."""

    CRISIS = "crisis"
    OVERDOSE = "overdose"


# Soonest first; the words are those of the instruments' critical rules.
BY_URGENCY = tuple(Urgency)


def soonest(levels: list[str]) -> Urgency | None:
    """Return the most urgent of several levels, or None if there is none.

    >>> soonest(["same_day", "urgent"])
    <Urgency.URGENT: 'urgent'>
    """
    return next((urgency for urgency in BY_URGENCY if urgency in levels), None)
