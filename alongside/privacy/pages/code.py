"""Come in with a one-time code that staff have given in person."""

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from alongside.people import actions
from alongside.people.forms import CodeForm
from alongside.privacy.gate import public_page


@public_page("code/", methods="GET POST")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the birth date, and sign in whoever has both."""
    if too_many := consume_or_429(request, action="sign_in_code"):
        turned_away: HttpResponse = too_many
        return turned_away
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        user = actions.redeem_code(said["code"], born_on=said["born_on"], at=now())
        if user is not None:
            came_in: HttpResponse = perform_login(request, user)
            return came_in
        # One sentence for every reason: a guess learns nothing from it.
        form.add_error(
            None,
            _(
                "This code and this birth date do not fit together, or the code is over: it works "
                "once, for a quarter of an hour. Your team can give you a new one."
            ),
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/code.html", {"form": form}, status=status)
