"""Translate the `context` of a scenario into the facts that the rules know."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from alongside.people.rules import Category
from alongside.privacy.rules.case import Context, Request, Restriction
from alongside.privacy.rules.consent import MinorLaw, Standing
from alongside.privacy.rules.scenarios.fields import Fields
from alongside.privacy.rules.vocabulary import Kind, Role
from alongside.privacy.rules.wording import is_author, is_off_case, is_same, share_a_word

WHEN = ("at", "date", "today", "now", "on", "as_of", "request_date", "decided_on", "asked_on")

# Facts that are told for the reader and decide nothing.
_TOLD_ONLY = (
    "people",
    "affected",
    "persons",
    "individuals",
    "patients",
    "count",
    "number",
    "ehr",
    "through_ehr",
    "age",
    "note",
    "comment",
    "protocol",
)
_SELF_PAID = r"self.?paid|self.?pay|paid in full|out of pocket|own pocket"
_NOT_TREATING = r"(not|never|no longer) treat|does.?n.t treat|no treating"
_UNIT_OUTSIDE = r"(non|not)[ _-]?part[ _-]?2|mental[ _-]?health|\bmh\b|mh[ _-]|no sud|general med"
_IDENTIFIES = r"hash|pseudonym|date|zip|initials|coded|mrn"


@dataclass(frozen=True)
class Told:
    """What the rest of the scenario says that belongs among the facts."""

    requester: str
    restrictions: tuple[Restriction, ...]
    is_refused: bool
    holder: str


def moment_of(fields: Fields, at: datetime) -> datetime:
    """Return when the scenario is decided: its own day if it gives one."""
    day = fields.day(*WHEN)
    return at if day is None else datetime.combine(day, time(12), tzinfo=at.tzinfo)


def facts_of(fields: Fields, request: Request, told: Told, at: datetime) -> Context:
    """Translate a scenario's facts; what is not told is not known."""
    fields.raw(*_TOLD_ONLY, "agreement")
    order, process = _instrument(fields)
    return Context(
        at=at,
        standing=_standing(fields),
        restrictions=told.restrictions,
        is_refused=told.is_refused or fields.flag("refused", "objects", "patient_objects") is True,
        is_treating=_is_treating(fields, told.requester),
        can_consent=_can_consent(fields),
        is_threat_to_life=fields.flag("threat", "substantial_threat", "threat_to_life") is True,
        lacks_capacity=fields.flag("lacks_capacity", "minor_lacks_capacity") is True,
        is_on_case=_is_on_case(fields, told.requester),
        is_author=_is_author(fields, request.kind, told.requester),
        is_supervised=fields.flag("supervised", "supervision", "under_supervision"),
        has_service_agreement=fields.flag(
            "qsoa", "baa", "qso_agreement", "service_agreement", "agreement"
        )
        is True,
        has_audit_agreement=fields.flag(
            "audit_agreement",
            "undertaking",
            "written_undertaking",
            "audit_undertaking",
            "written_agreement",
            "agreement",
        )
        is True,
        has_data_agreement=fields.flag("dua", "data_use_agreement", "data_agreement"),
        agreement_scope=fields.many("scope", "qsoa_scope", "agreement_scope", words=Category),
        has_research_approval=fields.flag(
            "irb", "irb_waiver", "irb_approval", "approval", "authorization", "waiver"
        )
        is True,
        is_copied=_is_copied(fields),
        is_deidentified=_is_deidentified(fields),
        has_court_order=order,
        has_compulsory_process=process,
        order_lists=fields.many("order_lists", "order_scope", words=Category) or frozenset(),
        is_patient_heard=fields.flag("patient_heard", "heard"),
        service_on=fields.day("service_date", "service_on", "date_of_service"),
        is_self_paid=fields.flag("self_paid", "paid_in_full", "self_pay"),
        notice_attached=fields.flag("notice_attached", "notice", "statement_attached"),
        has_opt_out_been_offered=fields.flag(
            "opt_out_offered", "opt_out_given", "opt_out_chance", "opt_out"
        )
        is True,
        has_opted_out=fields.flag("opted_out") is True or _used_opt_out(fields),
        is_part2=_is_part2(fields, told.holder),
        is_encrypted=fields.flag("encrypted", "is_encrypted") is True
        and fields.flag("key_safe", "key") is not False
        and fields.flag("key_lost", "key_compromised") is not True,
    )


def restriction_of(text: str, requester: str) -> Restriction:
    """Read a restriction in the patient's words; in doubt it holds for this requester.

    >>> restriction_of("no disclosure to plan for self-paid services", "hospital ED").roles
    frozenset({<Role.HEALTH_PLAN: 'health_plan'>})
    """
    said = text.lower().replace("_", " ")
    to = re.search(r"\b(?:to|with)\s+(?:my |the |any )?(.+?)(?:\s+(?:for|about|unless)\b|$)", said)
    target = to.group(1) if to else ""
    names, roles = frozenset[str](), frozenset[Role]()
    if re.search(r"plan|insur|payer", target):
        roles = frozenset({Role.HEALTH_PLAN})
    elif target and not re.match(r"(everyone|anyone|anybody|others|nobody)", target):
        is_meant = is_same(target, requester) or share_a_word(target, requester)
        names = frozenset({requester if is_meant else target})
    categories = frozenset(
        category
        for category in Category
        if re.search(rf"\b{category.value.replace('_', ' ').rstrip('s')}s?\b", said)
    )
    return Restriction(text, names, roles, categories, bool(re.search(_SELF_PAID, said)))


def _instrument(fields: Fields) -> tuple[bool, bool]:
    """Return whether a court's order and whether a compulsory process was served."""
    said = " ".join(fields.texts("instrument", "instruments")).lower()
    if said.startswith(("none", "no ")):
        return False, False
    order = re.search(r"order(?!ed)", said) is not None
    return order, re.search(r"subpoena|warrant|summons|process|mandate", said) is not None


def _standing(fields: Fields) -> Standing:
    """Return minority, death and incapacity."""
    law = fields.text("state_law", "minor_law").lower()
    minor_law = None
    if "alone" in law:
        minor_law = MinorLaw.MINOR_ALONE
    elif "parent" in law:
        minor_law = MinorLaw.PARENT_AND_MINOR
    elif law:
        fields.wrong("state_law", f"{law!r} says neither that a minor decides alone nor a parent")
    if fields.flag("minor", "is_minor") and minor_law is None:
        # Where the law is not told, the stricter one holds.
        minor_law = MinorLaw.PARENT_AND_MINOR
    return Standing(
        minor_law,
        is_deceased=fields.flag("deceased", "is_deceased", "dead", "died") is True,
        is_adjudicated=fields.flag("adjudicated", "adjudicated_incompetent") is True,
    )


def _is_treating(fields: Fields, requester: str) -> bool | None:
    """Return whether the asker treats the patient, if anything is said of it."""
    if re.search(_NOT_TREATING, requester.lower()):
        return False
    return fields.flag(*fields.like(r"^(is_)?treat|relationship"))


def _can_consent(fields: Fields) -> bool | None:
    """Return whether a patient in an emergency could be asked, if anything is said of it."""
    able = fields.flag("can_consent", "able_to_consent", "conscious", "awake", "reachable")
    unable = fields.flag("unconscious", "unreachable", "cannot_consent", "unable_to_consent")
    if unable:
        return False
    return able


def _is_on_case(fields: Fields, requester: str) -> bool:
    """Return whether a member of staff is on the case; a scenario says so when not."""
    told = fields.flag(*fields.like(r"caseload|on_case|on_team|care_team|assigned|need_to_know"))
    return told is not False and not is_off_case(requester)


def _is_author(fields: Fields, kind: Kind, requester: str) -> bool:
    """Return whether a member of staff wrote the notes."""
    names = fields.like(r"author$|originator|own_notes?$|wrote")
    told, named = fields.flag(*names), fields.text(*names) if names else ""
    if told and named and named not in {"true", "yes", "self"} and kind is Kind.INTERNAL:
        return is_same(named, requester)
    return told is True or (told is None and is_author(requester))


def _is_copied(fields: Fields) -> bool:
    """Return whether an auditor takes copies away."""
    copied = fields.flag("copied", "copies", "copy", "copying", "download", "downloads", "remote")
    on_site = fields.flag("on_site", "onsite", "on_premises")
    return bool(copied) or on_site is False


def _is_deidentified(fields: Fields) -> bool | None:
    """Return whether data marked as de-identified really are, if the method is told."""
    method = fields.text("method", "deid_method", "deid", "deidentification").lower()
    if method:
        return not re.search(_IDENTIFIES, method) and not method.startswith("no")
    return fields.flag("deidentified", "is_deidentified")


def _used_opt_out(fields: Fields) -> bool:
    """Return whether the patient used the chance to opt out."""
    return bool(re.search(r"used|taken|exercised|opted", fields.text("opt_out").lower()))


def _is_part2(fields: Fields, holder: str) -> bool:
    """Return False only where an exception for the unit is told (R02)."""
    denials = fields.like(r"^(no|not|non)_.*(part_?2|sud)|exception|exempt|mental_health_only")
    claims = tuple(n for n in fields.like(r"part_?2|sud|^covered") if n not in denials)
    covered, outside = fields.flag(*claims), fields.flag(*denials)
    units = " ".join((fields.text("unit", "facility", "record", "record_type"), holder)).lower()
    return not (covered is False or outside or re.search(_UNIT_OUTSIDE, units))
