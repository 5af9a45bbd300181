"""One-time codes: said in person, typed with the own birth date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people import actions
from alongside.people.models import Invitation, Patient
from alongside.people.rules.accounts import CODE_LETTERS, read_code, written_code

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
BORN = date(1991, 5, 17)


@pytest.fixture
def code(cast):
    return actions.give_code(cast.ada, by=cast.user("fay"), at=NOW)


def enter(code, born_on=BORN, minutes=1):
    return actions.redeem_code(code, born_on=born_on, at=NOW + timedelta(minutes=minutes))


def test_a_code_and_the_birth_date_open_the_account(cast, code):
    assert enter(code) == cast.user("ada")


def test_it_may_be_typed_as_it_was_heard(cast, code):
    assert enter(f" {written_code(code).lower()} ") == cast.user("ada")


def test_a_code_works_once(cast, code):
    enter(code)

    assert enter(code) is None


@pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False), (60, False)])
def test_a_code_works_for_a_quarter_of_an_hour(cast, code, minutes, opens):
    assert (enter(code, minutes=minutes) is not None) == opens


def test_a_new_code_ends_the_one_before(cast, code):
    newer = actions.give_code(cast.ada, by=cast.user("fay"), at=NOW)

    assert enter(code) is None
    assert enter(newer) == cast.user("ada")


def test_a_double_press_for_somebody_without_an_account_makes_one(cast):
    new = actions.register(at=NOW, chosen_name="Cleo Example", born_on=BORN)
    seen_twice = [Patient.objects.get(pk=new.pk) for _ in range(2)]

    first, second = (actions.give_code(p, by=cast.user("fay"), at=NOW) for p in seen_twice)

    assert seen_twice[0].user == seen_twice[1].user
    assert enter(first) is None
    assert enter(second) == seen_twice[0].user
    assert Patient.objects.get(pk=new.pk).version == new.version


def test_somebody_elses_birth_date_does_not_fit(cast, code):
    assert enter(code, born_on=date(1984, 2, 3)) is None
    assert enter(code) == cast.user("ada")


def test_five_wrong_birth_dates_end_the_code(cast, code):
    for day in range(1, 6):
        assert enter(code, born_on=date(1990, 1, day)) is None

    assert enter(code) is None


def test_a_closed_account_does_not_open(cast, code):
    user = cast.user("ada")
    user.is_active = False
    user.save()

    assert enter(code) is None


def test_without_a_birth_date_there_is_no_code(cast):
    dee = actions.register(at=NOW, chosen_name="Dee Example")

    with pytest.raises(actions.BirthDateMissing):
        actions.give_code(dee, by=cast.user("fay"), at=NOW)


def test_a_patient_without_an_address_gets_an_account_by_the_first_code(cast):
    dee = actions.register(at=NOW, chosen_name="Dee Example", born_on=BORN)

    user = enter(actions.give_code(dee, by=cast.user("fay"), at=NOW))

    dee.refresh_from_db()
    assert user == dee.user
    assert user.email is None


def test_only_a_digest_of_the_code_is_kept(cast, code):
    assert code not in str(vars(Invitation.objects.get()))


def test_a_code_has_no_letters_that_look_alike_and_is_long_enough(cast, code):
    assert len(code) >= 8
    assert set(code) <= set(CODE_LETTERS)
    assert not set("0O1IL2Z5S8BAEIUY") & set(CODE_LETTERS)


@given(st.text(alphabet=CODE_LETTERS, min_size=1, max_size=12))
def test_a_code_is_read_back_as_it_was_written(code):
    assert read_code(written_code(code)) == code
    assert read_code(written_code(code).lower().replace("-", " ")) == code
