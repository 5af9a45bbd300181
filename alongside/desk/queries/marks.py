"""What happened on single days (use, doses, life, shared words) and what is consented to.

One query over five tables: the chart reads them all, and each alone is a round trip.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from alongside.core.days import day_of
from alongside.intake.models import LifeEvent, UseDay
from alongside.medications.models import Dose
from alongside.monitoring.models import JournalNote
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.models import Consent


class MarkKind(StrEnum):
    """What a mark tells of."""

    USE = "use"
    DOSE = "dose"
    LIFE = "life"
    NOTE = "note"
    # In force today, whenever it was signed.
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on one day.

    Args:
        kind: what it tells of.
        day: the program's day.
        text: a substance, a medication, an event, or the person's words.
        more: how much: an amount in the person's words, or a dose as a number ("" if unknown).
        unit: of a dose.
    """

    kind: str
    day: date
    text: str
    more: str
    unit: str


def marks_between(access: EpisodeAccess, first: date, last: date) -> list[Mark]:
    """Return the marks from `first` to `last` that the reader may see, in time order.

    Of the notes it is the newest.
    """
    empty = Value("", CharField())
    newest = access.all(JournalNote).filter(day__range=(first, last)).order_by("-day")
    # Another order of columns in one of them would mix them up: a union goes by place.
    rows = [
        _named(
            access.all(UseDay).filter(day__range=(first, last)),
            MarkKind.USE,
            on=F("day"),
            what=F("substance"),
            more=F("amount"),
            unit=empty,
        ),
        _named(
            access.all(Dose).filter(given_on__range=(first, last)),
            MarkKind.DOSE,
            on=F("given_on"),
            what=F("medication__name"),
            more=Coalesce(Cast("amount", CharField()), empty),
            unit=F("unit"),
        ),
        _named(
            access.all(LifeEvent).filter(day__range=(first, last)),
            MarkKind.LIFE,
            on=F("day"),
            what=F("title"),
            more=empty,
            unit=empty,
        ),
        _named(
            access.all(JournalNote).filter(pk__in=newest.values("pk")[:1]),
            MarkKind.NOTE,
            on=F("day"),
            what=Cast("text", CharField()),
            more=empty,
            unit=empty,
        ),
        _named(
            access.all(Consent).filter(
                Q(expires_on__isnull=True) | Q(expires_on__gte=day_of(access.at)),
                revoked_at__isnull=True,
                known_false_at__isnull=True,
            ),
            MarkKind.CONSENT,
            on=F("signed_on"),
            what=empty,
            more=empty,
            unit=empty,
        ),
    ]
    together = rows[0].union(*rows[1:], all=True).order_by("mark_day")
    return [Mark(*row) for row in together]


def _named(rows: QuerySet[Any], kind: MarkKind, **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Return rows as tuples of kind, day, text, more and unit, under the same names in each."""
    named: QuerySet[Any, tuple[Any, ...]] = (
        rows.order_by()
        .annotate(
            mark_kind=Value(str(kind), CharField()),
            mark_day=columns["on"],
            mark_text=columns["what"],
            mark_more=columns["more"],
            mark_unit=columns["unit"],
        )
        .values_list("mark_kind", "mark_day", "mark_text", "mark_more", "mark_unit")
    )
    return named
