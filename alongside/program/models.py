"""Sessions, and who was there."""

from django.db import models
from django.db.models import F, Q

from alongside.core.models import Keyed, Versioned
from alongside.people.models import Episode, Staff, Track, choices
from alongside.people.rules import Category
from alongside.program.rules import Presence, SessionKind


class Session(Keyed, Versioned):
    """One meeting: a group, or an individual, family, medication or peer visit."""

    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(SessionKind))
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=80, blank=True)
    is_online = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    leaders = models.ManyToManyField(Staff, through="SessionLeader", related_name="+")
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="sessions_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"Session {self.pk}"


class SessionLeader(models.Model):
    """A member of staff who leads a session."""

    session = models.ForeignKey(Session, models.CASCADE)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "staff"], name="a_leader_leads_once")
        ]
        indexes = [models.Index(fields=["staff", "session"], name="sessions_of_a_leader")]

    def __str__(self) -> str:
        return f"Leader {self.staff_id} of {self.session_id}"


class Attendance(Keyed, Versioned):
    """One person's place on a session's roster, and whether they came."""

    category = Category.ATTENDANCE

    session = models.ForeignKey(Session, models.CASCADE, related_name="roster")
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    # Copied from the session, so that a person's weeks are read without a join over the roster.
    starts_at = models.DateTimeField()
    presence = models.CharField(
        max_length=12, choices=choices(Presence), default=str(Presence.EXPECTED)
    )
    minutes = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "starts_at"], name="attendance_over_time")]
        constraints = [
            models.UniqueConstraint(fields=["session", "episode"], name="one_place_on_a_roster")
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"
