"""Safety plans of invented people, in words that people use."""

from numpy.random import Generator

from alongside.safety.rules import Contact, Content
from alongside.synthetic.rules.person import Person

# Two thirds have one: somebody who has just come may not have written it yet. An assumption.
HAVE_A_PLAN = 2 / 3

SIGNS = (
    "I stop answering the phone. I lie awake after three.",
    "I tell everybody that I am fine. I skip meals.",
    "Sunday evenings. Everything feels like my fault.",
    "I drive past the old street without needing to.",
)
ALONE = (
    "Cold water on my face\nWalk to the river and back\nThe playlist from group",
    "Count what I see, hear and feel\nMake tea and drink it slowly",
    "Read my own letter\nWash up until it passes",
)
PLACES = ("The library on Fourth Street", "My sister's kitchen", "The noon meeting", "The dog park")
SAFER = (
    "My brother keeps the tablets and gives me a week at a time.",
    "No alcohol in the flat. Naloxone is in the hall drawer, and Sam knows.",
    "The toolbox stays at my mother's.",
)
REASONS = ("My children", "Seeing my sister's wedding", "The dog", "Finishing the course")
PEOPLE = (("Sam", "friend"), ("Elena", "sister"), ("Ray", "sponsor"), ("Mum", "mother"))


def plan_of(rng: Generator, person: Person) -> Content | None:
    """Return the person's safety plan, or None where there is none yet.

    Numbers are 555-01xx, which belong to nobody (North American Numbering Plan, for fiction).
    """
    if rng.random() >= HAVE_A_PLAN:
        return None
    name, relation = PEOPLE[int(rng.integers(len(PEOPLE)))]

    def one(among: tuple[str, ...]) -> str:
        return among[int(rng.integers(len(among)))]

    return Content(
        signs=one(SIGNS),
        alone=one(ALONE),
        places=one(PLACES),
        safer=one(SAFER),
        reasons=one(REASONS),
        people=(Contact(name, relation, f"555-01{person.number % 100:02d}"),),
        professionals=(Contact("The program", "days", "555-0100"),),
    )
