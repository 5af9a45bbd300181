"""The safety plan of a stay, and every version of it that was saved."""

from dataclasses import asdict
from typing import Any

from django.db import models

from alongside.core.models import Keyed, Versioned
from alongside.people.models import Episode, User
from alongside.people.rules import Category
from alongside.safety.rules import CONTACTS, WORDS, Content, contacts


class SafetyPlan(Keyed, Versioned):
    """What the person does, and whom they call, when it gets dangerous: in their own words."""

    category = Category.SAFETY_PLAN

    episode = models.OneToOneField(Episode, models.CASCADE, related_name="+")
    signs = models.TextField(blank=True)
    alone = models.TextField(blank=True)
    places = models.TextField(blank=True)
    safer = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    # [{"name", "relation", "phone"}], the first to call first.
    people = models.JSONField(default=list, blank=True)
    professionals = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Safety plan {self.pk}"

    @property
    def content(self) -> Content:
        """Return what the plan says."""
        return content_of({name: getattr(self, name) for name in FIELDS})


FIELDS = tuple(section.name for section in (*WORDS, *CONTACTS))


class SafetyPlanVersion(Keyed):
    """The plan as it was saved once; nobody changes it afterwards."""

    category = Category.SAFETY_PLAN

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "number"], name="each_version_of_a_plan_once"
            )
        ]

    def __str__(self) -> str:
        return f"Safety plan version {self.pk}"

    @property
    def content(self) -> Content:
        """Return what the plan said then."""
        return content_of(self.said)


def content_of(said: dict[str, Any]) -> Content:
    """Return a plan's content from its fields as they are stored."""
    parts: dict[str, Any] = {section.name: said.get(section.name, "") for section in WORDS}
    parts |= {section.name: contacts(said.get(section.name, [])) for section in CONTACTS}
    return Content(**parts)


def stored(content: Content) -> dict[str, Any]:
    """Return a plan's content as the fields of a row."""
    words = {section.name: getattr(content, section.name) for section in WORDS}
    lists = {
        section.name: [asdict(one) for one in getattr(content, section.name)]
        for section in CONTACTS
    }
    return words | lists
