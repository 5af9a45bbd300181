"""Medications, doses and tests are written onto the opened record only, and once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from alongside.medications import actions, queries
from alongside.medications.models import Dose, DrugTest, Medication
from alongside.privacy import gate

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def access(cast):
    return gate.job_access("import", at=cast.at).on(cast.episode)


def buprenorphine(episode, **about):
    return Medication(episode=episode, name="Buprenorphine", for_addiction=True, **about)


def test_doses_are_read_back_with_their_medication(cast, access):
    taken = buprenorphine(cast.episode, started_on=FIRST)
    dose = Dose(episode=cast.episode, medication=taken, given_on=FIRST, amount=8)
    actions.record(access, medications=[taken], doses=[dose])

    (found,) = queries.doses_between(access, FIRST, LAST)

    assert (found.medication.name, float(found.amount)) == ("Buprenorphine", 8.0)


def test_a_medication_counts_in_every_period_that_it_reaches_into(cast, access):
    actions.record(
        access, medications=[buprenorphine(cast.episode, started_on=FIRST, ended_on=LAST)]
    )

    def found(first, last):
        return len(queries.medications_between(access, first, last))

    assert found(LAST, date(2026, 4, 30)) == 1
    assert found(date(2026, 4, 1), date(2026, 4, 30)) == 0
    assert found(date(2026, 1, 1), FIRST) == 1


def test_the_same_medication_is_not_taken_twice(cast, access):
    def again():
        row = buprenorphine(cast.episode, origin="fhir", origin_key="m1")
        return actions.record(access, medications=[row])

    assert (again(), again()) == (1, 0)


def test_another_persons_test_is_refused(cast, access):
    with pytest.raises(actions.NotTheirs):
        actions.record(access, tests=[DrugTest(episode=cast.bens, collected_on=FIRST)])


def test_a_medication_that_ends_before_it_starts_is_refused(cast, access):
    wrong = buprenorphine(cast.episode, started_on=LAST, ended_on=FIRST)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record(access, medications=[wrong])


@pytest.mark.parametrize(
    ("status", "ended_on", "is_shown"),
    [
        ("active", None, True),
        ("on-hold", None, True),
        ("stopped", None, False),
        ("completed", None, False),
        ("stopped", date(2026, 3, 10), True),
        ("stopped", date(2026, 2, 10), False),
    ],
)
def test_a_medication_that_was_stopped_nobody_knows_when_does_not_look_as_if_it_went_on(
    cast, access, status, ended_on, is_shown
):
    medication = Medication(
        episode=cast.episode,
        name="Sertraline",
        status=status,
        started_on=date(2026, 1, 1),
        ended_on=ended_on,
    )
    actions.record(access, medications=[medication])

    found = queries.medications_between(access, date(2026, 3, 1), date(2026, 3, 31))

    assert bool(found) is is_shown
