"""Break the glass, and what the privacy officer makes of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.core.paging import page_of
from alongside.privacy.actions import emergencies as deeds
from alongside.privacy.forms import EmergencyForm, ReviewForm
from alongside.privacy.gate import Access, EpisodeAccess, episode_page, page
from alongside.privacy.jobs import tell_privacy_officer
from alongside.privacy.queries import looked
from alongside.privacy.rules.needs import Need


@page("emergency/", need=Need.BREAK_GLASS, methods="GET POST")
def emergency(request: HttpRequest, access: Access) -> HttpResponse:
    """Open somebody's record for an hour, for its reason."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        episode = looked.found_by_name(said["name"], said["born_on"])
        if episode is not None:
            deeds.break_glass(access, episode, reason=said["reason"], at=access.at)
            tell_privacy_officer.enqueue()
            return redirect("desk-person", episode_id=episode.pk)
        form.add_error(None, _("Nobody was found by exactly this name and birth date."))
    status = 422 if form.errors else 200
    return render(request, "desk/emergency.html", {"form": form}, status=status)


@page("emergencies/", need=Need.READ_ACCESS_LOG)
def emergencies(request: HttpRequest, access: Access) -> HttpResponse:
    """List every emergency access, those that nobody has reviewed first."""
    return _listed(request, access)


@page("emergencies/<uuid:emergency_id>/review/", need=Need.READ_ACCESS_LOG, methods="POST")
def review_emergency(request: HttpRequest, access: Access, emergency_id: UUID) -> HttpResponse:
    """Write down what was found."""
    one = get_object_or_404(looked.emergencies(access), pk=emergency_id)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _listed(request, access, one.pk, form, status=422)
    try:
        deeds.review(access, one, found=form.cleaned_data["found"], at=access.at)
    except deeds.AlreadyReviewed:
        form.add_error(None, _("Somebody has reviewed this meanwhile; theirs stands below."))
        return _listed(request, access, one.pk, form, status=409)
    messages.success(request, _("Review saved."))
    return redirect("desk-emergencies")


@episode_page("access-log/", need=Need.READ_ACCESS_LOG)
def access_log(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show the privacy officer who opened one record."""
    rows = looked.events(access)
    shown = page_of(rows.count(), request.GET.get("page"))
    return render(
        request,
        "desk/access_log.html",
        {
            "patient": access.patient,
            "episode": access.episode,
            "looks": looked.looks(shown.of(rows)),
            "page": shown,
        },
    )


def _listed(
    request: HttpRequest,
    access: Access,
    emergency_id: UUID | None = None,
    form: ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = looked.emergencies(access)
    shown = page_of(rows.count(), request.GET.get("page"))
    return render(
        request,
        "desk/emergencies.html",
        {
            "emergencies": shown.of(rows),
            "page": shown,
            "emergency_id": emergency_id,
            "form": form or ReviewForm(),
        },
        status=status,
    )
