"""How somebody came here, and what came with them."""

from uuid import UUID, uuid5

from django.db import models
from django.db.models import F, Q

from alongside.core.models import Keyed, Versioned
from alongside.intake.rules import HowSoon, LastUse, Reached, Said, Strand
from alongside.people.models import Episode, User, choices
from alongside.people.rules import Category


class Referral(Keyed, Versioned):
    """The call, letter or file that a stay began with."""

    category = Category.PRESENCE

    class Source(models.TextChoices):
        """Who sent the person; there is no wrong door."""

        SELF = "self", "The person"
        FAMILY = "family", "Family or a friend"
        PROVIDER = "provider", "A provider"
        COURT = "court", "A court or probation"
        HIGHER_CARE = "higher_care", "Discharge from a higher level of care"
        OTHER = "other", "Somebody else"

    episode = models.OneToOneField(Episode, models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source, default=Source.OTHER)
    referred_by = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=20, blank=True)
    # SHA-256 of a file that the referral came in: the same file is not taken twice.
    digest = models.CharField(max_length=64, blank=True)
    # Empty: nobody has judged it yet. Why it was judged so stands in `Triage`.
    how_soon = models.CharField(max_length=10, blank=True, choices=choices(HowSoon))
    # Empty only before the first call: whoever calls says when the next one is due.
    call_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-received_at"], name="referrals_latest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="a_file_is_taken_once"
            )
        ]

    def __str__(self) -> str:
        return f"Referral {self.pk}"


class ContactAttempt(Keyed):
    """A try to reach somebody who waits, and whether it reached them."""

    category = Category.CONTACT

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=choices(Reached))
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "-tried_at"], name="contact_attempts_latest")]

    def __str__(self) -> str:
        return f"Contact attempt {self.pk}"


class Triage(Keyed):
    """How soon somebody should be seen, why, and who said so; the newest counts."""

    # Why somebody is urgent reads like a note: the front desk sees how soon, and not why.
    category = Category.PROGRESS_NOTES

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    how_soon = models.CharField(max_length=10, choices=choices(HowSoon))
    reason = models.CharField(max_length=300)
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["episode", "-judged_at"], name="triage_latest")]

    def __str__(self) -> str:
        return f"Triage {self.pk}"


class CameWith(Keyed):
    """What the rows that came with a referral share: whose they are, and where from."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    origin = models.CharField(max_length=20, blank=True)
    # The key that the origin knows the row by; the same row is not taken twice.
    origin_key = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="%(class)s_of_an_origin_is_taken_once",
            )
        ]


class Condition(CameWith):
    """A diagnosis, of either strand: what, since when, and how sure."""

    category = models.CharField(max_length=30, choices=choices(Category))
    strand = models.CharField(max_length=12, choices=choices(Strand))
    # A URI of a code system, such as http://hl7.org/fhir/sid/icd-10-cm; empty with free text.
    system = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    # How the sender called it, where it is called otherwise here: the record keeps both.
    said = models.CharField(max_length=300, blank=True)
    clinical_status = models.CharField(max_length=20, blank=True)
    verification = models.CharField(max_length=20, blank=True)
    onset_on = models.DateField(null=True, blank=True)
    abated_on = models.DateField(null=True, blank=True)
    # When it came and went, once for each time: [["2019", "2019-05-03"]], each as exactly as told.
    spells = models.JSONField(default=list, blank=True)

    class Meta(CameWith.Meta):
        indexes = [models.Index(fields=["episode", "strand"], name="conditions_by_strand")]

    def __str__(self) -> str:
        return f"Condition {self.pk}"


class PriorTreatment(CameWith):
    """An encounter elsewhere that a referral told of."""

    category = Category.PROGRESS_NOTES

    kind = models.CharField(max_length=200)
    setting = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(CameWith.Meta):
        constraints = [
            *CameWith.Meta.constraints,
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__gte=F("started_at")),
                name="prior_treatment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Prior treatment {self.pk}"


class ReceivedPlan(CameWith):
    """A plan of care that somebody else had made."""

    category = Category.TREATMENT_PLAN

    title = models.CharField(max_length=300)
    status = models.CharField(max_length=20, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # [{"text": ..., "status": ...}]
    activities = models.JSONField(default=list, blank=True)
    goals = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"Received plan {self.pk}"


class UseDay(Keyed):
    """A day of use that the person told of, day by day, looking back (timeline follow-back)."""

    category = Category.SCORES

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    day = models.DateField()
    substance = models.CharField(max_length=60)
    amount = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "day", "substance"], name="a_substance_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"Use day {self.pk}"


class LifeEvent(Keyed):
    """Something that happened in the person's life and belongs on the time axis."""

    category = Category.PROGRESS_NOTES

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=80)
    detail = models.TextField(blank=True)
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "day"], name="life_events_over_time")]

    def __str__(self) -> str:
        return f"Life event {self.pk}"


class PreScreen(Keyed, Versioned):
    """A talk of five minutes on the phone: what is urgent, and whether this is the right place.

    What the instruments in it came to are their own responses; here stands what no instrument asks.
    """

    category = Category.SCORES

    episode = models.OneToOneField(Episode, models.CASCADE, related_name="+")
    last_use = models.CharField(max_length=12, blank=True, choices=choices(LastUse))
    # Empty: not asked, or not answered.
    withdrawal_now = models.CharField(max_length=3, blank=True, choices=choices(Said))
    withdrawal_before = models.CharField(max_length=3, blank=True, choices=choices(Said))
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"Pre-screen {self.pk}"

    def key_of(self, instrument_id: str) -> UUID:
        """Return the key of the response to one of its instruments."""
        return uuid5(self.pk, instrument_id)
