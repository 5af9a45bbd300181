"""Deeds about people: each is done whole, once, and at the right moment."""

from datetime import date, timedelta

import pytest

from alongside.core.models import ChangedMeanwhile, RemovedMeanwhile, new_key
from alongside.people import actions
from alongside.people.models import (
    ContactRules,
    Episode,
    Organization,
    OutsideProvider,
    Patient,
    Supporter,
    TeamMember,
)
from alongside.people.rules import OPEN_AFTER_DISCHARGE, Category, Discipline, Urgency


def newcomer(cast, **about):
    return actions.register(at=cast.at, chosen_name="Noor Neu", **about)


def test_the_same_key_registers_one_person(cast):
    key = new_key()
    first = newcomer(cast, key=key)

    with pytest.raises(actions.AlreadyRegistered) as told:
        newcomer(cast, key=key)

    assert told.value.patient == first
    assert Patient.objects.filter(chosen_name="Noor Neu").count() == 1


def test_a_persons_names_can_be_searched_without_accents_from_the_start(cast):
    patient = actions.register(at=cast.at, chosen_name="Zoë Łuk", legal_name="Zofia O'Luk")

    assert Patient.objects.get(names_plain__contains="zofia oluk") == patient


def test_a_person_written_down_in_bulk_can_be_searched_too(cast):
    patient = Patient(chosen_name="Ämilia", created_at=cast.at)
    actions.record_stays(
        patients=[patient], contact_rules=[ContactRules(patient=patient)], episodes=[]
    )

    assert Patient.objects.get(names_plain="amilia") == patient


def edit(patient, *, seen=None, contact_seen=None, about=None, reach=None):
    contact = ContactRules.objects.get(patient=patient)
    actions.edit_person(
        patient,
        contact,
        seen=seen or patient.version,
        contact_seen=contact_seen or contact.version,
        about=about or {},
        reach=reach or {},
    )


def test_a_new_name_is_found_and_the_old_one_is_not(cast):
    edit(cast.ada, about={"chosen_name": "Ädda Neu"})

    assert Patient.objects.filter(names_plain__startswith="adda neu").exists()
    assert not Patient.objects.filter(names_plain__startswith="ada example").exists()


def test_an_edit_that_meets_another_writes_neither_part(cast):
    edit(cast.ada, reach={"phone": "555 010 0100"})

    with pytest.raises(ChangedMeanwhile):
        edit(
            Patient.objects.get(pk=cast.ada.pk),
            contact_seen=99,
            about={"pronouns": "they/them"},
            reach={"phone": "555 010 0199"},
        )

    stands = Patient.objects.get(pk=cast.ada.pk)
    assert stands.pronouns == "she/her"
    assert stands.contact_rules.phone == "555 010 0100"


def test_two_who_edit_different_parts_do_not_meet(cast):
    read_before = Patient.objects.get(pk=cast.ada.pk)
    edit(cast.ada, reach={"phone": "555 010 0100"})

    edit(read_before, contact_seen=1, about={"pronouns": "they/them"}, reach={})

    stands = Patient.objects.get(pk=cast.ada.pk)
    assert (stands.pronouns, stands.contact_rules.phone) == ("they/them", "555 010 0100")


def test_somebody_with_an_open_stay_is_not_referred_again(cast):
    with pytest.raises(actions.WrongMoment):
        actions.refer(cast.ada, at=cast.at)


@pytest.mark.parametrize("deed", ["admit", "turn_down"])
def test_what_fits_only_a_referral_does_not_fit_an_admitted_stay(cast, deed):
    said = {"reason": "other"} if deed == "turn_down" else {}

    with pytest.raises(actions.WrongMoment):
        getattr(actions, deed)(cast.episode, at=cast.at, **said)


def test_a_referral_cannot_be_discharged(cast):
    stay = actions.refer(newcomer(cast), at=cast.at)

    with pytest.raises(actions.WrongMoment):
        actions.discharge(stay, reason="completed", at=cast.at)


def test_two_who_admit_at_once_admit_once(cast):
    stay = actions.refer(newcomer(cast), at=cast.at)
    other = Episode.objects.get(pk=stay.pk)
    actions.admit(stay, at=cast.at, track=cast.track)

    with pytest.raises(actions.WrongMoment):
        actions.admit(other, at=cast.at + timedelta(hours=1), track=cast.track)

    stay.refresh_from_db()
    assert stay.admitted_at == cast.at


def test_after_a_discharge_the_team_opens_the_record_for_thirty_days_more(cast):
    actions.discharge(cast.episode, reason="completed", at=cast.at)

    ends = set(TeamMember.objects.filter(episode=cast.episode).values_list("until_at", flat=True))
    assert ends == {cast.at + OPEN_AFTER_DISCHARGE}


def test_whoever_left_can_be_referred_again(cast):
    actions.discharge(cast.episode, reason="left_early", at=cast.at)

    again = actions.refer(cast.ada, at=cast.at + timedelta(days=1))

    assert again.status == Episode.Status.REFERRED


def test_nobody_has_two_places_on_one_team(cast):
    with pytest.raises(actions.AlreadyOnTeam):
        actions.join_team(cast.episode, cast.staff["cara"], at=cast.at)


def test_a_second_primary_clinician_is_refused(cast):
    with pytest.raises(actions.PrimaryTaken):
        actions.join_team(cast.episode, cast.staff["otto"], at=cast.at, is_primary=True)

    assert not TeamMember.objects.filter(episode=cast.episode, staff=cast.staff["otto"]).exists()


def test_handing_over_leaves_both_on_the_team_and_says_who_was_primary_when(cast):
    nils = TeamMember.objects.get(episode=cast.episode, staff=cast.staff["nils"])

    actions.make_primary(nils, at=cast.at, reason="Cara is away")

    places = TeamMember.objects.filter(episode=cast.episode)
    now = places.filter(until_at__isnull=True).values_list("staff__name", "is_primary")
    past = places.filter(until_at=cast.at).values_list("staff__name", "is_primary", "end_reason")
    assert set(now) == {("Nils Test", True), ("Cara Test", False), ("Petra Test", False)}
    assert set(past) == {
        ("Cara Test", True, "Cara is away"),
        ("Nils Test", False, "Cara is away"),
    }


def test_handing_over_to_who_is_primary_changes_nothing(cast):
    cara = TeamMember.objects.get(episode=cast.episode, staff=cast.staff["cara"])

    assert actions.make_primary(cara, at=cast.at, reason="Again") == cara


def test_a_place_ends_once(cast):
    place = TeamMember.objects.get(episode=cast.episode, staff=cast.staff["petra"])
    actions.leave_team(place, at=cast.at, reason="Moved away")

    with pytest.raises(actions.AlreadyLeft):
        actions.leave_team(place, at=cast.at + timedelta(days=1), reason="Again")
    with pytest.raises(actions.AlreadyLeft):
        actions.make_primary(place, at=cast.at, reason="Again")


def test_a_supporter_sent_twice_is_one(cast):
    for _ in range(2):
        actions.add_supporter(cast.ada, name="Rosa", relation="sister", in_emergency=True)

    assert Supporter.objects.filter(patient=cast.ada).count() == 1


def test_an_organization_is_written_down_once_whatever_the_case(cast):
    actions.add_outside_provider(cast.episode, name="Dr. Fox", organization="Harbor Clinic")
    actions.add_outside_provider(cast.bens, name="Dr. Lee", organization="HARBOR CLINIC")

    assert Organization.objects.count() == 1
    assert OutsideProvider.objects.filter(organization__name="Harbor Clinic").count() == 2


def test_an_edit_of_what_was_removed_meanwhile_is_a_conflict(cast):
    rosa = actions.add_supporter(cast.ada, name="Rosa")
    actions.remove_supporter(Supporter.objects.get(pk=rosa.pk))

    with pytest.raises(ChangedMeanwhile) as told:
        actions.edit_supporter(rosa, seen=1, name="Rosa Maria")

    assert isinstance(told.value, RemovedMeanwhile)
    assert told.value.current.name == "Rosa Maria"


def test_two_who_edit_a_provider_at_once_lose_nothing(cast):
    provider = actions.add_outside_provider(cast.episode, name="Dr. Fox", organization="Harbor")
    actions.edit_outside_provider(provider, seen=1, name="Dr. Lena Fox", organization="Harbor")

    with pytest.raises(ChangedMeanwhile) as told:
        actions.edit_outside_provider(
            OutsideProvider.objects.get(pk=provider.pk), seen=1, name="Dr. L. Fox"
        )

    assert told.value.current.name == "Dr. Lena Fox"
    assert told.value.current.organization.name == "Harbor"


def test_a_task_is_done_once_even_from_two_tabs(cast):
    task = actions.raise_task(
        cast.episode,
        title="Call back",
        urgency=Urgency.SAME_DAY,
        category=Category.CONTACT,
        at=cast.at,
    )
    other_tab = type(task).objects.get(pk=task.pk)
    actions.close_task(task, by=cast.user("cara"), outcome="Called", at=cast.at)

    with pytest.raises(actions.AlreadyDone):
        actions.close_task(other_tab, by=cast.user("nils"), outcome="Me too", at=cast.at)

    task.refresh_from_db()
    assert (task.outcome, task.done_by) == ("Called", cast.user("cara"))


def test_a_place_gives_the_role_of_the_own_discipline_if_none_is_said(cast):
    place = actions.join_team(cast.episode, cast.staff["otto"], at=cast.at)

    assert place.role == Discipline.ADDICTION_COUNSELOR


def test_a_birth_date_may_be_unknown(cast):
    assert newcomer(cast, born_on=None).born_on is None
    assert newcomer(cast, born_on=date(1999, 9, 9)).born_on == date(1999, 9, 9)
