"""Accounts of the staff: who has one, who is invited, and what ends them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of, end_of
from alongside.people import actions, queries
from alongside.people.actions import AccountClosed, AddressTaken, OwnAccount, SecondPersonNeeded
from alongside.people.forms import LinkForm, StaffForm
from alongside.people.jobs import tell_owner
from alongside.people.models import Staff
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, account_page, page
from alongside.privacy.jobs import tell_privacy_officer
from alongside.privacy.links import send_or_show
from alongside.privacy.rules.needs import ANYWHERE, Need

INSTANT = timedelta(microseconds=1)


@page("staff/", need=Need.HELP_SIGN_IN)
def accounts(request: HttpRequest, access: Access) -> HttpResponse:
    """List everybody who works here, and where their account stands."""
    return _shown(request, access)


@page("staff/invite/", need=Need.MANAGE_ACCOUNTS, methods="GET POST")
def invite_staff(request: HttpRequest, access: Access) -> HttpResponse:
    """Write down a new member of staff and send them a link."""
    form = StaffForm(request.POST or None, today=day_of(access.at))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            _new, secret = actions.take_on(
                name=said["name"],
                discipline=Discipline(said["discipline"]),
                credentials=said["credentials"],
                supervisor=said["supervisor"],
                email=said["email"],
                ends_at=end_of(said["ends_on"]) if said["ends_on"] else None,
                by=access.reader,
                at=access.at,
            )
        except AddressTaken:
            form.add_error("email", _("Another account has this address."))
        else:
            send_or_show(request, said["email"], secret)
            return redirect("desk-accounts")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/invite_staff.html", {"form": form}, status=status)


@page("staff/<uuid:staff_id>/link/", need=Need.HELP_SIGN_IN, methods="POST")
def send_link(request: HttpRequest, access: Access, staff_id: UUID) -> HttpResponse:
    """Send a member of staff a new link; the one before ends."""
    staff = _somebody(access, staff_id)
    form = _link_form(staff, request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            secret = actions.invite(staff, email=address, by=access.reader, at=access.at)
        except AddressTaken:
            form.add_error("email", _("Another account has this address."))
        except AccountClosed:
            form.add_error("email", _("This account is closed. Open it again first."))
        except SecondPersonNeeded:
            form.add_error(
                "email",
                _(
                    "You took away this account's second proof a few days ago. Another director or "
                    "the privacy officer must send the link."
                ),
            )
        else:
            _tell(access, staff)
            send_or_show(request, address, secret)
            return redirect("desk-accounts")
    return _shown(request, access, wrong={staff.pk: form}, status=422)


@page("staff/<uuid:staff_id>/close/", need=Need.MANAGE_ACCOUNTS, methods="POST")
def close_account(request: HttpRequest, access: Access, staff_id: UUID) -> HttpResponse:
    """Close a member of staff's account; they are signed out everywhere."""
    staff = _somebody(access, staff_id)
    try:
        actions.close_account(staff, by=access.reader, at=access.at)
    except OwnAccount:
        messages.error(request, _("Nobody closes their own account: ask a colleague."))
    else:
        _tell(access, staff)
        messages.success(request, _("The account is closed, and signed out everywhere."))
    return redirect("desk-accounts")


@page("staff/<uuid:staff_id>/open/", need=Need.MANAGE_ACCOUNTS, methods="POST")
def reopen_account(request: HttpRequest, access: Access, staff_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    staff = _somebody(access, staff_id)
    actions.reopen_account(staff, by=access.reader, at=access.at)
    _tell(access, staff)
    messages.success(request, _("The account is open again."))
    return redirect("desk-accounts")


@page("staff/<uuid:staff_id>/second-proof/", need=Need.HELP_SIGN_IN, methods="POST")
def forget_second_proof(request: HttpRequest, access: Access, staff_id: UUID) -> HttpResponse:
    """Take away a second proof that was lost with a phone; they set up a new one."""
    staff = _somebody(access, staff_id)
    try:
        actions.forget_second_factor(staff, by=access.reader, at=access.at)
    except OwnAccount:
        messages.error(request, _("For your own account ask a colleague: they know your face."))
    except SecondPersonNeeded:
        messages.error(
            request,
            _(
                "You sent a link to this account a few days ago. Another director or the privacy "
                "officer must take away its second proof."
            ),
        )
    else:
        _tell(access, staff)
        messages.success(request, _("They set up a new one when they sign in next."))
    return redirect("desk-accounts")


@account_page("account/news-read/", methods="POST")
def account_news_read(request: HttpRequest, access: Access) -> HttpResponse:
    """Note that the reader has read what others did to their account: what was on the page."""
    assert access.reader is not None
    shown = set(request.POST.getlist("deed"))
    deeds = [deed.pk for deed in queries.news_of(access.reader) if str(deed.pk) in shown]
    actions.note_read(access.reader, deeds)
    return redirect("desk-front")


def _tell(access: Access, staff: Staff) -> None:
    """Tell the owner, at the address they have, and the privacy officer; both in the background.

    Not where nobody has opened the account yet, nor of what somebody does to their own.
    """
    if staff.user is not None and staff.user.email and staff.user != access.reader:
        tell_owner.enqueue(staff.user.email)
        tell_privacy_officer.enqueue()


def _somebody(access: Access, staff_id: UUID) -> Staff:
    return get_object_or_404(queries.staff_accounts(access.at), pk=staff_id)


def _shown(
    request: HttpRequest,
    access: Access,
    *,
    wrong: dict[UUID, LinkForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list, with what was typed where a link could not be sent."""
    people: list[dict[str, Any]] = [
        {
            "staff": staff,
            "is_me": staff.pk == access.staff.pk,
            "is_over": not staff.works_here(access.at),
            # The moment of the end is the midnight after it.
            "last_day": day_of(staff.ends_at - INSTANT) if staff.ends_at else None,
            "form": (wrong or {}).get(staff.pk) or _link_form(staff),
            "is_wrong": staff.pk in (wrong or {}),
        }
        for staff in queries.staff_accounts(access.at)
    ]
    may_manage = Need.MANAGE_ACCOUNTS in ANYWHERE[Discipline(access.staff.discipline)]
    context = {"people": people, "may_manage": may_manage}
    return render(request, "desk/accounts.html", context, status=status)


def _link_form(staff: Any, data: QueryDict | None = None) -> LinkForm:
    """Return the form for a new link, with what was typed or the address that is known."""
    known = (staff.user.email if staff.user else None) or staff.invited_as or ""
    return LinkForm(data, initial={"email": known}, auto_id=f"id_%s_{staff.pk}")
