"""From the first call to the first day: one story, through the pages."""

import html

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from alongside.people.models import Episode


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def sign_in(client, cast):
    def as_(name):
        client.force_login(cast.user(name))
        return client

    return as_


def test_from_first_call_to_admission(sign_in, cast):
    # Monday, 9:10. Fay takes a call: somebody like Ben. She looks, and it is somebody else.
    fay = sign_in("fay")
    new = reverse("desk-new-person")
    typed = {
        "chosen_name": "Bén Exampel",
        "legal_name": "",
        "pronouns": "he/him",
        "born_on": "1984-02-03",
        "languages": "Spanish",
        "channel": "text",
        "phone": "555 010 0142",
        "safe_from": "09:00",
        "safe_to": "17:00",
        "neutral_wording": "on",
        "source": "self",
        "seen": fay.get(new).context["form"].initial["seen"],
    }
    wrong = fay.post(new, {**typed, "born_on": "2984-02-03"})
    assert wrong.status_code == 422
    assert "still to come" in text(wrong)
    proposed = fay.post(new, typed)
    assert proposed.status_code == 409
    assert "Ben Example" in text(proposed)
    looked_at = proposed.context["form"].data["looked_at"]
    front = fay.post(new, {**typed, "looked_at": looked_at}).url
    stay = Episode.objects.get(patient__chosen_name="Bén Exampel")
    assert front == reverse("desk-person", args=[stay.pk])
    assert (
        "Text only, between 9:00 and 17:00. Do not leave a message. Never name the program."
        in text(fay.get(front)).replace(" .", ".")
    )

    # Nobody clinical can open it yet; the director gives Otto the first place on the team.
    assert sign_in("otto").get(front).status_code == 404
    dora = sign_in("dora")
    joined = dora.post(
        reverse("desk-team", args=[stay.pk]),
        {"staff": cast.staff["otto"].pk, "is_primary": "on", "reason": "Has a place on Tuesdays"},
    )
    assert joined.status_code == 302

    # Otto finds him, mends the name while Fay writes a new number, and loses nothing.
    otto = sign_in("otto")
    assert front in text(otto.get(reverse("desk-people"), {"q": "ben 2/3/1984"}))
    edit = reverse("desk-edit-person", args=[stay.pk])
    seen = otto.get(edit).context["form"].initial["seen"]
    changed = {**typed, "seen": seen, "phone": "555 010 0199"}
    assert sign_in("fay").post(edit, changed).status_code == 302
    otto = sign_in("otto")
    met = otto.post(edit, {**typed, "seen": seen, "legal_name": "Benedict Exampel", "note": "Ask"})
    assert met.status_code == 409
    assert "555 010 0199" in text(met)
    again = {**typed, "legal_name": "Benedict Exampel", "phone": "555 010 0199"}
    again["seen"] = met.context["form"].data["seen"]
    assert otto.post(edit, again).status_code == 302

    # He is admitted, once, and is on the list as in the program.
    admit = reverse("desk-admit", args=[stay.pk])
    first_day = {
        "track": cast.track.pk,
        "admitted_on": localdate().isoformat(),
        "level_of_care": "2.1",
    }
    assert otto.post(admit, first_day).url == front
    assert otto.post(admit, first_day).status_code == 409
    assert "Day track, week 1 of 12" in text(otto.get(front))
    listed = text(otto.get(reverse("desk-people"), {"status": "admitted"}))
    assert "Benedict Exampel" in listed

    # Cara, on whose list he is not, still knows nothing of him.
    cara = sign_in("cara")
    assert "Exampel" not in text(cara.get(reverse("desk-people"), {"q": "benedict"}))
    assert cara.get(front).status_code == 404
