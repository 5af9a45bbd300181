"""Read Conditions: diagnoses of the mind, of substances and of the body, and what life is like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.fhir.rules.codes import ICD10CM, LOINC, SNOMED, Coding, Concept, is_placeholder
from alongside.fhir.rules.dates import When, ends_before_start, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.report import Remarks
from alongside.intake.rules import Strand, strand_of_icd10

KNOWN = frozenset(
    {
        "clinicalStatus",
        "verificationStatus",
        "category",
        "code",
        "subject",
        "onsetDateTime",
        "onsetPeriod",
        "onsetString",
        "abatementDateTime",
        "abatementPeriod",
        "recordedDate",
        "encounter",
    }
)
NOT_SO = {
    "refuted": "was ruled out by the sender",
    "entered-in-error": "was entered in error, says the sender",
}
# An errand of the sender's system, not a finding about a person.
ERRANDS = {"314529007": "is a reminder in the sender's system (medication review due)"}
# How a finding is called here where the code system's own name labels the person. The code stays.
# Source: NIDA, Words Matter (the terms to use); the name that was sent is kept beside it.
CALLED = {
    "7200002": "Alcohol use disorder",
    "6525002": "Drug use disorder",
    "361055000": "Drug misuse",
    "10939881000119105": "Unhealthy drinking",
    "371422002": "History of substance use",
}
# SNOMED CT's hierarchy is not at hand, so its findings are sorted by the words of their names:
# where they stand on a page, nothing more.
SUBSTANCE_WORDS = re.compile(
    r"alcohol|drinking|opioid|opiate|heroin|cocaine|cannabis|amphetamine|sedative|"
    r"\bdrugs?\b|substance|overdose|intoxicat|nicotine|tobacco|smok",
    re.IGNORECASE,
)
MIND_WORDS = re.compile(
    r"depress|bipolar|anxiety|panic|phobi|psycho(?!motor)|schizo|mania|manic|mood|"
    r"post.?traumatic|\bptsd\b|obsessive|personality disorder|suicid|self.?harm|"
    r"attention deficit|eating disorder|grief|\bstress\b|insomnia",
    re.IGNORECASE,
)
LIFE_WORDS = re.compile(
    r"employ|labor force|education|military|refugee|criminal|incarcerat|housing|homeless|"
    r"social (contact|isolation)|partner abuse|violence|transport|income|food insecur|"
    r"risk activity|caregiver|migrant",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spell:
    """One time that a condition came, and went: each as exactly as it was told, or None."""

    onset: When | None
    abated: When | None


@dataclass(frozen=True, slots=True)
class CameCondition:
    """A condition, once, however often it was recorded.

    Args:
        key: the sender's key of the first record of it.
        text: how it is called here.
        said: how the sender called it.
        status: `active`, `recurrence`, `relapse`, `inactive`, `remission`, `resolved` or empty.
        verification: `confirmed`, `provisional`, `differential`, `unconfirmed` or empty.
        spells: when it came and went, in time order; those without an onset first.
    """

    key: str
    strand: Strand
    system: str
    code: str
    text: str
    said: str
    status: str
    verification: str
    spells: tuple[Spell, ...]

    @property
    def what(self) -> tuple[str, str]:
        """Return what two records of the same condition have in common."""
        return self.system, self.code or self.said.casefold()

    @property
    def onset(self) -> When | None:
        """Return the first onset that was told."""
        return next((s.onset for s in self.spells if s.onset), None)

    @property
    def abated(self) -> When | None:
        """Return when it last went, if it has gone; None while it is there."""
        if self.status in ("active", "recurrence", "relapse"):
            return None
        ends = [s.abated for s in self.spells if s.abated]
        return max(ends, key=lambda w: w.last) if ends else None


def read_condition(
    entry: Entry, remarks: Remarks, *, today: date, born: When | None
) -> CameCondition | None:
    """Read one Condition; None with the reason in `remarks` if it is not taken."""
    element = Element(entry.content, remarks)
    verification = element.code_of("verificationStatus")
    if verification in NOT_SO:
        remarks.refuse(NOT_SO[verification], "verificationStatus")
    concept = element.concept("code")
    if concept is None:
        remarks.refuse("does not say what it is", "code")
    if remarks.refused or concept is None:
        return None
    coding = _best(concept, remarks)
    if coding.code in ERRANDS and coding.system == SNOMED:
        remarks.refuse(ERRANDS[coding.code], "code")
        return None
    onset = _told(element, "onset", today, born)
    abated = _told(element, "abatement", today, born)
    if ends_before_start(onset, abated):
        remarks.lose("abatementDateTime", "lies before the onset; it was left out")
        abated = None
    status = element.code_of("clinicalStatus")
    if abated is not None and status in ("active", "recurrence", "relapse"):
        # FHIR R4 invariant con-4: what has abated is not active.
        remarks.lose("abatementDateTime", f"the condition is {status}, so it was left out")
        abated = None
    element.tell_rest(KNOWN)
    return CameCondition(
        key=entry.key,
        strand=strand_of(coding, concept),
        system=coding.system[:120],
        code=coding.code,
        text=CALLED.get(coding.code if coding.system == SNOMED else "", concept.label),
        said=concept.label,
        status=status,
        verification=verification,
        spells=(Spell(onset, abated),),
    )


def _best(concept: Concept, remarks: Remarks) -> Coding:
    """Return the code to keep: ICD-10-CM's before SNOMED CT's before any other that is one."""
    order = {ICD10CM: 0, SNOMED: 1}
    usable = []
    for coding in concept.codings:
        if not coding.code:
            continue
        if is_placeholder(coding.code):
            remarks.lose("code", f"{coding} is a placeholder; the name was kept")
        elif coding.system == LOINC:
            remarks.lose("code", f"{coding} names no condition; the name was kept")
        else:
            usable.append(coding)
    usable.sort(key=lambda c: order.get(c.system, 2))
    return usable[0] if usable else Coding("", "", concept.label)


def _told(element: Element, what: str, today: date, born: When | None) -> When | None:
    """Return a checked onset or abatement, told as a date or as a period."""
    path = f"{what}DateTime"
    found = element.when(path)
    if found is None and (period := element.one(f"{what}Period")):
        path = f"{what}Period.start"
        found = period.when("start")
    if found is None:
        return None
    if (wrong := wrong_with(found, today=today, born=born)) is not None:
        element.remarks.lose(path, f"{wrong}; it was left out")
        return None
    return found


def strand_of(coding: Coding, concept: Concept) -> Strand:
    """Return the strand of a condition: by its ICD-10-CM code, else by the words of its name."""
    if icd := concept.code_in(ICD10CM):
        return strand_of_icd10(icd)
    words = f"{coding.display} {concept.label}"
    for strand, pattern in (
        (Strand.SUBSTANCES, SUBSTANCE_WORDS),
        (Strand.MIND, MIND_WORDS),
        (Strand.LIFE, LIFE_WORDS),
    ):
        if pattern.search(words):
            return strand
    return Strand.BODY


def join_conditions(found: Iterable[CameCondition]) -> list[CameCondition]:
    """Join the records of one condition into one, with a spell for each time it was recorded.

    It is active if any record says so. The most certain verification stands.
    """
    by_what: dict[tuple[str, str], list[CameCondition]] = {}
    for condition in found:
        by_what.setdefault(condition.what, []).append(condition)
    return [_joined(records) for records in by_what.values()]


def _joined(records: list[CameCondition]) -> CameCondition:
    first = records[0]
    spells = {spell: None for record in records for spell in record.spells}
    statuses = [record.status for record in records]
    certain = ("confirmed", "provisional", "differential", "unconfirmed", "")
    return CameCondition(
        key=first.key,
        strand=first.strand,
        system=first.system,
        code=first.code,
        text=first.text,
        said=first.said,
        status=next(
            (s for s in ("active", "recurrence", "relapse") if s in statuses), statuses[-1]
        ),
        verification=min(
            (r.verification for r in records),
            key=lambda v: certain.index(v) if v in certain else len(certain),
        ),
        spells=tuple(sorted(spells, key=lambda s: s.onset.first if s.onset else date.min)),
    )
