"""What every table shares: a time-ordered key, and a version where two people may edit."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from uuid_utils.compat import uuid7


class ChangedMeanwhile(Exception):
    """Somebody else saved the row since it was read; `current` is what stands there now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed meanwhile")
        self.current = current


class RemovedMeanwhile(ChangedMeanwhile):
    """Somebody else removed the row since it was read; `current` is as the editor has it."""


def new_key() -> uuid.UUID:
    """Return a fresh UUIDv7: ordered by time, safe in a URL, and the FHIR id (RFC 9562, 5.7)."""
    return uuid7()


class Keyed(models.Model):
    """A row with a UUIDv7 key."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may edit: saving says which version was read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, seen: int, fields: Iterable[str]) -> None:
        """Save `fields`, if the row still has the version that the editor had `seen`.

        Raises:
            ChangedMeanwhile: if it has not; nothing is written then.
            RemovedMeanwhile: which is one, too: if there is no such row any more.
        """
        wanted: dict[str, Any] = {name: getattr(self, name) for name in fields}
        manager = type(self)._default_manager
        if not manager.filter(pk=self.pk, version=seen).update(version=seen + 1, **wanted):
            current = manager.filter(pk=self.pk).first()
            raise ChangedMeanwhile(current) if current else RemovedMeanwhile(self)
        self.version = seen + 1


class JobTurn(models.Model):
    """When a job that comes round has its next turn; one row for each job, whoever runs it."""

    name = models.CharField(primary_key=True, max_length=80)
    # While a worker is at it: when the turn is given again, should that worker not be heard of.
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Turn of {self.name}"
