"""What the gate stands on: blocks, emergency access, the access log and its seals."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from alongside.core.models import Keyed
from alongside.people.models import Episode, Patient, Staff, User
from alongside.people.rules import Category


class StaffBlock(Keyed):
    """A patient's word that a named member of staff must not see the record."""

    category = Category.PRESENCE

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    # The patient need not say why; what is said stays between them and the privacy officer.
    reason = models.TextField(blank=True)
    since_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "staff"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_block_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"Block {self.pk}"


class EmergencyAccess(Keyed):
    """Broken glass: a clinician's hour with a record they have no place on, and the reason."""

    category = Category.PRESENCE

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    review = models.TextField(blank=True)
    # When the patient was shown that it happened.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "emergency accesses"
        indexes = [models.Index(fields=["staff", "ends_at"], name="emergency_access_of_staff")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="emergency_access_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="emergency_access_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency access {self.pk}"


class AccessEvent(models.Model):
    """One opening (or refusal) at the gate. The database refuses to change or delete it."""

    category = Category.PRESENCE

    # Not a UUID: the seals count on the order.
    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    reader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What the reader was at that moment; a later change of role does not rewrite it.
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    need = models.CharField(max_length=40)
    page = models.CharField(max_length=100)
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="+")
    opened = models.BooleanField()
    basis = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["episode", "-seq"], name="access_to_an_episode")]

    def __str__(self) -> str:
        return f"Access {self.seq}"

    def write(self) -> None:
        """Add the event to the log; called by the gate, before the page is built.

        The row is committed before anything is shown: a reading that is not in the log did not
        happen.
        """
        self.save(force_insert=True)

    @classmethod
    def write_all(cls, events: Iterable[Self]) -> None:
        """Add many events at once, for a roster or a job that opens many records."""
        cls.objects.bulk_create(events, batch_size=500)


class Seal(models.Model):
    """A seal over a stretch of the access log; see `rules.chain`. Never changed or deleted."""

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    leaves = models.BinaryField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Seal {self.number}"
