"""Help a patient to sign in: a one-time code said in person, or a link by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import actions
from alongside.people.actions import AccountClosed, AddressTaken, BirthDateMissing
from alongside.people.forms import LinkForm
from alongside.people.models import ContactRules
from alongside.people.rules.accounts import CODE_LASTS, written_code
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.links import send_or_show
from alongside.privacy.rules.needs import Need


@episode_page("sign-in-code/", need=Need.GIVE_CODE, methods="GET POST")
def signin_code(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Offer a code; made when asked for, shown this once."""
    if request.method != "POST":
        return _shown(request, access)
    try:
        code = actions.give_code(access.patient, by=access.reader, at=access.at)
    except BirthDateMissing:
        return _shown(request, access, status=422)
    return _shown(request, access, code=written_code(code))


@episode_page("sign-in-link/", need=Need.GIVE_CODE, methods="POST")
def signin_link(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Send the patient a link by mail."""
    form = LinkForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            secret = actions.invite(access.patient, email=address, by=access.reader, at=access.at)
        except AddressTaken:
            # Not whose it is, nor that it is somebody's: that would tell who is here.
            said = _("This address cannot be used. Take another one, or give a code.")
            form.add_error("email", said)
        except AccountClosed:
            form.add_error("email", _("This account is closed."))
        else:
            send_or_show(request, address, secret)
            return redirect("desk-signin-code", episode_id=access.episode.pk)
    return _shown(request, access, form=form, status=422)


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    *,
    code: str = "",
    form: LinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show both ways in; `code` only on the answer that made it."""
    rules = access.all(ContactRules).first()
    known = (access.patient.user.email if access.patient.user else "") or ""
    return render(
        request,
        "desk/signin_code.html",
        {
            "patient": access.patient,
            "episode": access.episode,
            "code": code,
            "minutes": CODE_LASTS.seconds // 60,
            "until": access.at + CODE_LASTS,
            "form": form or LinkForm(initial={"email": known or (rules.email if rules else "")}),
        },
        status=status,
    )
