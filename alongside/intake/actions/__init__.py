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
from alongside.intake.actions.screening import AlreadyFinished, Withdrawal, keep_pre_screen
from alongside.intake.actions.waiting import (
    KeyTaken,
    MessageNotAllowed,
    NotWaiting,
    judge_how_soon,
    log_contact,
)

__all__ = [
    "AlreadyFinished",
    "AlreadyTaken",
    "KeyTaken",
    "MessageNotAllowed",
    "NotTheirs",
    "NotWaiting",
    "Withdrawal",
    "judge_how_soon",
    "keep_pre_screen",
    "log_contact",
    "record_histories",
    "record_life_event",
    "record_use_days",
    "record_what_came",
    "take_referral",
]
