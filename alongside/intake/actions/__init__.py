"""What can be done at the door: taking a referral with what came with it, and keeping in touch."""

from alongside.intake.actions.arriving import (
    AlreadyTaken,
    NotTheirs,
    record_histories,
    record_life_event,
    record_use_days,
    record_what_came,
    take_referral,
)
from alongside.intake.actions.waiting import (
    KeyTaken,
    MessageNotAllowed,
    NotWaiting,
    judge_how_soon,
    log_contact,
)

__all__ = [
    "AlreadyTaken",
    "KeyTaken",
    "MessageNotAllowed",
    "NotTheirs",
    "NotWaiting",
    "judge_how_soon",
    "log_contact",
    "record_histories",
    "record_life_event",
    "record_use_days",
    "record_what_came",
    "take_referral",
]
