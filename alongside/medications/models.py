"""Medications, doses given here, and drug tests."""

from django.db import models
from django.db.models import F, Q

from alongside.core.models import Keyed
from alongside.people.models import Episode
from alongside.people.rules import Category


class Medication(Keyed):
    """A medication that somebody takes or took."""

    category = Category.MEDICATIONS

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    # RxNorm concept, where known.
    rxnorm = models.CharField(max_length=20, blank=True)
    dosage = models.CharField(max_length=300, blank=True)
    prescriber = models.CharField(max_length=200, blank=True)
    # Medication for opioid or alcohol use disorder stands on the substances strand of the chart.
    for_addiction = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="active")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=20, blank=True)
    origin_key = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "started_on"], name="medications_over_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="a_medication_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["episode", "origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="medication_of_an_origin_is_taken_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Medication {self.pk}"


class Dose(Keyed):
    """A dose that was given or handed out on one day."""

    category = Category.MEDICATIONS

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    medication = models.ForeignKey(Medication, models.CASCADE, related_name="doses")
    given_on = models.DateField()
    # In `unit`; None where only the fact is known (an injection).
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, default="mg")

    class Meta:
        indexes = [models.Index(fields=["episode", "given_on"], name="doses_over_time")]

    def __str__(self) -> str:
        return f"Dose {self.pk}"


class DrugTest(Keyed):
    """A urine drug test, or that none was given: information for care, never a ground to punish."""

    category = Category.DRUG_TESTS

    class Status(models.TextChoices):
        """What became of the sample."""

        DONE = "done", "Done"
        NO_SAMPLE = "no_sample", "No sample"

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    collected_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DONE)
    # Names of substances, in lower case; what is tested and not positive was negative.
    tested_for = models.JSONField(default=list, blank=True)
    positive_for = models.JSONField(default=list, blank=True)
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "collected_on"], name="drug_tests_over_time")]

    def __str__(self) -> str:
        return f"Drug test {self.pk}"
