"""Persons: writing somebody down, and mending what stands there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.core.models import new_key
from alongside.people.models import ContactRules, Patient


class AlreadyRegistered(Exception):
    """The key was used before: a form that was sent twice. `patient` is whom it registered."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("already registered")
        self.patient = patient


@transaction.atomic
def register(
    *,
    at: datetime,
    contact: dict[str, Any] | None = None,
    key: UUID | None = None,
    **about: Any,
) -> Patient:
    """Write down a person, with the rules for reaching them (closed where nothing was said).

    Args:
        at: when they became known here.
        contact: fields of `ContactRules`.
        key: the key that the row shall have; the same key registers one person, however often
            it is sent.
        about: fields of `Patient`; `chosen_name` is needed.

    Raises:
        AlreadyRegistered: if somebody stands under this key.
    """
    patient, is_new = Patient.objects.get_or_create(
        pk=key or new_key(), defaults={"created_at": at, **about}
    )
    if not is_new:
        raise AlreadyRegistered(patient)
    ContactRules.objects.create(patient=patient, **(contact or {}))
    return patient


@transaction.atomic
def edit_person(
    patient: Patient,
    contact: ContactRules,
    *,
    seen: int,
    contact_seen: int,
    about: dict[str, Any],
    reach: dict[str, Any],
) -> None:
    """Change what stands about a person and about reaching them, both or neither.

    Args:
        patient: the person.
        contact: the rules for reaching them.
        seen: the version of `patient` that the editor read.
        contact_seen: the version of `contact` that the editor read.
        about: fields of `Patient` and their new values.
        reach: fields of `ContactRules` and their new values.

    Raises:
        ChangedMeanwhile: if somebody else changed one of the two since; nothing is written then.
    """
    for row, version, said in ((patient, seen, about), (contact, contact_seen, reach)):
        changed = {name: value for name, value in said.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        # What agrees with what stands there is no change, whoever wrote it.
        if changed:
            row.save_version(seen=version, fields=changed)
