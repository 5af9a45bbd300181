"""Editing a person and the rules for reaching them: what is refused, and what two editors meet."""

import html
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from alongside.people.models import ContactRules, Patient

GOOD = {
    "chosen_name": "Ada Example",
    "legal_name": "Adelaide Example",
    "pronouns": "she/her",
    "born_on": "1991-05-17",
    "languages": "English, español",
    "sex_for_scoring": "",
    "channel": "text",
    "phone": "(555) 010-0100",
    "email": "",
    "safe_from": "09:00",
    "safe_to": "17:00",
    "neutral_wording": "on",
    "note": "",
    "seen": "1.1",
}


@pytest.fixture
def url(cast):
    return reverse("desk-edit-person", args=[cast.episode.pk])


@pytest.fixture
def fay(client, cast):
    client.force_login(cast.user("fay"))
    return client


def text(response):
    return html.unescape(response.content.decode())


def stands(cast):
    return Patient.objects.select_related("contact_rules").get(pk=cast.ada.pk)


def test_what_is_typed_is_saved_and_the_person_is_shown(fay, cast, url):
    response = fay.post(url, GOOD)

    now = stands(cast)
    assert response.url == reverse("desk-person", args=[cast.episode.pk])
    assert now.languages == ["en", "es"]
    assert (now.contact_rules.safe_from, now.contact_rules.safe_to) == (time(9), time(17))
    assert now.contact_rules.neutral_wording
    assert not now.contact_rules.may_leave_message
    assert "English, Spanish" in text(fay.get(response.url))


IN_TWO_DAYS = (localdate() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("chosen_name", "", "Write something here"),
        ("chosen_name", " \x00\x07 ", "Write something here"),
        ("chosen_name", "a" * 121, "120"),
        ("legal_name", "ä" * 201, "200"),
        ("pronouns", "x" * 41, "40"),
        ("born_on", IN_TWO_DAYS, "still to come"),
        ("born_on", "1899-12-31", "before 1900"),
        ("born_on", "1991-02-30", "no such day"),
        ("born_on", "soon", "no such day"),
        ("safe_from", "", "a start and an end"),
        ("safe_to", "", "a start and an end"),
        ("safe_to", "09:00", "are the same"),
        ("safe_to", "25:00", "a time like"),
        ("phone", "", "another way"),
        ("phone", "call me", "7 to 15 digits"),
        ("phone", "12345", "7 to 15 digits"),
        ("phone", "1" * 16, "7 to 15 digits"),
        ("phone", "٠١٢٣٤٥٦٧٨", "7 to 15 digits"),
        ("email", "ada@", "name@example.org"),
        ("email", "a" * 250 + "@example.org", "254"),
        ("note", "n" * 301, "300"),
        ("channel", "pigeon", "pigeon"),
        ("sex_for_scoring", "other", "other"),
        ("languages", "x" * 201, "200"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_nothing_is_lost(
    fay, cast, url, field, typed, told
):
    response = fay.post(url, {**GOOD, "chosen_name": "New Name", field: typed})

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert told in " ".join(form.errors[field])
    assert f'id="id_{field}_error"' in text(response)
    assert stands(cast).chosen_name == "Ada Example"
    if field != "chosen_name":
        assert 'value="New Name"' in text(response)


@pytest.mark.parametrize("channel", ["phone", "text", "email"])
def test_a_way_to_reach_somebody_needs_its_number_or_address(fay, cast, url, channel):
    response = fay.post(url, {**GOOD, "channel": channel, "phone": "", "email": ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email" if channel == "email" else "phone"]


@pytest.mark.parametrize(
    "name",
    ["Zoë Łukasz-O'Brien", "مريم", "李小龙", "👩🏽\u200d🚀", "Nguyễn Thị Minh Khai", "e\u0301"],
)
def test_names_of_any_script_are_welcome(fay, cast, url, name):
    response = fay.post(url, {**GOOD, "chosen_name": name})

    assert response.status_code == 302
    import unicodedata

    assert stands(cast).chosen_name == unicodedata.normalize("NFC", name)


def test_what_turns_the_direction_of_the_page_is_taken_out_of_a_name(fay, cast, url):
    fay.post(url, {**GOOD, "chosen_name": "Ada\u202e\x1b Example\x00"})

    assert stands(cast).chosen_name == "Ada Example"


@pytest.mark.parametrize("seen", ["", "x", "1", "1.1.1", "-1.1", "9" * 20 + ".1", "1.1' OR 1"])
def test_a_form_with_a_broken_version_is_refused_and_says_so(fay, cast, url, seen):
    response = fay.post(url, {**GOOD, "seen": seen})

    assert response.status_code == 422
    assert "not sent as a whole" in text(response)
    assert stands(cast).version == 1


def test_two_who_edit_at_once_see_both_and_lose_nothing(client, cast, url):
    client.force_login(cast.user("fay"))
    client.post(url, {**GOOD, "pronouns": "they/them", "phone": "555 010 0155"})
    client.force_login(cast.user("cara"))

    response = client.post(url, {**GOOD, "pronouns": "she/they", "note": "Ask for Rosa"})

    page = text(response)
    assert response.status_code == 409
    assert stands(cast).pronouns == "they/them"
    assert "Pronouns: you typed" in page
    for words in ("she/they", "they/them", "(555) 010-0100", "555 010 0155", "Ask for Rosa"):
        assert words in page
    assert 'name="seen" value="2.2"' in page


def test_saving_once_more_puts_the_own_words_in_place(client, cast, url):
    client.force_login(cast.user("cara"))
    client.post(url, {**GOOD, "pronouns": "they/them"})
    client.post(url, {**GOOD, "pronouns": "she/they"})

    response = client.post(url, {**GOOD, "pronouns": "she/they", "seen": "2.2"})

    assert response.status_code == 302
    assert stands(cast).pronouns == "she/they"


def test_the_same_form_sent_twice_is_saved_once_and_is_no_conflict(fay, cast, url):
    first = fay.post(url, GOOD)
    second = fay.post(url, GOOD)

    assert (first.status_code, second.status_code) == (302, 302)
    assert stands(cast).version == 2


def test_a_conflict_only_in_how_to_reach_them_writes_nothing_about_the_person(client, cast, url):
    client.force_login(cast.user("cara"))
    client.post(url, {**GOOD, "legal_name": "Adelaide Example"})
    assert ContactRules.objects.get(patient=cast.ada).version == 2

    response = client.post(url, {**GOOD, "legal_name": "New Legal", "phone": "555 010 0177"})

    assert response.status_code == 409
    assert stands(cast).legal_name == "Adelaide Example"


def test_the_form_opens_with_what_stands_there(fay, cast, url):
    fay.post(url, GOOD)

    page = text(fay.get(url))

    for words in ('value="1991-05-17"', 'value="English, Spanish"', 'value="09:00"'):
        assert words in page
    assert 'name="seen" value="2.2"' in page


def test_what_was_typed_is_kept_on_the_device_under_the_persons_own_key(fay, cast, url):
    assert f'data-keep="desk-edit-person-{cast.episode.pk}"' in text(fay.get(url))
