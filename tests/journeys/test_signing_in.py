"""From an invitation to the first page, and everything that can stand in between."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from alongside.people import actions
from alongside.people.models import Staff, User
from alongside.privacy.models import AccessEvent
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"
# What a message must not say to whoever looks over a shoulder (42 CFR 2.13(c)).
TELLING = {
    *("alongside", "riverbend", "iop", "program", "clinic", "patient", "treatment", "recovery"),
    *("addiction", "substance", "alcohol", "drug", "mental", "health", "psychiatr", "counsel"),
    *("therap", "care", "team", "appointment"),
}


@pytest.fixture
def client_elsewhere():
    """Another browser."""
    return Client()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_in(client):
    return client.get("/account/devices/").status_code == 200


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def do_what_waits():
    """Do what the worker would do next."""
    for waiting in DBTaskResult.objects.ready():
        waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
        waiting.delete()


def link_in(message):
    return re.search(r"https?://\S+", message.body)[0]


def code_now(secret):
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


# --- invited, and in


def test_a_nurse_is_invited_chooses_a_password_and_signs_in(client, cast):
    client.force_login(cast.user("dora"))
    told = {"name": "Nora New", "discipline": "nurse", "email": "nora@example.org"}
    client.post(reverse("desk-invite-staff"), told)
    client.logout()

    link = link_in(mail.outbox[0])
    welcome = client.get(link)
    came_in = client.post(link, {"password": "seven quiet herons"})

    assert "nora@example.org" in welcome.content.decode()
    assert came_in.url == "/"
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
    sign_in(client, "nora@example.org", "seven quiet herons")
    assert is_in(client)


def test_a_link_opens_once_and_a_weak_password_does_not_use_it_up(client, cast):
    secret = actions.invite(cast.staff["nils"], email="nils@example.org", at=datetime.now(UTC))
    link = reverse("privacy-join", args=[secret])

    weak = client.post(link, {"password": "password1234"})
    good = client.post(link, {"password": "seven quiet herons"})
    client.logout()
    again = client.get(link)

    assert weak.status_code == 422
    assert "too common" in weak.content.decode()
    assert good.status_code == 302
    assert again.status_code == 410


def test_there_is_no_sign_up(client, db):
    for path in ("signup/", "signup/passkey/", "3rdparty/signup/", "social/signup/", "email/"):
        assert client.get(f"/accounts/{path}").status_code == 404
    assert "sign up" not in client.get(LOGIN).content.decode().lower()
    assert not User.objects.exists()


# --- wrong, and locked


def test_after_five_wrong_passwords_the_door_rests_and_says_so(client, cast):
    with_password(cast.user("cara"))

    for _ in range(5):
        assert "do not fit together" in sign_in(client, "cara@example.org", "no").content.decode()
    locked = sign_in(client, "cara@example.org")

    assert "rests for a quarter of an hour" in locked.content.decode()
    assert not is_in(client)


def test_an_unknown_address_gets_the_same_answers(client, cast):
    with_password(cast.user("cara"))

    def answers(email):
        pages = [sign_in(client, email, "no").content.decode() for _ in range(7)]
        return [re.sub(r"[A-Za-z0-9]{64}", "", page).replace(email, "…") for page in pages]

    assert answers("cara@example.org") == answers("nobody@example.org")


def test_asking_for_a_new_password_does_not_say_who_is_here(client, cast):
    with_password(cast.user("cara"))
    reset = reverse("account_reset_password")

    def ask(address):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reset, {"email": address})
        asked = [re.split(" WHERE| VALUES", query["sql"])[0] for query in queries]
        work = [sql for sql in asked if "SAVEPOINT" not in sql and "people_counters" not in sql]
        return answer.status_code, answer.url, work

    ask("somebody@example.org")
    known, unknown = ask("Cara@example.org"), ask("nobody@example.org")

    # The same answer after the same work: what is sent is sent by the worker.
    assert known == unknown
    assert mail.outbox == []
    do_what_waits()
    assert [m.to for m in mail.outbox] == [["cara@example.org"]]


def test_no_link_and_no_strangers_address_lies_in_the_queue(client, cast):
    with_password(cast.user("cara"))

    for address in ("cara@example.org", "nobody@example.org"):
        client.post(reverse("account_reset_password"), {"email": address})

    told = [result.args_kwargs["kwargs"] for result in DBTaskResult.objects.order_by("enqueued_at")]
    site = "http://testserver/"
    assert told == [
        {"account": str(cast.user("cara").pk), "site": site},
        {"account": None, "site": site},
    ]


def test_where_mail_is_not_set_up_nothing_is_sent_and_the_answer_is_the_same(
    client, cast, settings
):
    settings.HAS_MAIL = False

    answer = client.post(reverse("account_reset_password"), {"email": "cara@example.org"})
    do_what_waits()

    assert answer.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_new_password_ends_the_sessions_on_other_devices(client, client_elsewhere, cast):
    with_password(cast.user("cara"))
    sign_in(client_elsewhere, "cara@example.org")

    client.post(reverse("account_reset_password"), {"email": "cara@example.org"})
    do_what_waits()
    form = client.get(link_in(mail.outbox[0]), follow=True)
    where = form.redirect_chain[-1][0]
    new = "eleven loud geese"
    client.post(where, {"password1": new, "password2": new})

    assert not is_in(client_elsewhere)
    sign_in(client, "cara@example.org", new)
    assert is_in(client)


def test_changing_the_password_keeps_this_device_signed_in_only(client, client_elsewhere, cast):
    with_password(cast.user("cara"))
    sign_in(client, "cara@example.org")
    sign_in(client_elsewhere, "cara@example.org")

    new = "eleven loud geese"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_in(client)
    assert not is_in(client_elsewhere)


# --- with a code


def give_code(client, cast, by="fay"):
    client.force_login(cast.user(by))
    page = client.post(reverse("desk-signin-code", args=[cast.episode.pk])).content.decode()
    client.logout()
    return re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", page)[0]


def test_a_patient_comes_in_with_a_code_and_the_birth_date(client, cast):
    code = give_code(client, cast)

    came_in = client.post("/code/", {"code": code.lower(), "born_on": "1991-05-17"})

    assert came_in.url == "/"
    assert client.get("/me/").status_code == 200


def test_the_patient_can_see_that_a_code_was_given(client, cast):
    give_code(client, cast)

    event = AccessEvent.objects.filter(episode=cast.episode, page="desk-signin-code").last()
    assert event.reader == cast.user("fay")


def test_every_refusal_of_a_code_sounds_the_same(client, cast):
    code = give_code(client, cast)
    tries = [
        {"code": code, "born_on": "1984-02-03"},
        {"code": "CDF-CDF-CDF", "born_on": "1991-05-17"},
        {"code": "CDF-CDF-CDF", "born_on": "1900-01-01"},
    ]

    answers = [client.post("/code/", told) for told in tries]

    sentences = {
        re.search(r'role="alert">(.*?)</div>', a.content.decode(), re.S)[1] for a in answers
    }
    assert {a.status_code for a in answers} == {422}
    assert len(sentences) == 1
    assert not is_in(client)


def test_guessing_codes_is_stopped(client, cast):
    told = {"code": "CDF-CDF-CDF", "born_on": "1991-05-17"}

    statuses = [client.post("/code/", told).status_code for _ in range(21)]

    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429


def test_a_code_is_shown_once_and_only_to_who_may_give_it(client, cast):
    url = reverse("desk-signin-code", args=[cast.episode.pk])
    code = give_code(client, cast, by="cara")
    client.force_login(cast.user("cara"))

    assert code not in client.get(url).content.decode()
    for stranger in ("petra", "otto", "axel", "ada"):
        client.force_login(cast.user(stranger))
        assert client.post(url).status_code == 404


# --- closed, and over


def test_a_closed_account_stops_at_once_and_does_not_open(client, client_elsewhere, cast):
    with_password(cast.user("nils"))
    sign_in(client_elsewhere, "nils@example.org")
    client.force_login(cast.user("dora"))

    client.post(reverse("desk-close-account", args=[cast.staff["nils"].pk]))
    client.logout()

    assert not is_in(client_elsewhere)
    sign_in(client, "nils@example.org")
    assert not is_in(client)


def test_an_auditor_is_out_after_the_last_day(client, client_elsewhere, cast):
    with_password(cast.user("axel"))
    sign_in(client_elsewhere, "axel@example.org")
    assert is_in(client_elsewhere)

    Staff.objects.filter(pk=cast.staff["axel"].pk).update(
        ends_at=datetime.now(UTC) - timedelta(minutes=1)
    )

    assert not is_in(client_elsewhere)
    turned_away = sign_in(client, "axel@example.org")
    assert turned_away.url == reverse("account_inactive")
    assert not is_in(client)


# --- with two proofs


@pytest.fixture
def strict(settings):
    settings.STAFF_MFA = True


def test_staff_set_up_a_second_proof_before_anything_opens(client, cast, strict):
    with_password(cast.user("cara"))
    sign_in(client, "cara@example.org")

    chart = client.get(reverse("desk-person", args=[cast.episode.pk]))
    fragment = client.get("/today/", headers={"HX-Request": "true"})

    assert chart.url == reverse("mfa_index")
    assert client.get("/").url == reverse("mfa_index")
    assert fragment.headers["HX-Redirect"] == reverse("mfa_index")
    assert not AccessEvent.objects.exists()
    assert "One more step" in client.get(reverse("mfa_index")).content.decode()


def test_with_an_authenticator_app_the_record_opens_and_the_next_sign_in_asks_for_it(
    client, cast, strict
):
    with_password(cast.user("cara"))
    sign_in(client, "cara@example.org")

    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    secret = client.session[totp.SECRET_SESSION_KEY]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    codes = client.get(done.url)

    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"\b\d{8}\b", codes.content.decode())) >= 10
    assert client.get(reverse("desk-person", args=[cast.episode.pk])).status_code == 200

    client.post(reverse("account_logout"))
    asked = sign_in(client, "cara@example.org")
    assert asked.url == reverse("mfa_authenticate")
    assert not is_in(client)
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(asked.url, {"code": recovery})
    assert is_in(client)


def test_the_secret_of_an_authenticator_app_is_encrypted(client, cast):
    with_password(cast.user("ada"))
    sign_in(client, "ada@example.org")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[totp.SECRET_SESSION_KEY]

    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code_now(secret))


def test_patients_are_free_to_have_one_proof(client, cast, strict):
    client.force_login(cast.user("ada"))

    assert client.get("/me/").status_code == 200


def test_a_lost_second_proof_is_forgotten_by_the_director(client, cast, strict):
    for name in ("dora", "cara"):
        Authenticator.objects.create(user=cast.user(name), type="totp", data={"secret": ""})
    client.force_login(cast.user("dora"))

    client.post(reverse("desk-forget-second-proof", args=[cast.staff["cara"].pk]))
    client.force_login(cast.user("cara"))

    assert client.get("/today/").url == reverse("mfa_index")


# --- away for a while


def wait(client, minutes):
    session = client.session
    session["seen_at"] = int(datetime.now(UTC).timestamp()) - int(minutes * 60)
    session.save()


@pytest.mark.parametrize(
    ("who", "minutes", "stays"),
    [("cara", 19, True), ("cara", 22, False), ("ada", 59, True), ("ada", 62, False)],
)
def test_whoever_is_away_for_long_is_signed_out(client, cast, who, minutes, stays):
    client.force_login(cast.user(who))
    is_in(client)
    wait(client, minutes)

    assert is_in(client) == stays


def test_the_session_is_written_at_most_once_a_minute(client, cast):
    client.force_login(cast.user("cara"))
    is_in(client)
    seen = client.session["seen_at"]
    is_in(client)
    assert client.session["seen_at"] == seen

    wait(client, 2)
    is_in(client)
    assert client.session["seen_at"] >= seen


def test_after_a_while_the_way_back_leads_to_the_same_page(client, cast):
    with_password(cast.user("cara"))
    client.force_login(cast.user("cara"))
    page = reverse("desk-person", args=[cast.episode.pk])
    client.get(page)
    wait(client, 30)

    to_sign_in = client.get(page)
    told = client.get(to_sign_in.url).content.decode()
    back = sign_in(client, "cara@example.org", next=page)

    assert to_sign_in.url == f"{LOGIN}?next={page.replace('/', '%2F')}"
    assert "nothing happened here for a while" in told
    assert back.url == page
    assert client.get(page).status_code == 200


def test_a_fragment_sends_the_whole_page_to_sign_in_and_back(client, cast):
    client.force_login(cast.user("cara"))
    is_in(client)
    wait(client, 30)
    page = reverse("desk-person", args=[cast.episode.pk])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}

    answer = client.get(page, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"{LOGIN}?next={page.replace('/', '%2F')}"


def test_a_form_that_comes_too_late_is_shown_again(client, cast):
    client.force_login(cast.user("dora"))
    is_in(client)
    wait(client, 30)
    typed = {
        "name": "Nora <New>",
        "credentials": "RN, and a very long remark that took an hour to write",
        "seen": "3",
        "password": "not shown",
    }

    answer = client.post(reverse("desk-invite-staff"), typed)

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Nora &lt;New&gt;" in page
    assert typed["credentials"] in page
    assert '<input type="hidden" name="seen" value="3">' in page
    assert "not shown" not in page
    assert f"{LOGIN}?next=%2Fstaff%2Finvite%2F" in page


def test_after_signing_in_again_it_can_be_sent_again(client, cast):
    with_password(cast.user("dora"))
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrf"].value
    sign_in(client, "dora@example.org", csrfmiddlewaretoken=token)
    typed = {"name": "Nora New", "discipline": "nurse", "email": "nora@example.org"}
    url = reverse("desk-invite-staff")

    ours = {"Sec-Fetch-Site": "same-origin"}
    stale = client.post(url, {**typed, "csrfmiddlewaretoken": token}, headers=ours)
    theirs = client.post(url, {**typed, "csrfmiddlewaretoken": token})
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', stale.content.decode())[1]
    sent = client.post(url, {**typed, "csrfmiddlewaretoken": fresh}, headers=ours)

    assert stale.status_code == theirs.status_code == 403
    assert "Nora New" in stale.content.decode()
    assert "Nora New" not in theirs.content.decode()
    assert sent.url == reverse("desk-accounts")


# --- what leaves by mail


def test_no_message_says_what_this_is(client, cast):
    with_password(cast.user("cara"))
    client.post(reverse("account_reset_password"), {"email": "cara@example.org"})
    do_what_waits()
    client.force_login(cast.user("dora"))
    told = {"name": "Nora New", "discipline": "nurse", "email": "nora@example.org"}
    client.post(reverse("desk-invite-staff"), told)
    client.post(reverse("desk-signin-link", args=[cast.episode.pk]), {"email": "ada@example.org"})

    assert len(mail.outbox) == 3
    for message in mail.outbox:
        text = re.sub(r"https?://\S+", "", message.body)
        assert message.subject == "Your link to sign in"
        assert [word for word in TELLING if word in (text + message.from_email).lower()] == []
        assert "cara" not in text.lower()
        assert "nora" not in text.lower()
        assert "ada" not in text.lower()
