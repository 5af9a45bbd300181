"""What invented people write in their own words, by what their day was like."""

from numpy.random import Generator

from alongside.synthetic.rules.course import Day

BAD_NIGHT = (
    "Woke at three and could not settle. The old thoughts came with it.",
    "Hardly slept. Everything was louder today.",
    "The nights are the hard part. By day I manage.",
    "Nightmare again. I sat in the kitchen until it was light.",
)
USED = (
    "I drank last night. I am telling you before I talk myself out of it.",
    "It was one evening. I called my cousin afterwards instead of going on.",
    "I used. I was alone and it felt like nobody would know.",
    "Slipped after the argument. I want to look at what happened.",
)
CRAVING = (
    "Walked past the old corner. It pulled, and I kept walking.",
    "Payday. I gave my card to my sister for the weekend.",
    "Urge for most of the afternoon. Cold water and a walk got me through.",
)
GOOD = (
    "Cooked for the kids. It was an ordinary day and that was good.",
    "I can do the evenings now.",
    "Went to group though I did not want to, and it helped.",
    "First morning in weeks that I was not tired.",
)
TAGS_BY_STATE = {
    "used": ("conflict", "being_alone", "people_who_use", "payday"),
    "bad_night": ("poor_sleep", "memories"),
    "craving": ("people_who_use", "places", "payday", "stress"),
    "good": (),
}
HELPED = ("called_someone", "walked", "meeting", "skill_from_group", "rest", "family")


def state_of(day: Day) -> str:
    """Return the word for what kind of day it was."""
    if day.used:
        return "used"
    if day.was_bad_night:
        return "bad_night"
    if (day.craving or 0) >= 6:
        return "craving"
    return "good"


def told(rng: Generator, day: Day) -> str:
    """Return what the person wrote that day; mostly nothing."""
    state = state_of(day)
    chance = {"used": 0.6, "bad_night": 0.3, "craving": 0.35, "good": 0.06}[state]
    if rng.random() >= chance:
        return ""
    among = {"used": USED, "bad_night": BAD_NIGHT, "craving": CRAVING, "good": GOOD}[state]
    return among[int(rng.integers(len(among)))]
