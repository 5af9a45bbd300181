"""A person's front page: what it says, and to whom."""

from datetime import time, timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from alongside.intake.actions import take_referral
from alongside.intake.models import Referral
from alongside.people import actions
from alongside.people.models import ContactRules
from alongside.people.rules import Category, Urgency
from alongside.privacy import gate
from alongside.privacy.models import EmergencyAccess, StaffBlock


def shown(client, cast, name, episode=None):
    client.force_login(cast.user(name))
    url = reverse("desk-person", args=[(episode or cast.episode).pk])
    return " ".join(client.get(url).content.decode().split())


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            {"channel": "text", "safe_from": time(9), "safe_to": time(17)},
            "Text only, between 9:00 and 17:00. Do not leave a message. Never name the program.",
        ),
        (
            {"channel": "phone", "may_leave_message": True, "neutral_wording": False},
            "Call only. You may leave a message.",
        ),
        ({"channel": "letter"}, "Letters only. Never name the program."),
        ({}, "Write in the portal only. Never name the program."),
    ],
)
def test_the_rules_for_reaching_somebody_are_said_in_plain_words(client, cast, rules, words):
    contact = ContactRules.objects.get(patient=cast.ada)
    actions.edit_person(cast.ada, contact, seen=1, contact_seen=1, about={}, reach=rules)

    page = shown(client, cast, "fay")

    assert words in page.replace(" .", ".")
    if "neutral_wording" in rules:
        assert "Never name" not in page


def test_a_number_that_is_not_to_be_called_is_no_link(client, cast):
    contact = ContactRules.objects.get(patient=cast.ada)
    reach = {"channel": "letter", "phone": "555 010 0100"}
    actions.edit_person(cast.ada, contact, seen=1, contact_seen=1, about={}, reach=reach)

    page = shown(client, cast, "fay")

    assert "tel:" not in page
    assert "do not call" in page


def test_the_page_says_who_they_are_and_where_the_stay_stands(client, cast):
    page = shown(client, cast, "cara")

    for words in ("Ada Example", "Adelaide Example", "she/her", "Day track, week 5 of 12"):
        assert words in page
    for words in ("Cara Test", "primary clinician", "Nils Test", "17 May 1991"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "opens", "shut"),
    [
        ("cara", ["desk-team"], []),
        ("petra", [], ["desk-team"]),
        ("fay", [], ["desk-together", "measures-overview", "safety-plan", "desk-team"]),
        ("prue", [], ["desk-together", "measures-overview", "safety-plan", "desk-team"]),
        ("axel", [], ["safety-plan", "desk-team", "desk-edit-person"]),
        ("dora", ["desk-team"], ["safety-plan", "desk-edit-person"]),
    ],
)
def test_a_tab_is_shown_only_where_it_opens(client, cast, name, opens, shut):
    page = shown(client, cast, name)

    for route in opens:
        assert f'href="{reverse(route, args=[cast.episode.pk])}"' in page
    for route in shut:
        try:
            assert f'href="{reverse(route, args=[cast.episode.pk])}"' not in page
        except NoReverseMatch:
            continue


@pytest.mark.parametrize(
    ("name", "helps_signing_in", "reads_the_log"),
    [
        ("cara", True, False),
        ("nils", True, False),
        ("dora", True, False),
        ("fay", True, False),
        ("petra", False, False),
        ("axel", False, False),
        ("prue", False, True),
    ],
)
def test_the_page_leads_to_the_sign_in_code_and_to_the_log_for_those_who_may(
    client, cast, name, helps_signing_in, reads_the_log
):
    page = shown(client, cast, name)

    assert (reverse("desk-signin-code", args=[cast.episode.pk]) in page) == helps_signing_in
    assert (reverse("desk-access-log", args=[cast.episode.pk]) in page) == reads_the_log


def test_every_link_on_the_page_opens_for_who_sees_it(client, cast):
    import re

    actions.add_supporter(cast.ada, name="Rosa")
    actions.add_outside_provider(cast.episode, name="Dr. Fox")
    actions.raise_task(
        cast.episode, title="Call", urgency=Urgency.ROUTINE, category=Category.CONTACT, at=cast.at
    )
    for name in ("cara", "nils", "petra", "fay", "dora", "prue", "axel"):
        page = shown(client, cast, name)
        links = set(re.findall(rf'href="(/episodes/{cast.episode.pk}[^"?]*)', page))

        assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_under_emergency_access_the_page_opens_and_offers_no_change(client, cast):
    EmergencyAccess.objects.create(
        episode=cast.episode,
        staff=cast.staff["otto"],
        reason="Unresponsive in the waiting room",
        opened_at=cast.at,
        ends_at=cast.at + timedelta(hours=1),
    )

    page = shown(client, cast, "otto")

    assert "Ada Example" in page
    for route in ("desk-edit-person", "desk-team", "desk-discharge"):
        assert f'href="{reverse(route, args=[cast.episode.pk])}"' not in page


def test_a_block_takes_the_tabs_of_the_team_away(client, cast):
    StaffBlock.objects.create(patient=cast.ada, staff=cast.staff["cara"], since_at=cast.at)

    assert "Ada" not in shown(client, cast, "cara")


@pytest.mark.parametrize(("name", "sees"), [("cara", True), ("fay", False), ("dora", False)])
def test_other_people_are_shown_to_who_may_read_them(client, cast, name, sees):
    actions.add_supporter(cast.ada, name="Rosa Schwester", relation="sister", in_emergency=True)
    actions.add_outside_provider(cast.episode, name="Dr. Fox", organization="Harbor Clinic")

    page = shown(client, cast, name)

    for words in ("Rosa Schwester", "sister", "Dr. Fox", "Harbor Clinic", "takes a consent"):
        assert (words in page) == sees


@pytest.mark.parametrize(
    ("name", "sees"),
    [("cara", True), ("dora", True), ("petra", False), ("fay", False), ("prue", False)],
)
def test_what_they_come_for_is_shown_to_who_reads_notes(client, cast, name, sees):
    opened = gate.job_access("test", at=cast.at).on(cast.episode)
    take_referral(opened, source=Referral.Source.COURT, note="Wine at night", at=cast.at)

    assert ("Wine at night" in shown(client, cast, name)) == sees


@pytest.mark.parametrize(("name", "sees"), [("cara", True), ("petra", False), ("fay", False)])
def test_a_task_is_shown_to_who_may_read_what_it_tells(client, cast, name, sees):
    actions.raise_task(
        cast.episode,
        title="Ask about item 9",
        urgency=Urgency.URGENT,
        category=Category.SCORES,
        at=cast.at,
    )

    assert ("Ask about item 9" in shown(client, cast, name)) == sees


def test_the_page_costs_as_many_queries_with_fifty_of_everything(
    client, cast, django_assert_max_num_queries
):
    for n in range(50):
        actions.add_supporter(cast.ada, name=f"Supporter {n}")
        actions.add_outside_provider(cast.episode, name=f"Dr. {n}", organization=f"Clinic {n}")
        actions.raise_task(
            cast.episode,
            title=f"Task {n}",
            urgency=Urgency.ROUTINE,
            category=Category.CONTACT,
            at=cast.at,
        )
    client.force_login(cast.user("cara"))
    url = reverse("desk-person", args=[cast.episode.pk])
    client.get(url)

    with django_assert_max_num_queries(12):
        client.get(url)


def test_somebody_who_left_is_referred_again_by_who_takes_the_call(client, cast):
    actions.discharge(cast.episode, reason="completed", at=cast.at)
    client.force_login(cast.user("cara"))

    response = client.post(reverse("desk-refer-again", args=[cast.episode.pk]))

    stay = cast.ada.episodes.get(status="referred")
    assert response.url == reverse("desk-person", args=[stay.pk])
    assert client.get(response.url).status_code == 200
    assert stay.team.get().reason == "Took the referral"


def test_somebody_who_is_here_is_not_referred_again(client, cast):
    client.force_login(cast.user("fay"))

    response = client.post(reverse("desk-refer-again", args=[cast.episode.pk]))

    assert response.status_code == 409
    assert "open stay already" in response.content.decode()
    assert cast.ada.episodes.count() == 1
