"""Who may do what inside the program: the whole policy, as three tables a privacy officer can read.

42 CFR 2.12(c)(3): inside a program only those who need the information for diagnosis, treatment or
referral have it. So clinicians see the people on whose care team they are, and nobody else's.
"""

from enum import StrEnum

from alongside.people.rules import CLINICAL, Category, Discipline


class Need(StrEnum):
    """What a page asks of whoever opens it."""

    # pages about nobody in particular
    NOTHING = "nothing"
    MY_ACCOUNT = "my_account"
    SEE_TODAY = "see_today"
    FIND_PEOPLE = "find_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    HELP_SIGN_IN = "help_sign_in"
    READ_ACCOUNT_DEEDS = "read_account_deeds"
    READ_REFERRALS = "read_referrals"
    TAKE_REFERRALS = "take_referrals"
    READ_ACCESS_LOG = "read_access_log"
    BREAK_GLASS = "break_glass"

    # pages about one person's stay
    READ_FRONT = "read_front"
    READ_CHART = "read_chart"
    READ_MEASURES = "read_measures"
    ASSIGN_MEASURES = "assign_measures"
    ENTER_MEASURES = "enter_measures"
    READ_SAFETY_PLAN = "read_safety_plan"
    WRITE_SAFETY_PLAN = "write_safety_plan"
    EDIT_PERSON = "edit_person"
    EDIT_OTHER_PEOPLE = "edit_other_people"
    MANAGE_TEAM = "manage_team"
    ADMIT = "admit"
    WORK_REFERRAL = "work_referral"
    CLOSE_REFERRAL = "close_referral"
    REFER_AGAIN = "refer_again"
    GIVE_CODE = "give_code"
    CLOSE_TASKS = "close_tasks"

    # a group's page
    SEE_SESSION = "see_session"

    # the patient's own pages
    OWN_RECORD = "own_record"
    OWN_CHECK_IN = "own_check_in"
    OWN_MEASURES = "own_measures"
    OWN_SAFETY_PLAN = "own_safety_plan"
    OWN_PRIVACY = "own_privacy"


_CLINICIAN = frozenset(
    {
        Need.READ_FRONT,
        Need.READ_CHART,
        Need.READ_MEASURES,
        Need.ASSIGN_MEASURES,
        Need.ENTER_MEASURES,
        Need.READ_SAFETY_PLAN,
        Need.WRITE_SAFETY_PLAN,
        Need.EDIT_PERSON,
        Need.EDIT_OTHER_PEOPLE,
        Need.MANAGE_TEAM,
        Need.ADMIT,
        Need.WORK_REFERRAL,
        Need.CLOSE_REFERRAL,
        Need.REFER_AGAIN,
        Need.GIVE_CODE,
        Need.CLOSE_TASKS,
        Need.SEE_SESSION,
    }
)
_PEER = frozenset(
    {
        Need.READ_FRONT,
        Need.READ_CHART,
        Need.READ_SAFETY_PLAN,
        Need.CLOSE_TASKS,
        Need.SEE_SESSION,
    }
)

# What a place on the care team opens, by the role held there.
ON_THE_TEAM: dict[Discipline, frozenset[Need]] = {
    **dict.fromkeys(sorted(CLINICAL), _CLINICIAN),
    Discipline.PEER_SPECIALIST: _PEER,
}

# What a role opens for everybody in the program, team or not.
IN_THE_PROGRAM: dict[Discipline, frozenset[Need]] = {
    Discipline.PROGRAM_DIRECTOR: frozenset(
        {
            Need.READ_FRONT,
            Need.READ_CHART,
            Need.READ_MEASURES,
            Need.MANAGE_TEAM,
            Need.ADMIT,
            Need.WORK_REFERRAL,
            Need.CLOSE_REFERRAL,
            Need.REFER_AGAIN,
            Need.GIVE_CODE,
            Need.CLOSE_TASKS,
            Need.SEE_SESSION,
        }
    ),
    Discipline.FRONT_DESK: frozenset(
        {
            Need.READ_FRONT,
            Need.EDIT_PERSON,
            Need.WORK_REFERRAL,
            Need.CLOSE_REFERRAL,
            Need.REFER_AGAIN,
            Need.GIVE_CODE,
            Need.CLOSE_TASKS,
        }
    ),
    Discipline.PRIVACY_OFFICER: frozenset({Need.READ_FRONT, Need.READ_ACCESS_LOG}),
    Discipline.AUDITOR: frozenset({Need.READ_FRONT, Need.READ_CHART, Need.READ_MEASURES}),
}

_ALL_STAFF = frozenset({Need.SEE_TODAY, Need.FIND_PEOPLE})

# Pages about nobody in particular.
ANYWHERE: dict[Discipline, frozenset[Need]] = {
    **dict.fromkeys(
        sorted(CLINICAL),
        _ALL_STAFF | {Need.BREAK_GLASS, Need.READ_REFERRALS, Need.TAKE_REFERRALS},
    ),
    Discipline.PEER_SPECIALIST: _ALL_STAFF,
    Discipline.PROGRAM_DIRECTOR: _ALL_STAFF
    | {
        Need.MANAGE_ACCOUNTS,
        Need.HELP_SIGN_IN,
        Need.READ_ACCOUNT_DEEDS,
        Need.READ_REFERRALS,
        Need.TAKE_REFERRALS,
    },
    Discipline.FRONT_DESK: _ALL_STAFF | {Need.READ_REFERRALS, Need.TAKE_REFERRALS},
    # Helping somebody sign in can take two people (people.actions.accounts), where one directs.
    Discipline.PRIVACY_OFFICER: _ALL_STAFF
    | {Need.READ_ACCESS_LOG, Need.READ_ACCOUNT_DEEDS, Need.HELP_SIGN_IN},
    Discipline.AUDITOR: _ALL_STAFF | {Need.READ_ACCOUNT_DEEDS},
}

# What emergency access opens for an hour (42 CFR 2.51): reading, never rewriting the team.
UNDER_BROKEN_GLASS = frozenset(
    {Need.READ_FRONT, Need.READ_CHART, Need.READ_MEASURES, Need.READ_SAFETY_PLAN}
)

# What a patient may do with the own record.
OWN = frozenset(
    {
        Need.OWN_RECORD,
        Need.OWN_CHECK_IN,
        Need.OWN_MEASURES,
        Need.OWN_SAFETY_PLAN,
        Need.OWN_PRIVACY,
    }
)

_CARE = frozenset(Category) - {Category.COUNSELING_NOTES, Category.BILLING, Category.DEIDENTIFIED}

# Which rows a reader reaches once the page is open. Counselling notes are their author's
# (42 CFR 2.11, 2.31(b)) and appear in nobody's row here.
CATEGORIES: dict[Discipline, frozenset[Category]] = {
    **dict.fromkeys(sorted(CLINICAL), _CARE),
    Discipline.PEER_SPECIALIST: frozenset(
        {
            Category.PRESENCE,
            Category.DEMOGRAPHICS,
            Category.CONTACT,
            Category.ATTENDANCE,
            Category.TREATMENT_PLAN,
            Category.SAFETY_PLAN,
            Category.GROUP_SHARED_NOTE,
        }
    ),
    Discipline.PROGRAM_DIRECTOR: _CARE - {Category.JOURNAL, Category.OTHER_PEOPLE},
    Discipline.FRONT_DESK: frozenset(
        {Category.PRESENCE, Category.DEMOGRAPHICS, Category.CONTACT, Category.ATTENDANCE}
    ),
    Discipline.PRIVACY_OFFICER: frozenset({Category.PRESENCE, Category.DEMOGRAPHICS}),
    Discipline.AUDITOR: _CARE - {Category.JOURNAL, Category.OTHER_PEOPLE, Category.CONTACT},
}

# A patient reads the whole own record but for counselling notes, and what is other people's
# (42 CFR 2.23; 45 CFR 164.524(a)(1)(i)). Their own supporters are theirs to see.
PATIENTS_OWN = frozenset(Category) - {Category.COUNSELING_NOTES, Category.DEIDENTIFIED}


def team_roles_with(need: Need) -> list[Discipline]:
    """Return the roles that meet `need` from a place on the care team, in name order.

    >>> team_roles_with(Need.READ_CHART)[0].value
    'addiction_counselor'
    """
    return sorted(role for role, needs in ON_THE_TEAM.items() if need in needs)


def needs_met(
    discipline: Discipline, *, role: Discipline | None, is_blocked: bool, in_emergency: bool
) -> frozenset[Need]:
    """Return what a member of staff may do on one stay.

    Args:
        discipline: what they do here.
        role: what they are on the stay's care team; None without a place on it.
        is_blocked: whether the patient has blocked them, which wins over team and role.
        in_emergency: whether they hold emergency access to it, which wins over a block.
    """
    met: frozenset[Need] = frozenset()
    if not is_blocked:
        met |= IN_THE_PROGRAM.get(discipline, frozenset())
        if role is not None:
            met |= ON_THE_TEAM.get(role, frozenset())
    if in_emergency:
        met |= UNDER_BROKEN_GLASS
    return met
