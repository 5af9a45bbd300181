"""Check-ins, and the note that belongs to one and to the patient alone until it is shared."""

from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from alongside.core.models import Keyed, Versioned
from alongside.monitoring.rules.questions import MEDICATION, QUESTIONS, SCALES
from alongside.people.models import Episode
from alongside.people.rules import Category


def _scale() -> Any:
    return models.PositiveSmallIntegerField(null=True, blank=True)


class CheckIn(Keyed, Versioned):
    """How one day was, by the person's own word.

    Null, an empty word and an empty list mean skipped. They are never read as a zero.
    """

    category = Category.SCORES

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    # A day of the program: it begins and ends at midnight in the program's zone.
    day = models.DateField()
    craving = _scale()
    mood = _scale()
    anxiety = _scale()
    stress = _scale()
    confidence = _scale()
    sleep_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    used = models.BooleanField(null=True, blank=True)
    # [{"what": a word of `SUBSTANCES`, "amount": in the person's own words}]
    uses = models.JSONField(default=list, blank=True)
    medication = models.CharField(max_length=15, blank=True, choices=list(MEDICATION.items()))
    triggers = models.JSONField(default=list, blank=True)
    helped = models.JSONField(default=list, blank=True)
    helped_words = models.CharField(max_length=200, blank=True)
    risky = models.BooleanField(null=True, blank=True)
    support = models.BooleanField(null=True, blank=True)
    wants_contact = models.BooleanField(null=True, blank=True)

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Some of it was said after the day was over; `late` names the questions.
    filled_late = models.BooleanField(default=False)
    late = models.JSONField(default=list, blank=True)
    # Questions that were passed over on purpose: "prefer not to say" is data, too.
    skipped = models.JSONField(default=list, blank=True)
    # By question, the key of the last save that was taken: a save that arrives twice counts once.
    keys = models.JSONField(default=dict, blank=True)
    # What an answer said before it was changed: [{"at", "question", "was"}].
    corrections = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "day"], name="one_check_in_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 10}),
                    name=f"{name}_is_from_0_to_10",
                )
                for name in SCALES
            ),
            models.CheckConstraint(
                condition=Q(sleep_hours__isnull=True) | Q(sleep_hours__gte=0, sleep_hours__lte=24),
                name="a_night_has_at_most_24_hours_of_sleep",
            ),
            models.CheckConstraint(
                condition=Q(medication__in=["", *MEDICATION]),
                name="medication_is_one_of_its_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in {self.pk}"

    def answers(self) -> dict[str, Any]:
        """Return every answer by field; the note is not among them."""
        return {name: getattr(self, name) for name in ANSWERS}


# The fields of a check-in that hold answers.
ANSWERS = tuple(name for q in QUESTIONS.values() for name in q.fields if name != "note")


class JournalNote(Keyed, Versioned):
    """What happened, in the person's own words: theirs alone until they share it."""

    category = Category.JOURNAL
    # The gate leaves out for the staff whatever is not shared.
    shown_to_team = Q(shared_at__isnull=False)

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    # No way back from the check-in, which the team reads, to the note, which it may not.
    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="+")
    day = models.DateField()
    text = models.TextField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "-day"], name="notes_over_time")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    @property
    def is_shared(self) -> bool:
        """Say whether the team may read it."""
        return self.shared_at is not None


def empty_check_in(episode: Episode, day: date, at: datetime) -> CheckIn:
    """Return an unsaved check-in without any answer."""
    return CheckIn(episode=episode, day=day, created_at=at, changed_at=at)
