"""What goes out as resources, read through the gate."""

from datetime import datetime

from alongside.fhir.answered import Answered
from alongside.measures.catalogue import instrument
from alongside.measures.models import Response
from alongside.measures.queries.results import result_of
from alongside.privacy.gate import EpisodeAccess


def answered(access: EpisodeAccess, *, since: datetime | None = None) -> list[Answered]:
    """Return the finished responses of one stay that the reader may have, in time order.

    Args:
        access: to the stay.
        since: leave out what was answered before this moment.
    """
    rows = access.all(Response).filter(Response.COUNTS)
    if since is not None:
        rows = rows.filter(taken_at__gte=since)
    subject = f"Patient/{access.patient.pk}"
    return [
        Answered(
            id=str(row.pk),
            instrument=instrument(row.instrument),
            answers=row.answers,
            result=result_of(instrument(row.instrument), row),
            subject=subject,
            at=row.taken_at or row.started_at,
            source=subject,
        )
        for row in rows.order_by("taken_at", "pk").prefetch_related("scores")
    ]
