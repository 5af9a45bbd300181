"""The gate, told as stories: teams, blocks, emergencies, and what a reader reaches."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.people import actions
from alongside.people.models import ContactRules, Supporter, Task, TeamMember
from alongside.people.rules import Category, Urgency
from alongside.privacy import gate
from alongside.privacy.models import AccessEvent, EmergencyAccess, StaffBlock
from alongside.privacy.rules.needs import Need


def listed(cast, name, need=Need.READ_CHART, at=None):
    return set(gate.visible(cast.staff[name], need, at or cast.at))


def test_a_counselor_sees_the_people_on_whose_team_she_is(cast):
    assert listed(cast, "cara") == {cast.episode, cast.bens}
    assert listed(cast, "nils") == {cast.episode}
    assert listed(cast, "otto") == set()


def test_a_place_on_the_team_opens_from_its_start_to_its_end(cast):
    begin = cast.at + timedelta(days=1)
    place = actions.join_team(cast.episode, cast.staff["otto"], at=begin, reason="Cover")
    actions.leave_team(place, at=begin + timedelta(days=7), reason="Cover ended")

    def seen(at):
        return cast.episode in listed(cast, "otto", at=at)

    assert not seen(begin - timedelta(seconds=1))
    assert seen(begin)
    assert seen(begin + timedelta(days=7, seconds=-1))
    assert not seen(begin + timedelta(days=7))


def test_an_auditor_sees_nothing_once_the_agreement_has_ended(cast):
    axel = cast.staff["axel"]

    assert listed(cast, "axel") == {cast.episode, cast.bens}
    assert listed(cast, "axel", at=axel.ends_at) == set()


def test_a_block_wins_over_team_and_role(cast):
    for name in ("cara", "dora"):
        StaffBlock.objects.create(patient=cast.ada, staff=cast.staff[name], since_at=cast.at)

    assert listed(cast, "cara") == {cast.bens}
    assert listed(cast, "dora") == {cast.bens}


def test_a_lifted_block_opens_again(cast):
    StaffBlock.objects.create(
        patient=cast.ada, staff=cast.staff["cara"], since_at=cast.at, lifted_at=cast.at
    )

    assert cast.episode in listed(cast, "cara")


def glass(cast, name, at):
    return EmergencyAccess.objects.create(
        episode=cast.episode,
        staff=cast.staff[name],
        reason="Unresponsive in the waiting room",
        opened_at=at,
        ends_at=at + timedelta(hours=1),
    )


def test_emergency_access_wins_over_a_block_and_lasts_an_hour(cast):
    StaffBlock.objects.create(patient=cast.ada, staff=cast.staff["otto"], since_at=cast.at)
    glass(cast, "otto", cast.at)

    assert cast.episode in listed(cast, "otto")
    assert cast.episode not in listed(cast, "otto", at=cast.at + timedelta(hours=1))


def test_emergency_access_reads_and_does_not_rearrange(cast):
    glass(cast, "otto", cast.at)

    assert listed(cast, "otto", Need.MANAGE_TEAM) == set()
    assert listed(cast, "otto", Need.WRITE_SAFETY_PLAN) == set()


def test_the_front_desk_cannot_break_the_glass(cast):
    glass(cast, "fay", cast.at)

    assert listed(cast, "fay", Need.READ_CHART) == set()


def test_the_log_says_why_the_door_opened(client, cast):
    glass(cast, "otto", cast.at)
    client.force_login(cast.user("otto"))

    client.get(reverse("desk-person", kwargs={"episode_id": cast.episode.pk}))

    assert AccessEvent.objects.latest("seq").basis == "emergency"


def test_a_peer_specialist_reaches_fewer_rows_of_the_same_page(cast, rf):
    for category in (Category.SCORES, Category.ATTENDANCE):
        actions.raise_task(
            cast.episode,
            title=category,
            urgency=Urgency.ROUTINE,
            category=category,
            at=cast.at,
        )
    Supporter.objects.create(patient=cast.ada, name="Sister")

    def reached(name, model):
        staff = cast.staff[name]
        found = gate.visible(staff, Need.READ_FRONT, cast.at).get(pk=cast.episode.pk)
        request = rf.get("/")
        request.user = staff.user
        return gate._opened(request, staff, Need.READ_FRONT, cast.at, found).all(model).count()

    assert (reached("cara", Task), reached("petra", Task)) == (2, 1)
    assert (reached("cara", Supporter), reached("petra", Supporter)) == (1, 0)
    assert reached("fay", ContactRules) == 1
    assert reached("axel", ContactRules) == 0


def test_a_covering_role_is_what_counts_on_a_team(cast, rf):
    """A counselor who is there as a peer reaches what a peer reaches."""
    TeamMember.objects.filter(staff=cast.staff["cara"], episode=cast.episode).update(
        role="peer_specialist"
    )

    assert cast.episode not in listed(cast, "cara", Need.READ_MEASURES)


def test_another_patients_home_is_never_shown(client, cast):
    client.force_login(cast.user("ben"))

    response = client.get("/me/")

    assert "Ada" not in response.content.decode()
    assert AccessEvent.objects.latest("seq").episode == cast.bens


@pytest.mark.parametrize("name", ["cara", "dora", "fay"])
def test_staff_have_no_home_in_the_portal(client, cast, name):
    client.force_login(cast.user(name))

    assert client.get("/me/").status_code == 404


def test_a_row_without_a_category_stays_shut(cast):
    with pytest.raises(gate.ImproperlyConfigured):
        gate._of_categories(
            AccessEvent._meta.get_field("reader").related_model, frozenset(), kind=gate.Kind.STAFF
        )


def test_a_job_is_in_the_log_for_each_record_it_opens(cast):
    access = gate.job_access("nightly", at=cast.at)

    assert [a.episode for a in access.on_each([cast.episode, cast.bens])] == [
        cast.episode,
        cast.bens,
    ]
    assert set(AccessEvent.objects.values_list("episode", "basis")) == {
        (cast.episode.pk, "job:nightly"),
        (cast.bens.pk, "job:nightly"),
    }
