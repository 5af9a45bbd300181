"""Supporters and outside providers: added, mended and taken off by who may read them."""

import html

import pytest
from django.db import connection
from django.urls import reverse

from alongside.people import actions
from alongside.people.models import Organization, OutsideProvider, Supporter

ROSA = {"name": "Rosa", "relation": "sister", "phone": "555 010 0100", "seen": "0"}
FOX = {"name": "Dr. Fox", "role": "Family doctor", "organization": "Harbor Clinic", "seen": "0"}


@pytest.fixture
def cara(client, cast):
    client.force_login(cast.user("cara"))
    return client


def text(response):
    return html.unescape(response.content.decode())


def at(page, cast, *more):
    return reverse(page, args=[cast.episode.pk, *more])


def test_a_supporter_is_added_and_shown(cara, cast):
    response = cara.post(at("desk-new-supporter", cast), {**ROSA, "in_emergency": "on"})

    assert response.url == at("desk-person", cast)
    page = text(cara.get(response.url))
    for words in ("Rosa", "sister", "Named for emergencies"):
        assert words in page


def test_the_same_form_sent_twice_adds_one(cara, cast):
    for _ in range(2):
        cara.post(at("desk-new-supporter", cast), ROSA)
        cara.post(at("desk-new-provider", cast), FOX)

    assert Supporter.objects.count() == OutsideProvider.objects.count() == 1


def test_an_outside_provider_is_added_with_their_organization(cara, cast):
    cara.post(at("desk-new-provider", cast), FOX)
    cara.post(at("desk-new-provider", cast), {**FOX, "name": "Dr. Lee"})

    assert Organization.objects.get().name == "Harbor Clinic"
    assert "Harbor Clinic" in text(cara.get(at("desk-new-provider", cast)))


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("desk-new-supporter", {**ROSA, "name": ""}, "name"),
        ("desk-new-supporter", {**ROSA, "name": "r" * 121}, "name"),
        ("desk-new-supporter", {**ROSA, "phone": "call"}, "phone"),
        ("desk-new-supporter", {**ROSA, "email": "rosa"}, "email"),
        ("desk-new-supporter", {**ROSA, "seen": "x"}, "seen"),
        ("desk-new-provider", {**FOX, "name": "\x00"}, "name"),
        ("desk-new-provider", {**FOX, "organization": "o" * 201}, "organization"),
        ("desk-new-provider", {**FOX, "since_on": "1820-01-01"}, "since_on"),
        ("desk-new-provider", {**FOX, "since_on": "tomorrow"}, "since_on"),
        (
            "desk-new-provider",
            {**FOX, "since_on": "2020-05-01", "until_on": "2019-05-01"},
            "until_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(cara, cast, page, typed, field):
    response = cara.post(at(page, cast), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Supporter.objects.count() == OutsideProvider.objects.count() == 0


def test_two_who_edit_a_supporter_see_both(cara, cast):
    rosa = actions.add_supporter(cast.ada, name="Rosa", relation="sister")
    url = at("desk-supporter", cast, rosa.pk)
    cara.post(url, {**ROSA, "seen": "1", "relation": "half-sister"})

    response = cara.post(url, {**ROSA, "seen": "1", "relation": "cousin"})

    page = text(response)
    assert response.status_code == 409
    assert "Who they are to them: you typed" in page
    assert "cousin" in page
    assert "half-sister" in page
    again = cara.post(url, {**ROSA, "seen": "2", "relation": "cousin"})
    assert again.status_code == 302
    rosa.refresh_from_db()
    assert rosa.relation == "cousin"


def test_two_who_edit_a_provider_see_both(cara, cast):
    fox = actions.add_outside_provider(cast.episode, name="Dr. Fox", organization="Harbor Clinic")
    url = at("desk-provider", cast, fox.pk)
    assert 'value="Harbor Clinic"' in text(cara.get(url))
    cara.post(url, {**FOX, "seen": "1", "organization": "River Clinic"})

    response = cara.post(url, {**FOX, "seen": "1", "organization": "Hill Clinic"})

    assert response.status_code == 409
    assert "River Clinic" in text(response)
    assert 'value="Hill Clinic"' in text(response)


def test_who_saves_what_is_being_removed_is_told_so_and_keeps_what_they_typed(cara, cast):
    rosa = actions.add_supporter(cast.ada, name="Rosa", relation="sister")

    def removed_just_before(execute, sql, params, many, context):
        if sql.startswith('UPDATE "people_supporter"'):
            Supporter.objects.all().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(removed_just_before):
        response = cara.post(
            at("desk-supporter", cast, rosa.pk), {**ROSA, "seen": "1", "relation": "cousin"}
        )

    assert response.status_code == 409
    assert "Somebody removed this a moment ago." in text(response)
    assert 'value="cousin"' in text(response)


def test_both_can_be_taken_off_the_record(cara, cast):
    rosa = actions.add_supporter(cast.ada, name="Rosa")
    fox = actions.add_outside_provider(cast.episode, name="Dr. Fox")

    cara.post(at("desk-remove-supporter", cast, rosa.pk))
    cara.post(at("desk-remove-provider", cast, fox.pk))

    assert Supporter.objects.count() == OutsideProvider.objects.count() == 0
    assert cara.get(at("desk-supporter", cast, rosa.pk)).status_code == 404


@pytest.mark.parametrize("name", ["fay", "dora", "petra", "otto"])
def test_who_may_not_read_other_people_cannot_write_them(client, cast, name):
    rosa = actions.add_supporter(cast.ada, name="Rosa")
    client.force_login(cast.user(name))

    assert client.get(at("desk-new-supporter", cast)).status_code == 404
    assert client.post(at("desk-remove-supporter", cast, rosa.pk)).status_code == 404
    assert Supporter.objects.filter(pk=rosa.pk).exists()


def test_another_persons_supporter_cannot_be_reached_from_here(cara, cast):
    other = actions.add_supporter(cast.ben, name="Not Ada's")

    assert cara.get(at("desk-supporter", cast, other.pk)).status_code == 404
    assert cara.post(at("desk-remove-supporter", cast, other.pk)).status_code == 404
