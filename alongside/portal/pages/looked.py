"""Who looked at my record: who, when, in what role, and why the door opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.core.paging import page_of
from alongside.privacy.actions import emergencies
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.queries.looked import events, looks, untold_emergencies, ways_in
from alongside.privacy.rules.needs import Need


@portal_page("privacy/", need=Need.OWN_PRIVACY)
def looked(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show who opened the record, the latest first."""
    rows = events(access)
    page = page_of(rows.count(), request.GET.get("page"))
    return render(
        request,
        "portal/looked.html",
        {
            "looks": looks(page.of(rows)),
            "page": page,
            "emergencies": untold_emergencies(access),
            "ways_in": ways_in(access),
        },
    )


@portal_page("privacy/emergency-seen/", need=Need.OWN_PRIVACY, methods="POST")
def emergency_seen(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Note that the person has read of the emergency accesses that were on their page."""
    sent = set(request.POST.getlist("emergency"))
    shown = [one.pk for one in untold_emergencies(access) if str(one.pk) in sent]
    emergencies.told(access, shown, at=access.at)
    return redirect("portal-looked")
