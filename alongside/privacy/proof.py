"""Remember for a while that somebody has just proved who they are, so as not to ask twice."""

from time import time

from django.conf import settings
from django.http import HttpRequest

from alongside.people.models import User

KEY = "proved"


def note_proof(request: HttpRequest, user: User) -> None:
    """Remember that `user` has given, or chosen, their password now."""
    request.session[KEY] = {"who": str(user.pk), "at": int(time())}


def just_proved(request: HttpRequest) -> bool:
    """Say whether whoever is signed in has given their password in the last ten minutes or so."""
    proof = request.session.get(KEY) or {}
    is_own = proof.get("who") == str(request.user.pk)
    return is_own and time() - proof["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
