"""What a consent would open for a request, if it holds.

Whether it holds is asked apart (`consent.validity`), so that a refusal can tell a consent that
never reached this far from one that has ended.
"""

from collections.abc import Callable

from alongside.people.rules import Category
from alongside.privacy.rules.case import Case, Request
from alongside.privacy.rules.consent import Consent, ConsentType, RecipientClass
from alongside.privacy.rules.vocabulary import (
    FOR_PAYMENT,
    ORDINARY,
    TPO,
    VENDORS,
    Holder,
    Kind,
    Purpose,
    Role,
)

NOTHING: frozenset[Category] = frozenset()
# Their own rules say under what agreement they receive something, or that a class never names them.
_OUTSIDE_EVERY_CLASS = VENDORS | {
    Kind.INDIVIDUAL,
    Kind.INTERNAL,
    Kind.INTERMEDIARY,
    Kind.LAW_ENFORCEMENT,
    Kind.COURT,
    Kind.CRIMINAL_JUSTICE,
    Kind.RESEARCH,
    Kind.REGISTRY,
}
_UNDER_HIPAA = frozenset({Kind.COVERED_ENTITY, Kind.PART2_PROGRAM, Kind.BUSINESS_ASSOCIATE})
_CARE = frozenset({Purpose.TREATMENT, Purpose.EMERGENCY})


def covers(consent: Consent, case: Case) -> frozenset[Category]:
    """Return the categories that the consent opens for this request, were it to hold.

    Restrictions and refusals are not looked at here. Categories beyond those asked for may be
    among them.
    """
    opened: frozenset[Category] = NOTHING
    for kind in consent.types:
        opened |= _BY_TYPE[kind](consent, case)
    return opened & consent.what


def is_named(consent: Consent, request: Request) -> bool:
    """Say whether the form names this requester."""
    return request.requester in consent.recipient.names


def serves(consent: Consent, request: Request) -> bool:
    """Say whether the request's purpose is one of the form's (42 CFR 2.31(a)(5))."""
    if consent.at_patients_request:
        return True
    if request.purpose is Purpose.OTHER:
        return request.purpose_says in consent.purposes_say
    return request.purpose in consent.purposes


def classes_of(request: Request) -> frozenset[RecipientClass]:
    """Return the classes of the TPO form (42 CFR 2.31(a)(4)) that the requester stands in."""
    if request.kind in _OUTSIDE_EVERY_CLASS:
        return frozenset()
    is_plan = request.role is Role.HEALTH_PLAN
    is_provider = not is_plan and (
        request.kind in _UNDER_HIPAA or request.role in {Role.MEDICAL, Role.VETERANS}
    )
    classes: set[RecipientClass] = set()
    if is_provider:
        classes.add(RecipientClass.TREATING_PROVIDERS)
    if request.purpose not in _CARE and (is_plan or request.kind is Kind.COVERED_ENTITY):
        classes |= {RecipientClass.HEALTH_PLANS, RecipientClass.PAYERS}
    if request.purpose is Purpose.OPERATIONS and request.kind in _UNDER_HIPAA:
        classes.add(RecipientClass.OPERATORS)
    return frozenset(classes)


def _by_tpo(consent: Consent, case: Case) -> frozenset[Category]:
    """Open for treatment, payment and operations (R07; 42 CFR 2.31(a)(4), 2.33(a)-(b)).

    A covered entity that received the record may pass it on as HIPAA allows, whoever the form
    named; no other holder may.
    """
    request = case.request
    if case.is_legal or request.purpose not in TPO or not serves(consent, request):
        return NOTHING
    if case.is_onward:
        is_hipaas = request.holder is Holder.RECIPIENT_CE and bool(classes_of(request))
        if not is_hipaas or _is_stranger(case):
            return NOTHING
    elif request.kind in VENDORS or not _meets(consent, case):
        return NOTHING
    return FOR_PAYMENT if request.purpose is Purpose.PAYMENT else ORDINARY


def _meets(consent: Consent, case: Case) -> bool:
    """Say whether the requester is named, or stands in a class that is."""
    if is_named(consent, case.request):
        return True
    return not _is_stranger(case) and bool(classes_of(case.request) & consent.recipient.classes)


def _is_stranger(case: Case) -> bool:
    """Say whether the requester is known not to treat the patient, and asks to treat."""
    return case.request.purpose is Purpose.TREATMENT and case.context.is_treating is False


def _by_name(consent: Consent, case: Case) -> frozenset[Category]:
    """Open what the form lists for whom it names (R08; 42 CFR 2.31(a)), or through R20.

    Fundraising needs a chance to opt out first (R30; 2.31(a)(5)(iii)).
    """
    request = case.request
    if case.is_legal or not serves(consent, request):
        return NOTHING
    if request.purpose is Purpose.FUNDRAISING and not may_raise_funds(case):
        return NOTHING
    if _takes_part(consent, case):
        return ORDINARY
    return ORDINARY if request.holder in consent.disclosers and _meets(consent, case) else NOTHING


def _takes_part(consent: Consent, case: Case) -> bool:
    """Say whether an intermediary may pass the record on to this participant (R20; 2.24)."""
    request, participants = case.request, consent.recipient.participants
    if request.holder is not Holder.INTERMEDIARY or not consent.recipient.is_intermediary:
        return False
    if request.requester in participants:
        return True
    return (
        RecipientClass.TREATING_PROVIDERS.value in participants
        and request.purpose in _CARE
        and not _is_stranger(case)
        and RecipientClass.TREATING_PROVIDERS in classes_of(request)
    )


def may_raise_funds(case: Case) -> bool:
    """Say whether the patient had the chance to opt out of fundraising and did not (R30)."""
    return case.context.has_opt_out_been_offered and not case.context.has_opted_out


def _by_counseling_notes(consent: Consent, case: Case) -> frozenset[Category]:
    """Open the notes of whose session it was, by their own form only (R11; 42 CFR 2.31(b))."""
    request = case.request
    if case.is_legal or not serves(consent, request) or not is_named(consent, request):
        return NOTHING
    return frozenset({Category.COUNSELING_NOTES}) if not case.is_onward else NOTHING


def _by_proceedings(consent: Consent, case: Case) -> frozenset[Category]:
    """Open what the form lists for the proceeding that it names (R14; 42 CFR 2.31(d))."""
    request = case.request
    if request.holder not in consent.disclosers:
        return NOTHING
    return ORDINARY if serves(consent, request) and is_named(consent, request) else NOTHING


def _by_criminal_justice(consent: Consent, case: Case) -> frozenset[Category]:
    """Open what the form lists to those who monitor the disposition (R25; 42 CFR 2.35(a))."""
    request = case.request
    monitors = request.kind in {Kind.CRIMINAL_JUSTICE, Kind.COURT}
    if case.is_legal or case.is_onward or not monitors or not is_named(consent, request):
        return NOTHING
    return ORDINARY if request.purpose is Purpose.MONITORING else NOTHING


def _by_director(consent: Consent, case: Case) -> frozenset[Category]:
    """Open what a payer needs while the patient is unable to sign (R24; 42 CFR 2.15(a)(2))."""
    request = case.request
    if case.is_legal or case.is_onward or request.purpose is not Purpose.PAYMENT:
        return NOTHING
    return FOR_PAYMENT if _meets(consent, case) else NOTHING


_BY_TYPE: dict[ConsentType, Callable[[Consent, Case], frozenset[Category]]] = {
    ConsentType.TPO: _by_tpo,
    ConsentType.SPECIFIC: _by_name,
    ConsentType.COUNSELING_NOTES: _by_counseling_notes,
    ConsentType.PROCEEDINGS: _by_proceedings,
    ConsentType.CRIMINAL_JUSTICE: _by_criminal_justice,
    ConsentType.DIRECTOR_PAYMENT: _by_director,
}
