"""My check-ins: the last weeks, one day, and who reads its note."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.core.paging import page_of
from alongside.monitoring import queries
from alongside.monitoring.actions import NoNote, share_note, unshare_note
from alongside.monitoring.rules.days import Standing, standing
from alongside.people.models import Episode
from alongside.portal.days import check_in_url, day_in, day_in_words
from alongside.portal.telling import lines_of, told_day, told_days
from alongside.portal.thanks import team_in_words
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need

DAYS_BACK = timedelta(days=28)


@portal_page("days/", need=Need.OWN_CHECK_IN, any_stay=True)
def days(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the check-ins of the last four weeks, or those of an earlier stay, the latest first."""
    latest, *before = access.stays()
    if access.episode != latest:
        return _earlier_days(request, access)
    today = day_of(access.at)
    end = today + timedelta(days=1)
    rows = queries.check_ins_between(access, today - DAYS_BACK, end)
    notes = queries.notes_between(access, today - DAYS_BACK, end)
    context = {
        "days": told_days(rows, notes, today),
        "has_any": bool(rows),
        "before": before,
        "may_check_in": access.episode.status == Episode.Status.ADMITTED,
        "section": "portal-checkin",
    }
    return render(request, "portal/days.html", context)


def _earlier_days(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the days of an earlier stay on which there was a check-in, page by page."""
    rows = queries.check_ins_between(access, date.min, date.max)[::-1]
    page = page_of(len(rows), request.GET.get("page"))
    shown = page.of(rows)
    first, last = (shown[-1].day, shown[0].day) if shown else (date.min, date.min)
    notes = queries.notes_between(access, first, last + timedelta(days=1))
    context = {
        "days": [told_day(row.day, row, notes) for row in shown],
        "has_any": bool(rows),
        "page": page,
        "earlier_stay": access.episode,
        "section": "portal-checkin",
    }
    return render(request, "portal/days.html", context)


@portal_page("days/<str:day>/", need=Need.OWN_CHECK_IN, any_stay=True)
def day(request: HttpRequest, access: EpisodeAccess, day: str) -> HttpResponse:
    """Show what was said on one day; while it is open, with a way to change it."""
    that, today = day_in(day, access.at), day_of(access.at)
    is_earlier = access.episode != access.stays().first()
    # Nothing of an earlier stay is open any more.
    where = Standing.CLOSED if is_earlier else standing(that, today)
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
        "earlier_stay": access.episode if is_earlier else None,
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
