"""What a monitor is told."""

import pytest
from django.db import DatabaseError, connection

from alongside.core import queries


def test_alive_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_with_a_database_of_this_version(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(queries, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ready: migrations\n")


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client):
    def away(*_):
        raise DatabaseError("no route to ada")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ready: database\n")
