"""Tasks as they are listed: what is to be done, by when, and whether it presses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.people.models import Task
from alongside.people.rules import Urgency
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.rules.needs import Need

# Of these an hour decides: no list shows them with a day alone.
BY_THE_HOUR = (Urgency.EMERGENCY, Urgency.URGENT)
# Further away than this a day of the week could be taken for another week's.
ONE_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Todo:
    """An open task, as it is listed; `url` is empty where the reader may not open it."""

    title: str
    what: str
    when: str
    is_pressing: bool
    url: str


def open_tasks(access: EpisodeAccess, most: int) -> list[Todo]:
    """Return the tasks of the opened stay that nobody has done, the first due first."""
    may_open = access.may(Need.CLOSE_TASKS)
    rows = access.all(Task).filter(done_at__isnull=True).order_by("due_at")
    return [
        Todo(
            title=task.title,
            what=what_to_do(task),
            when=due_in_words(task, access.at),
            is_pressing=is_pressing(task, access.at),
            url=address(task) if may_open else "",
        )
        for task in rows[:most]
    ]


def address(task: Task) -> str:
    """Return where a task is read and closed."""
    return reverse("desk-close-task", args=[task.episode_id, task.pk])


def what_to_do(task: Task) -> str:
    """Return what is asked for: the first line of the detail; below it stands what it rests on."""
    return task.detail.partition("\n")[0].strip()


def is_pressing(task: Task, at: datetime) -> bool:
    """Say whether a task is late, or of the kind that must not wait."""
    return task.due_at <= at or task.urgency in BY_THE_HOUR


def due_in_words(task: Task, at: datetime) -> str:
    """Say by when a task is due, or since when it is late, as it is read at `at`."""
    due_at = localtime(task.due_at)
    hour = date_format(due_at, "H:i")
    day = date_format(due_at, "l" if abs(task.due_at - at) <= ONE_WEEK else "j F")
    is_today = day_of(task.due_at) == day_of(at)
    by_the_hour = task.urgency in BY_THE_HOUR
    if task.due_at <= at:
        words = _("Since %(hour)s") if is_today else _("Since %(day)s, %(hour)s")
    elif is_today:
        words = _("Before %(hour)s")
    else:
        words = _("By %(day)s, %(hour)s") if by_the_hour else _("By %(day)s")
    return words % {"day": day, "hour": hour}
