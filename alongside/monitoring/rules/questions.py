"""What a check-in asks, in which order, and with which words to choose from.

The nine questions of `DAILY` are one tap each and take half a minute; `MORE` is there for whoever
likes to say more. Where `item` is named, the wording is that of the instrument `daily-check-in`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

INSTRUMENT = "daily-check-in"


class Kind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    HOURS = "hours"
    CHOICE = "choice"
    USES = "uses"
    HAPPENED = "happened"
    HELPED = "helped"


class Medication(StrEnum):
    """Whether the medication was taken as planned; the person's own word."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_PRESCRIBED = "not_prescribed"


YES_NO = {"yes": "Yes", "no": "No"}
MEDICATION: dict[str, str] = {
    Medication.YES: "Yes",
    Medication.PARTLY: "Partly",
    Medication.NO: "No",
    Medication.NOT_PRESCRIBED: "Nothing is prescribed",
}

# Plain names: how much is said in the person's own words beside it.
SUBSTANCES = {
    "alcohol": "Alcohol",
    "cannabis": "Cannabis",
    "opioids": "Heroin, fentanyl or other opioids",
    "sedatives": "Sleeping pills or sedatives",
    "cocaine": "Cocaine or crack",
    "stimulants": "Meth or other stimulants",
    "nicotine": "Nicotine",
    "other": "Something else",
}

TRIGGERS = {
    "conflict": "An argument",
    "alone": "Being alone",
    "stress": "Work, money or duties",
    "bad_night": "A bad night",
    "pain": "Pain or feeling ill",
    "memory": "A memory or a nightmare",
    "people_using": "People who were using",
    "place": "A place or a way home",
    "bored": "Nothing to do",
    "celebration": "Something to celebrate",
    "good_day": "Something good",
}

HELPS = {
    "talked": "Talking to someone",
    "peer": "My peer or a meeting",
    "moved": "Walking or moving",
    "breathed": "Breathing or grounding",
    "waited": "Waiting until it passed",
    "left": "Leaving the situation",
    "distracted": "Doing something else",
    "rested": "Rest or sleep",
    "medication": "My medication",
    "faith": "Faith or quiet",
    "wrote": "Writing it down",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        id: its name in addresses and on the record.
        fields: the names of the answers it yields.
        item: the item of the instrument that it is, or empty.
        text: its wording, where it is not an item of the instrument.
        ends: words for the lowest and the highest number of a scale.
        choices: what can be chosen, by stored value.
    """

    id: str
    kind: Kind
    fields: tuple[str, ...]
    item: str = ""
    text: str = ""
    ends: tuple[str, str] = ("", "")
    choices: dict[str, str] = field(default_factory=dict)


def _scale(name: str, low: str, high: str, *, text: str = "") -> Question:
    return Question(
        name, Kind.SCALE, (name,), item="" if text else name, text=text, ends=(low, high)
    )


def _choice(name: str, answer: str, item: str, choices: dict[str, str]) -> Question:
    return Question(name, Kind.CHOICE, (answer,), item=item, choices=choices)


DAILY = (
    _scale("craving", "none", "as strong as it gets"),
    _scale("mood", "very low", "very good"),
    # The instrument asks for stress; the program wants to know about anxiety as well.
    _scale("anxiety", "none", "as strong as it gets", text="Anxiety at its worst (0-10)"),
    Question("sleep", Kind.HOURS, ("sleep_hours",), item="sleep"),
    _choice("use", "used", "use", YES_NO),
    Question("uses", Kind.USES, ("uses",), text="What was it, and how much?", choices=SUBSTANCES),
    _choice("meds", "medication", "meds", MEDICATION),
    Question(
        "happened", Kind.HAPPENED, ("triggers", "note"), text="What happened?", choices=TRIGGERS
    ),
    Question("helped", Kind.HELPED, ("helped", "helped_words"), text="What helped?", choices=HELPS),
    _choice("help", "wants_contact", "help", YES_NO),
)
MORE = (
    _scale("stress", "none", "as strong as it gets"),
    _choice("risky", "risky", "risky", YES_NO),
    _choice("support", "support", "support", YES_NO),
    _scale("confidence", "none", "very sure"),
)
QUESTIONS = {question.id: question for question in (*DAILY, *MORE)}
QUESTION_OF = {name: q.id for q in QUESTIONS.values() for name in q.fields} | {
    "share_note": "happened"
}
SCALES = tuple(q.fields[0] for q in QUESTIONS.values() if q.kind is Kind.SCALE)
YES_OR_NO = ("used", "wants_contact", "risky", "support")


def asked(used: bool | None, part: tuple[Question, ...] = DAILY) -> tuple[Question, ...]:
    """Return the questions of a part that this person is asked.

    What and how much are asked of those who said that they used, and of nobody else.

    >>> len(asked(None)), len(asked(True))
    (9, 10)
    """
    return tuple(q for q in part if q.id != "uses" or used)
