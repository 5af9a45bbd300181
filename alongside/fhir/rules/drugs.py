"""Read MedicationRequests: what the person has been prescribed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from alongside.fhir.rules.codes import RXNORM, Concept, is_placeholder
from alongside.fhir.rules.dates import When, ends_before_start, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.person import called
from alongside.fhir.rules.pool import Pool, display_of
from alongside.fhir.rules.report import Remarks, quoted

KNOWN = frozenset(
    {
        "status",
        "statusReason",
        "intent",
        "category",
        "priority",
        "doNotPerform",
        "medicationCodeableConcept",
        "medicationReference",
        "subject",
        "encounter",
        "authoredOn",
        "requester",
        "reasonCode",
        "reasonReference",
        "dosageInstruction",
        "dispenseRequest",
        "reportedBoolean",
        "groupIdentifier",
        "basedOn",
    }
)
# FHIR R4, medicationrequest-status: what never became a prescription.
NEVER = {"entered-in-error": "was entered in error", "draft": "is a draft", "unknown": "is unknown"}
WISHES = ("proposal", "plan", "option")
STATUSES = ("active", "on-hold", "cancelled", "completed", "stopped")
# Medication for opioid or alcohol use disorder by ingredient (SAMHSA TIP 63; FDA labels of
# acamprosate and disulfiram). Methadone is also given for pain: the reason, if told, decides.
FOR_ADDICTION = re.compile(
    r"buprenorphine|methadone|naltrexone|acamprosate|disulfiram|suboxone|sublocade|vivitrol",
    re.IGNORECASE,
)
FOR_PAIN = re.compile(r"\bpain\b", re.IGNORECASE)
UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month"}


@dataclass(frozen=True, slots=True)
class CameMedication:
    """A medication, once, however often it was ordered.

    Args:
        key: the sender's key of the first order.
        dosage: how to take it, in words; of the latest order that says so.
        started: when it was first ordered.
        ended: the end of its period, if one was told.
        orders: how many orders there were.
    """

    key: str
    name: str
    rxnorm: str
    dosage: str
    for_addiction: bool
    status: str
    started: When | None
    ended: When | None
    prescriber: str
    orders: int = 1

    @property
    def what(self) -> str:
        """Return what two orders of the same medication have in common."""
        return self.rxnorm or self.name.casefold()


def read_medication(
    entry: Entry, remarks: Remarks, pool: Pool, *, today: date, born: When | None
) -> CameMedication | None:
    """Read one MedicationRequest; None with the reason in `remarks` if it is not taken."""
    element = Element(entry.content, remarks)
    status = element.text("status")
    if element.flag("doNotPerform"):
        remarks.refuse("says not to give this medication; tell the prescriber", "doNotPerform")
    if status in NEVER:
        remarks.refuse(f"its status {NEVER[status]}", "status")
    elif status not in STATUSES:
        remarks.refuse(f"its status is {quoted(status)}, which is none", "status")
    if (intent := element.text("intent")) in WISHES:
        remarks.refuse(f"is a {intent} and no order", "intent")
    concept = _what(element, entry, pool)
    if concept is None:
        remarks.refuse("does not say which medication", "medication")
    if remarks.refused or concept is None:
        return None
    started = _checked(element, "authoredOn", today, born)
    ended = _end(element, started)
    rxnorm = concept.code_in(RXNORM)
    if rxnorm and is_placeholder(rxnorm):
        remarks.lose("medicationCodeableConcept", f"{quoted(rxnorm)} is a placeholder")
        rxnorm = ""
    requester = element.one("requester")
    prescriber = pool.follow(requester, entry)
    element.tell_rest(KNOWN)
    return CameMedication(
        key=entry.key,
        name=concept.label[:200],
        rxnorm=rxnorm[:20],
        dosage=dosage_of(element),
        for_addiction=_for_addiction(concept, element, entry, pool),
        status=status,
        started=started,
        ended=ended,
        prescriber=(display_of(requester) or (called(prescriber) if prescriber else ""))[:200],
    )


def _what(element: Element, entry: Entry, pool: Pool) -> Concept | None:
    if (concept := element.concept("medicationCodeableConcept")) is not None:
        return concept
    reference = element.one("medicationReference")
    found = pool.follow(reference, entry)
    if found is not None and (inner := found.concept("code")) is not None:
        return inner
    # The words beside a reference that leads nowhere still name the medication.
    if shown := display_of(reference):
        element.remarks.lose("medicationReference", "leads nowhere; only its name was kept")
        return Concept((), shown)
    if reference is not None:
        element.remarks.refuse("points to nothing in what was sent", "medicationReference")
    return None


def _checked(element: Element, name: str, today: date, born: When | None) -> When | None:
    found = element.when(name)
    if found is None:
        return None
    if (wrong := wrong_with(found, today=today, born=born)) is not None:
        element.remarks.lose(element.at(name), f"{wrong}; it was left out")
        return None
    return found


def _end(element: Element, started: When | None) -> When | None:
    """Return the end of the time for which a dispensing was asked, which may lie ahead."""
    request = element.one("dispenseRequest")
    period = request.one("validityPeriod") if request else None
    end = period.when("end") if period else None
    if period and end and ends_before_start(started, end):
        element.remarks.lose(period.at("end"), "lies before the order; it was left out")
        return None
    return end


def _for_addiction(concept: Concept, element: Element, entry: Entry, pool: Pool) -> bool:
    words = " ".join([concept.text, *(c.display for c in concept.codings)])
    if not FOR_ADDICTION.search(words):
        return False
    reasons = [c.label for c in element.concepts("reasonCode")]
    for reference in element.many("reasonReference"):
        reasons.append(display_of(reference))
        found = pool.follow(reference, entry)
        code = found.concept("code") if found else None
        reasons.append(code.label if code else "")
    return not FOR_PAIN.search(" ".join(reasons))


def dosage_of(element: Element) -> str:
    """Return how to take it: the sender's own words, else words for what was coded."""
    found = [_one_dosage(row) for row in element.many("dosageInstruction")]
    return "; ".join(words for words in found if words)[:300]


def _one_dosage(row: Element) -> str:
    if written := row.text("text") or row.text("patientInstruction"):
        return written
    words = []
    for rate in row.many("doseAndRate"):
        if (dose := rate.one("doseQuantity")) and (amount := dose.number("value")) is not None:
            words.append(f"{amount:g} {dose.text('unit') or dose.text('code')}".strip())
    timing = row.one("timing")
    if timing is not None:
        repeat = timing.one("repeat")
        code = timing.concept("code")
        words.append(_often(repeat) if repeat else (code.label if code else ""))
    if row.flag("asNeededBoolean") or "asNeededCodeableConcept" in row:
        words.append("as needed")
    words += [c.label for c in row.concepts("additionalInstruction")]
    return ", ".join(word for word in words if word)


def _often(repeat: Element) -> str:
    """Put a repeat into words: "2 times every day", "once every 6 hours"."""
    times, every = repeat.number("frequency") or 1, repeat.number("period")
    unit = UNITS.get(repeat.text("periodUnit"), "")
    if every is None or not unit:
        return ""
    often = "once" if times == 1 else f"{times:g} times"
    return f"{often} every {unit}" if every == 1 else f"{often} every {every:g} {unit}s"


def join_medications(found: Iterable[CameMedication]) -> list[CameMedication]:
    """Join the orders of one medication into one: the first start, the latest word on the rest."""
    by_what: dict[str, list[CameMedication]] = {}
    for medication in found:
        by_what.setdefault(medication.what, []).append(medication)
    return [_joined(orders) for orders in by_what.values()]


def _joined(orders: list[CameMedication]) -> CameMedication:
    dated = sorted(orders, key=lambda m: m.started.first if m.started else date.min)
    latest = dated[-1]
    running = next((m for m in reversed(dated) if m.status == "active"), latest)
    return replace(
        running,
        key=orders[0].key,
        started=next((m.started for m in dated if m.started), None),
        ended=latest.ended if running is latest else running.ended,
        dosage=next((m.dosage for m in reversed(dated) if m.dosage), ""),
        prescriber=next((m.prescriber for m in reversed(dated) if m.prescriber), ""),
        for_addiction=any(m.for_addiction for m in orders),
        orders=len(orders),
    )
