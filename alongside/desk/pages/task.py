"""A task: what is to be done, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.desk.forms.task import CloseTaskForm
from alongside.people import actions
from alongside.people.actions import AlreadyDone
from alongside.people.models import Task
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need

# Where the reader may come from and goes back to; anything else leads to the person.
BACK = {"today": "desk-today"}


@episode_page("tasks/<uuid:task_id>/close/", need=Need.CLOSE_TASKS, methods="GET POST")
def close_task(request: HttpRequest, access: EpisodeAccess, task_id: UUID) -> HttpResponse:
    """Show the task, or close it with its outcome."""
    task = access.one(Task, pk=task_id)
    if request.method != "POST":
        return _shown(request, access, task, CloseTaskForm())
    form = CloseTaskForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, task, form, status=422)
    assert access.reader is not None  # a page is opened by somebody who is signed in
    try:
        actions.close_task(
            task, by=access.reader, outcome=form.cleaned_data["outcome"], at=access.at
        )
    except AlreadyDone:
        return _shown(request, access, access.one(Task, pk=task_id), form, status=409)
    messages.success(request, _("Done."))
    if (page := BACK.get(request.POST.get("back", ""))) is not None:
        return redirect(page)
    return redirect("desk-person", episode_id=access.episode.pk)


def _shown(
    request: HttpRequest,
    access: EpisodeAccess,
    task: Task,
    form: CloseTaskForm,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the task; one that is done, with what came of it and who did it."""
    return render(
        request,
        "desk/close_task.html",
        {
            "access": access,
            "episode": access.episode,
            "task": task,
            "form": form,
            "back": request.POST.get("back") or request.GET.get("back", ""),
            "section": "desk-people",
        },
        status=status,
    )
