"""The organization's identity provider opens staff accounts, and makes none."""

from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage.fallback import FallbackStorage

from alongside.config.adapter import Provider, staff_account_of
from alongside.people.models import Staff, User


def said(address, verified=True):
    return [EmailAddress(email=address, verified=verified)]


def test_a_verified_address_of_the_staff_opens_that_account(cast):
    assert staff_account_of(said("Cara@Example.org")) == (cast.user("cara"), "cara@example.org")


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_is_not_plainly_verified_opens_nothing(cast, verified):
    assert staff_account_of(said("cara@example.org", verified)) is None


@pytest.mark.parametrize("address", ["nobody@example.org", "ada@example.org", ""])
def test_strangers_and_patients_do_not_come_in_this_way(cast, address):
    assert staff_account_of(said(address)) is None


def test_a_closed_account_does_not_open_this_way(cast):
    User.objects.filter(email="cara@example.org").update(is_active=False)

    assert staff_account_of(said("cara@example.org")) is None


def test_an_account_that_is_over_does_not_open_this_way(cast):
    Staff.objects.filter(pk=cast.staff["axel"].pk).update(ends_at=cast.at)

    assert staff_account_of(said("axel@example.org")) is None


def coming(rf, user, **state):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    login = SocialLogin(user=user, account=SocialAccount(provider="openid_connect", uid="1"))
    login.state = state
    return request, login


def test_staff_are_let_in_and_everybody_else_is_sent_back_with_one_sentence(rf, cast):
    provider = Provider()
    provider.pre_social_login(*coming(rf, cast.user("cara")))

    told = set()
    for user, state in [
        (cast.user("ada"), {}),
        (User(email="new@example.org"), {}),
        (None, {}),
        (cast.user("cara"), {"process": "connect"}),
    ]:
        request, login = coming(rf, user, **state)
        with pytest.raises(ImmediateHttpResponse) as refused:
            provider.pre_social_login(request, login)
        assert refused.value.response.url == "/accounts/login/"
        told.add(tuple(str(m) for m in request._messages))

    assert told == {("This sign-in does not open an account here.",)}
    assert not provider.is_open_for_signup(rf.get("/"), SimpleNamespace())


def test_nothing_is_remembered_of_the_provider(settings):
    assert not settings.SOCIALACCOUNT_STORE_TOKENS
    assert not getattr(settings, "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT", False)
