"""My check-ins: the last weeks, one day, and who reads its note."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.monitoring import queries
from alongside.monitoring.actions import NoNote, share_note, unshare_note
from alongside.monitoring.rules.days import Standing, standing
from alongside.portal.days import check_in_url, day_in, day_in_words
from alongside.portal.telling import lines_of, told_days
from alongside.portal.thanks import team_in_words
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need

DAYS_BACK = timedelta(days=28)


@portal_page("days/", need=Need.OWN_CHECK_IN)
def days(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the check-ins of the last four weeks, the latest first."""
    today = day_of(access.at)
    end = today + timedelta(days=1)
    rows = queries.check_ins_between(access, today - DAYS_BACK, end)
    notes = queries.notes_between(access, today - DAYS_BACK, end)
    context = {
        "days": told_days(rows, notes, today),
        "has_any": bool(rows),
        "section": "portal-checkin",
    }
    return render(request, "portal/days.html", context)


@portal_page("days/<str:day>/", need=Need.OWN_CHECK_IN)
def day(request: HttpRequest, access: EpisodeAccess, day: str) -> HttpResponse:
    """Show what was said on one day; while it is open, with a way to change it."""
    that, today = day_in(day, access.at), day_of(access.at)
    where = standing(that, today)
    row = queries.check_in_on(access, that)
    if row is None:
        if where in (Standing.TODAY, Standing.YESTERDAY):
            return redirect(check_in_url(that))
        raise Http404
    note = queries.note_on(access, that)
    context = {
        "day": that.isoformat(),
        "day_words": day_in_words(that, today),
        "date_words": date_format(that, "l j F"),
        "row": row,
        "saved": date_format(localtime(row.changed_at), "l, H:i"),
        "lines": lines_of(queries.record_of(row, note), where),
        "note": note,
        "can_write": where in (Standing.TODAY, Standing.YESTERDAY),
        "is_today": where is Standing.TODAY,
        "team": team_in_words([p.staff.name for p in queries.readers_of(access)]),
        "section": "portal-checkin",
    }
    return render(request, "portal/day.html", context)


@portal_page("days/<str:day>/note/", need=Need.OWN_CHECK_IN, methods="POST")
def note(request: HttpRequest, access: EpisodeAccess, day: str) -> HttpResponse:
    """Share the note of a day with the team, or keep it to oneself again."""
    that = day_in(day, access.at)
    try:
        if request.POST.get("share") == "yes":
            share_note(access, day=that, at=access.at)
            messages.success(request, _("Your team can read this note now."))
        elif request.POST.get("share") == "no":
            unshare_note(access, day=that)
            messages.success(request, _("This note is yours alone again."))
        else:
            return HttpResponse(_("Choose whether to share."), status=422)
    except NoNote:
        raise Http404 from None
    return redirect("portal-day", day=that.isoformat())
