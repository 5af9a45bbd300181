"""The staff's accounts, as the program director sees them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from alongside.core.days import day_of, end_of
from alongside.people.models import Staff

INVITE = "/staff/invite/"
NORA = {
    "name": "Nora New",
    "discipline": "nurse",
    "credentials": "RN",
    "email": "nora@example.org",
}


@pytest.fixture
def dora(client, cast):
    client.force_login(cast.user("dora"))
    return client


def test_an_invited_nurse_is_on_the_list_until_the_link_is_opened(dora, cast):
    told = {**NORA, "supervisor": str(cast.staff["nils"].pk)}

    answer = dora.post(INVITE, told, follow=True)

    page = answer.content.decode()
    assert "Nora New, RN" in page
    assert "supervised by Nils Test" in page
    assert "Invited as nora@example.org" in page
    assert mail.outbox[0].to == ["nora@example.org"]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"email": "cara@example.org"}, "email", "Another account has this address."),
        ({"email": "nora at work"}, "email", "Enter a valid email address."),
        ({"name": ""}, "name", "Write something here."),
        ({"discipline": "auditor"}, "ends_on", "needs a last day"),
        ({"ends_on": "2020-01-01"}, "ends_on", "This day is over."),
        ({"ends_on": "9999-12-31"}, "ends_on", "more than ten years ahead"),
        ({"discipline": "wizard"}, "discipline", "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(dora, wrong, field, sentence):
    answer = dora.post(INVITE, {**NORA, **wrong})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page[page.index(f'id="id_{field}_error"') :].split("</div>")[0]
    assert 'value="RN"' in page
    assert not Staff.objects.filter(credentials="RN").exists()
    assert mail.outbox == []


def test_an_auditors_account_ends_when_their_last_day_is_over(dora):
    last = day_of(datetime.now(UTC)) + timedelta(days=14)

    told = {**NORA, "discipline": "auditor", "ends_on": last.isoformat()}
    page = dora.post(INVITE, told, follow=True).content.decode()

    assert f"Last day: {last:%-d %B %Y}." in page
    assert Staff.objects.get(name="Nora New").ends_at == end_of(last)


def test_a_link_is_sent_again_and_a_wrong_address_is_said_at_that_person(dora, cast):
    nils = cast.staff["nils"]
    url = reverse("desk-send-link", args=[nils.pk])

    sent = dora.post(url, {"email": "nils@example.org"})
    wrong = dora.post(url, {"email": "cara@example.org"})

    assert sent.url == "/staff/"
    assert len(mail.outbox) == 1
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Another account has this address." in page
    assert f'id="id_email_{nils.pk}_error"' in page


def test_a_closed_account_can_be_opened_again(dora, cast):
    nils = cast.staff["nils"]
    page = dora.post(reverse("desk-close-account", args=[nils.pk]), follow=True)
    assert "Closed." in page.content.decode()

    dora.post(reverse("desk-reopen-account", args=[nils.pk]))

    nils.user.refresh_from_db()
    assert nils.user.is_active


def test_the_director_cannot_close_their_own_account(dora, cast):
    mine = reverse("desk-close-account", args=[cast.staff["dora"].pk])

    assert mine not in dora.get("/staff/").content.decode()
    told = dora.post(mine, follow=True).content.decode()
    assert "ask a colleague" in told
    assert dora.get("/staff/").status_code == 200


def test_where_mail_is_not_set_up_the_link_is_shown_to_hand_over(dora, settings):
    settings.HAS_MAIL = False

    page = dora.post(INVITE, NORA, follow=True).content.decode()

    assert "Give them this link yourself: http://testserver/join/" in page
    assert mail.outbox == []


def test_only_who_may_open_the_list_has_a_link_to_it(client, cast):
    for name, has_link in (("dora", True), ("fay", False)):
        client.force_login(cast.user(name))
        page = client.get(reverse("desk-person", args=[cast.episode.pk])).content.decode()
        assert ('href="/staff/"' in page) == has_link


@pytest.mark.parametrize("name", ["cara", "nils", "petra", "fay", "axel", "ada"])
def test_nobody_opens_the_list_but_who_helps_people_sign_in(client, cast, name):
    client.force_login(cast.user(name))

    assert client.get("/staff/").status_code == 404
    assert client.post(INVITE, NORA).status_code == 404


def test_a_patient_without_a_birth_date_is_told_why_there_is_no_code(client, cast):
    cast.ada.born_on = None
    cast.ada.save()
    client.force_login(cast.user("fay"))

    answer = client.post(reverse("desk-signin-code", args=[cast.episode.pk]))

    assert answer.status_code == 422
    assert "There is no birth date on record" in answer.content.decode()
