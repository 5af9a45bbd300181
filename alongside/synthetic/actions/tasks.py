"""What an invented person's days asked of the team, and what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from numpy.random import Generator

from alongside.core.models import new_key
from alongside.people import rules
from alongside.people.models import Task
from alongside.people.rules import Category, Urgency
from alongside.synthetic.actions.stays import Stay, at_hour
from alongside.synthetic.rules.course import Course, Day

# Older than this, somebody has answered; the last days' tasks are still open.
ANSWERED_AFTER = {Urgency.SAME_DAY: timedelta(hours=6), Urgency.NEXT_CONTACT: timedelta(hours=60)}
OUTCOMES = (
    "Called and talked for ten minutes. We meet tomorrow before group.",
    "Reached on the second try. Slept badly, safe, coming to group.",
    "Talked after group. The plan for the weekend is written down.",
    "Sent a message as agreed; answered the same afternoon.",
)


def of(rng: Generator, stay: Stay, course: Course, at: datetime) -> Iterator[Task]:
    """Yield the tasks that the last two weeks' check-ins raised."""
    assert stay.admitted_on is not None
    primary = next(p.staff for p in stay.places if p.is_primary)
    for day in course.check_ins[-14:]:
        asks = _asks(day)
        if asks is None:
            continue
        title, urgency = asks
        on = stay.admitted_on + timedelta(days=day.day)
        raised = min(at_hour(on, 8, int(rng.integers(0, 59))), at)
        task = Task(
            episode=stay.episode,
            category=Category.SCORES,
            title=title,
            urgency=urgency,
            source="synthetic:check-in",
            source_id=new_key(),
            assigned_to=primary,
            raised_at=raised,
            due_at=rules.due_at(urgency, raised),
        )
        if at - raised > ANSWERED_AFTER[urgency] and primary.user_id:
            task.done_at = raised + timedelta(minutes=int(rng.integers(15, 400)))
            task.done_by_id = primary.user_id
            task.outcome = OUTCOMES[int(rng.integers(len(OUTCOMES)))]
        yield task


def _asks(day: Day) -> tuple[str, Urgency] | None:
    """Return what a day asks of the team, by the rules of the daily check-in."""
    if day.wants_contact:
        return "Asked to be contacted today", Urgency.SAME_DAY
    if day.mood is not None and day.mood <= 1:
        return "Very low mood in the check-in: ask about safety", Urgency.SAME_DAY
    if day.used:
        return "Told us about use: a supportive contact", Urgency.NEXT_CONTACT
    return None
