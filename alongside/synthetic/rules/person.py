"""Who an invented person is: both strands, drawn together."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log

import numpy as np
from numpy.random import Generator

from alongside.synthetic.rules import names, numbers

ICD10 = {
    "alcohol": ("F10.20", "Alcohol dependence, uncomplicated"),
    "opioids": ("F11.20", "Opioid dependence, uncomplicated"),
    "methamphetamine": ("F15.20", "Other stimulant dependence, uncomplicated"),
    "cocaine": ("F14.20", "Cocaine dependence, uncomplicated"),
    "cannabis": ("F12.20", "Cannabis dependence, uncomplicated"),
    "sedatives": ("F13.20", "Sedative, hypnotic or anxiolytic dependence, uncomplicated"),
    "depressive": ("F33.1", "Major depressive disorder, recurrent, moderate"),
    "anxiety": ("F41.1", "Generalized anxiety disorder"),
    "ptsd": ("F43.12", "Post-traumatic stress disorder, chronic"),
    "bipolar": ("F31.81", "Bipolar II disorder"),
    "psychotic": ("F25.0", "Schizoaffective disorder, bipolar type"),
    "adhd": ("F90.0", "Attention-deficit hyperactivity disorder, predominantly inattentive type"),
    "borderline": ("F60.3", "Borderline personality disorder"),
}


@dataclass(frozen=True)
class Prescription:
    """A medication of an invented person."""

    name: str
    dosage: str
    for_addiction: bool
    starts_after_days: int


@dataclass(frozen=True)
class Person:
    """An invented person, before anything has happened."""

    number: int
    chosen_name: str
    legal_name: str
    pronouns: str
    sex: str
    born_on: date
    languages: tuple[str, ...]
    track: str
    substances: tuple[str, ...]
    disorders: tuple[str, ...]
    prescriptions: tuple[Prescription, ...]
    end: str
    stay_days: int

    @property
    def trauma(self) -> bool:
        """Say whether trauma belongs to the story."""
        return "ptsd" in self.disorders


def draw(rng: Generator, number: int, today: date) -> Person:
    """Draw one person.

    Args:
        rng: the source of chance; the same state gives the same person.
        number: running number, shown in nothing but the key.
        today: the day from which ages are reckoned.
    """
    sex = "male" if rng.random() < numbers.MEN else "female"
    first, pronouns = _first(rng, sex)
    family = _one(rng, names.FAMILY)
    age = float(np.clip(rng.normal(numbers.AGE_MEAN, numbers.AGE_SD), *_AGES))
    substance = _weighted(rng, numbers.PRIMARY_SUBSTANCE)
    others = [s for s in numbers.PRIMARY_SUBSTANCE if s != substance]
    second = (_one(rng, others),) if rng.random() < numbers.SECOND_SUBSTANCE else ()
    disorders = _disorders(rng, substance)
    end = _weighted(rng, {k: share for k, (share, _) in numbers.ENDS.items()})
    median = numbers.ENDS[end][1]
    days = int(np.clip(rng.lognormal(log(median), numbers.END_SIGMA), 3, 180))
    legal = first if pronouns != "they/them" else _one(rng, names.WOMEN + names.MEN)
    return Person(
        number=number,
        chosen_name=f"{first} {family}",
        legal_name=f"{legal} {family}",
        pronouns=pronouns,
        sex=sex,
        born_on=today - timedelta(days=int(age * 365.25) + int(rng.integers(0, 365))),
        languages=names.LANGUAGES[rng.integers(len(names.LANGUAGES))],
        track=_weighted(rng, {"day": 0.5, "evening": 0.3, "telehealth": 0.2}),
        substances=(substance, *second),
        disorders=disorders,
        prescriptions=_prescriptions(rng, (substance, *second), disorders),
        end=end,
        stay_days=days,
    )


_AGES = (numbers.AGE_MIN + 1, numbers.AGE_MAX)


def _first(rng: Generator, sex: str) -> tuple[str, str]:
    if rng.random() < 0.04:
        return _one(rng, names.NEUTRAL), "they/them"
    if sex == "male":
        return _one(rng, names.MEN), "he/him"
    return _one(rng, names.WOMEN), "she/her"


def _disorders(rng: Generator, substance: str) -> tuple[str, ...]:
    """Draw the mental-health strand; a dual-diagnosis program has at least one for everybody."""
    found: list[str] = []
    for disorder, share in numbers.DISORDERS.items():
        odds = log(share / (1 - share)) + numbers.PAIR_SHIFT.get((substance, disorder), 0.0)
        # The shift is split over both sides, so that the overall share stays near `share`.
        pair = numbers.PAIR_SHIFT.get(("depressive", disorder), 0.0)
        odds += pair / 2 if "depressive" in found else -pair / 2
        if rng.random() < 1 / (1 + exp(-odds)):
            found.append(disorder)
    if "bipolar" in found and "depressive" in found:
        # One mood disorder is diagnosed at a time (DSM-5-TR: bipolar excludes major depressive).
        found.remove("depressive")
    return tuple(found) or (_weighted(rng, numbers.DISORDERS),)


def _prescriptions(
    rng: Generator, substances: tuple[str, ...], disorders: tuple[str, ...]
) -> tuple[Prescription, ...]:
    found = []
    start = int(rng.integers(0, 10))
    if "opioids" in substances and rng.random() < numbers.MOUD_IF_OPIOIDS:
        found.append(Prescription("Buprenorphine/naloxone", "16 mg/4 mg daily", True, 0))
    if "alcohol" in substances and rng.random() < numbers.MAUD_IF_ALCOHOL:
        found.append(Prescription("Naltrexone", "50 mg daily", True, start))
    if "depressive" in disorders and rng.random() < numbers.ANTIDEPRESSANT_IF_DEPRESSIVE:
        found.append(Prescription("Sertraline", "100 mg daily", False, start))
    if "bipolar" in disorders:
        found.append(Prescription("Lamotrigine", "100 mg daily", False, 0))
    if "psychotic" in disorders:
        found.append(Prescription("Aripiprazole", "10 mg daily", False, 0))
    if "ptsd" in disorders and rng.random() < 0.3:
        found.append(Prescription("Prazosin", "2 mg at bedtime", False, start + 7))
    return tuple(found)


def _one(rng: Generator, among: "list[str] | tuple[str, ...]") -> str:
    return among[int(rng.integers(len(among)))]


def _weighted(rng: Generator, shares: dict[str, float]) -> str:
    weights = np.array(list(shares.values()))
    return str(rng.choice(list(shares), p=weights / weights.sum()))
