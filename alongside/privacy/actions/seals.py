"""Seal the access log, stretch by stretch."""

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction

from alongside.privacy.models import AccessEvent, Seal
from alongside.privacy.queries.log import as_rows
from alongside.privacy.rules import chain

log = structlog.get_logger("alongside.seal")

BATCH = 5_000
# On PostgreSQL a number is given out before its row is committed; nobody's page takes as long as
# this. SQLite has one writer at a time and commits in the order of the numbers.
SETTLES_IN = timedelta(minutes=10)


@transaction.atomic
def seal_log(*, at: datetime) -> int:
    """Seal what stands unsealed in the log, and return how many rows that was.

    Each seal's digest goes to the log stream, which is kept outside this database.
    """
    last = Seal.objects.order_by("number").last()
    rows = AccessEvent.objects.filter(seq__gt=last.last_seq if last else 0).order_by("seq")
    if connection.vendor != "sqlite":
        rows = rows.filter(at__lte=at - SETTLES_IN)
    count = 0
    while batch := list(rows[:BATCH]):
        number, previous = (last.number + 1, last.digest) if last else (1, chain.START)
        made = chain.seal(as_rows(batch), number=number, previous=previous)
        last = Seal(
            number=made.number,
            sealed_at=at,
            first_seq=batch[0].seq,
            last_seq=batch[-1].seq,
            previous=made.previous,
            leaves=made.leaves,
            digest=made.digest,
        )
        last.save(force_insert=True)
        log.info("sealed", seal=last.number, rows=len(batch), digest=last.digest)
        count += len(batch)
        rows = rows.filter(seq__gt=last.last_seq)
    return count
