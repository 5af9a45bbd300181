"""Moving a stay on: admitting, closing a referral, discharging, each at its moment."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from alongside.core.days import day_of, start_of
from alongside.people import actions
from alongside.people.models import Episode, Track


@pytest.fixture
def referral(cast):
    """A referral of five days ago on Cara's list."""
    at = cast.at - timedelta(days=5)
    stay = actions.refer(actions.register(at=at, chosen_name="Noor Neu"), at=at)
    actions.join_team(stay, cast.staff["cara"], at=at)
    return stay


@pytest.fixture
def cara(client, cast):
    client.force_login(cast.user("cara"))
    return client


def text(response):
    return html.unescape(response.content.decode())


def admitting(cast, **other):
    return {
        "track": str(cast.track.pk),
        "admitted_on": localdate().isoformat(),
        "level_of_care": "2.1",
        **other,
    }


def test_a_referral_is_admitted_onto_a_track(cara, cast, referral):
    evening = Track.objects.create(code="evening", name="Evening track")
    url = reverse("desk-admit", args=[referral.pk])
    assert "Evening track" in text(cara.get(url))

    response = cara.post(url, admitting(cast, track=str(evening.pk), level_of_care="2.5"))

    referral.refresh_from_db()
    assert response.url == reverse("desk-person", args=[referral.pk])
    assert (referral.status, referral.track, referral.level_of_care) == ("admitted", evening, "2.5")
    assert "Evening track, week 1 of 12" in text(cara.get(response.url))


def test_an_admission_that_is_written_down_later_keeps_its_day(cara, cast, referral):
    day = localdate() - timedelta(days=2)

    cara.post(reverse("desk-admit", args=[referral.pk]), admitting(cast, admitted_on=day))

    referral.refresh_from_db()
    assert referral.admitted_at == start_of(day)


def test_an_admission_on_the_day_of_the_referral_is_never_before_it(cara, cast, referral):
    day = day_of(referral.referred_at)

    cara.post(reverse("desk-admit", args=[referral.pk]), admitting(cast, admitted_on=day))

    referral.refresh_from_db()
    assert referral.admitted_at == referral.referred_at


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("admitted_on", lambda: localdate() + timedelta(days=1)),
        ("admitted_on", lambda: localdate() - timedelta(days=30)),
        ("admitted_on", lambda: "soon"),
        ("admitted_on", lambda: ""),
        ("track", lambda: "nowhere"),
        ("track", lambda: ""),
        ("level_of_care", lambda: "9.9"),
    ],
)
def test_an_admission_that_cannot_be_is_refused_at_the_field(cara, cast, referral, field, typed):
    response = cara.post(
        reverse("desk-admit", args=[referral.pk]), admitting(cast, **{field: typed()})
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    referral.refresh_from_db()
    assert referral.status == Episode.Status.REFERRED


@pytest.mark.parametrize(
    ("page", "typed"),
    [("desk-admit", {}), ("desk-close-referral", {"reason": "not_reached"})],
)
def test_what_another_has_done_meanwhile_is_said_and_nothing_changes(
    cara, cast, referral, page, typed
):
    actions.admit(referral, at=cast.at, track=cast.track)

    response = cara.post(reverse(page, args=[referral.pk]), typed or admitting(cast))

    assert response.status_code == 409
    assert "moved on since" in text(response)
    referral.refresh_from_db()
    assert (referral.status, referral.admitted_at) == ("admitted", cast.at)


@pytest.mark.parametrize("name", ["cara", "dora", "fay"])
def test_a_referral_is_closed_without_an_admission(client, cast, referral, name):
    client.force_login(cast.user(name))

    response = client.post(
        reverse("desk-close-referral", args=[referral.pk]), {"reason": "chose_not_to_come"}
    )

    referral.refresh_from_db()
    assert response.status_code == 302
    assert (referral.status, referral.discharge_reason) == ("not_admitted", "chose_not_to_come")


def test_why_a_referral_was_closed_is_not_on_the_page(cara, cast, referral):
    """`registered_twice` would tell a clinician that somebody is here."""
    actions.turn_down(referral, reason="registered_twice", at=cast.at)

    page = text(cara.get(reverse("desk-person", args=[referral.pk])))

    assert "not admitted" in page.lower()
    assert "twice" not in page


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("completed", "completed the program"),
        ("left_early", "chose to leave early"),
        ("ended_by_program", "ended by the program"),
        ("other", "another reason"),
    ],
)
def test_a_stay_ends_with_its_reason_in_kind_words(cara, cast, reason, words):
    url = reverse("desk-discharge", args=[cast.episode.pk])
    assert "30 more days" in text(cara.get(url))

    response = cara.post(url, {"reason": reason})

    cast.episode.refresh_from_db()
    assert (cast.episode.status, cast.episode.discharge_reason) == ("discharged", reason)
    assert words in text(cara.get(response.url))


@pytest.mark.parametrize("reason", ["", "kicked_out"])
def test_a_stay_does_not_end_without_a_reason(cara, cast, reason):
    response = cara.post(reverse("desk-discharge", args=[cast.episode.pk]), {"reason": reason})

    assert response.status_code == 422
    cast.episode.refresh_from_db()
    assert cast.episode.status == "admitted"


def test_a_stay_ends_once(cara, cast):
    url = reverse("desk-discharge", args=[cast.episode.pk])
    cara.post(url, {"reason": "completed"})

    assert cara.post(url, {"reason": "left_early"}).status_code == 409
    cast.episode.refresh_from_db()
    assert cast.episode.discharge_reason == "completed"


@pytest.mark.parametrize("page", ["desk-admit", "desk-close-referral"])
def test_the_page_of_a_deed_that_no_longer_fits_leads_on(cara, cast, page):
    response = cara.get(reverse(page, args=[cast.episode.pk]))

    assert response.status_code == 200
    assert "at another point" in text(response)
    assert "<form class=" not in text(response)
