"""Translate the short form in which a scenario tells of a consent into the consent itself.

`state: valid` says that every element is there; what the scenario spells out (a day, a recipient, a
list) is then taken at its word and checked by the rules. A stated fault or end is kept.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from alongside.people.rules import Category
from alongside.privacy.rules.case import Request
from alongside.privacy.rules.consent import (
    Consent,
    ConsentType,
    Element,
    Expiry,
    Fault,
    MinorLaw,
    Recipient,
    RecipientClass,
    Release,
    Signer,
    Standing,
    faults,
)
from alongside.privacy.rules.scenarios.fields import Fields, in_words
from alongside.privacy.rules.vocabulary import FOR_PAYMENT, ORDINARY, TPO, Holder, Kind, Purpose
from alongside.privacy.rules.wording import (
    alternatives,
    holder_of,
    is_same,
    purposes_of_form,
    share_a_word,
)

NO_CONSENT = frozenset({"", "none", "missing", "no", "null"})
REFUSED = frozenset({"refused", "declined", "denied"})
# How a scenario may say that a consent does not hold, and the fault it names so.
_STATES = {
    "valid": "valid",
    "active": "valid",
    "expired": "expired",
    "revoked": "revoked",
    "withdrawn": "revoked",
    "oral_revocation": "revoked",
    "revoked_orally": "revoked",
    "revocation_requested": "held",
    "deficient": "deficient",
    "incomplete": "deficient",
    "unsigned": "deficient",
    "draft": "deficient",
    "oral": "deficient",
    "false": "false",
}
_WORDS_OF_STATE = {"unsigned": "no signature", "draft": "no signature", "oral": "no signature"}
# Forms that are not Part 2 consents at all: 42 CFR 2.31(a) asks for more than they say.
_OTHER_FORMS = frozenset({"general", "hipaa", "hipaa_authorization", "general_release"})
_WHAT: dict[ConsentType, frozenset[Category]] = {
    ConsentType.TPO: ORDINARY,
    ConsentType.SPECIFIC: ORDINARY,
    ConsentType.COUNSELING_NOTES: frozenset({Category.COUNSELING_NOTES}),
    ConsentType.PROCEEDINGS: ORDINARY,
    ConsentType.CRIMINAL_JUSTICE: frozenset({Category.ATTENDANCE, Category.DRUG_TESTS}),
    ConsentType.DIRECTOR_PAYMENT: FOR_PAYMENT,
}
_CLASSES: tuple[tuple[str, RecipientClass], ...] = (
    (r"treating provider", RecipientClass.TREATING_PROVIDERS),
    (r"health plan", RecipientClass.HEALTH_PLANS),
    (r"payer", RecipientClass.PAYERS),
    (r"helping to operate", RecipientClass.OPERATORS),
)
_ELEMENTS: tuple[tuple[str, Element], ...] = (
    (r"combin|stand.?alone|separate|condition", Element.STAND_ALONE),
    (r"participa|\bclass\b", Element.PARTICIPANTS),
    (r"\bdate", Element.DATE_SIGNED),
    (r"parent|minor|representative|director|signer", Element.SIGNERS),
    (r"sign", Element.SIGNATURE),
    (r"purpose", Element.PURPOSE),
    (r"redisclos|statement|refus|consequence", Element.TPO_STATEMENTS),
    (r"revo", Element.REVOCATION_RIGHT),
    (r"recipient|to whom", Element.RECIPIENT),
    (r"expir|\bend\b", Element.EXPIRY),
    (r"disclos", Element.DISCLOSER),
    (r"patient|\bname", Element.PATIENT_NAME),
    (r"what|descri|specific|data|meaningful", Element.WHAT),
    (r"release|disposition", Element.RELEASE_EVENT),
)
_SIGNERS: tuple[tuple[str, Signer], ...] = (
    (r"patient|minor|self|adolescent|client|\bson\b|daughter", Signer.PATIENT),
    (r"parent|mother|father", Signer.PARENT),
    (
        r"executor|executrix|administrator|representative|conservator",
        Signer.PERSONAL_REPRESENTATIVE,
    ),
    (r"spouse|wife|husband|family|kin|sibling|child", Signer.FAMILY),
    (r"director", Signer.DIRECTOR),
)


def is_refusal(fields: Fields) -> bool:
    """Say whether what stands for a consent is a refusal."""
    return _said(fields) in REFUSED


def consent_of(
    fields: Fields, request: Request, standing: Standing, at: datetime
) -> Consent | None:
    """Translate one consent; None where there is none, or where it could not be read."""
    said = _said(fields)
    if said in NO_CONSENT or said in REFUSED:
        fields.raw("signers", "type", "recipient", "data")
        return None
    if said not in _STATES:
        fields.wrong("state", f"{said!r} is not one of none, refused, {', '.join(_STATES)}")
        return None
    types, noted = _types(fields)
    if not types:
        return None
    consent = _complete(fields, types, request, standing, at)
    words = fields.text("fault", "faults", "deficiency") or _WORDS_OF_STATE.get(said, "")
    if words:
        noted = (*noted, Fault(_element_of(words), f"is deficient: {words}"))
    return _in_state(replace(consent, noted_faults=noted), _STATES[said], fields, standing, at)


def _said(fields: Fields) -> str:
    """Return the word for the state; no word is no consent."""
    return fields.text("state").lower().replace(" ", "_").replace("-", "_")


def _types(fields: Fields) -> tuple[frozenset[ConsentType], tuple[Fault, ...]]:
    """Return the types on the form, and a fault if it is no Part 2 form."""
    said = fields.text("type", needed=True).lower().replace(" ", "_").replace("-", "_")
    types: set[ConsentType] = set()
    noted: tuple[Fault, ...] = ()
    for word in filter(None, re.split(r"[+&,]|_and_", said)):
        word = word.strip("_")
        if word in _OTHER_FORMS:
            types.add(ConsentType.SPECIFIC)
            noted = (Fault(Element.OTHER, "is a general release, not a Part 2 consent"),)
        elif word in {each.value for each in ConsentType}:
            types.add(ConsentType(word))
        else:
            fields.wrong("type", f"{word!r} is not one of {in_words(ConsentType)}")
            return frozenset(), ()
    return frozenset(types), noted


def _complete(
    fields: Fields,
    types: frozenset[ConsentType],
    request: Request,
    standing: Standing,
    at: datetime,
) -> Consent:
    """Build the form with every element that the scenario does not spell out taken as there."""
    what = fields.many("data", "what", words=Category)
    purposes, says, at_request = _purposes(fields, types, request)
    until = fields.raw("irrevocable_until", "release_event")
    discloser = fields.text("discloser")
    signed = fields.day("signed", "signed_on", "date_signed")
    unknown_date = fields.has("signed", "signed_on", "date_signed") and signed is None
    return Consent(
        types=types,
        what=frozenset().union(*(_WHAT[t] for t in types)) if what is None else what,
        recipient=_recipient(fields, types, request),
        purposes=purposes,
        purposes_say=says,
        at_patients_request=at_request,
        expiry=_expiry(fields, types),
        signers=_signers(fields, types, standing),
        signed_on=None if unknown_date else signed or at.date(),
        key=fields.text("key", "id") or "the consent",
        patient_name="the patient",
        disclosers=frozenset({holder_of(discloser) if discloser else Holder.PROGRAM}),
        tells_revocation_right=fields.flag("revocation_right") is not False,
        has_tpo_statements=fields.flag("tpo_statements", "statements") is not False,
        is_condition_of_treatment=fields.flag("condition_of_treatment", "conditioned") is True,
        release=Release(
            str(until) if until is not None else "final disposition",
            fields.day("irrevocable_until", "release_event"),
        ),
        revoked_on=fields.day("revoked", "revoked_on"),
    )


def _in_state(
    consent: Consent, state: str, fields: Fields, standing: Standing, at: datetime
) -> Consent:
    """Bring about the state that the scenario tells of, whatever its days say."""
    today = at.date()
    if state == "false":
        return replace(consent, is_known_false=True)
    if state in {"revoked", "held"}:
        asked = consent.revoked_on
        return replace(consent, revoked_on=asked if asked and asked <= today else today)
    if state == "expired":
        ended = fields.day("expired", "expired_on") or consent.expiry.on
        last = ended if ended and ended < today else today - timedelta(days=1)
        return replace(consent, expiry=Expiry(on=last))
    if state == "deficient" and not faults(consent, at, standing):
        return replace(consent, noted_faults=(Fault(Element.OTHER),))
    return consent


def _purposes(
    fields: Fields, types: frozenset[ConsentType], request: Request
) -> tuple[frozenset[Purpose], frozenset[str], bool]:
    """Return the purposes, their words where no purpose is known, and "at my request"."""
    if not fields.has("purpose"):
        if types == {ConsentType.TPO}:
            return TPO, frozenset(), False
        if types == {ConsentType.DIRECTOR_PAYMENT}:
            return frozenset({Purpose.PAYMENT}), frozenset(), False
        also = TPO if ConsentType.TPO in types else frozenset()
        return also | {request.purpose}, frozenset({request.purpose_says}), False
    text = fields.text("purpose")
    if re.search(r"request of (the )?patient|patient's request|my request", text.lower()):
        return frozenset(), frozenset(), True
    purposes = purposes_of_form(text, kind=request.kind, role=request.role)
    if Purpose.TREATMENT in purposes:
        # An emergency is treatment.
        purposes |= {Purpose.EMERGENCY}
    same = share_a_word(text, request.purpose_says)
    return purposes, frozenset({request.purpose_says if same else text}), False


def _recipient(fields: Fields, types: frozenset[ConsentType], request: Request) -> Recipient:
    """Return to whom; a form that the scenario calls valid and says no more of, names the asker."""
    is_intermediary = types == {ConsentType.SPECIFIC} and (
        request.kind is Kind.INTERMEDIARY or request.holder is Holder.INTERMEDIARY
    )
    if not fields.has("recipient", "recipients"):
        classes = frozenset(RecipientClass) if ConsentType.TPO in types else frozenset()
        taking_part = frozenset({RecipientClass.TREATING_PROVIDERS.value})
        return Recipient(
            frozenset({request.requester}) if types != {ConsentType.TPO} else frozenset(),
            classes,
            is_intermediary,
            taking_part if is_intermediary else frozenset(),
        )
    text = "; ".join(fields.texts("recipient", "recipients"))
    classes = frozenset(each for words, each in _CLASSES if re.search(words, text.lower()))
    names = frozenset(_named(text, request.requester))
    if not is_intermediary:
        return Recipient(names, classes)
    participants = _participants(fields, text, request)
    if request.holder is Holder.INTERMEDIARY:
        names = frozenset({text})
    return Recipient(names, frozenset(), True, participants)


def _named(text: str, requester: str) -> list[str]:
    """Return the names on the line; the asker's own words where one of them is the asker's."""
    return [
        requester if is_same(name, requester) else name
        for name in alternatives(text)
        if not any(re.search(words, name.lower()) for words, _ in _CLASSES)
    ]


def _participants(fields: Fields, text: str, request: Request) -> frozenset[str]:
    """Return who takes part in the intermediary: all treating providers, or the named ones."""
    told = fields.texts("participants", "participant")
    parts = [*re.split(r"[+;]|\band\b", text)[1:], *told]
    found: set[str] = set()
    for part in parts:
        if re.search(r"treating|take part|takes part|participa|member", part.lower()):
            found.add(RecipientClass.TREATING_PROVIDERS.value)
        else:
            found.update(_named(part, request.requester))
    return frozenset(found)


def _expiry(fields: Fields, types: frozenset[ConsentType]) -> Expiry:
    """Return when it ends, by day or event; unsaid, it ends as the form says."""
    if not fields.has("expires", "expiry"):
        return Expiry(event="as the form says")
    text = fields.text("expires", "expiry")
    if (day := fields.day("expires", "expiry")) is not None:
        return Expiry(on=day)
    if text.lower() in {"", "none", "never", "no"}:
        return Expiry(none=text != "")
    return Expiry(event=text)


def _signers(
    fields: Fields, types: frozenset[ConsentType], standing: Standing
) -> frozenset[Signer]:
    """Return who signed; unsaid, those who had to."""
    if fields.has("signers", "signer", "signed_by"):
        found = {_signer(text, standing) for text in fields.texts("signers", "signer", "signed_by")}
        return frozenset(found)
    if ConsentType.DIRECTOR_PAYMENT in types:
        return frozenset({Signer.DIRECTOR})
    if standing.is_deceased or standing.is_adjudicated:
        return frozenset({Signer.PERSONAL_REPRESENTATIVE})
    if standing.minor_law is MinorLaw.PARENT_AND_MINOR:
        return frozenset({Signer.PATIENT, Signer.PARENT})
    return frozenset({Signer.PATIENT})


def _signer(text: str, standing: Standing) -> Signer:
    """Return who signed, from the words; a minor's guardian stands for the parent."""
    said = text.lower()
    if "guardian" in said:
        is_minor = standing.minor_law is not None
        return Signer.PARENT if is_minor else Signer.PERSONAL_REPRESENTATIVE
    return next((who for words, who in _SIGNERS if re.search(words, said)), Signer.OTHER)


def _element_of(words: str) -> Element:
    """Return the element that the words of a fault are about."""
    said = words.lower()
    return next((each for pattern, each in _ELEMENTS if re.search(pattern, said)), Element.OTHER)
