"""What invented people write in their own words, by what their day was like."""

from typing import Any

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
# The words that a check-in offers to choose from (monitoring/rules/questions.py).
TRIGGERS_BY_STATE = {
    "used": ("conflict", "alone", "people_using", "celebration"),
    "bad_night": ("bad_night", "memory", "pain"),
    "craving": ("people_using", "place", "stress", "bored"),
    "good": ("good_day",),
}
HELPED = ("talked", "peer", "moved", "breathed", "waited", "rested", "distracted")
SUBSTANCE_WORD = {"methamphetamine": "stimulants"}
AMOUNTS = {
    "alcohol": ("two beers", "half a bottle of wine", "four or five", ""),
    "opioids": ("once", ""),
    "cannabis": ("one joint", "in the evening", ""),
}


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


def answers(rng: Generator, day: Day, substances: tuple[str, ...]) -> dict[str, Any]:
    """Return the day as the answers of a check-in, by field; what was skipped is left out."""
    state = state_of(day)
    said: dict[str, Any] = {
        "craving": day.craving,
        "mood": day.mood,
        "anxiety": day.anxiety,
        "stress": day.stress,
        "sleep_hours": day.sleep_hours,
        "used": day.used,
        "risky": day.risky,
        "support": day.support,
        "confidence": day.confidence,
        "wants_contact": day.wants_contact,
    }
    if day.took_medication is not None:
        said["medication"] = "yes" if day.took_medication else "no"
    if day.used:
        what = substances[0]
        amounts = AMOUNTS.get(what, ("",))
        amount = amounts[int(rng.integers(len(amounts)))]
        said["uses"] = [{"what": SUBSTANCE_WORD.get(what, what), "amount": amount}]
    if state != "good" or rng.random() < 0.2:
        tags = TRIGGERS_BY_STATE[state]
        said["triggers"] = [tags[int(rng.integers(len(tags)))]]
        said["helped"] = [HELPED[int(rng.integers(len(HELPED)))]]
    if note := told(rng, day):
        said["note"] = note
        said["share_note"] = bool(rng.random() < 0.5)
    return {name: value for name, value in said.items() if value is not None}
