"""Read everything that came about one person: the one function that callers need is `read`."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import orjson

from alongside.fhir.rules.care import CamePlan, CameVisit, read_plan, read_visit
from alongside.fhir.rules.circle import Helper, join_helpers, read_team
from alongside.fhir.rules.codebook import Codebook
from alongside.fhir.rules.conditions import CameCondition, join_conditions, read_condition
from alongside.fhir.rules.dates import When
from alongside.fhir.rules.drugs import CameMedication, join_medications, read_medication
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry, SourceFile, open_file
from alongside.fhir.rules.parcels import Parcel, refuse_others, sort_out
from alongside.fhir.rules.person import Person, finish_person, read_person
from alongside.fhir.rules.pool import Pool, refuse_modified
from alongside.fhir.rules.report import Line, Outcome, Remarks
from alongside.fhir.rules.scores import Sheet, Told, told_in_observation
from alongside.fhir.rules.sheets import Desk, lay_observations, told_in_response

T = TypeVar("T")
TAKEN = frozenset(
    {
        "Condition",
        "MedicationRequest",
        "CarePlan",
        "CareTeam",
        "Encounter",
        "Observation",
        "QuestionnaireResponse",
    }
)
# What is read for what it says about another resource: a name, a place, a goal.
SUPPORTING = frozenset(
    {
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Location",
        "RelatedPerson",
        "Medication",
        "Goal",
        "HealthcareService",
    }
)
NOTES = "notes are not imported: the team reads them at the sender's and writes its own"
# Why a kind of resource is left out, where there is more to say than that.
WHY_NOT = {
    "AllergyIntolerance": "allergies are not imported: ask the person and enter them by hand",
    "DocumentReference": NOTES,
    "Composition": NOTES,
    "ClinicalImpression": NOTES,
    "Communication": NOTES,
    "Consent": "a consent given elsewhere opens nothing here: ask the person",
    "Coverage": "insurance is entered by the front desk",
    "Provenance": "says who wrote the others, not what they say",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came about one person, or why nobody could be taken in.

    Args:
        files: the names of the files it came in.
        person: None if nothing can be taken; `lines` say why.
        lines: one or more for every resource that came.
        digest: SHA-256 of what was sent, whatever its order and spacing: the same again is known.
        sender: the practice that most of it comes from; empty if none was named.
    """

    files: tuple[str, ...]
    person: Person | None
    digest: str
    lines: tuple[Line, ...]
    conditions: tuple[CameCondition, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    medications: tuple[CameMedication, ...] = ()
    plans: tuple[CamePlan, ...] = ()
    visits: tuple[CameVisit, ...] = ()
    helpers: tuple[Helper, ...] = ()
    sender: str = ""

    @property
    def all_taken(self) -> bool:
        """Say whether nothing was left out, not even a part."""
        return all(line.outcome is Outcome.TAKEN for line in self.lines)


def read(sources: Sequence[SourceFile], codebook: Codebook, *, today: date) -> list[Delivery]:
    """Read files into deliveries, one for each person. This never raises.

    A file that tells of a person is a delivery. One that tells of nobody, but of things that are
    about the person in another of these files, is read together with that one.

    Args:
        sources: the files, as they came.
        codebook: the codes of the instruments to look for.
        today: the last day that has begun; what is said to have happened later is left out.
    """
    return [
        _read_one(parcel, codebook, today)
        for parcel in sort_out([open_file(source) for source in sources])
    ]


@dataclass(slots=True)
class _Reader:
    """What is gathered while the resources of one parcel are read."""

    pool: Pool
    codebook: Codebook
    today: date
    born: When | None
    conditions: list[CameCondition] = field(default_factory=list)
    medications: list[CameMedication] = field(default_factory=list)
    plans: list[CamePlan] = field(default_factory=list)
    visits: list[CameVisit] = field(default_factory=list)
    helpers: list[Helper] = field(default_factory=list)
    observed: list[list[Told]] = field(default_factory=list)
    answered: list[tuple[str, list[Told]]] = field(default_factory=list)
    first_of: dict[object, str] = field(default_factory=dict)

    def take(self, entry: Entry, remarks: Remarks) -> None:
        """Read one resource about the person."""
        today, born, pool = self.today, self.born, self.pool
        match entry.type:
            case "Condition":
                condition = read_condition(entry, remarks, today=today, born=born)
                if condition is not None:
                    self.say_repeat(condition, remarks)
                    self.conditions.append(condition)
            case "MedicationRequest":
                medication = read_medication(entry, remarks, pool, today=today, born=born)
                if medication is not None:
                    self.say_repeat(medication, remarks)
                    self.medications.append(medication)
            case "CarePlan":
                _put(self.plans, read_plan(entry, remarks, pool, today=today, born=born))
            case "Encounter":
                _put(self.visits, read_visit(entry, remarks, pool, today=today, born=born))
            case "CareTeam":
                self.helpers += read_team(entry, remarks, pool, today=today, born=born)
            case "Observation":
                told = told_in_observation(entry, remarks, self.codebook, today=today, born=born)
                if told:
                    self.observed.append(told)
            case "QuestionnaireResponse":
                instrument, told = told_in_response(
                    entry, remarks, self.codebook, today=today, born=born
                )
                if instrument:
                    self.answered.append((instrument, told))

    def say_repeat(self, found: CameCondition | CameMedication, remarks: Remarks) -> None:
        """Say of a second record of the same thing which was the first."""
        first = self.first_of.setdefault((type(found), found.what), found.key)
        if first != found.key:
            remarks.said = f"taken as another record of {first}"

    def sheets(self) -> list[Sheet]:
        """Put together what was answered and observed."""
        desk = Desk(self.codebook)
        for instrument, told in self.answered:
            desk.lay(instrument, told)
        elements = [Element(t[0].entry.content, t[0].remarks) for t in self.observed]
        lay_observations(desk, self.observed, elements, self.pool)
        everything = [t for _, told in self.answered for t in told]
        return desk.finish(everything + [t for told in self.observed for t in told])


def _put(rows: list[T], found: T | None) -> None:
    if found is not None:
        rows.append(found)


def _read_one(parcel: Parcel, codebook: Codebook, today: date) -> Delivery:
    digest = digest_of(parcel.entries)
    if parcel.patient is None:
        left = [_left(entry, "nobody was taken in from this file") for entry in parcel.entries]
        return Delivery(parcel.files, None, digest, (*parcel.lines, *left))
    pool = Pool(parcel.entries, parcel.patient)
    remarks = {id(entry): entry.remarks() for entry in parcel.entries}
    about = remarks[id(parcel.patient)]
    person = read_person(parcel.patient, about, today=today)
    if person is None:
        rest = [e for e in parcel.entries if e is not parcel.patient]
        left = [_left(entry, "nobody was taken in from this file") for entry in rest]
        return Delivery(parcel.files, None, digest, (*parcel.lines, *about.lines(), *left))
    finish_person(parcel.patient, about)
    reader = _Reader(pool, codebook, today, person.born)
    for entry in parcel.entries:
        if entry is not parcel.patient and entry.type not in SUPPORTING:
            _take(reader, entry, remarks[id(entry)])
    came = reader.sheets()
    for entry in parcel.entries:
        if entry.type in SUPPORTING:
            _say_support(remarks[id(entry)], pool.was_used(entry))
    lines = [line for entry in parcel.entries for line in remarks[id(entry)].lines()]
    return Delivery(
        files=parcel.files,
        person=person,
        digest=digest,
        lines=(*parcel.lines, *lines),
        conditions=tuple(join_conditions(reader.conditions)),
        sheets=tuple(came),
        medications=tuple(join_medications(reader.medications)),
        plans=tuple(reader.plans),
        visits=tuple(reader.visits),
        helpers=tuple(join_helpers(reader.helpers)),
        sender=_sender(reader),
    )


def _take(reader: _Reader, entry: Entry, remarks: Remarks) -> None:
    if entry.type not in TAKEN:
        remarks.refuse(WHY_NOT.get(entry.type, "this kind of resource is not imported"))
        return
    refuse_modified(entry, remarks)
    refuse_others(entry, remarks, reader.pool)
    if remarks.refused is None:
        reader.take(entry, remarks)


def _left(entry: Entry, says: str) -> Line:
    return Line(entry.file, entry.place, entry.name, "", Outcome.LEFT_OUT, says)


def _say_support(remarks: Remarks, used: bool) -> None:
    if used:
        remarks.said = "taken for what it says of another"
    else:
        remarks.refuse("nothing that was taken points to it")


def _sender(reader: _Reader) -> str:
    """Return the place that most visits were at, the latest of two as frequent."""
    places = [v.place for v in sorted(reader.visits, key=lambda v: v.started.first) if v.place]
    most = Counter(reversed(places)).most_common(1)
    return most[0][0] if most else ""


def digest_of(entries: Iterable[Entry]) -> str:
    """Return a digest of resources that their order and spacing do not change."""
    rows = sorted(orjson.dumps(e.content, option=orjson.OPT_SORT_KEYS) for e in entries)
    return hashlib.sha256(b"\n".join(rows)).hexdigest()
