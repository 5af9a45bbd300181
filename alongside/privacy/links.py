"""Send a link to sign in; where mail does not work, show it to whoever asked for it."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people import letters
from alongside.people.letters import NotSent


def send_or_show(request: HttpRequest, address: str, secret: str) -> None:
    """Mail the link to `address`, and say what came of it on the next page."""
    url = request.build_absolute_uri(reverse("privacy-join", kwargs={"secret": secret}))
    try:
        letters.send_link(address, url)
    except NotSent:
        told = _("No mail could be sent from here. Give them this link yourself: %(url)s")
        messages.warning(request, told % {"url": url})
    else:
        messages.success(request, _("The link is on its way."))
