"""What the browser keeps of a form, until the server has saved it."""

import base64

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from alongside.core.kept import COOKIE, Kept
from alongside.core.templatetags.house import keep_key


def answer(response, key="note-1", *, method="post", **headers):
    """Let the middleware see `response` as the answer to a form that is kept under `key`."""
    request = getattr(RequestFactory(headers=headers), method)("/x/", {"_keep": key})
    return Kept(lambda _: response)(request)


@pytest.mark.parametrize("status", [302, 303])
def test_a_deed_that_is_done_names_its_form(status):
    sent = answer(HttpResponse(status=status, headers={"Location": "/episodes/"}))

    assert sent.cookies[COOKIE].value == "note-1"


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 422, 500])
def test_a_form_that_is_shown_again_stays_kept(status):
    assert COOKIE not in answer(HttpResponse(status=status)).cookies


def test_a_form_whose_reader_was_signed_out_stays_kept():
    sent = answer(HttpResponseRedirect("/accounts/login/?next=/x/"))

    assert COOKIE not in sent.cookies


def test_a_fragment_names_its_form_in_a_header():
    sent = answer(HttpResponse(), hx_request="true")

    assert sent.headers["X-Saved"] == "note-1"
    assert "X-Saved" not in answer(HttpResponse(status=422), hx_request="true").headers


@pytest.mark.parametrize("key", ["", "a b", "x" * 121, "a;b", "a|b", "é\n", "Ж", "дом-1"])
def test_a_key_that_is_no_key_is_not_repeated(key):
    sent = answer(HttpResponseRedirect("/"), key)

    assert COOKIE not in sent.cookies


def test_two_forms_saved_between_two_pages_are_both_named():
    request = RequestFactory().post("/x/", {"_keep": "b"})
    request.COOKIES[COOKIE] = "a"

    sent = Kept(lambda _: HttpResponseRedirect("/"))(request)

    assert sent.cookies[COOKIE].value == "a|b"


def test_reading_a_page_names_nothing():
    assert COOKIE not in answer(HttpResponseRedirect("/"), method="get").cookies


def test_each_reader_has_a_key_of_their_own():
    cara, nils = keep_key("cara"), keep_key("nils")

    assert cara == keep_key("cara") != nils
    assert len(base64.b64decode(cara)) == 32
