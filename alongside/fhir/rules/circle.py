"""Read CareTeams: who else cares for this person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from alongside.fhir.rules.dates import When, ends_before_start, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.person import called
from alongside.fhir.rules.pool import Pool, display_of
from alongside.fhir.rules.report import Remarks, quoted

KNOWN = frozenset(
    {
        "status",
        "category",
        "name",
        "subject",
        "encounter",
        "period",
        "participant",
        "managingOrganization",
        "reasonCode",
        "reasonReference",
        "telecom",
    }
)
TEAMS_THAT_STAND = ("active", "suspended", "inactive")
NPI = "http://hl7.org/fhir/sid/us-npi"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody outside who cares, or cared, for this person.

    Args:
        key: the sender's key of the person or practice; empty if only a name was sent.
        until: when the last team with them ended; None while one stands.
    """

    key: str
    name: str
    role: str
    organization: str
    phone: str
    npi: str
    since: When | None
    until: When | None


def read_team(
    entry: Entry, remarks: Remarks, pool: Pool, *, today: date, born: When | None
) -> list[Helper]:
    """Read one CareTeam; empty with the reason in `remarks` if nobody is taken."""
    element = Element(entry.content, remarks)
    status = element.text("status") or "active"
    if status not in TEAMS_THAT_STAND:
        remarks.refuse(f"its status is {quoted(status)}: no team that stands", "status")
        return []
    since, until = _span(element, today, born)
    practice = _practice(element, entry, pool)
    helpers = []
    for row in element.many("participant"):
        helper = _helper(row, entry, pool, practice)
        if helper is not None:
            own_since, own_until = _span(row, today, born)
            ended = own_until or until
            if ended is None and status == "inactive":
                row.remarks.lose(row.path, "is of a team that has ended, and no one says when")
                continue
            helpers.append(replace(helper, since=own_since or since, until=ended))
    if not helpers:
        remarks.refuse("names nobody who can be taken", "participant")
    element.tell_rest(KNOWN)
    return helpers


def _helper(row: Element, entry: Entry, pool: Pool, practice: str) -> Helper | None:
    member = row.one("member")
    found = pool.find(member, entry)
    if found is not None and found.type == "Patient":
        return None
    if found is not None and found.type == "RelatedPerson":
        row.remarks.lose(row.path, "is somebody close: the person says whom they want named")
        return None
    roles = [c.label for c in row.concepts("role")]
    content, organization = _behind(member, found, entry, pool)
    if (behalf := pool.follow(row.one("onBehalfOf"), entry)) is not None:
        organization = behalf.text("name")
    name = ((called(content) if content else "") or display_of(member))[:160]
    if not name:
        reference = member.content.get("reference") if member else None
        row.remarks.lose(row.path, f"points to nobody in what was sent ({quoted(reference)})")
        return None
    return Helper(
        key=found.key if found else "",
        name=name,
        role=roles[0][:120] if roles else "",
        organization=(organization or practice)[:200],
        phone=_phone(content)[:40] if content else "",
        npi=_npi(content) if content else "",
        since=None,
        until=None,
    )


def _behind(
    member: Element | None, found: Entry | None, entry: Entry, pool: Pool
) -> tuple[Element | None, str]:
    """Return the person or practice behind a member, and the practice that a role names."""
    content = pool.follow(member, entry)
    if content is None or found is None or found.type != "PractitionerRole":
        return content, ""
    practice = pool.follow(content.one("organization"), found)
    person = pool.follow(content.one("practitioner"), found)
    return person, practice.text("name") if practice else ""


def _phone(content: Element) -> str:
    rows = (row for row in content.many("telecom") if row.text("system") == "phone")
    return next((value for row in rows if (value := row.text("value"))), "")


def _npi(content: Element) -> str:
    rows = (row for row in content.many("identifier") if row.text("system") == NPI)
    return next((value for row in rows if (value := row.text("value", longest=20))), "")


def _practice(element: Element, entry: Entry, pool: Pool) -> str:
    for reference in element.many("managingOrganization"):
        found = pool.follow(reference, entry)
        name = found.text("name") if found else ""
        if name or (name := display_of(reference)):
            return name
    return ""


def _span(element: Element, today: date, born: When | None) -> tuple[When | None, When | None]:
    period = element.one("period")
    start = period.when("start") if period else None
    end = period.when("end") if period else None
    if period and start and (wrong := wrong_with(start, today=today, born=born)):
        element.remarks.lose(period.at("start"), f"{wrong}; it was left out")
        start = None
    if period and ends_before_start(start, end):
        element.remarks.lose(period.at("end"), "lies before the start; it was left out")
        end = None
    return start, end


def join_helpers(found: Iterable[Helper]) -> list[Helper]:
    """Join what several teams say of one helper: the earliest start, an end only if all ended."""
    by_who: dict[str, list[Helper]] = {}
    for helper in found:
        by_who.setdefault(helper.npi or helper.key or helper.name.casefold(), []).append(helper)
    return [_joined(places) for places in by_who.values()]


def _joined(places: list[Helper]) -> Helper:
    starts = [p.since for p in places if p.since]
    ends = [p.until for p in places if p.until]
    latest = max(places, key=lambda p: p.since.first if p.since else date.min)
    return replace(
        latest,
        since=min(starts, key=lambda w: w.first) if starts else None,
        until=max(ends, key=lambda w: w.last) if len(ends) == len(places) else None,
    )
