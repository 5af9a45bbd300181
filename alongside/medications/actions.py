"""What can be written down about medications, doses and drug tests."""

from collections.abc import Sequence

from django.db import transaction

from alongside.medications.models import Dose, DrugTest, Medication
from alongside.privacy.gate import EpisodeAccess


class NotTheirs(Exception):
    """A row names another person's stay than the one that was opened."""


@transaction.atomic
def record(
    access: EpisodeAccess,
    *,
    medications: Sequence[Medication] = (),
    doses: Sequence[Dose] = (),
    tests: Sequence[DrugTest] = (),
) -> int:
    """Write down what came from elsewhere; medications that were taken before are left as is.

    Args:
        access: the opened stay; every row must be of its episode.
        medications: unsaved rows.
        doses: unsaved rows, each of one of `medications` or of a medication that stands already.
        tests: unsaved rows.

    Returns:
        how many medications were new.

    Raises:
        NotTheirs: if a row is of another episode.
    """
    rows: list[Medication | Dose | DrugTest] = [*medications, *doses, *tests]
    if any(row.episode_id != access.episode.pk for row in rows):
        raise NotTheirs
    known = set(access.all(Medication).values_list("origin", "origin_key"))
    fresh = [m for m in medications if not m.origin_key or (m.origin, m.origin_key) not in known]
    record_histories(medications=fresh, doses=doses, tests=tests)
    return len(fresh)


@transaction.atomic
def record_histories(
    *,
    medications: Sequence[Medication] = (),
    doses: Sequence[Dose] = (),
    tests: Sequence[DrugTest] = (),
) -> None:
    """Lay down the medication histories of many stays at once, for a synthetic program."""
    Medication.objects.bulk_create(medications, batch_size=500)
    Dose.objects.bulk_create(doses, batch_size=500)
    DrugTest.objects.bulk_create(tests, batch_size=500)
