"""What can be done about people: one module for each noun.

These stand below the gate, so they take `by`, the account that does it, where rooms above take an
`access`. The pages that call them have passed the gate.
"""

from alongside.people.actions.care import (
    AlreadyOnTeam,
    WrongMoment,
    admit,
    discharge,
    hire,
    join_team,
    leave_team,
    refer,
    register,
)
from alongside.people.actions.tasks import AlreadyDone, close_task, raise_task, raise_tasks

__all__ = [
    "AlreadyDone",
    "AlreadyOnTeam",
    "WrongMoment",
    "admit",
    "close_task",
    "discharge",
    "hire",
    "join_team",
    "leave_team",
    "raise_task",
    "raise_tasks",
    "refer",
    "register",
]
