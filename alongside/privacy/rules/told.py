"""Say in plain words what was opened, and why the door opened."""

from alongside.privacy.rules.needs import Need

# What somebody did, as the person whose record it is would say it.
DID: dict[str, str] = {
    Need.READ_FRONT: "opened your contact page",
    Need.READ_CHART: "read your chart",
    Need.READ_MEASURES: "read your questionnaires",
    Need.ASSIGN_MEASURES: "asked you for a questionnaire",
    Need.ENTER_MEASURES: "wrote down answers for you",
    Need.READ_SAFETY_PLAN: "read your safety plan",
    Need.WRITE_SAFETY_PLAN: "worked on your safety plan",
    Need.EDIT_PERSON: "opened your details to change them",
    Need.MANAGE_TEAM: "worked on who is on your team",
    Need.GIVE_CODE: "made a sign-in code for you",
    Need.CLOSE_TASKS: "wrote down what came of a task about you",
    Need.SEE_SESSION: "opened the list of a session that you are on",
    Need.READ_ACCESS_LOG: "read the list of who opened your record",
}
WHY: dict[str, str] = {
    "care_team": "is on your care team",
    "program_role": "their role covers everybody in the program",
    "session": "leads the session, or the program",
    "emergency": "said it was an emergency",
    "none": "has no place on your team: the door stayed shut",
}


def did(need: str, opened: bool) -> str:
    """Return what was done, or tried, in the person's words.

    >>> did("read_chart", opened=False)
    'tried to open your record and could not'
    """
    if not opened:
        return "tried to open your record and could not"
    return DID.get(need, "worked on your record")


def why(basis: str) -> str:
    """Return why the door opened, or stayed shut.

    >>> why("job:import")
    'Alongside did this by itself (import)'
    """
    if basis.startswith("job:"):
        return f"Alongside did this by itself ({basis.removeprefix('job:')})"
    return WHY.get(basis, basis)
