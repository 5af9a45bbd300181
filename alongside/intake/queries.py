"""What is read of how somebody came here, and of what they told."""

from datetime import date

from alongside.intake.models import Condition, LifeEvent, UseDay
from alongside.intake.rules import Strand, stands
from alongside.people.models import ContactRules
from alongside.privacy.gate import EpisodeAccess


def conditions(access: EpisodeAccess) -> list[Condition]:
    """Return the diagnoses that the reader may see: those that stand first, then by strand."""
    strands = list(Strand)
    return sorted(
        access.all(Condition),
        key=lambda c: (not stands(c.clinical_status), strands.index(Strand(c.strand)), c.text),
    )


def use_days_between(access: EpisodeAccess, first: date, last: date) -> list[UseDay]:
    """Return the days of use that were told of from `first` to `last`, in time order."""
    return list(access.all(UseDay).filter(day__range=(first, last)).order_by("day", "substance"))


def life_events_between(access: EpisodeAccess, first: date, last: date) -> list[LifeEvent]:
    """Return what happened from `first` to `last`, in time order."""
    return list(access.all(LifeEvent).filter(day__range=(first, last)).order_by("day"))


def may_leave_message(rules: ContactRules | None) -> bool:
    """Say whether a message may be left: only if it was allowed, and on a phone that may ring."""
    return rules is not None and rules.may_leave_message and rules.channel in ("phone", "text")
