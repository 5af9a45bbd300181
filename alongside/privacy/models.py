"""What the gate stands on: blocks, emergency access, consents, the access log and its seals."""

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


class Consent(Keyed):
    """A written consent to disclose, as it was signed (42 CFR 2.31), and what became of it.

    The database refuses to change what was signed or to delete the row: another wording is another
    consent, which may stand in the place of this one (`replaces`). Lists hold the words of
    `rules.consent` and `rules.vocabulary`.
    """

    category = Category.PRESENCE

    class Signing(models.TextChoices):
        """How it was signed."""

        ELECTRONIC = "electronic", "On this system"
        PAPER = "paper", "On paper"

    class Channel(models.TextChoices):
        """How a revocation reached the program."""

        PORTAL = "portal", "On this system"
        WRITTEN = "written", "In writing"
        # Stops disclosures at once; the written word is asked for.
        SPOKEN = "spoken", "Said to somebody"
        REPLACED = "replaced", "Another consent was signed in its place"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    types = models.JSONField()
    patient_name = models.CharField(max_length=240)
    disclosers = models.JSONField()
    what = models.JSONField()
    recipient_names = models.JSONField(default=list)
    recipient_classes = models.JSONField(default=list)
    is_intermediary = models.BooleanField(default=False)
    participants = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    # Purposes that have no word of their own, as the form says them.
    purposes_say = models.JSONField(default=list)
    at_patients_request = models.BooleanField(default=False)
    tells_revocation_right = models.BooleanField()
    expires_on = models.DateField(null=True, blank=True)
    expires_at_event = models.TextField(blank=True)
    never_expires = models.BooleanField(default=False)
    has_tpo_statements = models.BooleanField()
    is_condition_of_treatment = models.BooleanField(default=False)
    release_event = models.TextField(blank=True)
    # Who signed, by the word of `Signer`, with the name they wrote.
    signatures = models.JSONField()
    signing = models.CharField(max_length=12, choices=Signing)
    signed_on = models.DateField()
    signed_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The whole text that lay before whoever signed, and its SHA-256.
    text = models.TextField()
    text_digest = models.CharField(max_length=64)

    # What became of it; each is written once.
    expiry_event_on = models.DateField(null=True, blank=True)
    release_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_how = models.CharField(max_length=12, choices=Channel, blank=True)
    revoked_saying = models.TextField(blank=True)
    # Somebody here knows that it is materially false (2.31(c)(4)), and why.
    known_false_at = models.DateTimeField(null=True, blank=True)
    known_false_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "signed_at"], name="consents_of_a_patient")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="consent_keeps_its_text"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_how="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_how="")),
                name="consent_revoked_in_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"


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
