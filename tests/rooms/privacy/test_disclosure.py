"""What leaves the program, what stays, and how it is refused: by table and by law."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.people.rules import Category, Discipline
from alongside.privacy.rules.case import Context, Request, Restriction
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
    State,
    faults,
    validity,
)
from alongside.privacy.rules.disclosure import RULE_VERSION, decide
from alongside.privacy.rules.scenarios import Malformed, check, read
from alongside.privacy.rules.vocabulary import (
    Act,
    Holder,
    Kind,
    Obligation,
    Outcome,
    Purpose,
    Role,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
OWN = Path(__file__).parents[2] / "data" / "privacy_own_scenarios.yaml"
SHARED = settings.DATA.parent / "domain" / "privacy_scenarios.yaml"


def scenarios_of(path):
    """Return the scenarios of a file as test parameters; none where it is not there."""
    if not path.exists():
        return []
    found = read(yaml.safe_load(path.read_text()), NOW)
    return [pytest.param(scenario, id=scenario.id) for scenario in found]


@pytest.mark.parametrize("scenario", scenarios_of(OWN))
def test_our_own_scenario_is_decided_as_expected(scenario):
    outcome = check(scenario)

    assert outcome.passed, (outcome.title, outcome.differs, outcome.why)
    assert not outcome.not_understood


@pytest.mark.skipif(not SHARED.exists(), reason=f"no scenarios at {SHARED}")
def test_the_shared_scenarios_are_there_and_legible():
    found = read(yaml.safe_load(SHARED.read_text()), NOW)

    assert len(found) > 50
    assert not [one for one in found if isinstance(one, Malformed)]


@pytest.mark.parametrize("scenario", scenarios_of(SHARED))
def test_a_shared_scenario_is_decided_as_expected(scenario):
    outcome = check(scenario)

    assert outcome.passed, (outcome.title, outcome.differs, outcome.why)
    assert not outcome.not_understood


# --- any question at all ---------------------------------------------------------------------

NAMES = st.sampled_from(["Dr Fox", "Harbor Health", "employer", "Elena"])
CATEGORIES = st.frozensets(st.sampled_from(Category))
REQUESTS = st.builds(
    Request,
    requester=NAMES,
    kind=st.sampled_from(Kind),
    holder=st.sampled_from(Holder),
    act=st.sampled_from(Act),
    purpose=st.sampled_from(Purpose),
    data=CATEGORIES,
    role=st.sampled_from(Role),
    purpose_says=st.sampled_from(["", "housing", "legal"]),
    discipline=st.none() | st.sampled_from(Discipline),
)
DAYS = st.dates(date(2026, 11, 20), date(2026, 11, 30))
CONSENTS = st.builds(
    Consent,
    types=st.frozensets(st.sampled_from(ConsentType), min_size=1, max_size=2),
    what=CATEGORIES,
    recipient=st.builds(
        Recipient,
        names=st.frozensets(NAMES),
        classes=st.frozensets(st.sampled_from(RecipientClass)),
        is_intermediary=st.booleans(),
        participants=st.frozensets(NAMES | st.just(RecipientClass.TREATING_PROVIDERS.value)),
    ),
    purposes=st.frozensets(st.sampled_from(Purpose)),
    expiry=st.builds(Expiry, on=st.none() | DAYS, event=st.just("discharge"), none=st.booleans()),
    signers=st.frozensets(st.sampled_from(Signer)),
    signed_on=st.none() | DAYS,
    key=st.sampled_from(["one", "two"]),
    patient_name=st.just("Ada"),
    disclosers=st.frozensets(st.sampled_from(Holder)),
    purposes_say=st.frozensets(st.sampled_from(["", "housing"])),
    at_patients_request=st.booleans(),
    release=st.builds(Release, event=st.just("final disposition"), on=st.none() | DAYS),
    revoked_on=st.none() | DAYS,
    is_known_false=st.booleans(),
)
# Forms that hold, so that the laws are tried on open doors too.
FORMS = st.builds(
    lambda form, kind: replace(
        form,
        types=frozenset({kind}),
        signers=frozenset(Signer) - ({Signer.OTHER}),
        signed_on=TODAY,
        expiry=Expiry(on=TODAY),
        revoked_on=None,
        is_known_false=False,
        what=frozenset(Category),
        disclosers=frozenset(Holder),
        purposes=frozenset(Purpose),
        recipient=Recipient(frozenset({"Dr Fox", "employer"}), frozenset(RecipientClass)),
    ),
    CONSENTS,
    st.sampled_from(ConsentType),
)
FILES = st.lists(CONSENTS | FORMS, max_size=3).map(tuple)
MAYBE = st.none() | st.booleans()
RESTRICTIONS = st.builds(
    Restriction,
    says=st.just("as the patient asked"),
    names=st.frozensets(NAMES),
    roles=st.frozensets(st.sampled_from(Role), max_size=2),
    categories=CATEGORIES,
    is_for_self_paid=st.booleans(),
)
CONTEXTS = st.builds(
    Context,
    at=st.just(NOW),
    standing=st.builds(
        Standing,
        minor_law=st.none() | st.sampled_from(MinorLaw),
        is_deceased=st.booleans(),
        is_adjudicated=st.booleans(),
    ),
    restrictions=st.lists(RESTRICTIONS, max_size=2).map(tuple),
    is_refused=st.booleans(),
    is_treating=MAYBE,
    can_consent=MAYBE,
    is_threat_to_life=st.booleans(),
    lacks_capacity=st.booleans(),
    is_on_case=st.booleans(),
    is_author=st.booleans(),
    is_supervised=MAYBE,
    has_service_agreement=st.booleans(),
    has_audit_agreement=st.booleans(),
    has_data_agreement=MAYBE,
    agreement_scope=st.none() | CATEGORIES,
    has_research_approval=st.booleans(),
    is_copied=st.booleans(),
    is_deidentified=MAYBE,
    has_court_order=st.booleans(),
    has_compulsory_process=st.booleans(),
    order_lists=CATEGORIES,
    is_patient_heard=MAYBE,
    service_on=st.none() | DAYS,
    is_self_paid=MAYBE,
    notice_attached=MAYBE,
    has_opt_out_been_offered=st.booleans(),
    has_opted_out=st.booleans(),
    is_part2=st.booleans(),
    is_encrypted=st.booleans(),
)
# Facts and purposes that open a way of their own. Where none is there, consent is the only key.
PLAIN_PURPOSES = st.sampled_from(
    [
        Purpose.TREATMENT,
        Purpose.PAYMENT,
        Purpose.OPERATIONS,
        Purpose.OTHER,
        Purpose.INQUIRY,
        Purpose.ACCESS,
    ]
)
PLAIN_KINDS = st.sampled_from(
    [
        Kind.COVERED_ENTITY,
        Kind.PART2_PROGRAM,
        Kind.NON_COVERED,
        Kind.INDIVIDUAL,
        Kind.LAW_ENFORCEMENT,
        Kind.INTERMEDIARY,
        Kind.CRIMINAL_JUSTICE,
        Kind.GOVERNMENT,
    ]
)
PLAIN_ROLES = st.sampled_from([Role.OTHER, Role.MEDICAL, Role.HEALTH_PLAN, Role.PARENT])


def spoil(consent, how):
    """Return the consent with one more thing wrong with it."""
    return replace(
        consent,
        **{
            "revoked": {"revoked_on": TODAY - timedelta(days=1)},
            "expired": {"expiry": Expiry(on=TODAY - timedelta(days=1))},
            "unsigned": {"signers": frozenset()},
            "undated": {"signed_on": None},
            "false": {"is_known_false": True},
            "nameless": {"patient_name": ""},
            "noted": {"noted_faults": (Fault(Element.OTHER),)},
        }[how],
    )


@given(REQUESTS, FILES, CONTEXTS)
def test_every_question_gets_a_whole_answer(request_, consents, context):
    answer = decide(request_, consents, context)

    assert answer.release | answer.withhold == request_.data
    assert not answer.release & answer.withhold
    assert answer.rules
    assert answer.cite
    assert answer.why
    assert answer.rule_version == RULE_VERSION
    if answer.decision in {Outcome.DENY, Outcome.ESCALATE, Outcome.NO_DISCLOSURE}:
        assert not answer.release
    if answer.decision is Outcome.PERMIT:
        assert not answer.withhold
    if answer.decision is Outcome.ESCALATE:
        assert Obligation.PRIVACY_LEAD in answer.obligations


@given(REQUESTS, FILES.filter(len), CONTEXTS, st.data())
def test_spoiling_a_consent_never_adds_to_what_is_released(request_, consents, context, data):
    n = data.draw(st.integers(0, len(consents) - 1))
    how = data.draw(
        st.sampled_from(["revoked", "expired", "unsigned", "undated", "false", "nameless", "noted"])
    )
    spoiled = (*consents[:n], spoil(consents[n], how), *consents[n + 1 :])

    before = decide(request_, consents, context).release
    after = decide(request_, spoiled, context).release

    assert after <= before


@given(REQUESTS, FILES, CONTEXTS, CATEGORIES)
def test_a_narrower_request_never_gets_more(request_, consents, context, only):
    wide = decide(request_, consents, context)
    narrow = decide(replace(request_, data=request_.data & only), consents, context)

    assert narrow.release <= wide.release


@given(REQUESTS, FILES, CONTEXTS)
def test_a_refusal_by_the_patient_never_adds_to_what_is_released(request_, consents, context):
    willing = decide(request_, consents, replace(context, is_refused=False))
    refusing = decide(request_, consents, replace(context, is_refused=True))

    assert refusing.release <= willing.release


@given(
    REQUESTS,
    PLAIN_KINDS,
    PLAIN_PURPOSES,
    PLAIN_ROLES,
    st.sampled_from([Act.DISCLOSE, Act.ACKNOWLEDGE]),
)
def test_without_consent_or_exception_an_outsider_learns_nothing(
    request_, kind, purpose, role, act
):
    asked = replace(request_, kind=kind, purpose=purpose, role=role, act=act, holder=Holder.PROGRAM)
    assume(Category.DEIDENTIFIED not in asked.data)

    answer = decide(asked, (), Context(at=NOW))

    assert answer.decision is Outcome.DENY
    assert not answer.release
    assert Obligation.NEUTRAL_REPLY in answer.obligations


@given(REQUESTS, CONTEXTS, st.lists(FORMS, max_size=3).map(tuple))
def test_counselling_notes_leave_by_their_own_form_or_a_courts_order_only(
    request_, context, consents
):
    assume(request_.kind is not Kind.INTERNAL)
    assume(not context.has_court_order)
    others = tuple(c for c in consents if ConsentType.COUNSELING_NOTES not in c.types)

    assert Category.COUNSELING_NOTES not in decide(request_, others, context).release


@given(REQUESTS, FILES, CONTEXTS)
def test_the_journal_is_read_by_the_patient_alone(request_, consents, context):
    is_patient = request_.kind is Kind.INDIVIDUAL and request_.role is Role.PATIENT

    answer = decide(request_, consents, context)

    assert is_patient or Category.JOURNAL not in answer.release


@given(REQUESTS, FILES, CONTEXTS)
def test_nobody_is_told_of_other_people(request_, consents, context):
    assert Category.OTHER_PEOPLE not in decide(request_, consents, context).release


@given(REQUESTS, FILES, CONTEXTS)
def test_what_leaves_on_a_consent_carries_the_notice(request_, consents, context):
    answer = decide(request_, consents, context)

    if answer.consents:
        assert Obligation.NOTICE_2_32 in answer.obligations


@given(REQUESTS, FILES, CONTEXTS)
def test_the_record_never_turns_against_its_patient(request_, consents, context):
    asked = replace(request_, purpose=Purpose.PROCEEDING)
    assume(asked.kind is not Kind.INTERNAL and asked.role is not Role.PATIENT)
    others = tuple(c for c in consents if ConsentType.PROCEEDINGS not in c.types)
    without_order = replace(context, has_court_order=False)

    released = decide(asked, others, without_order).release

    assert released <= {Category.DEIDENTIFIED}


# --- one consent -----------------------------------------------------------------------------

WHOLE = Consent(
    types=frozenset({ConsentType.TPO}),
    what=frozenset({Category.MEDICATIONS}),
    recipient=Recipient(classes=frozenset(RecipientClass)),
    purposes=frozenset({Purpose.TREATMENT}),
    expiry=Expiry(none=True),
    signers=frozenset({Signer.PATIENT}),
    signed_on=TODAY,
    patient_name="Ada",
)


def test_a_whole_consent_holds():
    assert validity(WHOLE, NOW) == validity(WHOLE, NOW, Standing())
    assert validity(WHOLE, NOW).holds


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"patient_name": ""}, Element.PATIENT_NAME),
        ({"disclosers": frozenset()}, Element.DISCLOSER),
        ({"what": frozenset()}, Element.WHAT),
        ({"recipient": Recipient()}, Element.RECIPIENT),
        ({"recipient": Recipient(frozenset({"HIE"}), is_intermediary=True)}, Element.PARTICIPANTS),
        ({"purposes": frozenset()}, Element.PURPOSE),
        ({"tells_revocation_right": False}, Element.REVOCATION_RIGHT),
        ({"expiry": Expiry()}, Element.EXPIRY),
        ({"signers": frozenset()}, Element.SIGNATURE),
        ({"signers": frozenset({Signer.FAMILY})}, Element.SIGNERS),
        ({"signed_on": None}, Element.DATE_SIGNED),
        ({"signed_on": TODAY + timedelta(days=1)}, Element.DATE_SIGNED),
        ({"has_tpo_statements": False}, Element.TPO_STATEMENTS),
        (
            {"types": frozenset({ConsentType.TPO, ConsentType.COUNSELING_NOTES})},
            Element.STAND_ALONE,
        ),
        (
            {
                "types": frozenset({ConsentType.PROCEEDINGS}),
                "is_condition_of_treatment": True,
                "expiry": Expiry(on=TODAY),
            },
            Element.STAND_ALONE,
        ),
        (
            {"types": frozenset({ConsentType.CRIMINAL_JUSTICE}), "expiry": Expiry(on=TODAY)},
            Element.RELEASE_EVENT,
        ),
        ({"types": frozenset({ConsentType.SPECIFIC})}, Element.EXPIRY),
    ],
)
def test_a_consent_lacks_what_its_form_lacks(change, element):
    lacking = replace(WHOLE, **change)

    found = faults(lacking, NOW)

    assert element in {fault.element for fault in found}
    assert all(fault.cite and str(fault) for fault in found)
    assert validity(lacking, NOW).state is State.DEFICIENT


@pytest.mark.parametrize(
    ("days", "state"), [(-1, State.EXPIRED), (0, State.VALID), (1, State.VALID)]
)
def test_a_consent_holds_through_its_last_day(days, state):
    ending = replace(WHOLE, expiry=Expiry(on=TODAY + timedelta(days=days)))

    assert validity(ending, NOW).state is state


def test_a_revocation_counts_from_its_day_on():
    revoked = replace(WHOLE, signed_on=TODAY - timedelta(days=9), revoked_on=TODAY)

    assert validity(revoked, NOW - timedelta(days=1)).holds
    assert validity(revoked, NOW).state is State.REVOKED


def test_a_consent_for_a_disposition_is_held_until_its_event():
    held = replace(
        WHOLE,
        types=frozenset({ConsentType.CRIMINAL_JUSTICE}),
        expiry=Expiry(event="end of probation"),
        release=Release("end of probation", TODAY + timedelta(days=7)),
        revoked_on=TODAY,
    )

    assert validity(held, NOW).state is State.HELD
    assert validity(held, NOW + timedelta(days=7)).state is State.REVOKED


@pytest.mark.parametrize(
    ("standing", "signers", "suffices"),
    [
        (Standing(MinorLaw.MINOR_ALONE), {Signer.PARENT}, False),
        (Standing(MinorLaw.MINOR_ALONE), {Signer.PATIENT}, True),
        (Standing(MinorLaw.PARENT_AND_MINOR), {Signer.PATIENT}, False),
        (Standing(MinorLaw.PARENT_AND_MINOR), {Signer.PATIENT, Signer.PARENT}, True),
        (Standing(is_adjudicated=True), {Signer.PATIENT}, False),
        (Standing(is_adjudicated=True), {Signer.PERSONAL_REPRESENTATIVE}, True),
        (Standing(is_deceased=True), {Signer.FAMILY}, True),
        (Standing(), {Signer.DIRECTOR}, False),
    ],
)
def test_those_sign_whose_consent_it_needs(standing, signers, suffices):
    signed = replace(WHOLE, signers=frozenset(signers))

    assert validity(signed, NOW, standing).holds is suffices


def test_the_decision_names_the_consent_it_rests_on():
    asked = Request(
        "Dr Fox",
        Kind.COVERED_ENTITY,
        Holder.PROGRAM,
        Act.DISCLOSE,
        Purpose.TREATMENT,
        frozenset({Category.MEDICATIONS}),
        Role.MEDICAL,
    )

    answer = decide(asked, [replace(WHOLE, key="form 7")], Context(at=NOW))

    assert answer.consents == ("form 7",)
