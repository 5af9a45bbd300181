"""The page that takes a referral from a file."""

import re

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.fhir.rules.files import LARGEST
from alongside.people.models import Episode, Patient
from alongside.privacy.models import AccessEvent
from tests.rooms.fhir.incoming import BUNDLES, ICD, bundle, concept, condition, patient

ADDRESS = reverse("fhir-from-file")
SOMEBODY = patient(name=[{"text": "Quentin Zebulon"}], birthDate="1980-02-03")


def send(client, content, name="came.json"):
    raw = content if isinstance(content, bytes) else orjson.dumps(content)
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, raw)})


@pytest.fixture
def cara(client, cast):
    client.force_login(cast.user("cara"))
    return client


def test_a_counselor_takes_a_referral_in_and_can_open_it(cara, cast):
    answer = send(cara, BUNDLES[1].read_bytes())

    episode = Episode.objects.get(patient__chosen_name="Scottie Gerlach")
    assert answer.status_code == 200
    assert reverse("desk-person", args=[episode.pk]) in answer.content.decode()
    assert [place.staff for place in episode.team.all()] == [cast.staff["cara"]]
    assert cara.get(reverse("desk-person", args=[episode.pk])).status_code == 200


def test_a_referral_from_a_file_waits_to_be_called_today(cara):
    send(cara, SOMEBODY)

    page = cara.get(reverse("desk-waiting")).content.decode()

    assert "Quentin Zebulon" in page
    assert "Nobody has called yet" in page


def test_the_report_stands_on_the_page(cara):
    row = condition(concept(ICD, "F33.1"), onsetDateTime="2027-01-01")

    said = send(cara, bundle(SOMEBODY, row)).content.decode()

    assert "onsetDateTime: 2027-01-01 is in the future; it was left out" in said
    assert "1 taken in part" in said


def test_the_same_file_again_is_told_and_adds_nobody(cara):
    send(cara, SOMEBODY)
    before = Patient.objects.count()

    answer = send(cara, SOMEBODY)

    assert answer.status_code == 409
    assert "was taken in before" in answer.content.decode()
    assert Patient.objects.count() == before


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (b"{", "came.json", "is not JSON"),
        (b"{}", "came.json", "has no resourceType"),
        (orjson.dumps(bundle(patient(), patient(id="ben"))), "came.json", "tells of 2 people"),
        (b"", "came.json", "This file is empty."),
        (b"{}", "came.pdf", "pdf"),
        (b" " * (LARGEST + 1), "came.json", "at most 20 MB are read"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_the_field(cara, raw, name, says):
    before = Patient.objects.count()

    answer = send(cara, raw, name)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Patient.objects.count() == before


@pytest.mark.parametrize("sent", [{}, {"file": "text"}, {"other": "x"}])
def test_no_file_is_told_at_the_field(cara, sent):
    answer = cara.post(ADDRESS, sent)

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_a_counselor_is_not_told_who_is_here_already(cara):
    def answer(name):
        sent = patient(name=[{"text": name}], birthDate="1984-02-03")
        told = send(cara, sent).content.decode()
        return re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{32,64}", "", told)

    assert answer("Ben Example") == answer("Otto Unknown")


def test_the_opening_is_logged_in_the_readers_name(cara, cast):
    send(cara, SOMEBODY)

    episode = Episode.objects.get(patient__chosen_name="Quentin Zebulon")
    event = AccessEvent.objects.filter(episode=episode).earliest("seq")
    assert (event.reader, event.basis) == (cast.user("cara"), "job:import fhir")


def test_a_peer_specialist_takes_no_referrals(client, cast):
    client.force_login(cast.user("petra"))

    assert client.get(ADDRESS).status_code == 404
    assert send(client, SOMEBODY).status_code == 404
    assert not Patient.objects.filter(chosen_name="Quentin Zebulon").exists()
