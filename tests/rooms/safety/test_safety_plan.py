"""The safety plan: in the person's words, every version kept, nobody's words lost."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.models import ChangedMeanwhile
from alongside.privacy import gate
from alongside.safety import queries
from alongside.safety.actions import record_plans, save_plan
from alongside.safety.forms import SafetyPlanForm
from alongside.safety.models import SafetyPlan, SafetyPlanVersion, content_of, stored
from alongside.safety.rules import Contact, Content, dialled, first_to_call, lines

CARMEN = Contact("Carmen", "my sister, knows everything", "(555) 010-0100")
PLAN = Content(
    signs="I stop answering.",
    alone="Cold water\nAround the block",
    reasons="Rosa",
    people=(Contact("Sam", "my peer"), CARMEN),
)


@pytest.fixture
def ada(cast):
    return gate.job_access("test", at=cast.at, reader=cast.user("ada")).on(cast.episode)


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("(555) 010-0100", "tel:5550100100"),
        ("+1 555.010.0100", "tel:+15550100100"),
        ("988", "tel:988"),
        ("555 0100 x12", "tel:5550100;ext=12"),
        ("", ""),
        ("ask my mother", ""),
        ("12", ""),
        ("javascript:alert(1)", ""),
        ("555-0100<script>", ""),
    ],
)
def test_only_what_can_be_dialled_becomes_a_number_to_press(phone, tel):
    assert dialled(phone) == tel


@given(st.text(max_size=40))
def test_whatever_is_typed_the_address_dials_or_is_empty(phone):
    tel = dialled(phone)

    assert tel == "" or (tel.startswith("tel:") and set(tel[4:]) <= set("0123456789+;ext="))


def test_the_first_who_can_be_called_is_the_person_to_call():
    assert first_to_call(PLAN.people) == CARMEN
    assert first_to_call(()) is None
    assert lines(" a \n\n b") == ["a", "b"]


def test_a_plan_is_stored_as_it_was_written():
    assert content_of(stored(PLAN)) == PLAN
    assert Content().is_empty


def test_each_saving_keeps_its_version(cast, ada):
    plan = save_plan(ada, content=PLAN, seen=0, at=cast.at)
    save_plan(ada, content=Content(signs="I go quiet."), seen=plan.version, at=cast.at)

    told = [(v.number, v.content.signs) for v in queries.versions_of(ada)]
    assert told == [(2, "I go quiet."), (1, "I stop answering.")]
    assert queries.plan_of(ada).saved_by == cast.user("ada")


def test_saving_twice_is_one_version(cast, ada):
    for _ in range(2):
        save_plan(ada, content=PLAN, seen=0, at=cast.at)

    assert SafetyPlan.objects.get().version == 1
    assert SafetyPlanVersion.objects.count() == 1


def test_who_writes_over_an_unseen_version_hears_of_it_and_nothing_is_written(cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)

    with pytest.raises(ChangedMeanwhile) as changed:
        save_plan(ada, content=Content(signs="Other words."), seen=0, at=cast.at)

    assert changed.value.current.content == PLAN
    assert queries.plan_of(ada).signs == "I stop answering."


def test_the_database_keeps_each_version_once(cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)

    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlanVersion.objects.create(
            episode=cast.episode, number=1, said={}, saved_at=cast.at, saved_by=None
        )


def test_many_plans_are_laid_down_at_once(cast, ada):
    bens = gate.job_access("test", at=cast.at).on(cast.bens)

    assert record_plans([(ada, PLAN, cast.at), (bens, PLAN, cast.at)]) == 2

    assert queries.person_to_call(bens) == CARMEN
    assert [v.number for v in queries.versions_of(bens)] == [1]


def sent(content=PLAN, seen=0, **changed):
    """Return what a browser sends when the form was filled with `content`."""
    shown = SafetyPlanForm(content=content, seen=seen)
    return {name: shown[name].value() or "" for name in shown.fields} | {"seen": seen} | changed


def url(name, cast):
    return reverse(name, kwargs={"episode_id": cast.episode.pk})


def test_a_nurse_reads_the_plan_and_writes_it_with_the_person(client, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    client.force_login(cast.user("nils"))

    read = client.get(url("safety-plan", cast)).content.decode()
    saved = client.post(url("safety-edit", cast), sent(seen=1, signs="I go quiet."))

    assert "I stop answering." in read
    assert 'href="tel:5550100100"' in read
    assert saved.status_code == 302
    assert queries.plan_of(ada).signs == "I go quiet."


def test_a_peer_reads_the_plan_and_does_not_write_it(client, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    client.force_login(cast.user("petra"))

    read = client.get(url("safety-plan", cast))

    assert read.status_code == 200
    assert url("safety-edit", cast) not in read.content.decode()
    assert client.get(url("safety-edit", cast)).status_code == 404


@pytest.mark.parametrize("name", ["otto", "dora", "fay", "prue", "axel", "ada", "ben"])
def test_who_does_not_walk_with_the_person_has_no_plan_to_read(client, cast, ada, name):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    client.force_login(cast.user(name))

    assert client.get(url("safety-plan", cast)).status_code == 404


def test_what_cannot_be_dialled_is_pointed_out_and_nothing_typed_is_lost(client, cast, ada):
    client.force_login(cast.user("nils"))
    data = sent(**{"people-0-phone": "ask Rosa", "people-1-name": "", "signs": "New words."})

    response = client.post(url("safety-edit", cast), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Write a number that can be dialled." in page
    assert "Whose number is this?" in page
    assert "New words." in page
    assert "ask Rosa" in page
    assert queries.plan_of(ada) is None


def test_two_who_write_at_once_see_both_and_saving_again_decides(client, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    client.force_login(cast.user("nils"))

    response = client.post(url("safety-edit", cast), sent(seen=0, signs="Nils wrote this."))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Nils wrote this." in page
    assert "I stop answering." in page
    assert 'name="seen" value="1"' in page
    again = client.post(url("safety-edit", cast), sent(seen=1, signs="Nils wrote this."))
    assert again.status_code == 302
    assert [v.content.signs for v in queries.versions_of(ada)] == [
        "Nils wrote this.",
        "I stop answering.",
    ]


def test_an_empty_plan_says_how_to_begin(client, cast):
    client.force_login(cast.user("cara"))

    page = client.get(url("safety-plan", cast)).content.decode()

    assert "no safety plan yet" in page
    assert url("safety-edit", cast) in page


def test_an_earlier_version_can_be_read_again(client, cast, ada):
    save_plan(ada, content=PLAN, seen=0, at=cast.at)
    save_plan(ada, content=Content(signs="I go quiet."), seen=1, at=cast.at)
    client.force_login(cast.user("cara"))

    where = {"episode_id": cast.episode.pk, "number": 1}
    page = client.get(reverse("safety-earlier", kwargs=where)).content.decode()

    assert "I stop answering." in page
    assert "earlier version" in page
