"""Days as they stand in an address, and as they are said."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of


def day_in(text: str, at: datetime) -> date:
    """Return the day that is written in an address; today where nothing is.

    Raises:
        Http404: if no day of the past or present is written there.
    """
    today = day_of(at)
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if day > today:
        raise Http404
    return day


def check_in_url(day: date, question: str = "", *, then: str = "") -> str:
    """Return the address of a day's check-in, at one of its questions."""
    parts = {"day": day.isoformat(), "ask": question, "then": then}
    return f"{reverse('portal-checkin')}?{urlencode({k: v for k, v in parts.items() if v})}"


def hour(moment: datetime) -> str:
    """Return a moment's hour where the program is."""
    return date_format(localtime(moment), "H:i")


def thanks_url(day: date) -> str:
    """Return the address of the thanks after a day's check-in."""
    return f"{reverse('portal-thanks')}?{urlencode({'day': day.isoformat()})}"


def day_in_words(day: date, today: date) -> str:
    """Say which day it is: today, yesterday, or its name."""
    if day == today:
        return _("today")
    if day == today - timedelta(days=1):
        return _("yesterday")
    return date_format(day, "l j F")
