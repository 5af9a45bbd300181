"""Work that comes round: one worker at a time, again after a failure, and never silently."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django_tasks import task

from alongside.config.logs import WithoutWords
from alongside.core import schedule
from alongside.core.actions import run_if_due, take_turn
from alongside.core.models import JobTurn
from alongside.core.rules import LEASE, next_step

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def job(work):
    return schedule.Job("core.example", work, lambda at: next_step(at, MINUTE))


def test_a_job_runs_when_it_is_due_and_then_waits_for_its_next_turn():
    ran = []
    example = job(ran.append)

    for seconds in (0, 1, 29, 30, 31, 90):
        run_if_due(example, at=AT + timedelta(seconds=seconds))

    assert [(at - AT).seconds for at in ran] == [0, 30, 90]


def test_of_two_workers_one_gets_the_turn():
    example = job(lambda at: None)

    assert take_turn(example, at=AT)
    assert take_turn(example, at=AT) is None


def test_a_job_that_fails_is_given_its_turn_again_and_its_words_stay_out_of_the_log(caplog):
    def work(at):
        raise ValueError("Ada Example could not be reached")

    example = job(work)
    with caplog.at_level(logging.INFO, logger="alongside.worker"):
        assert run_if_due(example, at=AT) is False

    line = json.loads(WithoutWords().format(caplog.records[-1]))
    assert (line["job"], line["error"]) == ("core.example", "ValueError")
    assert "Ada" not in json.dumps(line)
    assert take_turn(example, at=AT + LEASE - timedelta(seconds=1)) is None
    assert take_turn(example, at=AT + LEASE)


def test_a_turn_whose_worker_was_never_heard_of_is_given_again():
    example = job(lambda at: None)
    take_turn(example, at=AT)

    assert run_if_due(example, at=AT + LEASE)
    assert JobTurn.objects.get().due_at == next_step(AT + LEASE, MINUTE)


def test_after_a_long_rest_a_job_has_one_turn_not_all_that_were_missed():
    ran = []
    example = job(ran.append)
    run_if_due(example, at=AT)

    for _ in range(3):
        run_if_due(example, at=AT + timedelta(days=30))

    assert len(ran) == 2


def test_every_job_of_every_room_bears_being_run_twice(cast):
    for each in schedule.jobs():
        each.work(cast.at)
        each.work(cast.at)


def test_every_job_has_a_name_of_its_own_and_a_turn_ahead():
    found = schedule.jobs()

    assert len({each.name for each in found}) == len(found) > 0
    assert all(each.next_after(AT) > AT for each in found)


DONE = []


@task
def note(word):
    DONE.append(word)


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits_in_the_queue_and_what_is_due():
    note.enqueue("done")

    call_command("worker", "--once")

    assert DONE == ["done"]
    assert JobTurn.objects.filter(ended_at__isnull=False).count() == len(schedule.jobs())
