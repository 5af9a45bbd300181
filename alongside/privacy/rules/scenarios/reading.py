"""Read a scenario file: its shape, and every scenario in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from alongside.people.rules import Category
from alongside.privacy.rules.case import Context, Request
from alongside.privacy.rules.consent import Consent
from alongside.privacy.rules.scenarios.consents import consent_of, is_refusal
from alongside.privacy.rules.scenarios.facts import Told, facts_of, moment_of, restriction_of
from alongside.privacy.rules.scenarios.fields import Fields, kind_of
from alongside.privacy.rules.vocabulary import Act, Holder, Kind, Obligation, Outcome, Role, Rule
from alongside.privacy.rules.wording import discipline_of, holder_of, purpose_of, role_of

SCHEMA = "alongside.privacy-scenario/1"
# The journal is no word of these files: it is never asked for and never told.
_DATA = frozenset(Category) - {Category.JOURNAL}
_KINDS = {
    "provider": Kind.COVERED_ENTITY,
    "health_plan": Kind.COVERED_ENTITY,
    "payer": Kind.COVERED_ENTITY,
    "covered": Kind.COVERED_ENTITY,
    "ba": Kind.BUSINESS_ASSOCIATE,
    "program": Kind.PART2_PROGRAM,
    "noncovered": Kind.NON_COVERED,
    "employer": Kind.NON_COVERED,
    "attorney": Kind.NON_COVERED,
    "school": Kind.NON_COVERED,
    "accreditor": Kind.NON_COVERED,
    "funder": Kind.NON_COVERED,
    "lawful_holder": Kind.NON_COVERED,
    "family": Kind.INDIVIDUAL,
    "patient": Kind.INDIVIDUAL,
    "parent": Kind.INDIVIDUAL,
    "spouse": Kind.INDIVIDUAL,
    "person": Kind.INDIVIDUAL,
    "staff": Kind.INTERNAL,
    "workforce": Kind.INTERNAL,
    "researcher": Kind.RESEARCH,
    "police": Kind.LAW_ENFORCEMENT,
    "public_health": Kind.GOVERNMENT,
    "regulator": Kind.GOVERNMENT,
    "pdmp": Kind.GOVERNMENT,
    "hie": Kind.INTERMEDIARY,
}
_ACTS = {
    "share": Act.DISCLOSE,
    "send": Act.DISCLOSE,
    "export": Act.DISCLOSE,
    "report": Act.DISCLOSE,
    "account": Act.DISCLOSE,
    "release": Act.DISCLOSE,
    "provide": Act.DISCLOSE,
    "accounting": Act.DISCLOSE,
    "list": Act.DISCLOSE,
    "inform": Act.DISCLOSE,
    "testify": Act.DISCLOSE,
    "revoke": Act.DISCLOSE,
    "redisclosure": Act.REDISCLOSE,
    "access": Act.USE,
    "view": Act.USE,
    "read": Act.USE,
    "confirm": Act.ACKNOWLEDGE,
}


class Unreadable(ValueError):
    """The file is not a scenario file."""


@dataclass(frozen=True)
class Expectation:
    """What a scenario expects; None where it expects nothing in particular."""

    decision: Outcome
    release: frozenset[Category] | None
    withhold: frozenset[Category] | None
    obligations: frozenset[Obligation] | None
    rules: frozenset[Rule] | None


@dataclass(frozen=True)
class Scenario:
    """One question and the answer that is expected of it."""

    id: str
    title: str
    request: Request
    consents: tuple[Consent, ...]
    context: Context
    expect: Expectation
    # Fields that the rules do not know: they were not looked at, and can open nothing.
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True)
class Malformed:
    """A scenario that could not be read, and every reason why."""

    id: str
    title: str
    problems: tuple[str, ...]


def read(loaded: object, at: datetime) -> list[Scenario | Malformed]:
    """Read what a scenario file holds.

    Args:
        loaded: the file as plain values (mappings, lists, texts, dates).
        at: when the scenarios are decided that give no day of their own; in the program's zone.

    Raises:
        Unreadable: if it has not the shape of such a file, or holds no scenario.
    """
    if not isinstance(loaded, Mapping):
        raise Unreadable(
            f"the file must be a mapping with `schema` and `scenarios`, not {kind_of(loaded)}"
        )
    schema = loaded.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise Unreadable(f"the schema is {schema!r}; this command reads {SCHEMA}")
    scenarios = loaded.get("scenarios")
    if not isinstance(scenarios, list):
        raise Unreadable(f"`scenarios` must be a list, not {kind_of(scenarios)}")
    if not scenarios:
        raise Unreadable("`scenarios` is empty: there is nothing to check")
    found = [_scenario(n, value, at) for n, value in enumerate(scenarios, 1)]
    return list(_once_each(found))


def _once_each(found: list[Scenario | Malformed]) -> Iterable[Scenario | Malformed]:
    """Yield the scenarios; a second one of the same id cannot be told apart, and is malformed."""
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            yield Malformed(one.id, one.title, ("id: another scenario has it already",))
        else:
            yield one
        seen.add(one.id)


def _scenario(number: int, value: object, at: datetime) -> Scenario | Malformed:
    """Read one scenario, or collect what is wrong with it."""
    problems: list[str] = []
    if not isinstance(value, Mapping):
        return Malformed(f"scenario {number}", "", (f"must be a mapping, not {kind_of(value)}",))
    top = Fields.of("scenario", value, at.date(), problems)
    name, title = top.text("id", needed=True), top.text("title")
    top.raw("confidence", "note", "comment")
    facts = Fields.of("context", top.raw("context"), at.date(), problems)
    at = moment_of(facts, moment_of(top, at))
    top.on = facts.on = at.date()
    asked = Fields.of("request", top.raw("request"), at.date(), problems)
    if not top.has("request"):
        problems.append("request: is missing")
    request = _request(asked)
    forms = [Fields.of(where, form, at.date(), problems) for where, form in _forms(top)]
    expect = _expectation(top, problems)
    if request is None or expect is None:
        return Malformed(name or f"scenario {number}", title, tuple(problems))
    restrictions = [
        text for part in (facts, *forms) for text in part.texts("restriction", "restrictions")
    ]
    told = Told(
        request.requester,
        tuple(restriction_of(text, request.requester) for text in restrictions),
        any(is_refusal(form) for form in forms),
        asked.text("holder") if request.holder is Holder.PROGRAM else "",
    )
    context = facts_of(facts, request, told, at)
    consents = [consent_of(form, request, context.standing, at) for form in forms]
    if problems:
        return Malformed(name or f"scenario {number}", title, tuple(problems))
    return Scenario(
        name,
        title,
        request,
        tuple(consent for consent in consents if consent is not None),
        context,
        expect,
        _not_understood(top, asked, facts, *forms),
    )


def _forms(top: Fields) -> list[tuple[str, object]]:
    """Return the consents of a scenario: one under `consent`, or a list under `consents`."""
    one, several = top.raw("consent"), top.raw("consents")
    if isinstance(one, str):
        # `consent: none`
        one = {"state": one}
    forms: list[tuple[str, object]] = [("consent", one)] if one is not None else []
    if several is not None and not isinstance(several, list):
        top.wrong("consents", f"must be a list, not {kind_of(several)}")
    elif several is not None:
        forms += [(f"consents[{n}]", form) for n, form in enumerate(several)]
    return forms


def _request(fields: Fields) -> Request | None:
    """Read who asks for what; None if that could not be read."""
    requester = fields.text("requester", needed=True)
    kind = fields.one("kind", Kind, _KINDS)
    act = fields.one("act", Act, _ACTS)
    said = fields.text("purpose", needed=True)
    holder = fields.text("holder") or Holder.PROGRAM.value
    data = fields.many("data", words=Category, needed=True)
    if data is not None and not data <= _DATA:
        fields.wrong("data", "the journal cannot be asked for")
    if kind is None or act is None or data is None:
        return None
    role = role_of(requester, kind)
    if role is Role.OTHER and fields.text("kind") in {"payer", "health_plan"}:
        role = Role.HEALTH_PLAN
    request = Request(
        requester,
        kind,
        _of_program(holder),
        act,
        purpose_of(said, kind=kind, role=role),
        data,
        role,
        said,
    )
    if kind is Kind.INTERNAL:
        return replace(request, discipline=discipline_of(requester))
    return request


def _of_program(text: str) -> Holder:
    """Return the holder; a unit of the program that Part 2 does not cover is still the program."""
    found = holder_of(text)
    is_unit = found is Holder.RECIPIENT_OTHER and not text.lower().startswith("recipient")
    if is_unit and any(word in text.lower() for word in ("clinic", "unit", "mental", "part2")):
        return Holder.PROGRAM
    return found


def _expectation(top: Fields, problems: list[str]) -> Expectation | None:
    """Read what is expected; None if that could not be read."""
    if not top.has("expect"):
        problems.append("expect: is missing")
        return None
    fields = Fields.of("expect", top.raw("expect"), top.on, problems)
    decision = fields.one("decision", Outcome)
    expect = (
        fields.many("release", words=Category),
        fields.many("withhold", words=Category),
        fields.many("obligations", words=Obligation),
        fields.many("rules", words=Rule),
    )
    fields.raw("cite", "why")
    for name in fields.left_over():
        # A misspelt expectation would pass unseen.
        fields.wrong(name, "is nothing that can be expected")
    return None if decision is None else Expectation(decision, *expect)


def _not_understood(*parts: Fields) -> tuple[str, ...]:
    """Name the fields that nothing looked at."""
    return tuple(f"{part.where}.{name}" for part in parts for name in part.left_over())
