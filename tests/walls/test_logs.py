"""No line of the log tells of a person when something goes wrong (test_every_answer: nor else)."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path

from alongside.config.logs import WithoutWords
from alongside.privacy.rules.needs import Need
from tests.walls.walk import TYPED, telling

pytestmark = pytest.mark.django_db


def fail(request, name):
    try:
        raise KeyError(f"{name}, born 1991-05-17")
    except KeyError as why:
        raise ValueError(f"{name} at {request.get_full_path()}") from why


fail.need = Need.NOTHING
urlpatterns = [path("fail/<str:name>/", fail)]


def test_an_error_is_told_by_its_kind_and_place_and_not_in_its_words(cast, lines):
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.post(f"/fail/Ada/?q={TYPED}", {"note": TYPED})

    assert answer.status_code == 500
    assert telling(lines(), cast) == []
    failed = next(line for line in map(json.loads, lines()) if "error" in line)
    assert failed["error"] == "ValueError from KeyError"
    assert any("test_logs.py" in place and "fail" in place for place in failed["where"])


def test_refusals_of_the_framework_are_told_without_their_words(cast, lines, caplog):
    client = Client(raise_request_exception=False)
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    own = f"/episodes/{cast.episode.pk}/"

    answers = [
        client.get(f"/{TYPED}/{cast.episode.pk}/"),
        strict.post("/accounts/login/", {"login": "ada@example.org"}),
        client.get("/", headers={"host": "ada.example.org"}),
        client.delete(own),
        client.generic("ADA", own),
        client.post("/accounts/login/", {f"{TYPED}{n}": TYPED for n in range(1200)}),
    ]

    # Those that were refused; what Django would say of them does tell of people.
    assert [a.status_code for a in answers] == [404, 403, 400, 405, 405, 400]
    assert any(str(cast.episode.pk) in record.getMessage() for record in caplog.records)
    assert telling(lines(), cast) == []
    assert "ADA" not in "".join(lines())


def test_a_field_that_is_not_on_the_list_is_left_out():
    record = logging.LogRecord("alongside.example", logging.INFO, "", 1, {}, None, None)
    record.msg = {"event": "looked", "status": 200, "patient": "Ada Example"}

    line = json.loads(WithoutWords().format(record))

    assert (line["event"], line["status"], line.get("patient")) == ("looked", 200, None)


@pytest.mark.parametrize(
    "name", ["django.request", "urllib3", "py.warnings", "alongsideish", "root"]
)
def test_of_other_peoples_messages_only_the_fact_is_kept(name):
    record = logging.LogRecord(
        name, logging.WARNING, "/x/mail.py", 7, "To %s", ("ada@x.org",), None
    )

    line = WithoutWords().format(record)

    assert "ada" not in line
    assert json.loads(line)["event"] == "mail:7 None"


def test_the_house_writes_its_log_in_this_way_only():
    assert settings.LOGGING is not None
    assert {h["formatter"] for h in settings.LOGGING["handlers"].values()} == {"json"}
    assert all(not logger.get("handlers") for logger in settings.LOGGING["loggers"].values())
