"""The patient sees who looked and why, and shuts the record to whom she wants."""

import pytest
from django.urls import reverse

from alongside.people import actions as accounts
from alongside.privacy.models import StaffBlock


def person(cast):
    return reverse("desk-person", kwargs={"episode_id": cast.episode.pk})


def looked(client, cast):
    client.force_login(cast.user("ada"))
    return client.get(reverse("portal-looked")).content.decode()


def test_an_opening_is_told_with_who_and_why(client, cast):
    client.force_login(cast.user("nils"))
    client.get(person(cast))

    page = looked(client, cast)

    assert "Nils Test" in page
    assert "nurse" in page
    assert "is on your care team" in page


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("desk-signin-code", "opened the page for helping you sign in"),
        ("measures-assign", "opened the page for asking you for a questionnaire"),
    ],
)
def test_a_page_that_was_opened_and_left_is_not_told_as_a_deed(client, cast, route, words):
    client.force_login(cast.user("cara"))
    url = reverse(route, kwargs={"episode_id": cast.episode.pk})
    client.get(url)
    if route == "measures-assign":
        assert client.post(url, {}).status_code == 422

    page = looked(client, cast)

    assert words in page
    assert "made a sign-in code" not in page
    assert "asked you for a questionnaire" not in page


def test_who_was_turned_away_is_told_too(client, cast):
    client.force_login(cast.user("otto"))
    client.get(person(cast))

    page = looked(client, cast)

    assert "tried to open your record and could not" in page
    assert "Otto Test" in page


def test_many_openings_of_a_day_are_told_once_with_their_number(client, cast):
    client.force_login(cast.user("cara"))
    for _ in range(3):
        client.get(person(cast))

    page = looked(client, cast)

    assert page.count("Cara Test") == 1
    assert "3 times" in page


def test_a_patient_does_not_see_who_opened_another_record(client, cast):
    client.force_login(cast.user("cara"))
    client.get(reverse("desk-person", kwargs={"episode_id": cast.bens.pk}))

    assert "Cara Test" not in looked(client, cast)


def test_own_openings_are_left_out(client, cast):
    looked(client, cast)

    assert "Nobody has opened your record yet." in looked(client, cast)


def test_a_block_works_at_once_and_is_lifted_at_once(client, cast):
    url = reverse("portal-block", kwargs={"staff_id": cast.staff["cara"].pk})

    def cara_sees():
        client.force_login(cast.user("cara"))
        return client.get(person(cast)).status_code == 200

    assert cara_sees()
    client.force_login(cast.user("ada"))
    client.post(url)
    client.post(url)
    assert not cara_sees()
    assert StaffBlock.objects.count() == 1
    client.force_login(cast.user("ada"))
    client.post(url, {"lift": "1"})
    assert cara_sees()


def test_a_reason_for_a_block_is_kept_without_what_no_database_can_hold(client, cast):
    client.force_login(cast.user("ada"))
    url = reverse("portal-block", kwargs={"staff_id": cast.staff["cara"].pk})

    assert client.post(url, {"reason": "We\x00 went\nto school together."}).status_code == 302

    assert StaffBlock.objects.get().reason == "We went\nto school together."


def test_a_blocked_colleague_is_gone_from_every_list(client, cast):
    client.force_login(cast.user("ada"))
    client.post(reverse("portal-block", kwargs={"staff_id": cast.staff["cara"].pk}))
    client.force_login(cast.user("cara"))

    for name in ("desk-people", "desk-today"):
        page = client.get(reverse(name)).content.decode()
        assert "Ada" not in page
        assert "Ben" in page


def test_the_page_says_who_is_shut_out(client, cast):
    client.force_login(cast.user("ada"))
    client.post(reverse("portal-block", kwargs={"staff_id": cast.staff["cara"].pk}))

    page = client.get(reverse("portal-blocks")).content.decode()

    assert "Cannot see your record since" in page


@pytest.mark.parametrize("name", ["cara", "prue"])
def test_staff_cannot_block_for_a_patient(client, cast, name):
    client.force_login(cast.user(name))

    url = reverse("portal-block", kwargs={"staff_id": cast.staff["otto"].pk})
    assert client.post(url).status_code == 404


def test_the_privacy_officer_reads_the_same_list(client, cast):
    client.force_login(cast.user("cara"))
    client.get(person(cast))
    client.force_login(cast.user("prue"))

    url = reverse("desk-access-log", kwargs={"episode_id": cast.episode.pk})
    page = client.get(url).content.decode()

    assert "Cara Test" in page
    assert "is on your care team" in page


def test_a_code_that_somebody_used_is_shown_to_whom_it_was_made_for(client, cast):
    code = accounts.give_code(cast.ada, by=cast.user("fay"), at=cast.at)
    client.force_login(cast.user("ada"))
    before = client.get(reverse("portal-home")).content.decode()
    accounts.redeem_code(code, born_on=cast.ada.born_on, at=cast.at)

    home = client.get(reverse("portal-home")).content.decode()
    page = client.get(reverse("portal-looked")).content.decode()

    assert "was used in the last days" not in before
    assert "was used in the last days" in home
    assert "made by Fay Test" in page
    assert "Used " in page


def test_an_address_of_somebody_else_is_refused_without_saying_whose(client, cast):
    client.force_login(cast.user("cara"))
    url = reverse("desk-signin-link", kwargs={"episode_id": cast.episode.pk})

    page = client.post(url, {"email": "ben@example.org"})

    assert page.status_code == 422
    assert "This address cannot be used." in page.content.decode()
    assert "account" not in page.content.decode().split("This address")[1][:80]
