"""An instrument: its questions word for word, how it is scored, whose it is, how well checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from alongside.engine.scoring.form import Direction, Form, Item, Kind, ScoreSpec
from alongside.engine.scoring.scorer import Scorer
from alongside.measures.rules.help import Help


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, word for word.

    Args:
        value: what is stored.
        label: the wording.
        points: what it adds to a score; None where the question is not scored.
        loinc: LOINC answer code, or None.
        is_declining: whether it is the instrument's own "refused".
    """

    value: int
    label: str
    points: float | None
    loinc: str | None = None
    is_declining: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question, word for word.

    Args:
        id: its name in the instrument, stored with each answer.
        text: the wording.
        stem: what it begins with on paper, a question or a page above.
        item: how the answer is read and scored.
        choices: the answers to choose from; empty where a number is asked.
        loinc: LOINC code, or None.
        shown_if: in words, when it is asked; empty means always.
        is_scored: whether it enters a score.
        is_required: whether a set of answers without it has a gap.
        needs_pause: whether to offer a breath before it.
        wording_is_verified: whether the wording was compared with a source; None: see the
            instrument's own note.
    """

    id: str
    text: str
    stem: str
    item: Item
    choices: tuple[Choice, ...]
    loinc: str | None
    shown_if: str
    is_scored: bool
    is_required: bool
    needs_pause: bool
    wording_is_verified: bool | None

    @property
    def is_choice(self) -> bool:
        """Say whether the answer is chosen from a list."""
        return self.item.kind is Kind.CHOICE

    @property
    def number(self) -> str:
        """Return the number it has on paper, or nothing where it has a name instead."""
        return self.id if self.id[:1].isdigit() else ""

    def label_of(self, value: float) -> str:
        """Return an answer as it was worded; a number stands for itself."""
        return next((c.label for c in self.choices if c.value == value), f"{value:g}")

    def value_of_loinc(self, code: str) -> int | None:
        """Return the stored value of a LOINC answer code, or None if it is not one of ours."""
        return next((c.value for c in self.choices if c.loinc == code), None)


@dataclass(frozen=True, slots=True)
class Licence:
    """On what ground the wording may be shown.

    Args:
        tier: `public_domain`, `open` (published as free to use) or `project` (written here).
    """

    tier: str
    note: str
    attribution: str
    source: str


@dataclass(frozen=True, slots=True)
class Loinc:
    """Codes of the whole instrument; None where none is known to be right."""

    panel: str | None
    total: str | None
    status: str


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """What size of change means something; None means that no value is published.

    Args:
        scores: ids of the scores that the values are for.
        mcid: smallest difference that people notice, in points.
        rci: reliable change index, in points: a smaller change may be measurement error.
        mcid_is_provisional: whether the value still waits to be compared with its source.
        rci_is_provisional: the same for the reliable change index.
        notes: further facts, each a sentence with its source.
    """

    scores: tuple[str, ...]
    mcid: float | None
    rci: float | None
    mcid_is_provisional: bool
    rci_is_provisional: bool
    mcid_source: str
    rci_source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the instrument is usually given.

    Args:
        moments: `intake`, `discharge`, `pre_admission`, `plan_review`, `session`,
            `check_in` (part of the daily check-in), `as_needed`.
        every_days: days from one to the next, or None.
        after_discharge_days: days after discharge on which to ask once more.
        words: the whole of it in words.
    """

    moments: frozenset[str]
    every_days: int | None
    after_discharge_days: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    """Answers worked out by hand, and what must come out."""

    answers: Mapping[str, float | None]
    expect: Mapping[str, object]
    arithmetic: str


STRANDS = {
    "suicide risk": "mind",
    "depression": "mind",
    "anxiety": "mind",
    "trauma": "mind",
    "distress": "mind",
    "alcohol": "subs",
    "substance use": "subs",
    "substance use monitoring": "subs",
    "craving": "subs",
    "withdrawal": "subs",
}


@dataclass(frozen=True)
class Instrument:
    """A published (or our own) questionnaire, and everything needed to ask and score it.

    Args:
        id: its key, the same as its file's name.
        short: the name people use for it.
        version: which text this is; stored with every response.
        answered_by: `self`, `clinician`, or both.
        recall: the time the questions are about, in words.
        recall_iso: the same as an ISO 8601 duration, or None.
        instructions: what stands at the head of the form.
        lead_in: what stands above each question where it is shown alone.
        help_by_rule: by critical rule, what the person is shown at once.
        score_labels: by score, its name.
        score_notes: by score, what must be said beside its bands.
        verified: what was compared with a source, and how.
        is_offered: whether programs may give it without switching it on.
    """

    id: str
    short: str
    title: str
    version: str
    language: str
    domain: str
    population: str
    administration: str
    answered_by: frozenset[str]
    recall: str
    recall_iso: str | None
    licence: Licence
    source_urls: tuple[str, ...]
    loinc: Loinc
    instructions: str
    lead_in: str
    questions: tuple[Question, ...]
    form: Form
    help_by_rule: Mapping[str, Help]
    score_labels: Mapping[str, str]
    score_notes: Mapping[str, str]
    change: ChangeRule
    schedule: Schedule
    notes: tuple[str, ...]
    verified: Mapping[str, object]
    examples: tuple[Example, ...]
    is_offered: bool

    @cached_property
    def scorer(self) -> Scorer:
        """Return the scorer of this instrument's form, made once."""
        return Scorer(self.form)

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """Return the questions by id, in their order."""
        return {question.id: question for question in self.questions}

    @property
    def main_score(self) -> ScoreSpec:
        """Return the score that stands for the whole where there is room for one."""
        return self.form.scores[0]

    @property
    def by_phone(self) -> bool:
        """Say whether a person can answer it alone."""
        return "self" in self.answered_by

    @property
    def strand(self) -> str:
        """Return which part of a life it is about: mind, subs(tances), body or life."""
        return STRANDS.get(self.domain, "life")

    def direction_of(self, score_id: str) -> Direction | None:
        """Return which way a score gets better, or None if the file does not say."""
        return next((s.direction for s in self.form.scores if s.id == score_id), None)
