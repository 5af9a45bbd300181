"""How an invented person's weeks go: cravings, mood, sleep and use drive one another.

The couplings are those that clinicians name: a bad night raises the next day's craving, craving
raises the chance of use, and use lowers the mood for two days. Their sizes are assumptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from alongside.synthetic.rules import numbers
from alongside.synthetic.rules.person import Person


@dataclass(frozen=True)
class Day:
    """One day's check-in; None where a question was skipped."""

    day: int
    craving: int | None
    mood: int | None
    anxiety: int | None
    stress: int | None
    sleep_hours: float | None
    used: bool
    took_medication: bool | None
    risky: bool
    support: bool
    confidence: int | None
    wants_contact: bool
    was_bad_night: bool


@dataclass(frozen=True)
class Score:
    """A questionnaire that was filled in on `day` of the stay, by item id."""

    day: int
    instrument: str
    answers: dict[str, int]


@dataclass(frozen=True)
class Course:
    """Everything that happened to one person, on days counted from admission (day 0)."""

    check_ins: tuple[Day, ...]
    scores: tuple[Score, ...]
    # Day -> whether the person came to what was planned that day.
    came: dict[int, bool]
    # Day -> substances a urine test was positive for; None: no sample.
    tests: dict[int, tuple[str, ...] | None] = field(default_factory=dict)
    use_days: tuple[int, ...] = ()
    events: tuple[tuple[int, str], ...] = ()


EVENTS = (
    "Court letter",
    "Argument at home",
    "Anniversary of a loss",
    "New job started",
    "Sister's wedding",
    "Moved to another flat",
    "Payday",
    "Children back for the weekend",
    "A friend in recovery visited",
    "Night shifts this week",
)


def live(rng: Generator, person: Person, days: int, session_days: Sequence[int]) -> Course:
    """Let `days` days pass for a person.

    Args:
        rng: the source of chance.
        person: who.
        days: days of the stay, at least 1.
        session_days: days on which something is planned for them.
    """
    mean = min(
        numbers.CRAVING_CAP,
        float(rng.lognormal(np.log(numbers.CRAVING_MEDIAN), numbers.CRAVING_SIGMA)),
    )
    spread = float(rng.gamma(_SD_SHAPE, numbers.WITHIN_SD_MEAN / _SD_SHAPE))
    lag = float(np.clip(rng.normal(numbers.LAG_ONE, numbers.LAG_ONE_SD), 0, 0.8))
    usual_mood = float(np.clip(rng.normal(5.0, 1.1), 2.5, 8))
    usual_sleep = float(np.clip(rng.normal(6.4 - 0.5 * person.trauma, 0.8), 4, 8.5))
    sober = rng.random() < numbers.NO_USE_AT_ALL
    use_chance = 0.0 if sober else numbers.USE_DAY[person.sex] * 1.6
    events = _events(rng, days)
    shocks = {day: 1.6 for day, what in events if what not in _GOOD}

    # One in twelve has stopped writing in the last days: somebody should notice.
    falls_silent = int(rng.integers(3, 7)) if rng.random() < 0.08 and days > 14 else 0
    check_ins: list[Day] = []
    use_days: list[int] = []
    noise, sorrow, silent = 0.0, 0.0, 0
    for day in range(days):
        noise = lag * noise + float(rng.normal(0, spread)) * (1 - lag**2) ** 0.5
        shock = shocks.get(day, 0.0) + 0.5 * shocks.get(day - 1, 0.0)
        sleep = usual_sleep + float(rng.normal(0, 1.0)) - 0.7 * shock
        bad_night = sleep < 5
        week = day / 7
        craving = mean + numbers.CRAVING_TREND_PER_WEEK * week + noise + shock
        craving += 1.5 * bad_night
        used = rng.random() < use_chance * float(np.exp(0.27 * (craving - mean)))
        if used:
            use_days.append(day)
            sorrow = 2.0
        mood = usual_mood + 0.1 * week - sorrow - 0.5 * shock + float(rng.normal(0, 0.9))
        anxiety = 10 - mood - 0.8 + 0.6 * bad_night + float(rng.normal(0, 1.0))
        sorrow = max(0.0, sorrow - 1.0)
        # People fall silent in stretches, more so after use.
        silent = (
            silent - 1 if silent else int(rng.integers(1, 4)) * (rng.random() < 0.14 + 0.15 * used)
        )
        if silent or rng.random() > numbers.COMPLETION + 0.17 or day >= days - falls_silent:
            continue
        check_ins.append(
            Day(
                day=day,
                craving=_rated(craving),
                mood=_rated(mood),
                anxiety=_rated(anxiety) if rng.random() < 0.95 else None,
                stress=_rated(anxiety + float(rng.normal(0.3, 1))),
                sleep_hours=round(float(np.clip(sleep, 0, 12)) * 2) / 2,
                used=used,
                took_medication=bool(rng.random() < 0.9) if person.prescriptions else None,
                risky=bool(rng.random() < 0.15 + 0.3 * (craving > 6)),
                support=bool(rng.random() < 0.6),
                confidence=_rated(8 - 0.5 * craving + 0.3 * (mood - 5)),
                wants_contact=bool(rng.random() < 0.01 + 0.08 * (mood < 3)),
                was_bad_night=bad_night,
            )
        )
    return Course(
        check_ins=tuple(check_ins),
        scores=tuple(_scores(rng, person, days)),
        came=_attendance(rng, session_days),
        tests=_tests(rng, person, days, use_days),
        use_days=tuple(use_days),
        events=events,
    )


_SD_SHAPE = (numbers.WITHIN_SD_MEAN / numbers.WITHIN_SD_SD) ** 2
_GOOD = {"New job started", "A friend in recovery visited", "Sister's wedding"}


def _rated(value: float) -> int:
    return int(np.clip(round(value), 0, 10))


def _events(rng: Generator, days: int) -> tuple[tuple[int, str], ...]:
    count = int(rng.poisson(days / 28))
    at = sorted(rng.choice(days, size=min(count, days), replace=False).tolist())
    what = rng.permutation(len(EVENTS))
    return tuple((int(day), EVENTS[what[i % len(EVENTS)]]) for i, day in enumerate(at))


def _attendance(rng: Generator, session_days: Sequence[int]) -> dict[int, bool]:
    """Return whether the person came, day by day: misses cluster."""
    came: dict[int, bool] = {}
    missed = False
    base = np.log(numbers.ATTEND / (1 - numbers.ATTEND)) + 0.25
    for day in session_days:
        odds = base + numbers.ATTEND_AFTER_MISS * missed
        came[day] = bool(rng.random() < 1 / (1 + np.exp(-odds)))
        missed = not came[day]
    return came


def _tests(
    rng: Generator, person: Person, days: int, use_days: Sequence[int]
) -> dict[int, tuple[str, ...] | None]:
    """Return a weekly urine test: positive after use in the last three days, or by chance."""
    found: dict[int, tuple[str, ...] | None] = {}
    negatives = 0
    for day in range(2, days, 7):
        if rng.random() < numbers.NO_SAMPLE:
            found[day] = None
            continue
        odds = numbers.POSITIVE_AFTER_NEGATIVES[min(negatives, 5)] * bool(use_days)
        recent = any(day - 3 <= used <= day for used in use_days)
        if recent or rng.random() < odds * 0.5:
            found[day], negatives = person.substances[:1], 0
        else:
            found[day], negatives = (), negatives + 1
    return found


def _scores(rng: Generator, person: Person, days: int) -> list[Score]:
    """Return the questionnaires of a stay: weekly or every two weeks, with some left out."""
    # Somebody without the diagnosis starts lower; the program's mean stays where the source has it.
    low = {"depressive", "bipolar"} & set(person.disorders)
    shared = float(rng.normal(0.25 if low else -0.45, 0.95))
    r = numbers.PHQ9_GAD7_CORRELATION
    own = float(rng.normal())
    plan = [
        ("phq-9", 9, 3, numbers.PHQ9, shared, 14),
        ("gad-7", 7, 3, numbers.GAD7, r * shared + (1 - r**2) ** 0.5 * own, 14),
        ("barc-10", 10, 6, numbers.BARC10, -0.4 * shared + 0.9 * float(rng.normal()), 28),
    ]
    if person.trauma:
        plan.append(("pcl-5", 20, 4, numbers.PCL5, 0.5 * shared + 0.85 * float(rng.normal()), 28))
    found = []
    for code, items, top, (start, sd, fall, fall_sd, half, rest), z, every in plan:
        drop = float(rng.normal(fall, fall_sd))
        for day in range(0, days, every):
            # What fell due in the last days is often still open.
            if day and rng.random() < (0.6 if day >= days - 4 else 0.12):
                continue
            total = start + sd * z - drop * (1 - 2 ** (-day / 7 / half))
            total += float(rng.normal(0, rest))
            found.append(Score(day, code, _items(rng, code, items, top, total, day)))
    return found


def _items(
    rng: Generator, code: str, items: int, top: int, total: float, day: int
) -> dict[str, int]:
    """Spread a total over the items of an instrument; the item ids are "1" to `items`.

    PHQ-9 item 9 follows its own share (thoughts of death or self-harm), not the total alone.
    """
    low = 1 if code == "barc-10" else 0
    floor = items * low
    wanted = int(np.clip(round(total), floor, items * top)) - floor
    values = [low] * items
    open_items = list(range(items))
    if code == "phq-9":
        share = numbers.ITEM9_AT_INTAKE if day < 21 else numbers.ITEM9_AT_WEEK_6
        if rng.random() < share * min(1.6, max(0.0, total) / 12):
            values[8] = min(2, 1 + int(rng.random() < 0.25), wanted)
            wanted -= values[8]
        open_items.remove(8)
        wanted = min(wanted, top * len(open_items))
    while wanted > 0:
        i = open_items[int(rng.integers(len(open_items)))]
        values[i] += 1
        wanted -= 1
        if values[i] >= top:
            open_items.remove(i)
    return {str(i + 1): v for i, v in enumerate(values)}
