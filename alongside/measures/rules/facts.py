"""What scoring has to know of a person: some cuts and questions depend on sex or age."""

from datetime import date

from alongside.measures.rules.scores import SEX_UNKNOWN
from alongside.people.rules import age_on


def facts_of(*, sex: str, born_on: date | None, day: date) -> dict[str, float | str]:
    """Return the facts by the names that the instruments' files use.

    Args:
        sex: `female`, `male`, or empty where no cut by sex is to be applied; the instruments
            then use their lower cut, so that nobody is missed.
        born_on: the birth date, if it is known.
        day: the day of the answers.
    """
    facts: dict[str, float | str] = {"sex": sex or SEX_UNKNOWN}
    if born_on is not None and born_on <= day:
        facts["age"] = age_on(born_on, day)
    return facts
