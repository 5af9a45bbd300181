"""While invented people wait: who called them, when somebody calls next, and who never came."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from numpy.random import Generator

from alongside.core.days import day_of
from alongside.intake.models import ContactAttempt, Referral
from alongside.intake.rules import HowSoon, Reached
from alongside.people.models import Episode
from alongside.people.rules import OPEN_AFTER_DISCHARGE, NotAdmitted
from alongside.synthetic.actions.stays import Stay, at_hour

# Conventions of this demo; no source gives them.
WHY = {
    NotAdmitted.NOT_REACHED: 0.5,
    NotAdmitted.CHOSE_NOT_TO_COME: 0.3,
    NotAdmitted.OTHER_CARE: 0.2,
}
HOW_SOON = {HowSoon.ROUTINE: 0.6, HowSoon.URGENT: 0.25, None: 0.15}
DAYS_BETWEEN = 3


def close(rng: Generator, stay: Stay, at: datetime) -> None:
    """Let a referral end without an admission, some time in the year before `at`."""
    episode = stay.episode
    closed_on = day_of(at) - timedelta(days=int(rng.integers(1, 330)))
    episode.referred_at = at_hour(closed_on - timedelta(days=int(rng.integers(4, 25))), 10)
    episode.discharged_at = at_hour(closed_on, 15)
    episode.discharge_reason = str(rng.choice([str(why) for why in WHY], p=list(WHY.values())))
    stay.patient.created_at = episode.referred_at
    # Only who took the referral knew them; the place ended as it does in life.
    stay.places = stay.places[:1]
    for place in stay.places:
        place.since_at = episode.referred_at
        place.until_at = episode.discharged_at + OPEN_AFTER_DISCHARGE
        place.end_reason = "The stay ended"


def calls(
    rng: Generator, stays: Iterable[Stay], referrals: Iterable[Referral], at: datetime
) -> Iterator[ContactAttempt]:
    """Yield the calls to those who wait; the referrals, not written yet, say when the next is due.

    Some were called, some not yet, and some are overdue.
    """
    of_stay = {referral.episode_id: referral for referral in referrals}
    for stay in stays:
        if stay.episode.status != Episode.Status.REFERRED:
            continue
        referral = of_stay[stay.episode.pk]
        first = day_of(referral.received_at)
        soon = list(HOW_SOON)[int(rng.choice(len(HOW_SOON), p=list(HOW_SOON.values())))]
        referral.how_soon = soon or ""
        day = first + timedelta(days=int(rng.integers(1, 4)))
        while (when := at_hour(day, int(rng.integers(10, 16)))) < at - timedelta(days=1):
            reached = rng.random() < 0.4
            yield ContactAttempt(
                episode=stay.episode,
                tried_at=when,
                tried_by=stay.places[0].staff.user,
                outcome=Reached.REACHED if reached else Reached.NOT_REACHED,
            )
            day += timedelta(days=DAYS_BETWEEN + 2 * reached)
            referral.call_on = day
