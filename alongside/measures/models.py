"""What was asked, what was answered, and what it scored."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from alongside.core.models import Keyed, Versioned
from alongside.measures.rules.due import next_due_on
from alongside.people.models import Episode, User
from alongside.people.rules import Category


class Assignment(Keyed, Versioned):
    """An instrument that somebody is asked to answer: once, or again and again."""

    category = Category.SCORES
    # What still has a turn to come.
    OPEN = Q(ended_at__isnull=True, due_on__isnull=False)

    class AnsweredBy(models.TextChoices):
        """Who gives the answers."""

        SELF = "self", "The person, on their own device"
        CLINICIAN = "clinician", "With a clinician"

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=40)
    answered_by = models.CharField(max_length=10, choices=AnsweredBy)
    # What it is about where the instrument leaves that open: a goal, in the person's words.
    about = models.CharField(max_length=200, blank=True)
    first_due_on = models.DateField()
    # Empty: once.
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    last_done_on = models.DateField(null=True, blank=True)
    # Reckoned by `rules.due`, kept so that "what is due" is one indexed read. Empty: done with.
    due_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "episode"],
                condition=Q(ended_at__isnull=True),
                name="assignments_by_due",
            ),
            models.Index(fields=["episode", "instrument"], name="assignments_of_episode"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "instrument", "about"],
                condition=Q(ended_at__isnull=True, due_on__isnull=False),
                name="one_open_assignment_per_instrument",
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True) | Q(every_days__gte=1),
                name="a_cadence_is_a_day_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"Assignment {self.pk}"

    def next_due_on(self, done_on: date) -> date | None:
        """Return the day on which it is due after it was done on `done_on`."""
        return next_due_on(
            first_due_on=self.first_due_on, every_days=self.every_days, last_done_on=done_on
        )


class Response(Keyed, Versioned):
    """One set of answers, kept as given; what was declined is kept too."""

    category = Category.SCORES
    UNFINISHED = Q(taken_at__isnull=True)
    # What counts: finished, and not corrected by a later entry.
    COUNTS = Q(taken_at__isnull=False, corrected_at__isnull=True)

    class Mode(models.TextChoices):
        """How the answers were given."""

        PHONE = "phone", "On their own device"
        PAPER = "paper", "On paper"
        CLINICIAN = "clinician", "With a clinician"
        IMPORTED = "imported", "From another system"

    # What staff enter, and may therefore put right.
    ENTERED = (Mode.PAPER, Mode.CLINICIAN)

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    instrument = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=120)
    mode = models.CharField(max_length=10, choices=Mode)
    about = models.CharField(max_length=200, blank=True)
    # By question: the stored number, or "declined". A question that was left out is absent.
    answers = models.JSONField(default=dict, blank=True)
    # By question: when it was last answered (ISO 8601, UTC); empty for what came from paper.
    answered_at = models.JSONField(default=dict, blank=True)
    # What scoring needed to know of the person on that day (sex, age), to score it again alike.
    facts = models.JSONField(default=dict, blank=True)
    # The critical rules that hold, or held while the answers were being given.
    criticals = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField()
    # When the person answered the last of it; a paper form's day, at noon.
    taken_at = models.DateTimeField(null=True, blank=True)
    # When it was here, finished. Later than `taken_at` for paper.
    completed_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # A correction is a new entry that points to what it corrects; nothing is written over.
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["episode", "instrument", "-taken_at"], name="responses_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "instrument", "about"],
                condition=Q(taken_at__isnull=True),
                name="one_response_in_progress_per_instrument",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, completed_at__isnull=True)
                | Q(taken_at__isnull=False, completed_at__isnull=False),
                name="taken_at_and_completed_at_together",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="no_response_corrects_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"Response {self.pk}"

    @property
    def is_finished(self) -> bool:
        """Say whether the person has finished."""
        return self.taken_at is not None


class Score(Keyed):
    """One score of a finished response, beside it so that a chart need not score again."""

    category = Category.SCORES

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, models.CASCADE, related_name="scores")
    instrument = models.CharField(max_length=40)
    score = models.CharField(max_length=40)
    # A number, or a word where the score is one; neither where there is none, which is no 0.
    value = models.FloatField(null=True, blank=True)
    word = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10)
    band = models.CharField(max_length=30, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["episode", "instrument", "score", "taken_at"], name="score_lines"),
            models.Index(fields=["episode", "taken_at"], name="scores_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["response", "score"], name="each_score_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["incomplete", "not_asked"])
                | Q(value__isnull=True, word=""),
                name="an_incomplete_score_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"Score {self.pk}"
