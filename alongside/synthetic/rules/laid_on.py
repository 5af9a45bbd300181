"""Lay a person of the CTN-0094 data onto the calendar: day numbers become dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alongside.synthetic.rules.ctn0094 import Participant, Visit

# A urine sample is handed in at a visit, or within days of it.
NEAR = 7
# A dose lasts a day, an injection of extended-release naltrexone four weeks (its FDA label).
LASTS, INJECTION_LASTS = 1, 28
STOPPED_AFTER = 7
SCALE = ("none", "mild", "moderate", "severe")
_WEEK = re.compile(r"(?:WK|(P[12])Wk)(\d+)[AB]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Came:
    """A visit on its date; `is_estimated` where the date is reckoned from the visit's week."""

    on: date
    label: str
    came: bool
    reason: str
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """A urine test on its date.

    Args:
        tested_for: what was looked for; empty where no sample was given.
        positive_for: what was found.
    """

    on: date
    tested_for: frozenset[str]
    positive_for: frozenset[str]

    @property
    def has_sample(self) -> bool:
        """Say whether there was a sample to test."""
        return bool(self.tested_for)


@dataclass(frozen=True, slots=True)
class Dosed:
    """Medication on its date: milligrams, or None for an injection."""

    on: date
    mg: float | None


@dataclass(frozen=True, slots=True)
class Rated:
    """Withdrawal on its date, from 0 (none) to 3 (severe)."""

    on: date
    level: int

    @property
    def word(self) -> str:
        """Return the level in a word."""
        return SCALE[self.level]


@dataclass(frozen=True, slots=True)
class LaidOn:
    """A person's course on the calendar.

    Args:
        consent_on: day 0.
        last_on: the last day of which anything is known.
        uses: each day and substance, once.
        medication_ended_on: the last day that a dose reached, or None if it may go on.
    """

    who: int
    consent_on: date
    last_on: date
    arms: tuple[tuple[date, str], ...]
    visits: tuple[Came, ...]
    tests: tuple[Tested, ...]
    doses: tuple[Dosed, ...]
    medication_ended_on: date | None
    uses: tuple[tuple[date, str], ...]
    withdrawal: tuple[Rated, ...]


def last_day(person: Participant) -> int:
    """Return the last day of which anything is known, counted from consent.

    A missed visit tells of nothing but itself, so it does not make a record longer.
    """
    days = [
        *(v.day for v in person.visits if v.day is not None and v.came is not False),
        *(g.day for g in person.given),
        *(u.day for u in person.uses),
        *person.positive,
        *person.withdrawal,
        *(a.day for a in person.arms),
    ]
    return max(days, default=0)


def as_of(person: Participant, day: int) -> Participant:
    """Return the person as they stood on a day of their course; what came later is not told.

    Args:
        person: somebody with their whole course.
        day: counted from consent.
    """
    return replace(
        person,
        arms=[arm for arm in person.arms if arm.day <= day],
        visits=[v for v in person.visits if _day_of(person, v, else_=day) <= day],
        given=[given for given in person.given if given.day <= day],
        uses=[use for use in person.uses if use.day <= day],
        positive={n: found for n, found in person.positive.items() if n <= day},
        withdrawal={n: level for n, level in person.withdrawal.items() if n <= day},
    )


def _day_of(person: Participant, visit: Visit, *, else_: int) -> int:
    number = visit.day if visit.day is not None else _week_day(person, visit.label)
    return else_ if number is None else number


def start_for(person: Participant, *, last_on: date) -> date:
    """Return the day of consent that makes the last known day fall on `last_on`."""
    return last_on - timedelta(days=last_day(person))


def lay_on(person: Participant, *, consent_on: date) -> LaidOn:
    """Return the person's course with `consent_on` as its day 0."""

    def day(number: int) -> date:
        return consent_on + timedelta(days=number)

    last = last_day(person)
    return LaidOn(
        who=person.who,
        consent_on=consent_on,
        last_on=day(last),
        arms=tuple((day(arm.day), arm.name) for arm in person.arms),
        visits=tuple(
            Came(day(number), visit.label, bool(visit.came), visit.reason, visit.day is None)
            for number, visit in _dated(person, last)
        ),
        tests=tuple(
            Tested(day(number), tested, found) for number, (tested, found) in _tests(person, last)
        ),
        doses=tuple(
            Dosed(day(g.day), g.mg) for g in sorted(person.given, key=lambda given: given.day)
        ),
        medication_ended_on=day(end)
        if (end := _medication_end(person, last)) is not None
        else None,
        uses=tuple(sorted({(day(use.day), use.substance) for use in person.uses})),
        withdrawal=tuple(Rated(day(n), level) for n, level in sorted(person.withdrawal.items())),
    )


def _dated(person: Participant, last: int) -> list[tuple[int, Visit]]:
    """Return the visits that have a day or a week, one a day, in time order.

    Visits of one day are one visit: the data's authors count over 1,300 such doubles. Of a day
    that is told both ways, that the person came is kept. A missed visit beyond the last known day
    is left out: nobody says any more that the person was expected.
    """
    by_day: dict[int, Visit] = {}
    for visit in person.visits:
        number = visit.day if visit.day is not None else _week_day(person, visit.label)
        if number is None or visit.came is None or (not visit.came and number > last):
            continue
        standing = by_day.get(number)
        if standing is None or (visit.came and not standing.came):
            by_day[number] = visit
    return sorted(by_day.items(), key=lambda item: item[0])


def _week_day(person: Participant, label: str) -> int | None:
    """Return the day that a visit of a week falls on, counted from its phase's randomization."""
    found = _WEEK.fullmatch(label)
    phase = 1 if found and found[1] == "P2" else 0
    if found is None or phase >= len(person.arms):
        return None
    return person.arms[phase].day + 7 * int(found[2])


def _tests(
    person: Participant, last: int
) -> Iterator[tuple[int, tuple[frozenset[str], frozenset[str]]]]:
    """Yield the tests by day: what was looked for, and what was found.

    The data holds a row for what was found and none for what was not. So a visit without a row had
    a negative test. Two cases are no such thing: a visit whose sample was handed in some days
    earlier or later, and one that was missed, which has no sample at all.
    """
    trial = person.trial
    found = dict(person.positive)
    came = {number for number, visit in _dated(person, last) if visit.came}
    without_row = came - set(found)
    for sample in sorted(set(found) - came):
        near = [n for n in without_row if abs(n - sample) <= NEAR]
        if near:
            without_row.discard(min(near, key=lambda n: (abs(n - sample), n)))
    tests = {n: (trial.tested_for, frozenset[str]()) for n in without_row}
    for number, positive in found.items():
        # Found means looked for, even where the trial looked for it only now and then.
        tests[number] = (trial.tested_for | positive, positive)
    for number, visit in _dated(person, last):
        if not visit.came:
            tests.setdefault(number, (frozenset(), frozenset()))
    yield from sorted(tests.items(), key=lambda item: item[0])


def _medication_end(person: Participant, last: int) -> int | None:
    if not person.given:
        return None
    final = max(person.given, key=lambda given: given.day)
    reaches = final.day + (INJECTION_LASTS if final.mg is None else LASTS) - 1
    return reaches if last - reaches > STOPPED_AFTER else None
