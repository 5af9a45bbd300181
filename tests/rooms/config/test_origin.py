"""Our own forms are taken although the browser may not say where they come from."""

import pytest
from django.test import Client

URL = "/accounts/login/"


def answer(token: str | None = None, **headers):
    client = Client(enforce_csrf_checks=True)
    client.get(URL)
    data = {"login": "nobody@example.org", "password": "wrong"}
    data["csrfmiddlewaretoken"] = token or client.cookies["csrf"].value
    return client.post(URL, data, headers=headers).status_code


@pytest.mark.django_db
def test_a_form_of_ours_is_taken_from_a_browser_that_hides_its_origin():
    assert answer(origin="null", sec_fetch_site="same-origin") == 200


@pytest.mark.django_db
def test_a_browser_too_old_to_say_more_is_asked_for_the_token_only():
    assert answer(origin="null") == 200
    assert answer(token="a" * 64, origin="null") == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example", "sec_fetch_site": "cross-site"},
    ],
)
def test_another_sites_form_is_refused_even_with_a_token(headers):
    assert answer(**headers) == 403
