"""Read the CTN-0094 data: three trials of treatment for opioid use disorder, person by person.

Source: Balise et al. (2024), PLoS ONE 19(11) e0312695; the packages public.ctn0094data 1.0.6 and
public.ctn0094extra (MIT) and their article "Harmonization". These people are real, and nothing
here may be used to find out who they are: no name, no birth date and no story is made up for them.

Days are counted from the day of consent, which is day 0; the month before has negative days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from alongside.synthetic.rules.tables import Row, Tables, rows


class Drug(StrEnum):
    """The medications of the trials."""

    METHADONE = "Methadone"
    BUPRENORPHINE = "Buprenorphine"
    NALTREXONE = "Naltrexone, extended release"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial, and what its urine tests looked for.

    Args:
        tested_for: substances in every test: no row means negative.
        tested_now_and_then: tested at some visits only, so no row means nothing.
        withdrawal_scale: how withdrawal was rated.
    """

    code: str
    name: str
    tested_for: frozenset[str]
    tested_now_and_then: frozenset[str]
    withdrawal_scale: str


# Panels: "Harmonization", table 5 and "Buprenorphine Details". Scales: "withdrawal".
_EVERYWHERE = frozenset(
    {"amphetamines", "benzodiazepines", "cannabis", "cocaine", "methadone", "opioids"}
)
TRIALS = {
    "27": Trial("CTN-0027", "START", _EVERYWHERE | {"alcohol"}, frozenset(), "COWS"),
    "30": Trial("CTN-0030", "POATS", _EVERYWHERE, frozenset({"buprenorphine"}), "COWS"),
    "51": Trial(
        "CTN-0051", "X:BOT", _EVERYWHERE | {"sedatives", "buprenorphine"}, frozenset(), "SOWS"
    ),
}
ARMS = {
    "Methadone": Drug.METHADONE,
    "Outpatient BUP": Drug.BUPRENORPHINE,
    "Outpatient BUP + SMM": Drug.BUPRENORPHINE,
    "Outpatient BUP + EMM": Drug.BUPRENORPHINE,
    "Inpatient BUP": Drug.BUPRENORPHINE,
    "Inpatient NR-NTX": Drug.NALTREXONE,
}
SUBSTANCES = {
    "Alcohol": "alcohol",
    "Amphetamine": "amphetamines",
    "Benzodiazepine": "benzodiazepines",
    "Buprenorphine": "buprenorphine",
    "Cathinones": "cathinones",
    "Cocaine": "cocaine",
    "Dextromethorphan": "dextromethorphan",
    "Ghb": "GHB",
    "Hallucinogen": "hallucinogens",
    "Heroin": "heroin",
    "Inhalant": "inhalants",
    "K2": "synthetic cannabinoids",
    "Kratom": "kratom",
    "Mdma/Hallucinogen": "hallucinogens",
    "Methadone": "methadone",
    "Methylphenidate": "methylphenidate",
    "Opioid": "opioids",
    "Pcp": "PCP",
    "Sedatives": "sedatives",
    "THC": "cannabis",
    "Thc": "cannabis",
}
# Told in the same diary, and no substance of use: these days are not laid on.
MEDICINES = frozenset(
    {"Analgesic", "Antibiotic", "Antidepressant", "Antiemetic", "Antihistamine", "Antipsychotic"}
    | {"Benadryl", "Caffeine", "Clonidine", "Muscle Relaxant", "Pseudoephedrine", "Unknown"}
)
HISTORY = {
    "has_major_dep": "Major depression (history)",
    "has_bipolar": "Bipolar disorder (history)",
    "has_anx_pan": "Anxiety or panic disorder (history)",
    "has_schizophrenia": "Schizophrenia (history)",
    "has_brain_damage": "Brain injury (history)",
    "has_epilepsy": "Epilepsy (history)",
}
DIAGNOSES = {
    "has_opiates_dx": "Opioid use disorder",
    "has_alcol_dx": "Alcohol use disorder",
    "has_amphetamines_dx": "Amphetamine use disorder",
    "has_cannabis_dx": "Cannabis use disorder",
    "has_cocaine_dx": "Cocaine use disorder",
    "has_sedatives_dx": "Sedative use disorder",
}
REASONS = {
    "is_no_show": "did not come",
    "is_no_funding": "could not afford to come",
    "is_left_study": "left the trial",
    "is_in_jail": "in jail",
    "is_forgot": "forgot",
    "is_in_hospital": "in hospital",
    "is_illness": "ill",
    "is_moved": "moved away",
    "is_missing_14_consecutive": "away for 14 days on end",
    "is_window": "outside the time for the visit",
    "is_unable": "unable to come",
    "is_on_vacation": "on vacation",
    "is_other": "another reason",
    "is_dead": "died",
}
CAME, MISSED = ("visit", "final"), ("no visit", "MISSING")


@dataclass(frozen=True, slots=True)
class Arm:
    """A treatment that somebody was assigned to, on a day."""

    name: str
    drug: Drug
    day: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit.

    Args:
        day: None where a missed visit has none.
        came: None where nobody wrote it down.
        reason: why it was missed, as far as that is known.
    """

    label: str
    day: int | None
    came: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """Medication given on a day: milligrams, or None for an injection."""

    day: int
    mg: float | None


@dataclass(frozen=True, slots=True)
class Use:
    """A day on which somebody told of using a substance."""

    day: int
    substance: str


@dataclass(slots=True)
class Participant:
    """One person of a trial, by the number that the data knows them by.

    Args:
        facts: what was noted at the start, in words: age, work, housing, schooling, family.
        sex: "female" or "male".
        positive: by day: what a urine test found. A day without a test is not in it.
        withdrawal: by day: 0 none, 1 mild, 2 moderate, 3 severe.
        weeks: one letter a week, before and in treatment, as the data's authors derived it.
        left_out: how many diary days told of an everyday medicine.
    """

    who: int
    trial: Trial
    facts: dict[str, str]
    sex: str
    history: list[str] = field(default_factory=list)
    diagnoses: list[str] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    positive: dict[int, frozenset[str]] = field(default_factory=dict)
    withdrawal: dict[int, int] = field(default_factory=dict)
    weeks: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def drug(self) -> Drug | None:
        """Return the medication they were assigned to."""
        return self.arms[0].drug if self.arms else None


def read(tables: Tables) -> dict[int, Participant]:
    """Read everybody, by number.

    Raises:
        BadTable: if a file is missing, or a value cannot be right; it names the place.
    """
    people = _people(tables)
    _psychiatric(tables, people)
    _arms(tables, people)
    _visits(tables, people)
    _given(tables, people)
    _uses(tables, people)
    _positive(tables, people)
    _withdrawal(tables, people)
    _weeks(tables, people)
    return people


def _people(tables: Tables) -> dict[int, Participant]:
    trials = {
        row.whole("who"): TRIALS[row.one_of("project", tuple(TRIALS))]
        for row in rows(tables, "everybody.csv", ("who", "project"))
    }
    columns = ("who", "age", "job", "is_living_stable", "education", "marital", "is_male")
    people = {}
    for row in rows(tables, "demographics.csv", columns):
        who = row.whole("who")
        if who not in trials:
            raise row.wrong("who", f"nobody in everybody.csv has the number {who}")
        stable = row.truth("is_living_stable")
        facts = {
            "age": f"{row.whole('age')}" if row.text("age") else "",
            "work": row.text("job").lower(),
            "housing": {True: "stable", False: "not stable", None: ""}[stable],
            "schooling": row.text("education"),
            "family": row.text("marital").lower(),
        }
        known = {name: fact for name, fact in facts.items() if fact and fact.lower() != "na"}
        sex = {True: "male", False: "female", None: ""}[row.truth("is_male")]
        people[who] = Participant(who, trials[who], known, sex)
    return people


def _whose(row: Row, people: Mapping[int, Participant]) -> Participant:
    who = row.whole("who")
    if who not in people:
        raise row.wrong("who", f"nobody in demographics.csv has the number {who}")
    return people[who]


def _psychiatric(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "psychiatric.csv", ("who", *HISTORY, *DIAGNOSES)):
        person = _whose(row, people)
        person.history += [text for column, text in HISTORY.items() if row.truth(column)]
        person.diagnoses += [text for column, text in DIAGNOSES.items() if row.truth(column)]


def _arms(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "randomization.csv", ("who", "treatment", "which", "when")):
        if not row.text("when"):
            continue
        name = row.one_of("treatment", tuple(ARMS))
        arm = Arm(name, ARMS[name], row.whole("when"))
        # Trials with one randomization write it down twice.
        if arm not in (arms := _whose(row, people).arms):
            arms.append(arm)


def _visits(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "visit.csv", ("who", "visit", "what", "when", *REASONS)):
        what = row.one_of("what", (*CAME, *MISSED, ""))
        came = None if what == "" else what in CAME
        told = [text for column, text in REASONS.items() if row.text(column) not in ("", "NA")]
        day = row.whole("when") if row.text("when") else None
        reason = ", ".join(told) if came is False else ""
        _whose(row, people).visits.append(Visit(row.text("visit"), day, came, reason))


def _given(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "treatment.csv", ("who", "amount", "when")):
        person, amount = _whose(row, people), row.number("amount")
        if amount < 0:
            raise row.wrong("amount", f"{amount:g} is less than nothing")
        is_injection = person.drug is Drug.NALTREXONE and amount == 1
        person.given.append(Given(row.whole("when"), None if is_injection else amount))


def _uses(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "tlfb.csv", ("who", "what", "when")):
        what = row.one_of("what", (*SUBSTANCES, *sorted(MEDICINES)))
        person = _whose(row, people)
        if what in MEDICINES:
            person.left_out += 1
        else:
            person.uses.append(Use(row.whole("when"), SUBSTANCES[what]))


def _positive(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "uds.csv", ("who", "what", "when")):
        found = SUBSTANCES[row.one_of("what", tuple(SUBSTANCES))]
        positive, day = _whose(row, people).positive, row.whole("when")
        positive[day] = positive.get(day, frozenset()) | {found}


def _withdrawal(tables: Tables, people: Mapping[int, Participant]) -> None:
    for row in rows(tables, "withdrawal.csv", ("who", "withdrawal", "when")):
        if not row.text("withdrawal"):
            continue
        level = row.whole("withdrawal")
        if level not in range(4):
            raise row.wrong("withdrawal", f"{level} is none of 0, 1, 2, 3")
        rated, day = _whose(row, people).withdrawal, row.whole("when")
        # Two ratings of one day are of one bad day: the worse one tells more.
        rated[day] = max(level, rated.get(day, 0))


def _weeks(tables: Tables, people: Mapping[int, Participant]) -> None:
    file, phases = "derived_weeklyOpioidPattern.csv", ("Baseline", "Phase_1", "Phase_2")
    for row in rows(tables, file, ("who", *phases)):
        for phase in phases:
            if strange := set(row.text(phase)) - set("+-*o_"):
                raise row.wrong(phase, f"{''.join(sorted(strange))!r} is no letter of a week")
        _whose(row, people).weeks = tuple(row.text(phase) for phase in phases)
