"""Write down many people and stays at once: for a synthetic program, a replay or a move.

The rows carry what `register`, `refer`, `admit`, `join_team` and `discharge` would have written;
the database's constraints hold for them as for any other.
"""

from collections.abc import Sequence

from django.db import transaction

from alongside.people.models import (
    ContactRules,
    Episode,
    OutsideProvider,
    Patient,
    Staff,
    Supporter,
    Task,
    TeamMember,
    Track,
    User,
)


@transaction.atomic
def record_stays(
    *,
    patients: Sequence[Patient],
    contact_rules: Sequence[ContactRules],
    episodes: Sequence[Episode],
    places: Sequence[TeamMember] = (),
    users: Sequence[User] = (),
    supporters: Sequence[Supporter] = (),
    outside_providers: Sequence[OutsideProvider] = (),
    tasks: Sequence[Task] = (),
) -> None:
    """Write down people, their rules for contact, their stays and the teams of these.

    Args:
        patients: unsaved rows, as are the others; each needs its contact rules.
        contact_rules: one for each patient.
        episodes: their stays.
        places: places on the teams.
        users: accounts of patients; saved first.
        supporters: people around a patient.
        outside_providers: who else cares for them.
        tasks: what was to be done, and what came of it.
    """
    User.objects.bulk_create(users, batch_size=500)
    Patient.objects.bulk_create(patients, batch_size=500)
    ContactRules.objects.bulk_create(contact_rules, batch_size=500)
    Episode.objects.bulk_create(episodes, batch_size=500)
    TeamMember.objects.bulk_create(places, batch_size=500)
    Supporter.objects.bulk_create(supporters, batch_size=500)
    OutsideProvider.objects.bulk_create(outside_providers, batch_size=500)
    Task.objects.bulk_create(tasks, batch_size=500)


@transaction.atomic
def record_staff(*, users: Sequence[User], staff: Sequence[Staff]) -> None:
    """Write down accounts and the staff behind them."""
    User.objects.bulk_create(users, batch_size=500)
    Staff.objects.bulk_create(staff, batch_size=500)


@transaction.atomic
def open_track(*, code: str, name: str, hours_per_week: float, planned_weeks: int) -> Track:
    """Open a way through the program, or return the one that has this code."""
    track, _ = Track.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "hours_per_week": hours_per_week,
            "planned_weeks": planned_weeks,
        },
    )
    return track
