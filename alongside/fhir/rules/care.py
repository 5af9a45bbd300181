"""Read CarePlans and Encounters: what others had planned, and where the person has been seen."""

from dataclasses import dataclass
from datetime import date

from alongside.fhir.rules.dates import When, ends_before_start, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.pool import Pool, display_of
from alongside.fhir.rules.report import Remarks, quoted

PLAN = frozenset(
    {
        "status",
        "intent",
        "category",
        "title",
        "description",
        "subject",
        "period",
        "created",
        "activity",
        "goal",
        "careTeam",
        "encounter",
        "addresses",
        "author",
        "basedOn",
        "partOf",
        "replaces",
        "instantiatesCanonical",
    }
)
VISIT = frozenset(
    {
        "status",
        "class",
        "type",
        "subject",
        "period",
        "reasonCode",
        "reasonReference",
        "serviceProvider",
        "participant",
        "diagnosis",
        "location",
        "partOf",
        "serviceType",
        "priority",
        "length",
        "statusHistory",
        "classHistory",
        "hospitalization",
        "appointment",
        "episodeOfCare",
        "basedOn",
        "account",
    }
)
PLANS_THAT_STAND = ("active", "on-hold", "revoked", "completed")
# FHIR R4, encounter-status: the person was there, or is.
TOOK_PLACE = ("arrived", "triaged", "in-progress", "onleave", "finished")
# HL7 v3 ActCode, the classes that R4 names, in plain words.
SETTINGS = {
    "AMB": "outpatient",
    "EMER": "emergency department",
    "FLD": "in the field",
    "HH": "at home",
    "IMP": "inpatient",
    "ACUTE": "inpatient",
    "NONAC": "inpatient",
    "OBSENC": "observation",
    "PRENC": "before admission",
    "SS": "short stay",
    "VR": "by video or phone",
}
# Says only that a plan is a plan (US Core).
NO_TITLE = ("assess-plan",)
SELF_EVIDENT = "care plan"


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that a plan asks for."""

    text: str
    status: str


@dataclass(frozen=True, slots=True)
class CamePlan:
    """A plan of care that somebody else made."""

    key: str
    title: str
    status: str
    started: When | None
    ended: When | None
    activities: tuple[Activity, ...]
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameVisit:
    """A time that the person was seen elsewhere."""

    key: str
    kind: str
    setting: str
    status: str
    reason: str
    place: str
    started: When
    ended: When | None


def read_plan(
    entry: Entry, remarks: Remarks, pool: Pool, *, today: date, born: When | None
) -> CamePlan | None:
    """Read one CarePlan; None with the reason in `remarks` if it is not taken."""
    element = Element(entry.content, remarks)
    status = element.text("status")
    if status not in PLANS_THAT_STAND:
        remarks.refuse(f"its status is {quoted(status)}: no plan that stands", "status")
        return None
    started, ended = _period(element, today, born, may_end_later=True)
    activities = tuple(
        found for row in element.many("activity") if (found := _activity(row, entry, pool))
    )
    goals = tuple(text for row in element.many("goal") if (text := _goal(row, entry, pool)))
    names = [
        concept.label
        for concept in element.concepts("category")
        if not any(c.code in NO_TITLE for c in concept.codings)
    ]
    title = element.text("title") or next(iter(names), "")
    if not (title or activities or goals or "description" in element):
        remarks.refuse("says nothing that could be read")
        return None
    title = title or element.text("description") or SELF_EVIDENT.capitalize()
    element.tell_rest(PLAN)
    return CamePlan(entry.key, title, status, started, ended, activities, goals)


def _activity(row: Element, entry: Entry, pool: Pool) -> Activity | None:
    detail = row.one("detail")
    if detail is None:
        found = pool.follow(row.one("reference"), entry)
        shown = display_of(row.one("reference"))
        code = found.concept("code") if found else None
        text = (code.label if code else "") or shown
        if not text:
            row.remarks.lose(row.path, "says nothing that could be read")
        return Activity(text, "") if text else None
    code = detail.concept("code")
    text = detail.text("description") or (code.label if code else "")
    if not text:
        row.remarks.lose(row.path, "says nothing that could be read")
        return None
    return Activity(text, detail.text("status", longest=30))


def _goal(row: Element, entry: Entry, pool: Pool) -> str:
    found = pool.follow(row, entry)
    if found is None:
        shown = display_of(row)
        if not shown:
            row.remarks.lose(row.path, "points to nothing in what was sent")
        return shown
    description = found.concept("description")
    return description.label if description else ""


def read_visit(
    entry: Entry, remarks: Remarks, pool: Pool, *, today: date, born: When | None
) -> CameVisit | None:
    """Read one Encounter; None with the reason in `remarks` if it is not taken."""
    element = Element(entry.content, remarks)
    status = element.text("status")
    if status not in TOOK_PLACE:
        remarks.refuse(f"its status is {quoted(status)}: it has not taken place", "status")
        return None
    started, ended = _period(element, today, born, may_end_later=False)
    if started is None:
        remarks.refuse("does not say when it began", "period.start")
        return None
    of_class = element.one("class")
    code = of_class.text("code") if of_class else ""
    setting = SETTINGS.get(code, "")
    if of_class and not setting:
        setting = of_class.text("display", longest=60) or code
    kinds = element.concepts("type")
    kind = kinds[0].label if kinds else (setting.capitalize() or "Visit")
    visit = CameVisit(
        key=entry.key,
        kind=kind[:200],
        setting=setting[:60],
        status=status,
        reason=_reason(element, entry, pool)[:300],
        place=_place(element, entry, pool)[:200],
        started=started,
        ended=ended,
    )
    element.tell_rest(VISIT)
    return visit


def _reason(element: Element, entry: Entry, pool: Pool) -> str:
    """Return why the person was seen: reasons, else the diagnoses the visit was about."""
    # Builders of test records write the name of their own module: "Sinusitis_Condition".
    told = [concept.label.replace("_", " ") for concept in element.concepts("reasonCode")]
    references = [*element.many("reasonReference")]
    if not told:
        rows = [row.one("condition") for row in element.many("diagnosis")]
        references += [row for row in rows if row is not None]
    for reference in references:
        found = pool.follow(reference, entry)
        code = found.concept("code") if found else None
        told.append((code.label if code else "") or display_of(reference))
    return ", ".join(dict.fromkeys(text for text in told if text))


def _place(element: Element, entry: Entry, pool: Pool) -> str:
    provider = element.one("serviceProvider")
    references = [provider, *(row.one("location") for row in element.many("location"))]
    for reference in references:
        found = pool.follow(reference, entry)
        name = found.text("name") if found else ""
        if name or (name := display_of(reference)):
            return name
    return ""


def _period(
    element: Element, today: date, born: When | None, *, may_end_later: bool
) -> tuple[When | None, When | None]:
    """Return start and end, each None (with a remark) if it cannot be."""
    period = element.one("period")
    if period is None:
        return None, None
    start, end = period.when("start"), period.when("end")
    if start and (wrong := wrong_with(start, today=today, born=born)):
        element.remarks.lose(period.at("start"), f"{wrong}; it was left out")
        start = None
    is_ahead = end is not None and may_end_later and end.last >= today
    if end and not is_ahead and (wrong := wrong_with(end, today=today, born=born)):
        element.remarks.lose(period.at("end"), f"{wrong}; it was left out")
        end = None
    if ends_before_start(start, end):
        element.remarks.lose(period.at("end"), "lies before the start; it was left out")
        end = None
    return start, end
