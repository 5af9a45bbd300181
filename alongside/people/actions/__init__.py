"""What can be done about people: one module for each noun.

These stand below the gate, so they take `by`, the account that does it, where rooms above take an
`access`. The pages that call them have passed the gate.
"""

from alongside.people.actions.accounts import (
    AccountClosed,
    AddressTaken,
    EndMissing,
    LinkEnded,
    OwnAccount,
    SecondPersonNeeded,
    accept,
    close_account,
    forget_second_factor,
    invite,
    note_read,
    open_account,
    reopen_account,
    take_on,
)
from alongside.people.actions.circle import (
    add_outside_provider,
    add_supporter,
    edit_outside_provider,
    edit_supporter,
    remove_outside_provider,
    remove_supporter,
)
from alongside.people.actions.codes import BirthDateMissing, give_code, redeem_code
from alongside.people.actions.histories import open_track, record_staff, record_stays
from alongside.people.actions.persons import AlreadyRegistered, edit_person, register
from alongside.people.actions.sessions import (
    end_session,
    end_sessions,
    forget_ended,
    note_seen,
)
from alongside.people.actions.stays import WrongMoment, admit, discharge, refer, turn_down
from alongside.people.actions.tasks import (
    COMPARE,
    AlreadyDone,
    ask_to_compare,
    close_task,
    raise_task,
    raise_tasks,
    reword_task,
)
from alongside.people.actions.team import (
    AlreadyLeft,
    AlreadyOnTeam,
    PrimaryTaken,
    hire,
    join_team,
    leave_team,
    make_primary,
)

__all__ = [
    "COMPARE",
    "AccountClosed",
    "AddressTaken",
    "AlreadyDone",
    "AlreadyLeft",
    "AlreadyOnTeam",
    "AlreadyRegistered",
    "BirthDateMissing",
    "EndMissing",
    "LinkEnded",
    "OwnAccount",
    "PrimaryTaken",
    "SecondPersonNeeded",
    "WrongMoment",
    "accept",
    "add_outside_provider",
    "add_supporter",
    "admit",
    "ask_to_compare",
    "close_account",
    "close_task",
    "discharge",
    "edit_outside_provider",
    "edit_person",
    "edit_supporter",
    "end_session",
    "end_sessions",
    "forget_ended",
    "forget_second_factor",
    "give_code",
    "hire",
    "invite",
    "join_team",
    "leave_team",
    "make_primary",
    "note_read",
    "note_seen",
    "open_account",
    "open_track",
    "raise_task",
    "raise_tasks",
    "record_staff",
    "record_stays",
    "redeem_code",
    "refer",
    "register",
    "remove_outside_provider",
    "remove_supporter",
    "reopen_account",
    "reword_task",
    "take_on",
    "turn_down",
]
