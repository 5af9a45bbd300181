"""Answers that a person can give, for Hypothesis; and the accesses of the cast."""

from decimal import Decimal

from hypothesis import strategies as st

from alongside.monitoring.rules.answers import AMOUNT_LENGTH, WORDS_LENGTH
from alongside.monitoring.rules.questions import HELPS, MEDICATION, SUBSTANCES, TRIGGERS
from alongside.privacy import gate
from alongside.privacy.rules.needs import CATEGORIES, Need

SCALE = st.none() | st.integers(0, 10)
YES_OR_NO = st.none() | st.booleans()
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def tags(known):
    """Choose some words of a list, in its order."""
    return st.sets(st.sampled_from(sorted(known))).map(
        lambda chosen: [t for t in known if t in chosen]
    )


def amounts():
    """Say of some substances how much it was."""
    chosen = st.dictionaries(st.sampled_from(list(SUBSTANCES)), TEXT.map(str.strip), max_size=3)
    return chosen.map(
        lambda found: [
            {"what": w, "amount": found[w][:AMOUNT_LENGTH]} for w in SUBSTANCES if w in found
        ]
    )


def hours():
    """Sleep anything a night has room for, to the quarter of an hour."""
    return st.none() | st.integers(0, 96).map(lambda quarters: Decimal(quarters) / 4)


PLAIN = {
    "craving": SCALE,
    "mood": SCALE,
    "anxiety": SCALE,
    "stress": SCALE,
    "confidence": SCALE,
    "sleep_hours": hours(),
    "medication": st.sampled_from(["", *map(str, MEDICATION)]),
    "triggers": tags(TRIGGERS),
    "helped": tags(HELPS),
    "helped_words": TEXT.map(lambda text: text.strip()[:WORDS_LENGTH].strip()),
    "wants_contact": YES_OR_NO,
    "risky": YES_OR_NO,
    "support": YES_OR_NO,
}
USE = (
    st.just({})
    | st.fixed_dictionaries({"used": YES_OR_NO})
    | amounts().map(lambda uses: {"used": True, "uses": uses})
)


@st.composite
def some_answers(draw):
    """Give any subset of the answers, in agreement with one another."""
    names = draw(st.sets(st.sampled_from(sorted(PLAIN))))
    return {name: draw(PLAIN[name]) for name in sorted(names)} | draw(USE)


def own(episode, at):
    """Return what the person's own page would have got, for deeds that are tried without a page."""
    return gate.job_access("test", at=at).on(episode)


def staff_access(cast, name):
    """Open Ada's record as a member of the staff would find it."""
    staff = cast.staff[name]
    return gate.EpisodeAccess(
        gate.Kind.STAFF,
        staff.user,
        Need.READ_CHART,
        cast.at,
        "care_team",
        episode=cast.episode,
        categories=CATEGORIES[staff.discipline],
    )
