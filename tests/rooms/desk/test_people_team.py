"""The care team's page: joining, handing over, leaving, and what each opens and shuts."""

import html

import pytest
from django.urls import reverse

from alongside.people import actions
from alongside.people.models import TeamMember
from alongside.privacy.models import StaffBlock


@pytest.fixture
def url(cast):
    return reverse("desk-team", args=[cast.episode.pk])


@pytest.fixture
def cara(client, cast):
    client.force_login(cast.user("cara"))
    return client


def text(response):
    return html.unescape(response.content.decode())


def place_of(cast, name):
    return TeamMember.objects.get(
        episode=cast.episode, staff=cast.staff[name], until_at__isnull=True
    )


def joining(cast, name, **other):
    return {"staff": str(cast.staff[name].pk), "reason": "Covers for Cara", **other}


def test_whoever_joins_opens_the_record_from_then_on(cara, cast, url, client):
    assert cara.post(url, joining(cast, "otto")).url == url

    client.force_login(cast.user("otto"))
    assert client.get(reverse("desk-person", args=[cast.episode.pk])).status_code == 200


def test_the_team_says_who_is_on_it_since_when_and_why(cara, cast, url):
    cara.post(url, joining(cast, "otto", role="case_manager"))

    page = text(cara.get(url))

    for words in ("Otto Test", "Case manager", "Covers for Cara", "primary clinician", "Since"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "other", "field"),
    [
        ("otto", {"reason": " "}, "reason"),
        ("otto", {"reason": "r" * 201}, "reason"),
        ("otto", {"role": "psychiatrist"}, "role"),
        ("otto", {"role": "auditor"}, "role"),
        ("otto", {"is_primary": "on"}, "is_primary"),
        ("nils", {}, "staff"),
        ("fay", {}, "staff"),
        ("axel", {}, "staff"),
        ("otto", {"staff": ""}, "staff"),
        ("otto", {"staff": "nobody"}, "staff"),
    ],
)
def test_a_place_that_cannot_be_is_refused_at_the_field(cara, cast, url, name, other, field):
    response = cara.post(url, {**joining(cast, name), **other})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert TeamMember.objects.filter(episode=cast.episode).count() == 3


def test_a_taken_primary_part_is_said_with_the_name(cara, cast, url):
    page = text(cara.post(url, joining(cast, "otto", is_primary="on")))

    assert "Cara Test is the primary clinician" in page
    assert 'value="Covers for Cara"' in page


def test_whom_the_patient_blocked_cannot_join_and_the_page_does_not_say_why(cara, cast, url):
    StaffBlock.objects.create(patient=cast.ada, staff=cast.staff["otto"], since_at=cast.at)

    page = text(cara.get(url))
    response = cara.post(url, joining(cast, "otto"))

    assert "Otto Test" not in page
    assert response.status_code == 422
    assert "block" not in text(response).lower().replace("blocktranslate", "")


def test_a_place_ends_with_its_reason_and_shuts_what_it_opened(cara, cast, url, client):
    where = reverse("desk-end-place", args=[cast.episode.pk, place_of(cast, "nils").pk])

    assert cara.post(where, {"reason": "Moved to the evening track"}).url == url
    assert "Moved to the evening track" in text(cara.get(url))

    client.force_login(cast.user("nils"))
    assert client.get(reverse("desk-person", args=[cast.episode.pk])).status_code == 404


def test_ending_a_place_without_a_reason_is_refused_at_the_field(cara, cast):
    place = place_of(cast, "nils")

    response = cara.post(
        reverse("desk-end-place", args=[cast.episode.pk, place.pk]), {"reason": ""}
    )

    assert response.status_code == 422
    assert 'id="why-end-error"' in text(response)
    assert place_of(cast, "nils") == place


def test_a_place_that_ended_in_another_tab_is_said_and_nothing_changes(cara, cast):
    place = place_of(cast, "nils")
    actions.leave_team(place, at=cast.at, reason="Moved")

    for page in ("desk-end-place", "desk-make-primary"):
        response = cara.post(reverse(page, args=[cast.episode.pk, place.pk]), {"reason": "Again"})

        assert response.status_code == 409
        assert "has changed since" in text(response)


def test_who_ends_the_own_place_is_led_back_to_the_people(cara, cast):
    where = reverse("desk-end-place", args=[cast.episode.pk, place_of(cast, "cara").pk])

    assert cara.post(where, {"reason": "Leaving"}).url == reverse("desk-people")


def test_handing_over_is_in_the_history(cara, cast, url):
    where = reverse("desk-make-primary", args=[cast.episode.pk, place_of(cast, "nils").pk])

    assert cara.post(where, {"reason": "Cara is away"}).url == url

    assert place_of(cast, "nils").is_primary
    assert not place_of(cast, "cara").is_primary
    assert "Cara is away" in text(cara.get(url))


def test_a_peer_specialist_is_no_primary_clinician(cara, cast):
    where = reverse("desk-make-primary", args=[cast.episode.pk, place_of(cast, "petra").pk])

    assert cara.post(where, {"reason": "Why not"}).status_code == 404


def test_a_place_on_another_team_cannot_be_ended_from_here(client, cast):
    client.force_login(cast.user("nils"))
    bens = TeamMember.objects.get(episode=cast.bens)
    where = reverse("desk-end-place", args=[cast.episode.pk, bens.pk])

    assert client.post(where, {"reason": "x"}).status_code == 404
    bens.refresh_from_db()
    assert bens.until_at is None
