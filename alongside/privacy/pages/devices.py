"""My devices: where I am signed in, and signing out there."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import actions, queries
from alongside.people.models import User
from alongside.privacy.gate import Access, Kind, account_page
from alongside.privacy.rules.devices import device_of


@account_page("account/devices/")
def devices(request: HttpRequest, access: Access) -> HttpResponse:
    """List where the reader is signed in, this device marked."""
    is_staff = access.kind is Kind.STAFF
    idle = settings.IDLE_MINUTES if is_staff else settings.IDLE_MINUTES_PATIENTS
    since = access.at - timedelta(minutes=idle + 1)
    here = request.session.session_key
    signed_in = [
        {
            "key": session.pk,
            "browser": device_of(session.user_agent)[0],
            "system": device_of(session.user_agent)[1],
            "seen_at": session.last_seen_at,
            "is_this": session.session_key == here,
        }
        for session in queries.devices_of(_account(access), since=since, at=access.at)
    ]
    return render(request, "privacy/devices.html", {"devices": signed_in})


@account_page("account/devices/<int:session_id>/out/", methods="POST")
def sign_out_device(request: HttpRequest, access: Access, session_id: int) -> HttpResponse:
    """Sign the reader out on one device."""
    actions.end_session(_account(access), session_id)
    messages.success(request, _("Signed out there."))
    return redirect("privacy-devices")


@account_page("account/devices/elsewhere/", methods="POST")
def sign_out_elsewhere(request: HttpRequest, access: Access) -> HttpResponse:
    """Sign the reader out on every device but this one."""
    actions.end_sessions(_account(access), but=request.session.session_key)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("privacy-devices")


def _account(access: Access) -> User:
    assert access.reader is not None
    return access.reader
