"""Consents as data: complete or not at all, never changed, revoked at once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.days import day_of
from alongside.people.models import Task
from alongside.people.rules import Category
from alongside.privacy import gate, locks
from alongside.privacy.actions.consents import Deficient, NoText, revoke_consent, sign_consent
from alongside.privacy.models import Consent
from alongside.privacy.queries.consents import as_signed, consents_of
from alongside.privacy.rules import consent as rules
from alongside.privacy.rules.case import Context, Request
from alongside.privacy.rules.disclosure import decide
from alongside.privacy.rules.vocabulary import Act, Holder, Kind, Purpose

TEXT = "I, Ada Example, agree that Riverbend IOP tells Mill Road Practice how I am."
FORM = rules.Consent(
    types=frozenset({rules.ConsentType.SPECIFIC}),
    patient_name="Ada Example",
    what=frozenset({Category.PRESENCE, Category.MEDICATIONS}),
    recipient=rules.Recipient(names=frozenset({"Mill Road Practice"})),
    purposes=frozenset({Purpose.TREATMENT}),
    expiry=rules.Expiry(on=date(2099, 1, 1)),
    signers=frozenset(),
    signed_on=None,
)
ADA_SIGNS = {rules.Signer.PATIENT: "Ada Example"}


@pytest.fixture
def ada(cast):
    return gate.job_access("test", at=cast.at, reader=cast.user("ada")).on(cast.episode)


def sign(access, form=FORM, *, text=TEXT, signatures=ADA_SIGNS, **more):
    return sign_consent(access, form, text=text, signatures=signatures, at=access.at, **more)


def asks(at, data=(Category.MEDICATIONS,)):
    request = Request(
        requester="Mill Road Practice",
        kind=Kind.COVERED_ENTITY,
        holder=Holder.PROGRAM,
        act=Act.DISCLOSE,
        purpose=Purpose.TREATMENT,
        data=frozenset(data),
    )
    return request, Context(at=at)


def test_what_was_signed_is_what_the_rules_read(ada):
    row = sign(ada)

    assert consents_of(ada) == [
        replace(
            FORM,
            key=str(row.pk),
            signers=frozenset({rules.Signer.PATIENT}),
            signed_on=day_of(ada.at),
        )
    ]


CONSENTS = st.builds(
    rules.Consent,
    types=st.just(frozenset({rules.ConsentType.TPO})),
    patient_name=st.just("Ada Example"),
    what=st.frozensets(st.sampled_from(Category), min_size=1),
    recipient=st.builds(
        rules.Recipient,
        names=st.frozensets(st.text("abc ÄΩ", min_size=1), min_size=1),
        classes=st.frozensets(st.sampled_from(rules.RecipientClass)),
        is_intermediary=st.booleans(),
        participants=st.frozensets(st.text("abc", min_size=1), min_size=1),
    ),
    purposes=st.frozensets(st.sampled_from(Purpose), min_size=1),
    purposes_say=st.frozensets(st.text("abc")),
    disclosers=st.frozensets(st.sampled_from(Holder), min_size=1),
    expiry=st.builds(
        rules.Expiry,
        on=st.one_of(st.none(), st.dates()),
        event=st.text("abc"),
        none=st.just(True),
    ),
    signers=st.just(frozenset()),
    signed_on=st.none(),
    release=st.builds(rules.Release, event=st.text("abc"), on=st.one_of(st.none(), st.dates())),
    at_patients_request=st.booleans(),
    is_condition_of_treatment=st.booleans(),
)


def test_every_element_comes_back_as_it_was_signed(ada):
    @given(CONSENTS)
    def comes_back(form):
        row = sign(ada, form)
        row.refresh_from_db()
        same = {"key": str(row.pk), "signers": frozenset(ADA_SIGNS), "signed_on": day_of(ada.at)}
        assert as_signed(row) == replace(form, **same)

    comes_back()


@pytest.mark.parametrize(
    ("form", "element"),
    [
        (replace(FORM, patient_name=""), rules.Element.PATIENT_NAME),
        (replace(FORM, what=frozenset()), rules.Element.WHAT),
        (replace(FORM, recipient=rules.Recipient()), rules.Element.RECIPIENT),
        (replace(FORM, purposes=frozenset()), rules.Element.PURPOSE),
        (replace(FORM, expiry=rules.Expiry()), rules.Element.EXPIRY),
        (replace(FORM, tells_revocation_right=False), rules.Element.REVOCATION_RIGHT),
    ],
)
def test_a_form_that_lacks_an_element_cannot_be_signed(ada, form, element):
    with pytest.raises(Deficient) as refused:
        sign(ada, form)

    assert [fault.element for fault in refused.value.faults] == [element]
    assert not Consent.objects.exists()


@pytest.mark.parametrize("signatures", [{}, {rules.Signer.PATIENT: "  "}])
def test_without_a_name_written_it_is_not_signed(ada, signatures):
    with pytest.raises(Deficient) as refused:
        sign(ada, signatures=signatures)

    assert refused.value.faults[0].element is rules.Element.SIGNATURE


def test_there_is_no_consent_without_its_text(ada):
    with pytest.raises(NoText):
        sign(ada, text=" \n")


def test_sending_twice_signs_once(ada):
    rows = [sign(ada, key=UUID(int=7)) for _ in range(2)]

    assert rows[0].pk == rows[1].pk
    assert Consent.objects.count() == 1


def test_on_a_consent_records_go_out_and_after_a_revocation_they_do_not(cast, ada):
    row = sign(ada)
    later = ada.at + timedelta(minutes=1)
    before = decide(asks(later)[0], consents_of(ada), asks(later)[1])

    revoke_consent(ada, row, how=Consent.Channel.SPOKEN, saying="I changed my mind.", at=later)

    after = decide(asks(later)[0], consents_of(ada), asks(later)[1])
    assert before.release == {Category.MEDICATIONS}
    assert after.release == frozenset()
    told = Task.objects.get(source="privacy.consent_revoked")
    assert (told.source_id, told.episode) == (row.pk, cast.episode)


def test_the_first_revocation_is_the_one_that_counts(cast, ada):
    row = sign(ada)
    for days in (0, 1):
        at = ada.at + timedelta(days=days)
        revoke_consent(ada, row, how=Consent.Channel.PORTAL, at=at)

    row.refresh_from_db()
    assert row.revoked_at == ada.at
    assert Task.objects.filter(source="privacy.consent_revoked").count() == 1


def test_another_wording_is_another_consent_and_the_one_before_ends(ada):
    first = sign(ada)

    second = sign(ada, replace(FORM, what=frozenset({Category.PRESENCE})), replaces=first)

    first.refresh_from_db()
    assert (first.revoked_how, second.replaces) == (Consent.Channel.REPLACED, first)
    request, context = asks(ada.at)
    assert decide(request, consents_of(ada), context).release == frozenset()


def test_nobody_signs_in_the_place_of_anothers_consent(cast, ada):
    bens = gate.job_access("test", at=cast.at).on(cast.bens)
    row = sign(bens, replace(FORM, patient_name="Ben Example"))

    with pytest.raises(gate.Http404):
        sign(ada, replaces=row)
    with pytest.raises(gate.Http404):
        revoke_consent(ada, row, how=Consent.Channel.PORTAL, at=cast.at)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "I agree to everything."},
        {"what": ["progress_notes"]},
        {"signed_on": date(2020, 1, 1)},
        {"signatures": {"patient": "Someone Else"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_what_was_signed(ada, change):
    row = sign(ada)

    with pytest.raises(DatabaseError, match="stays as it was signed"), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_to_take_a_revocation_back_or_to_delete(ada):
    row = sign(ada)
    revoke_consent(ada, row, how=Consent.Channel.WRITTEN, at=ada.at)

    for deed in (
        lambda rows: rows.update(revoked_at=None, revoked_how=""),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError, match="consent"), transaction.atomic():
            deed(Consent.objects.filter(pk=row.pk))
    assert Consent.objects.filter(pk=row.pk, revoked_at=ada.at).exists()


def test_nothing_leaves_on_a_text_that_was_tampered_with(ada):
    row = sign(ada)
    row.text = "I agree to everything."

    found = rules.validity(as_signed(row), ada.at)

    assert found.state is rules.State.DEFICIENT
    assert "not the text that was signed" in found.reason


def test_every_column_is_either_as_signed_or_said_later():
    columns = {field.column for field in Consent._meta.concrete_fields}

    assert columns == set(locks.SIGNED) | set(locks.LATER)
