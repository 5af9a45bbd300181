"""Who else stands by a person: supporters, and providers outside the program."""

from typing import Any

from django.db import transaction

from alongside.people.models import Episode, Organization, OutsideProvider, Patient, Supporter


@transaction.atomic
def add_supporter(patient: Patient, **about: Any) -> Supporter:
    """Write down somebody whom the patient named; it permits nobody to call them.

    The same words twice are one supporter: a form that was sent twice.
    """
    return Supporter.objects.get_or_create(patient=patient, **about)[0]


@transaction.atomic
def edit_supporter(supporter: Supporter, *, seen: int, **about: Any) -> None:
    """Change what stands about a supporter.

    Raises:
        ChangedMeanwhile: if somebody else changed it since `seen`.
    """
    for name, value in about.items():
        setattr(supporter, name, value)
    supporter.save_version(seen=seen, fields=about)


@transaction.atomic
def remove_supporter(supporter: Supporter) -> None:
    """Take a supporter off the record, as when the patient no longer names them."""
    supporter.delete()


@transaction.atomic
def add_outside_provider(
    episode: Episode, *, organization: str = "", **about: Any
) -> OutsideProvider:
    """Write down somebody outside who also cares for this person; the same words twice are one.

    Args:
        episode: the stay.
        organization: the name of the practice or agency; it is written down once.
        about: fields of `OutsideProvider`.
    """
    return OutsideProvider.objects.get_or_create(
        episode=episode, organization=_organization(organization), **about
    )[0]


@transaction.atomic
def edit_outside_provider(
    provider: OutsideProvider, *, seen: int, organization: str = "", **about: Any
) -> None:
    """Change what stands about an outside provider.

    Raises:
        ChangedMeanwhile: if somebody else changed it since `seen`.
    """
    about["organization"] = _organization(organization)
    for name, value in about.items():
        setattr(provider, name, value)
    provider.save_version(seen=seen, fields=about)


@transaction.atomic
def remove_outside_provider(provider: OutsideProvider) -> None:
    """Take an outside provider off the record, as when they were written down by mistake."""
    provider.delete()


def _organization(name: str) -> Organization | None:
    """Return the organization of this name, written down if it is new; None without a name."""
    if not name:
        return None
    known = Organization.objects.filter(name__iexact=name).first()
    return known or Organization.objects.get_or_create(name=name)[0]
