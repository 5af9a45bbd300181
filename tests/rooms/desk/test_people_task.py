"""Closing a task: with its outcome, once, by who may."""

import html

import pytest
from django.urls import reverse

from alongside.people import actions
from alongside.people.rules import Category, Urgency


@pytest.fixture
def task(cast):
    return actions.raise_task(
        cast.episode,
        title="Call Ada back",
        detail="She asked for the afternoon.",
        urgency=Urgency.SAME_DAY,
        category=Category.CONTACT,
        at=cast.at,
    )


@pytest.fixture
def url(cast, task):
    return reverse("desk-close-task", args=[cast.episode.pk, task.pk])


def text(response):
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("name", ["cara", "nils", "petra", "dora", "fay"])
def test_a_task_is_closed_with_what_came_of_it(client, cast, task, url, name):
    client.force_login(cast.user(name))
    assert "She asked for the afternoon." in text(client.get(url))

    response = client.post(url, {"outcome": "Called at 15:00.\nShe comes tomorrow."})

    task.refresh_from_db()
    assert response.url == reverse("desk-person", args=[cast.episode.pk])
    assert task.outcome == "Called at 15:00.\nShe comes tomorrow."
    assert task.done_by == cast.user(name)


@pytest.mark.parametrize("outcome", ["", "  \x00 ", "o" * 4001])
def test_an_outcome_that_cannot_be_is_refused_at_the_field(client, cast, task, url, outcome):
    client.force_login(cast.user("cara"))

    response = client.post(url, {"outcome": outcome})

    task.refresh_from_db()
    assert response.status_code == 422
    assert "outcome" in response.context["form"].errors
    assert task.done_at is None


def test_who_comes_second_reads_what_was_done_and_keeps_the_own_words(client, cast, task, url):
    actions.close_task(task, by=cast.user("nils"), outcome="Called at 14:00", at=cast.at)
    client.force_login(cast.user("cara"))

    response = client.post(url, {"outcome": "Called at 15:00"})

    page = text(response)
    assert response.status_code == 409
    for words in ("Nils Test has done this already", "Called at 14:00", "Called at 15:00"):
        assert words in page


def test_a_done_task_shows_its_outcome(client, cast, task, url):
    actions.close_task(task, by=cast.user("nils"), outcome="Called at 14:00", at=cast.at)
    client.force_login(cast.user("cara"))

    page = text(client.get(url))

    assert "Called at 14:00" in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("back", "page"), [("today", "desk-today"), ("https://evil.example", "desk-person")]
)
def test_the_reader_goes_back_to_where_they_came_from_and_nowhere_else(
    client, cast, url, back, page
):
    client.force_login(cast.user("cara"))

    response = client.post(url, {"outcome": "Done", "back": back})

    args = [] if page == "desk-today" else [cast.episode.pk]
    assert response.url == reverse(page, args=args)


@pytest.mark.parametrize("name", ["otto", "prue", "axel", "ada"])
def test_who_closes_no_tasks_here_finds_none(client, cast, url, name):
    client.force_login(cast.user(name))

    assert client.get(url).status_code == 404


def test_a_task_that_tells_more_than_the_reader_may_know_is_not_there(client, cast):
    task = actions.raise_task(
        cast.episode,
        title="Ask about item 9",
        urgency=Urgency.URGENT,
        category=Category.SCORES,
        at=cast.at,
    )
    client.force_login(cast.user("petra"))

    url = reverse("desk-close-task", args=[cast.episode.pk, task.pk])
    assert client.post(url, {"outcome": "x"}).status_code == 404
