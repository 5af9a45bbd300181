"""Write the access log: rows are added where the gate decides, and never touched again."""

from collections.abc import Iterable

from alongside.privacy.models import AccessEvent


def record(event: AccessEvent) -> None:
    """Add one event; called by the gate, before the page is built.

    The row is committed before anything is shown: a reading that is not in the log did not happen.
    """
    event.save(force_insert=True)


def record_all(events: Iterable[AccessEvent]) -> None:
    """Add many events at once: a job that opens many records."""
    AccessEvent.objects.bulk_create(events, batch_size=500)
