"""Accounts: opened by invitation, closed by whoever answers for them."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from alongside.people import actions, queries
from alongside.people.models import AccountDeed, Invitation, Staff, User
from alongside.people.rules import Discipline

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
GOOD = "seven quiet herons"


def new_nurse(email="nora@example.org", **more):
    return actions.take_on(
        name="Nora New", discipline=Discipline.NURSE, email=email, at=NOW, **more
    )


def test_an_invited_nurse_chooses_a_password_and_the_address_is_hers(cast):
    nora, secret = new_nurse(by=cast.user("dora"))

    user = actions.accept(secret, password=GOOD, at=NOW + timedelta(days=6))

    nora.refresh_from_db()
    assert nora.user == user
    assert user.email == "nora@example.org"
    assert user.check_password(GOOD)
    assert user.password.startswith("argon2$argon2id$")
    assert EmailAddress.objects.get(user=user).verified


def test_until_the_link_is_opened_the_address_is_nobodys(cast):
    nora, _secret = new_nurse()

    assert nora.user.email is None
    assert not nora.user.has_usable_password()


def test_only_a_digest_of_the_link_is_kept(cast):
    _nora, secret = new_nurse()

    kept = Invitation.objects.get()
    assert secret not in str(vars(kept))
    assert kept.digest == queries.digest_of(secret)


@pytest.mark.parametrize(
    ("when", "again"),
    [(timedelta(days=8), False), (timedelta(days=1), True)],
    ids=["after a week", "a second time"],
)
def test_a_link_is_over(cast, when, again):
    _nora, secret = new_nurse()
    if again:
        actions.accept(secret, password=GOOD, at=NOW)

    with pytest.raises(actions.LinkEnded):
        actions.accept(secret, password="somebody else's", at=NOW + when)

    assert not User.objects.get(staff__name="Nora New").check_password("somebody else's")


def test_a_new_link_ends_the_one_before(cast):
    nora, first = new_nurse()
    second = actions.invite(nora, email="nora@example.org", at=NOW)

    assert queries.open_link(first, at=NOW) is None
    assert queries.open_link(second, at=NOW) is not None


def test_two_people_never_share_an_address(cast):
    with pytest.raises(actions.AddressTaken):
        new_nurse(email="CARA@example.org")
    new_nurse(email="nora@example.org")
    with pytest.raises(actions.AddressTaken):
        actions.invite(cast.ben, email="Nora@example.org", at=NOW)

    assert Staff.objects.filter(name="Nora New").count() == 1


def test_an_auditor_is_not_taken_on_without_a_last_day(cast):
    with pytest.raises(actions.EndMissing):
        actions.take_on(name="Ava", discipline=Discipline.AUDITOR, email="ava@example.org", at=NOW)


def test_a_patients_account_is_made_by_the_first_invitation(cast):
    cleo = actions.register(at=NOW, chosen_name="Cleo Example")

    secret = actions.invite(cleo, email="cleo@example.org", by=cast.user("fay"), at=NOW)
    user = actions.accept(secret, password=GOOD, at=NOW)

    cleo.refresh_from_db()
    assert cleo.user == user


def test_a_closed_account_opens_to_nobody_until_it_is_opened_again(cast):
    nora, secret = new_nurse()
    actions.close_account(nora, by=cast.user("dora"), at=NOW)

    with pytest.raises(actions.LinkEnded):
        actions.accept(secret, password=GOOD, at=NOW)
    with pytest.raises(actions.AccountClosed):
        actions.invite(nora, email="nora@example.org", at=NOW)

    actions.reopen_account(nora, by=cast.user("dora"), at=NOW)
    assert actions.invite(nora, email="nora@example.org", at=NOW)


def test_nobody_closes_their_own_account_or_forgets_their_own_second_proof(cast):
    dora = cast.staff["dora"]

    with pytest.raises(actions.OwnAccount):
        actions.close_account(dora, by=dora.user, at=NOW)
    with pytest.raises(actions.OwnAccount):
        actions.forget_second_factor(dora, by=dora.user, at=NOW)


def test_who_did_what_to_an_account_is_written_down(cast):
    nora, secret = new_nurse(by=cast.user("dora"))
    actions.accept(secret, password=GOOD, at=NOW)
    actions.close_account(nora, by=cast.user("dora"), at=NOW)

    deeds = AccountDeed.objects.filter(account=nora.user).order_by("pk")
    assert [(d.what, d.by) for d in deeds] == [
        ("invited", cast.user("dora")),
        ("accepted", nora.user),
        ("closed", cast.user("dora")),
    ]


def test_the_log_of_a_deed_names_nobody(cast, caplog):
    nora, secret = new_nurse(by=cast.user("dora"))
    actions.accept(secret, password=GOOD, at=NOW)

    told = " ".join(str(record.msg) for record in caplog.records)
    assert "account_invited" in told
    for secret_thing in (secret, "nora", "Nora", str(nora.pk), str(nora.user.pk)):
        assert secret_thing not in told


def test_the_first_director_is_invited_on_the_command_line(db, capsys):
    call_command("invite", "dana@example.org", "--name", "Dana First")

    path = capsys.readouterr().out.strip()
    user = actions.accept(path.rstrip("/").rsplit("/", 1)[-1], password=GOOD, at=datetime.now(UTC))
    assert path.startswith("http://localhost/join/")
    assert user.staff.discipline == Discipline.PROGRAM_DIRECTOR
