"""The list of people: everyone the reader may see, by name or birth date."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core.text import tidy
from alongside.desk.queries.people import STANDING
from alongside.desk.queries.people import people as listed
from alongside.desk.rules import search_for
from alongside.people.rules import Discipline
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import ANYWHERE, Need

LONGEST = 80


FILTERS = (
    ("", _("Everyone")),
    ("admitted", _("In the program")),
    ("referred", _("Referred")),
    ("left", _("Left")),
)


@dataclass(frozen=True)
class Filter:
    """A filter of the list, as a link with its count."""

    label: str
    url: str
    count: int
    is_current: bool


@page("people/", need=Need.FIND_PEOPLE)
def people(request: HttpRequest, access: Access) -> HttpResponse:
    """Show one page of the list; what is searched for stands in no log."""
    typed = tidy(request.GET.get("q", "")[:LONGEST])
    asked = request.GET.get("status", "")
    standing = asked if asked in STANDING else ""
    search = search_for(typed) if typed else None
    found = listed(access, search, standing, request.GET.get("page"))
    discipline = Discipline(access.staff.discipline)
    return render(
        request,
        "desk/people.html",
        {
            "people": found,
            "typed": typed,
            "standing": standing,
            "filters": [
                Filter(str(label), _address(typed, key), found.counts[key], key == standing)
                for key, label in FILTERS
            ],
            "earlier": _address(typed, standing, found.page.before),
            "later": _address(typed, standing, found.page.after),
            "may_register": Need.TAKE_REFERRALS in ANYWHERE[discipline],
        },
    )


def _address(typed: str, standing: str, number: int | None = 1) -> str:
    """Return the address of a page of the list; empty where there is none."""
    if number is None:
        return ""
    said = {"q": typed, "status": standing, "page": str(number) if number > 1 else ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('desk-people')}?{query}" if query else reverse("desk-people")
