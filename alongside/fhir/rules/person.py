"""Read a Patient: who the person is, by the name they go by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.fhir.rules.dates import When, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.pool import refuse_modified
from alongside.fhir.rules.report import Remarks, quoted

CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
BIRTH_SEX = f"{CORE}us-core-birthsex"
# Uses of a name that are no longer, or never were, the person's own.
PAST = ("old", "maiden", "temp")
PHONE = re.compile(r"[+\d][\d\s().,/x#*+-]{2,38}", re.ASCII)
EMAIL = re.compile(r"[^\s@<>\"',;]{1,64}@[^\s@<>\"',;]{1,180}\.[A-Za-z]{2,24}", re.ASCII)
# Numbers of the state: a program has no need of them, and a stolen copy does harm.
STATE_NUMBERS = {"SS": "Social Security number", "DL": "driver's licence", "PPN": "passport number"}
KNOWN = frozenset(
    {
        "name",
        "gender",
        "birthDate",
        "telecom",
        "communication",
        "active",
        "deceasedBoolean",
        "deceasedDateTime",
    }
)
GENDERS = ("male", "female", "other", "unknown")
SEXES = {"F": "female", "M": "male"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number by which somebody knows the person, and whose number it is."""

    system: str
    value: str

    def __str__(self) -> str:
        """Return it as FHIR writes it in a search."""
        return f"{self.system}|{self.value}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who the person is, as far as the sender told.

    Args:
        chosen_name: the usual name if one was sent, else the official one.
        legal_name: the official name; empty if it is the chosen one or was not sent.
        born: the birth date, which may be only a month or a year.
        sex_for_scoring: "female", "male" or empty. From sex at birth, and empty where that
            and the gender that was sent differ: which cut-off holds is the clinician's to say.
        languages: tags or names, the preferred first.
        identifiers: without numbers of the state, which are not kept.
    """

    chosen_name: str
    legal_name: str
    pronouns: str
    born: When | None
    sex_for_scoring: str
    languages: tuple[str, ...]
    phone: str
    email: str
    identifiers: tuple[Identifier, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return every name, folded, to compare with others'."""
        return frozenset(n.casefold() for n in (self.chosen_name, self.legal_name) if n)


def read_person(entry: Entry, remarks: Remarks, *, today: date) -> Person | None:
    """Read a Patient; None with the reason in `remarks` if there is no one to take in."""
    patient = Element(entry.content, remarks)
    refuse_modified(entry, remarks)
    if patient.flag("deceasedBoolean") or "deceasedDateTime" in patient:
        remarks.refuse("is recorded as having died", "deceased")
    official, usual = _names(patient)
    if not (official or usual):
        remarks.refuse("has no name that is the person's own", "name")
    if remarks.refused:
        return None
    if patient.flag("active") is False:
        remarks.lose("active", "the sender no longer uses this record; it was taken all the same")
    gender = _gender(patient)
    if gender:
        remarks.lose("gender", "is not kept; ask the person how they wish to be spoken of")
    chosen = usual or official
    return Person(
        chosen_name=chosen,
        legal_name=official if official != chosen else "",
        pronouns=_pronouns(patient),
        born=_born(patient, today),
        sex_for_scoring=_sex(patient, gender),
        languages=tuple(_languages(patient)),
        phone=_reach(patient, "phone", PHONE),
        email=_reach(patient, "email", EMAIL),
        identifiers=tuple(_identifiers(patient)),
    )


def finish_person(entry: Entry, remarks: Remarks) -> None:
    """Remark on what was sent of the person and is not kept."""
    patient = Element(entry.content, remarks)
    patient.tell_rest(KNOWN)
    for extension in patient.many("extension"):
        url = extension.text("url")
        if url not in (PRONOUNS, BIRTH_SEX):
            remarks.lose("extension", f"{url.rsplit('/', 1)[-1] or 'without url'} is not kept")


def _names(patient: Element) -> tuple[str, str]:
    """Return the official and the usual name, each empty if there is none."""
    by_use: dict[str, str] = {}
    for name in patient.many("name"):
        use = name.text("use") or "official"
        period = name.one("period")
        if use in PAST or use == "anonymous" or (period and "end" in period):
            name.remarks.lose(name.path, "is no name that the person goes by now; it is not kept")
        else:
            by_use.setdefault(use, spoken(name, longest=120))
    usual = by_use.get("usual") or by_use.get("nickname") or ""
    return by_use.get("official", ""), usual


def spoken(name: Element, *, longest: int) -> str:
    """Return a HumanName as it is said: given names, then family, without titles."""
    parts = [*name.texts("given"), name.text("family")]
    whole = " ".join(part for part in parts if part) or name.text("text")
    if len(whole) > longest:
        name.remarks.lose(name.path, f"was cut after {longest} characters")
        whole = whole[:longest].rstrip()
    return whole


def called(content: Element) -> str:
    """Return a person's name with title, or a practice's; FHIR calls both of these `name`."""
    if isinstance(content.content.get("name"), str):
        return content.text("name")
    for name in content.many("name"):
        if name.text("use") not in PAST:
            title = name.texts("prefix")
            if whole := " ".join([*title[:1], spoken(name, longest=140)]).strip():
                return whole
    return ""


def _born(patient: Element, today: date) -> When | None:
    born = patient.when("birthDate")
    if born is None:
        if "birthDate" not in patient:
            patient.remarks.lose("birthDate", "was not sent")
        return None
    if (wrong := wrong_with(born, today=today, born=None)) is not None:
        patient.remarks.lose("birthDate", f"{wrong}; it was left out")
        return None
    if born.on is None:
        patient.remarks.lose("birthDate", f"{born.brief} is not a whole date; ask for the day")
    return born


def _gender(patient: Element) -> str:
    gender = patient.text("gender")
    if gender and gender not in GENDERS:
        patient.remarks.lose("gender", f"{quoted(gender)} is none of {', '.join(GENDERS)}")
        return ""
    return gender


def _sex(patient: Element, gender: str) -> str:
    found = _extension(patient, BIRTH_SEX)
    sex = SEXES.get(found.text("valueCode"), "") if found else ""
    if sex and gender and sex != gender:
        patient.remarks.lose(
            "extension", "gender and sex at birth differ: a clinician says which cut-offs hold"
        )
        return ""
    return sex


def _pronouns(patient: Element) -> str:
    found = _extension(patient, PRONOUNS)
    for part in found.many("extension") if found else ():
        if part.text("url") == "value" and (concept := part.concept("valueCodeableConcept")):
            # LOINC's answers list every case: "he/him/his/his/himself".
            return "/".join(concept.label.split("/")[:2])[:40]
    return ""


def _extension(element: Element, url: str) -> Element | None:
    return next((e for e in element.many("extension") if e.content.get("url") == url), None)


def _languages(patient: Element) -> Iterable[str]:
    rows = [
        (row.flag("preferred") is not True, language)
        for row in patient.many("communication")
        if (language := row.concept("language"))
    ]
    for _, language in sorted(rows, key=lambda row: row[0]):
        yield (language.codings[0].code if language.codings else "") or language.label


def _reach(patient: Element, system: str, form: re.Pattern[str]) -> str:
    """Return the first phone or email that still holds, the best ranked first."""
    found = []
    for row in patient.many("telecom"):
        if row.text("system") == system and row.text("use") != "old":
            value = row.text("value", longest=254)
            if form.fullmatch(value):
                found.append((row.number("rank") or 99, value))
            else:
                row.remarks.lose(row.at("value"), f"{quoted(value)} cannot be a {system}")
    return min(found, default=(0, ""), key=lambda pair: pair[0])[1]


def _identifiers(patient: Element) -> Iterable[Identifier]:
    for row in patient.many("identifier"):
        kind = row.code_of("type")
        if kind in STATE_NUMBERS or row.text("system").endswith("us-ssn"):
            patient.remarks.lose(
                row.path, f"{STATE_NUMBERS.get(kind, 'Social Security number')} is not kept"
            )
        elif (value := row.text("value", longest=80)) and row.text("use") != "old":
            yield Identifier(row.text("system", longest=200), value)
