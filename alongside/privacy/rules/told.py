"""Say in plain words what was opened, and why the door opened."""

from alongside.privacy.rules.needs import Need

# What somebody opened, as the person whose record it is would say it. The log knows what was
# opened, not what came of it: somebody may have looked at a form and left, or been refused. So
# none of these says that something was done.
OPENED: dict[str, str] = {
    Need.READ_FRONT: "opened your contact page",
    Need.READ_CHART: "opened your chart",
    Need.READ_MEASURES: "opened your questionnaires",
    Need.ASSIGN_MEASURES: "opened the page for asking you for a questionnaire",
    Need.ENTER_MEASURES: "opened the page for writing down answers of yours",
    Need.READ_SAFETY_PLAN: "opened your safety plan",
    Need.WRITE_SAFETY_PLAN: "opened your safety plan for writing",
    Need.EDIT_PERSON: "opened the page for changing your details",
    Need.EDIT_OTHER_PEOPLE: "opened the page about your supporters and providers outside",
    Need.MANAGE_TEAM: "opened the page about who is on your team",
    Need.ADMIT: "opened the page about the start and the end of your stay",
    Need.WORK_REFERRAL: "opened the page about calls to you and how soon you should be seen",
    Need.CLOSE_REFERRAL: "opened the page for closing your referral",
    Need.REFER_AGAIN: "opened the page for beginning a new stay of yours",
    Need.GIVE_CODE: "opened the page for helping you sign in",
    Need.CLOSE_TASKS: "opened a task about you",
    Need.SEE_SESSION: "opened the list of a session that you are on",
    Need.READ_ACCESS_LOG: "opened the list of who opened your record",
}
WHY: dict[str, str] = {
    "care_team": "is on your care team",
    "program_role": "their role covers everybody in the program",
    "session": "leads the session, or the program",
    "emergency": "said it was an emergency",
    "none": "has no place on your team: the door stayed shut",
}


def did(need: str, opened: bool) -> str:
    """Return what was opened, or tried, in the person's words.

    >>> did("give_code", opened=True)
    'opened the page for helping you sign in'

    >>> did("read_chart", opened=False)
    'tried to open your record and could not'
    """
    if not opened:
        return "tried to open your record and could not"
    return OPENED.get(need, "opened your record")


def why(basis: str) -> str:
    """Return why the door opened, or stayed shut.

    >>> why("job:import")
    'Alongside did this by itself (import)'
    """
    if basis.startswith("job:"):
        return f"Alongside did this by itself ({basis.removeprefix('job:')})"
    return WHY.get(basis, basis)
