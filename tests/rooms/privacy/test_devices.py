"""My devices: where I am signed in, and signing out there."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from alongside.people import actions
from tests.conftest import PASSWORD

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
DEVICES = "/account/devices/"


@pytest.fixture
def ada(cast):
    actions.open_account(cast.ada, email="ada@example.org", password=PASSWORD)
    return cast.user("ada")


def signed_in(words):
    client = Client(headers={"User-Agent": words})
    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    return client


@pytest.fixture
def phone(ada):
    return signed_in(PHONE)


@pytest.fixture
def desk(ada, phone):
    return signed_in(DESK)


def test_both_devices_are_listed_and_this_one_is_marked(desk):
    page = desk.get(DEVICES).content.decode()

    assert "Safari on iPhone" in page
    assert "Chrome on Windows" in page
    assert page.count(">this device<") == 1
    assert page.index("Chrome on Windows") < page.index(">this device<")


def test_signing_out_one_device_leaves_the_others(desk, phone):
    there = UserSession.objects.get(user_agent=PHONE)

    desk.post(reverse("privacy-sign-out-device", args=[there.pk]))

    assert phone.get(DEVICES).status_code == 302
    assert desk.get(DEVICES).status_code == 200
    assert "iPhone" not in desk.get(DEVICES).content.decode()


def test_signing_out_everywhere_else_keeps_this_one(desk, phone):
    third = signed_in(PHONE)

    desk.post(reverse("privacy-sign-out-elsewhere"))

    assert phone.get(DEVICES).status_code == third.get(DEVICES).status_code == 302
    assert desk.get(DEVICES).status_code == 200


def test_nobody_signs_somebody_else_out(desk, cast):
    theirs = UserSession.objects.get(user_agent=DESK)
    other = Client()
    other.force_login(cast.user("ben"))

    other.post(reverse("privacy-sign-out-device", args=[theirs.pk]))

    assert desk.get(DEVICES).status_code == 200


def test_a_device_that_was_left_long_ago_is_not_listed(desk):
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    UserSession.objects.filter(user_agent=PHONE).update(last_seen_at=long_ago)

    assert "iPhone" not in desk.get(DEVICES).content.decode()


def test_being_seen_moves_the_time_on(desk):
    UserSession.objects.update(last_seen_at=datetime.now(UTC) - timedelta(minutes=30))

    desk.get("/account/stay/")

    seen = UserSession.objects.get(user_agent=DESK).last_seen_at
    assert datetime.now(UTC) - seen < timedelta(minutes=1)


def test_sessions_that_are_over_are_forgotten(desk, phone):
    at = datetime.now(UTC)
    gone = UserSession.objects.get(user_agent=PHONE).session_key
    Session.objects.filter(session_key=gone).update(expire_date=at - timedelta(minutes=1))

    actions.forget_ended(at=at)

    assert [s.user_agent for s in UserSession.objects.all()] == [DESK]
    assert not Session.objects.filter(session_key=gone).exists()
