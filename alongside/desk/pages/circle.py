"""The people around a person: supporters, and providers outside the program."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core.models import ChangedMeanwhile, RemovedMeanwhile
from alongside.desk.forms.circle import ProviderForm, SupporterForm, standing
from alongside.desk.forms.differences import Difference, differences
from alongside.desk.queries.program import organization_names
from alongside.people import actions
from alongside.people.models import OutsideProvider, Supporter
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need

CircleForm = SupporterForm | ProviderForm


@episode_page("supporters/new/", need=Need.EDIT_OTHER_PEOPLE, methods="GET POST")
def new_supporter(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Write down somebody whom the person named."""

    def keep(form: CircleForm) -> None:
        actions.add_supporter(access.patient, **form.about())

    return _edited(request, access, SupporterForm, keep)


@episode_page("supporters/<uuid:supporter_id>/", need=Need.EDIT_OTHER_PEOPLE, methods="GET POST")
def supporter(request: HttpRequest, access: EpisodeAccess, supporter_id: UUID) -> HttpResponse:
    """Mend what stands about a supporter."""
    row = access.one(Supporter, pk=supporter_id)

    def keep(form: CircleForm) -> None:
        actions.edit_supporter(row, seen=form.cleaned_data["seen"], **form.about())

    return _edited(request, access, SupporterForm, keep, row)


@episode_page("supporters/<uuid:supporter_id>/remove/", need=Need.EDIT_OTHER_PEOPLE, methods="POST")
def remove_supporter(
    request: HttpRequest, access: EpisodeAccess, supporter_id: UUID
) -> HttpResponse:
    """Take a supporter off the record."""
    actions.remove_supporter(access.one(Supporter, pk=supporter_id))
    messages.success(request, _("Removed."))
    return redirect("desk-person", episode_id=access.episode.pk)


@episode_page("providers/new/", need=Need.EDIT_OTHER_PEOPLE, methods="GET POST")
def new_provider(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Write down somebody outside who also cares for the person."""

    def keep(form: CircleForm) -> None:
        actions.add_outside_provider(access.episode, **form.about())

    return _edited(request, access, ProviderForm, keep)


@episode_page("providers/<uuid:provider_id>/", need=Need.EDIT_OTHER_PEOPLE, methods="GET POST")
def provider(request: HttpRequest, access: EpisodeAccess, provider_id: UUID) -> HttpResponse:
    """Mend what stands about a provider outside."""
    row = access.one(OutsideProvider, pk=provider_id)

    def keep(form: CircleForm) -> None:
        actions.edit_outside_provider(row, seen=form.cleaned_data["seen"], **form.about())

    return _edited(request, access, ProviderForm, keep, row)


@episode_page("providers/<uuid:provider_id>/remove/", need=Need.EDIT_OTHER_PEOPLE, methods="POST")
def remove_provider(request: HttpRequest, access: EpisodeAccess, provider_id: UUID) -> HttpResponse:
    """Take a provider outside off the record."""
    actions.remove_outside_provider(access.one(OutsideProvider, pk=provider_id))
    messages.success(request, _("Removed."))
    return redirect("desk-person", episode_id=access.episode.pk)


def _edited(
    request: HttpRequest,
    access: EpisodeAccess,
    kind: type[CircleForm],
    keep: Callable[[Any], None],
    row: Supporter | OutsideProvider | None = None,
) -> HttpResponse:
    """Show the form for a new or a standing row, or save what was typed."""
    if request.method != "POST":
        return _shown(request, access, kind(initial=standing(row)), row)
    form = kind(request.POST)
    if not form.is_valid():
        return _shown(request, access, form, row, status=422)
    try:
        keep(form)
    except RemovedMeanwhile:
        form.add_error(None, _("Somebody removed this a moment ago. What you typed is still here."))
        return _shown(request, access, form, row, status=409)
    except ChangedMeanwhile as changed:
        return _both(request, access, kind, changed.current)
    messages.success(request, _("Saved."))
    return redirect("desk-person", episode_id=access.episode.pk)


def _both(
    request: HttpRequest, access: EpisodeAccess, kind: type[CircleForm], current: Model
) -> HttpResponse:
    """Show what was typed beside what somebody else has saved; saving again puts it in place."""
    assert isinstance(current, Supporter | OutsideProvider)
    now = standing(current)
    typed = request.POST.copy()
    typed["seen"] = str(now["seen"])
    form = kind(typed)
    return _shown(request, access, form, current, theirs=differences(form, now), status=409)


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    form: CircleForm,
    row: Supporter | OutsideProvider | None,
    *,
    theirs: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    is_supporter = isinstance(form, SupporterForm)
    kind = "supporter" if is_supporter else "provider"
    remove_url = ""
    if row is not None:
        remove_url = reverse(f"desk-remove-{kind}", args=[access.episode.pk, row.pk])
    return render(
        request,
        f"desk/{kind}.html",
        {
            "access": access,
            "episode": access.episode,
            "form": form,
            "row": row,
            "theirs": theirs,
            "kind": kind,
            "remove_url": remove_url,
            "organizations": [] if is_supporter else organization_names(),
            "section": "desk-people",
        },
        status=status,
    )
