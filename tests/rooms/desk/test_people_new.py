"""Registering somebody new: once, and never beside somebody who is here without a look."""

import html
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.desk.forms.referral import fresh_key
from alongside.intake.models import Referral
from alongside.people import actions
from alongside.people.actions import COMPARE
from alongside.people.models import Episode, Patient, Task
from alongside.privacy.models import AccessEvent, StaffBlock

URL = reverse("desk-new-person")


def said(**other):
    return {
        "chosen_name": "Noor Neu",
        "born_on": "1990-02-03",
        "channel": "phone",
        "phone": "555 010 0100",
        "source": "self",
        "referral_note": "Wants help with nights",
        "neutral_wording": "on",
        "seen": fresh_key(),
        **other,
    }


LIKE_BEN = {"chosen_name": "Ben Exampel", "born_on": "1984-02-03"}


def text(response):
    return html.unescape(response.content.decode())


def test_a_person_is_registered_with_a_stay_and_a_referral(client, cast):
    client.force_login(cast.user("cara"))

    response = client.post(URL, said(languages="Spanish", referred_by="Dr. Fox", source="provider"))

    stay = Episode.objects.get(patient__chosen_name="Noor Neu")
    referral = Referral.objects.get(episode=stay)
    assert response.url == reverse("desk-person", args=[stay.pk])
    assert (stay.status, stay.patient.languages) == ("referred", ["es"])
    assert (referral.source, referral.referred_by) == ("provider", "Dr. Fox")
    page = text(client.get(response.url))
    assert "A provider: Dr. Fox" in page
    assert "Wants help with nights" in page


@pytest.mark.parametrize(
    ("name", "on_team"), [("cara", True), ("nils", True), ("fay", False), ("dora", False)]
)
def test_whoever_takes_the_referral_can_open_it(client, cast, name, on_team):
    client.force_login(cast.user(name))

    response = client.post(URL, said())

    stay = Episode.objects.get(patient__chosen_name="Noor Neu")
    assert client.get(response.url).status_code == 200
    assert [p.reason for p in stay.team.all()] == (["Took the referral"] if on_team else [])


@pytest.mark.parametrize("name", ["petra", "prue", "axel", "ada"])
def test_who_takes_no_referrals_finds_no_such_page(client, cast, name):
    client.force_login(cast.user(name))

    assert client.get(URL).status_code == 404
    assert client.post(URL, said()).status_code == 404


def test_the_same_form_sent_twice_registers_one_person(client, cast):
    client.force_login(cast.user("cara"))
    once = said()

    first, second = client.post(URL, once), client.post(URL, once)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Patient.objects.filter(chosen_name="Noor Neu").count() == 1
    assert Episode.objects.filter(patient__chosen_name="Noor Neu").count() == 1


def test_going_back_and_typing_another_person_into_the_used_form_asks_once_more(client, cast):
    client.force_login(cast.user("cara"))
    once = said()
    client.post(URL, once)

    response = client.post(URL, {**once, "chosen_name": "Omar Other", "born_on": "1971-01-01"})

    assert response.status_code == 409
    assert "registered another person before" in text(response)
    assert 'value="Omar Other"' in text(response)
    again = {**once, "chosen_name": "Omar Other", "born_on": "1971-01-01"}
    again["seen"] = response.context["form"].data["seen"]
    assert client.post(URL, again).status_code == 302
    assert Patient.objects.filter(chosen_name="Omar Other").exists()


@pytest.mark.parametrize("seen", ["", "nonsense", "x" * 300])
def test_a_form_without_its_key_keeps_what_was_typed_and_can_be_sent_again(client, cast, seen):
    client.force_login(cast.user("cara"))

    response = client.post(URL, said(seen=seen))

    assert response.status_code == 422
    assert 'value="Noor Neu"' in text(response)
    assert not Patient.objects.filter(chosen_name="Noor Neu").exists()
    again = client.post(URL, said(seen=response.context["form"].data["seen"]))
    assert again.status_code == 302


def test_nobody_can_name_the_key_of_a_person_who_is_here(client, cast):
    client.force_login(cast.user("otto"))

    response = client.post(URL, said(seen=str(cast.ada.pk)))

    assert response.status_code == 422


def test_bad_input_is_told_at_the_field_and_registers_nobody(client, cast):
    client.force_login(cast.user("fay"))

    response = client.post(URL, said(born_on="2999-01-01", phone="x", source="nobody"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"born_on", "phone", "source"}
    assert Patient.objects.count() == 2


# --- somebody like this is here already


def test_somebody_alike_is_proposed_before_anything_is_saved(client, cast):
    client.force_login(cast.user("fay"))

    response = client.post(URL, said(**LIKE_BEN))

    page = text(response)
    assert response.status_code == 409
    assert "Somebody like this is here already" in page
    assert "Ben Example" in page
    assert "3 February 1984" in page
    assert reverse("desk-person", args=[cast.bens.pk]) in page
    assert Patient.objects.count() == 2


def test_saying_that_it_is_somebody_else_registers_them(client, cast):
    client.force_login(cast.user("fay"))
    once = said(**LIKE_BEN)
    proposed = client.post(URL, once)

    response = client.post(URL, {**once, "looked_at": proposed.context["form"].data["looked_at"]})

    assert response.status_code == 302
    assert Patient.objects.filter(chosen_name="Ben Exampel").exists()
    assert Patient.objects.filter(chosen_name="Ben Example").exists()


def test_having_looked_at_one_does_not_wave_another_through(client, cast):
    client.force_login(cast.user("fay"))
    once = said(**LIKE_BEN)
    looked_at = client.post(URL, once).context["form"].data["looked_at"]

    response = client.post(
        URL,
        {**once, "chosen_name": "Ada Example", "born_on": "1991-05-17", "looked_at": looked_at},
    )

    assert response.status_code == 409
    assert "Adelaide Example" in text(response)


def test_a_clinician_is_shown_the_own_people(client, cast):
    client.force_login(cast.user("cara"))

    assert "Ben Example" in text(client.post(URL, said(**LIKE_BEN)))


def test_a_clinician_never_learns_who_else_is_here(client, cast):
    """The same answer, the same pages and the same tasks whether or not there is somebody."""
    client.force_login(cast.user("otto"))
    told = text(client.get(URL))

    as_ada = client.post(URL, said(chosen_name="Ada Example", born_on="1991-05-17"))
    as_nobody = client.post(URL, said(chosen_name="Vera Example", born_on="1950-12-30"))

    assert "only the people on whose team you are" in told
    assert as_ada.status_code == as_nobody.status_code == 302
    raised = Task.objects.filter(title=COMPARE).values_list("episode__patient__chosen_name")
    assert {name for (name,) in raised} == {"Ada Example", "Vera Example"}
    pages = [text(client.get(r.url)) for r in (as_ada, as_nobody)]
    assert all("Somebody like this" not in page for page in pages)
    assert all("Adelaide" not in page for page in pages)


def test_a_blocked_front_desk_is_not_told_that_the_person_is_here(client, cast):
    StaffBlock.objects.create(patient=cast.ben, staff=cast.staff["fay"], since_at=cast.at)
    client.force_login(cast.user("fay"))

    assert client.post(URL, said(**LIKE_BEN)).status_code == 302


def test_the_front_desk_compares_whom_a_clinician_registered(client, cast):
    client.force_login(cast.user("otto"))
    where = client.post(URL, said(chosen_name="Ada Example", born_on="1991-05-17")).url
    client.force_login(cast.user("fay"))

    page = text(client.get(where))

    assert "Somebody like this is here already" in page
    assert "Adelaide Example" in page
    assert COMPARE in page
    task = Task.objects.get(title=COMPARE)
    closing = reverse("desk-close-task", args=[task.episode_id, task.pk])
    assert client.post(closing, {"outcome": "Compared."}).status_code == 302


def test_who_sees_everybody_is_asked_to_compare_at_once_and_no_task_is_raised(client, cast):
    client.force_login(cast.user("fay"))

    client.post(URL, said())

    assert not Task.objects.exists()
    assert "only the people" not in text(client.get(URL))


def test_somebody_who_left_is_proposed_to_be_referred_again(client, cast):
    actions.discharge(cast.bens, reason="completed", at=cast.at)
    client.force_login(cast.user("fay"))

    page = text(client.post(URL, said(**LIKE_BEN)))

    assert "open, and refer again" in page


def test_taking_a_referral_is_in_the_log(client, cast):
    client.force_login(cast.user("cara"))

    client.post(URL, said())

    stay = Episode.objects.get(patient__chosen_name="Noor Neu")
    event = AccessEvent.objects.get(episode=stay)
    assert (event.reader, event.basis) == (cast.user("cara"), "job:referral")


@pytest.mark.parametrize("name", ["fay", "cara"])
def test_comparing_costs_as_many_queries_with_fifty_alike(
    client, cast, django_assert_num_queries, name
):
    client.force_login(cast.user(name))
    alike = said(chosen_name="Ada Example", born_on="1991-05-17")
    client.post(URL, alike)
    with CaptureQueriesContext(connection) as few:
        client.post(URL, alike)
    for _ in range(50):
        patient = actions.register(at=cast.at, chosen_name="Ada Example", born_on=date(1991, 5, 17))
        stay = actions.refer(patient, at=cast.at)
        actions.join_team(stay, cast.staff["cara"], at=cast.at)

    with django_assert_num_queries(len(few)):
        response = client.post(URL, alike)

    assert text(response).count("the same name and birth date") == 5
