"""The head that every page about a person shares, and the tabs that the reader may open."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from alongside.desk.queries.person import header
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.rules.needs import Need

register = template.Library()

SAFETY = "safety-plan"
# The tabs in their order: key, words, page, and what the page needs.
TABS = (
    ("together", _("Together"), "desk-together", Need.READ_CHART),
    ("measures", _("Measures"), "measures-overview", Need.READ_MEASURES),
    ("safety", _("Safety plan"), SAFETY, Need.READ_SAFETY_PLAN),
    ("person", _("Person"), "desk-person", Need.READ_FRONT),
    ("team", _("Team"), "desk-team", Need.MANAGE_TEAM),
)


@dataclass(frozen=True)
class Tab:
    """One tab."""

    label: str
    url: str
    is_current: bool


@register.inclusion_tag("desk/_person_header.html")
def person_header(access: EpisodeAccess, current: str) -> dict[str, Any]:
    """Show the head of the opened person's pages, with `current` (a key of `TABS`) marked.

    Only tabs that would open for the reader are shown. It reads nothing that isn't loaded already.
    """
    tabs = [
        Tab(str(label), url, key == current)
        for key, label, page, need in TABS
        if access.may(need) and (url := _address(page, access))
    ]
    return {
        "head": header(access.episode, access.at),
        "tabs": tabs,
        "safety_url": _address(SAFETY, access) if access.may(Need.READ_SAFETY_PLAN) else "",
    }


def _address(page: str, access: EpisodeAccess) -> str:
    """Return the page's address for the opened episode; empty where the page isn't installed."""
    try:
        return reverse(page, args=[access.episode.pk])
    except NoReverseMatch:
        return ""
