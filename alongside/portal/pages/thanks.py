"""After a check-in: thanks, and what happens next."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.charts import spark
from alongside.monitoring import queries
from alongside.monitoring.rules.days import ONE_DAY
from alongside.monitoring.rules.questions import MORE
from alongside.portal import asking
from alongside.portal.days import check_in_url, day_in, hour
from alongside.portal.thanks import thanks_for
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need
from alongside.safety.queries import person_to_call

WEEK = timedelta(days=7)


@portal_page("check-in/thanks/", need=Need.OWN_CHECK_IN)
def thanks(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Thank the person, and say who does what next."""
    day = day_in(request.GET.get("day", ""), access.at)
    row = queries.check_in_on(access, day)
    if row is None:
        return redirect("portal-checkin")
    record = queries.record_of(row, None)
    week = queries.series_between(access, day - WEEK + ONE_DAY, day + ONE_DAY)
    cravings = week.values["craving"]
    context = {
        "day": day.isoformat(),
        "thanks": thanks_for(access, row),
        "needs_help": asking.needs_help(record),
        "person": person_to_call(access),
        "saved": hour(row.changed_at),
        # One value is no picture.
        "craving_week": spark(_("Craving"), "subs", cravings, low=0, high=10)
        if len([c for c in cravings if c is not None]) > 1
        else None,
        "is_whole": asking.first_open(record) is None,
        "has_more": not any(record.is_answered(q.id) for q in MORE),
        "more_url": check_in_url(day, MORE[0].id),
        "open_url": check_in_url(day),
    }
    return render(request, "portal/thanks.html", context)
