"""Who of the staff must not see my record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.core.text import tidy
from alongside.privacy.actions import blocks as deeds
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.queries.looked import blocks as standing
from alongside.privacy.queries.looked import staff_here
from alongside.privacy.rules.needs import Need


@portal_page("privacy/staff/", need=Need.OWN_PRIVACY)
def blocks(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """List the staff, and who of them may not see the record."""
    shut = standing(access)
    staff = [{"who": s, "block": shut.get(s.pk)} for s in staff_here(access.at)]
    return render(request, "portal/blocks.html", {"staff": staff})


@portal_page("privacy/staff/<uuid:staff_id>/", need=Need.OWN_PRIVACY, methods="POST")
def block(request: HttpRequest, access: EpisodeAccess, staff_id: UUID) -> HttpResponse:
    """Shut the record to a member of staff, or open it again."""
    who = get_object_or_404(staff_here(access.at), pk=staff_id)
    if request.POST.get("lift"):
        deeds.lift(access, who, at=access.at)
        messages.success(request, _("%(name)s can see your record again.") % {"name": who.name})
    else:
        reason = tidy(request.POST.get("reason", "")[:2000], lines=True)
        deeds.block(access, who, at=access.at, reason=reason)
        messages.success(request, _("%(name)s can no longer see your record.") % {"name": who.name})
    return redirect("portal-blocks")
