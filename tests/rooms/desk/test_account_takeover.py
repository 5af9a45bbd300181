"""Nobody takes over a colleague's account alone, and what was done to one is told and listed."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.people import actions
from alongside.people.models import AccountDeed, Invitation, User
from alongside.people.rules import Discipline
from alongside.privacy.models import StaffBlock

ELSEWHERE = "dora.at.home@example.org"


@pytest.fixture
def nils(cast):
    """Return Nils, who signs in with two proofs."""
    staff = cast.staff["nils"]
    Authenticator.objects.create(user=staff.user, type=Authenticator.Type.TOTP, data={})
    return staff


@pytest.fixture
def dora(client, cast):
    client.force_login(cast.user("dora"))
    return client


def send_link(client, staff, address=ELSEWHERE):
    return client.post(reverse("desk-send-link", args=[staff.pk]), {"email": address})


def take_proof(client, staff):
    url = reverse("desk-forget-second-proof", args=[staff.pk])
    return client.post(url, follow=True).content.decode()


def has_proof(staff):
    return Authenticator.objects.filter(user=staff.user).exists()


def test_who_sent_a_link_cannot_take_away_the_second_proof_too(dora, cast, nils):
    send_link(dora, nils)

    page = take_proof(dora, nils)

    assert "Another director or the privacy officer must take away" in page
    assert has_proof(nils)


def test_who_took_away_the_second_proof_cannot_send_a_link_too(dora, cast, nils):
    take_proof(dora, nils)

    answer = send_link(dora, nils)

    assert answer.status_code == 422
    assert "the privacy officer must send the link" in answer.content.decode().replace("\n", " ")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("second", ["prue", "another director"])
def test_a_second_person_can(client, dora, cast, nils, second):
    send_link(dora, nils, "nils@example.org")
    if second == "prue":
        client.force_login(cast.user("prue"))
    else:
        don = User.objects.create_user("don@example.org", None)
        actions.hire(name="Don Test", discipline=Discipline.PROGRAM_DIRECTOR, user=don)
        client.force_login(don)

    assert reverse("desk-forget-second-proof", args=[nils.pk]) in client.get("/staff/").text
    take_proof(client, nils)

    assert not has_proof(nils)


@pytest.mark.parametrize(("days", "may"), [(6, False), (8, True)])
def test_after_a_week_one_person_may_do_the_other_half(cast, nils, days, may):
    now = datetime.now(UTC)
    dora = cast.user("dora")
    actions.invite(nils, email=ELSEWHERE, by=dora, at=now - timedelta(days=days))

    if may:
        actions.forget_second_factor(nils, by=dora, at=now)
    else:
        with pytest.raises(actions.SecondPersonNeeded):
            actions.forget_second_factor(nils, by=dora, at=now)
    assert has_proof(nils) != may


@pytest.mark.parametrize("deed", [send_link, take_proof])
@pytest.mark.django_db(transaction=True)
def test_owner_and_privacy_officer_are_told_by_mail_that_tells_nothing(dora, nils, deed):
    deed(dora, nils)
    mail.outbox.clear()

    call_command("worker", "--once")

    # To the address that the account has, not to the one that was typed.
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "nils@example.org",
        "prue@example.org",
    ]
    for letter in mail.outbox:
        for word in ("nils", "dora", "riverbend", "alongside", "program", "clinic", "patient"):
            assert word not in f"{letter.subject} {letter.body}".lower()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_a_first_invitation_or_of_what_they_did_themselves(dora, cast):
    nora, _secret = actions.take_on(
        name="Nora New", discipline=Discipline.NURSE, email="nora@example.org", at=cast.at
    )
    send_link(dora, nora, "nora@example.org")
    send_link(dora, cast.staff["dora"], "dora@example.org")
    mail.outbox.clear()

    call_command("worker", "--once")

    assert mail.outbox == []
    assert not AccountDeed.objects.filter(is_news=True).exists()


def test_the_owner_reads_of_it_on_today_until_they_have_read_it(client, dora, cast, nils):
    take_proof(dora, nils)
    client.force_login(nils.user)

    page = client.get(reverse("desk-today")).text
    deed = AccountDeed.objects.get(account=nils.user)
    # What is done after the page was opened is not read by pressing its button.
    actions.close_account(nils, by=cast.user("dora"), at=cast.at)
    actions.reopen_account(nils, by=cast.user("dora"), at=cast.at)
    client.force_login(nils.user)
    client.post(reverse("desk-account-news-read"), {"deed": [str(deed.pk), "nonsense"]})
    after = client.get(reverse("desk-today")).text

    assert "Took away a lost second proof" in page
    assert "Dora Test" in page
    assert "Took away a lost second proof" not in after
    assert "Closed the account" in after


def test_nobody_marks_what_another_was_told_as_read(client, dora, cast, nils):
    take_proof(dora, nils)
    deed = AccountDeed.objects.get(account=nils.user)

    dora.post(reverse("desk-account-news-read"), {"deed": str(deed.pk)})

    deed.refresh_from_db()
    assert deed.is_news


def test_the_privacy_officer_helps_but_neither_invites_nor_closes(client, cast, nils):
    client.force_login(cast.user("prue"))

    page = client.get("/staff/").text

    assert reverse("desk-send-link", args=[nils.pk]) in page
    for name, args in (
        ("desk-invite-staff", []),
        ("desk-close-account", [nils.pk]),
        ("desk-reopen-account", [nils.pk]),
    ):
        assert reverse(name, args=args) not in page
        assert client.post(reverse(name, args=args)).status_code == 404


# --- the list


DEEDS = "/staff/deeds/"


@pytest.mark.parametrize("name", ["dora", "prue", "axel"])
def test_who_answers_for_accounts_reads_what_was_done_to_them(client, cast, nils, name):
    actions.forget_second_factor(nils, by=cast.user("dora"), at=cast.at)
    actions.give_code(cast.ada, by=cast.user("fay"), at=cast.at)
    client.force_login(cast.user(name))

    page = " ".join(client.get(DEEDS).text.split())

    assert "<bdi>Dora Test</bdi></b>: Took away a lost second proof." in page
    assert "Account of Nils Test" in page
    assert "<bdi>Fay Test</bdi></b>: Gave a one-time code." in page
    assert "Account of Ada Example" in page
    assert f'href="{DEEDS}"' in client.get(reverse("desk-today")).text


@pytest.mark.parametrize("name", ["cara", "petra", "fay", "ada"])
def test_nobody_else_reads_it(client, cast, name):
    client.force_login(cast.user(name))

    assert client.get(DEEDS).status_code == 404


def test_a_patient_who_has_shut_their_record_is_not_named(client, cast):
    actions.give_code(cast.ada, by=cast.user("fay"), at=cast.at)
    StaffBlock.objects.create(patient=cast.ada, staff=cast.staff["prue"], since_at=cast.at)
    client.force_login(cast.user("prue"))

    page = client.get(DEEDS).text

    assert "Ada" not in page
    assert "Account of somebody in care" in page


def test_it_is_read_of_one_person_and_page_by_page(client, cast):
    nils, cara = cast.staff["nils"], cast.staff["cara"]
    for minutes in range(21):
        at = cast.at + timedelta(minutes=minutes)
        actions.invite(nils, email="nils@example.org", by=cast.user("dora"), at=at)
    actions.close_account(cara, by=cast.user("dora"), at=cast.at)
    client.force_login(cast.user("axel"))

    of_nils = client.get(DEEDS, {"person": nils.pk}).text
    second = client.get(DEEDS, {"person": nils.pk, "page": 2}).text
    of_cara = client.get(DEEDS, {"person": cara.pk}).text
    nonsense = client.get(DEEDS, {"person": "x'"}).text

    assert of_nils.count("Account of Nils Test") == 20
    assert f"?page=2&amp;person={nils.pk}" in of_nils
    assert second.count("Account of Nils Test") == 1
    assert "Account of Nils Test" not in of_cara
    assert "Account of Cara Test" in of_cara
    assert "Account of Nils Test" in nonsense


def test_a_page_of_it_takes_as_many_queries_for_twenty_deeds_as_for_two(client, cast):
    client.force_login(cast.user("prue"))
    client.get(DEEDS)  # the first page of a session asks once more

    def queries_for_deeds_in(minutes):
        for minute in minutes:
            at = cast.at + timedelta(minutes=minute)
            actions.give_code(cast.ada, by=cast.user("fay"), at=at)
            actions.give_code(cast.ben, by=cast.user("dora"), at=at)
        with CaptureQueriesContext(connection) as queries:
            client.get(DEEDS)
        return len(queries)

    assert queries_for_deeds_in(range(1)) == queries_for_deeds_in(range(1, 10))
