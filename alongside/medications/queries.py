"""What is read of medications, doses and drug tests."""

from datetime import date

from django.db.models import Q

from alongside.medications.models import Dose, DrugTest, Medication
from alongside.privacy.gate import EpisodeAccess

# FHIR's words for an order under which nothing is taken any more.
OVER = ("completed", "stopped", "cancelled")


def medications_between(access: EpisodeAccess, first: date, last: date) -> list[Medication]:
    """Return the medications taken at any time from `first` to `last`, by start.

    One that was stopped nobody knows when is not among them: it would look as if it went on.
    """
    rows = access.all(Medication).filter(
        Q(started_on__isnull=True) | Q(started_on__lte=last),
        Q(ended_on__gte=first) | Q(ended_on__isnull=True) & ~Q(status__in=OVER),
    )
    return list(rows.order_by("started_on", "name"))


def doses_between(access: EpisodeAccess, first: date, last: date) -> list[Dose]:
    """Return the doses given from `first` to `last`, in time order, each with its medication."""
    rows = access.all(Dose).filter(given_on__range=(first, last))
    return list(rows.select_related("medication").order_by("given_on"))


def tests_between(access: EpisodeAccess, first: date, last: date) -> list[DrugTest]:
    """Return the drug tests from `first` to `last`, in time order."""
    rows = access.all(DrugTest).filter(collected_on__range=(first, last))
    return list(rows.order_by("collected_on"))
