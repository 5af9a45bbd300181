"""The list of people: whom it shows to whom, what it finds, and what it costs."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.people import actions
from alongside.people.models import ContactRules, Episode, Patient, TeamMember
from alongside.privacy.models import AccessEvent, StaffBlock

URL = reverse("desk-people")


def names(response):
    """Return the names that the list shows, in its order."""
    rows = re.findall(r"<b><bdi>(.*?)</bdi></b>", response.content.decode())
    return [html.unescape(name) for name in rows]


def crowd(cast, count, **about):
    """Add people to the program, all on Cara's list."""
    patients = [
        Patient(chosen_name=f"Person {n:05}", created_at=cast.at, **about) for n in range(count)
    ]
    stays = [
        Episode(
            patient=p,
            status="admitted",
            referred_at=cast.at,
            admitted_at=cast.at,
            track=cast.track,
        )
        for p in patients
    ]
    actions.record_stays(
        patients=patients,
        contact_rules=[ContactRules(patient=p) for p in patients],
        episodes=stays,
        places=[
            TeamMember(
                episode=s,
                staff=cast.staff["cara"],
                role="addiction_counselor",
                since_at=cast.at - timedelta(days=1),
            )
            for s in stays
        ],
    )
    return stays


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("cara", ["Ada Example", "Ben Example"]),
        ("nils", ["Ada Example"]),
        ("petra", ["Ada Example"]),
        ("fay", ["Ada Example", "Ben Example"]),
        ("dora", ["Ada Example", "Ben Example"]),
        ("otto", []),
    ],
)
def test_everyone_sees_the_people_whose_record_they_may_open(client, cast, name, seen):
    client.force_login(cast.user(name))

    assert names(client.get(URL)) == seen


def test_a_patient_has_no_list_of_people(client, cast):
    client.force_login(cast.user("ada"))

    assert client.get(URL).status_code == 404


def test_whoever_is_blocked_does_not_find_the_person_by_name_either(client, cast):
    StaffBlock.objects.create(patient=cast.ada, staff=cast.staff["fay"], since_at=cast.at)
    client.force_login(cast.user("fay"))

    assert names(client.get(URL, {"q": "ada"})) == []


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "EXAMPLE ada",
        "Adelaide",
        "Ádá",
        "5/17/1991",
        "1991-05-17",
        "May 17, 1991",
        "17 May 1991",
        "exa 5/17/1991",
    ],
)
def test_a_person_is_found_by_either_name_or_birth_date(client, cast, typed):
    client.force_login(cast.user("cara"))

    assert names(client.get(URL, {"q": typed})) == ["Ada Example"]


@pytest.mark.parametrize("typed", ["zzz", "5/18/1991", "%", "_", "!!!", "ada 1/1/1980", "|"])
def test_who_does_not_fit_is_not_found_and_a_sentence_says_so(client, cast, typed):
    client.force_login(cast.user("cara"))

    response = client.get(URL, {"q": typed})

    assert response.status_code == 200
    assert names(response) == []
    assert "Nobody found" in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "0"},
        {"page": "-3"},
        {"page": "x"},
        {"page": "9" * 400},
        {"page": "\u0663"},
        {"status": "nonsense"},
        {"q": "\x00"},
        {"q": "a" * 5000},
        {"q": "\U0001f600" * 90},
    ],
)
def test_a_strange_address_is_answered_calmly(client, cast, asked):
    client.force_login(cast.user("cara"))

    assert client.get(URL, asked).status_code == 200


def test_the_filter_shows_who_stands_where_and_counts_them(client, cast):
    client.force_login(cast.user("fay"))
    new = actions.register(at=cast.at, chosen_name="Noor Neu")
    actions.refer(new, at=cast.at)
    actions.discharge(cast.bens, reason="left_early", at=cast.at)

    shown = {s: names(client.get(URL, {"status": s})) for s in ("admitted", "referred", "left")}

    assert shown == {
        "admitted": ["Ada Example"],
        "referred": ["Noor Neu"],
        "left": ["Ben Example"],
    }
    everyone = client.get(URL).content.decode()
    assert re.findall(r'<span class="num">(\d+)</span>', everyone) == ["3", "1", "1", "1"]
    assert "chose to leave early" in everyone


def test_an_empty_filter_says_so(client, cast):
    client.force_login(cast.user("cara"))

    assert "nobody stands at this point" in client.get(URL, {"status": "left"}).content.decode()


def test_somebody_with_nobody_reads_why(client, cast):
    client.force_login(cast.user("otto"))

    assert "on whose care team you are" in client.get(URL).content.decode()


def test_a_person_with_two_stays_is_listed_once_with_the_latest(client, cast):
    actions.discharge(cast.episode, reason="completed", at=cast.at)
    again = actions.refer(cast.ada, at=cast.at + timedelta(seconds=1))
    client.force_login(cast.user("fay"))

    response = client.get(URL)

    assert names(response) == ["Ada Example", "Ben Example"]
    assert reverse("desk-person", args=[again.pk]) in response.content.decode()


def test_who_may_not_see_the_new_stay_still_finds_the_one_they_know(client, cast):
    actions.discharge(cast.episode, reason="completed", at=cast.at)
    actions.refer(cast.ada, at=cast.at + timedelta(seconds=1))
    client.force_login(cast.user("nils"))

    assert names(client.get(URL)) == ["Ada Example"]


def test_the_list_is_sorted_by_chosen_name_whatever_the_accents(client, cast):
    for name in ("Élodie", "eli", "Zoë", "Émile", "Àbel"):
        actions.refer(actions.register(at=cast.at, chosen_name=name), at=cast.at)
    client.force_login(cast.user("fay"))

    assert names(client.get(URL, {"status": "referred"})) == [
        "Àbel",
        "eli",
        "Élodie",
        "Émile",
        "Zoë",
    ]


def test_twenty_stand_on_a_page_and_nobody_is_left_out(client, cast):
    crowd(cast, 45)
    client.force_login(cast.user("cara"))

    pages = [names(client.get(URL, {"page": str(n)})) for n in (1, 2, 3)]

    assert [len(p) for p in pages] == [20, 20, 7]
    assert len({name for p in pages for name in p}) == 47
    assert names(client.get(URL, {"page": "99"})) == pages[2]


def test_search_and_filter_go_on_over_the_pages(client, cast):
    crowd(cast, 25)
    client.force_login(cast.user("cara"))

    page = client.get(URL, {"q": "person", "status": "admitted"}).content.decode()

    assert "q=person&amp;status=admitted&amp;page=2" in page


@pytest.mark.parametrize("name", ["cara", "fay"])
def test_fifty_people_cost_as_many_queries_as_one(client, cast, django_assert_num_queries, name):
    client.force_login(cast.user(name))
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)

    crowd(cast, 50)

    with django_assert_num_queries(len(few)):
        client.get(URL)
    assert len(few) <= 12


def test_what_is_searched_for_stands_in_no_log(client, cast, capfd, caplog):
    client.force_login(cast.user("cara"))

    client.get(URL, {"q": "Adelaide Geheim"})

    told = capfd.readouterr()
    assert "Geheim" not in told.out + told.err + caplog.text
    events = AccessEvent.objects.values_list("page", "need", "basis")
    assert not any("Geheim" in str(event) for event in events)


def test_the_list_leads_to_the_chart_where_it_opens_and_else_to_the_person(client, cast):
    client.force_login(cast.user("fay"))
    assert reverse("desk-person", args=[cast.episode.pk]) in client.get(URL).content.decode()

    client.force_login(cast.user("cara"))
    first = "desk-together" if _exists("desk-together", cast) else "desk-person"
    assert reverse(first, args=[cast.episode.pk]) in client.get(URL).content.decode()


def _exists(page, cast):
    from django.urls import NoReverseMatch

    try:
        return bool(reverse(page, args=[cast.episode.pk]))
    except NoReverseMatch:
        return False


def test_registering_is_offered_to_who_takes_referrals(client, cast):
    offered = {}
    for name in ("cara", "fay", "dora", "petra", "prue", "axel"):
        client.force_login(cast.user(name))
        offered[name] = reverse("desk-new-person") in client.get(URL).content.decode()

    assert offered == {
        "cara": True,
        "fay": True,
        "dora": True,
        "petra": False,
        "prue": False,
        "axel": False,
    }


def test_a_name_in_another_script_keeps_to_itself(client, cast):
    patient = actions.register(
        at=cast.at, chosen_name="مريم <b>", born_on=date(1990, 1, 1), pronouns="هي"
    )
    actions.refer(patient, at=cast.at)
    client.force_login(cast.user("fay"))

    response = client.get(URL, {"q": "مريم"})

    assert names(response) == ["مريم <b>"]
    assert "<b> " not in response.content.decode()
