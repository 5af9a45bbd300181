"""What can be typed about measures: one answer, a whole form from paper, an assignment."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.text import tidy
from alongside.engine.scoring.answers import allowed
from alongside.engine.scoring.form import DECLINED, Kind
from alongside.measures.catalogue import instruments
from alongside.measures.models import Assignment, Response
from alongside.measures.rules.asking import gaps_that_matter
from alongside.measures.rules.instrument import Instrument, Question
from alongside.measures.rules.wording import GOAL

# A scale up to here is shown as buttons; above it a number is typed.
LONGEST_SCALE = 10
ANSWER = "answer"
LONGEST_AGO = timedelta(days=5 * 366)
FURTHEST_AHEAD = timedelta(days=366)


def answer_field(question: Question, *, required: bool, may_decline: bool = False) -> forms.Field:
    """Return the field for one question: choices where there are few answers, else a number.

    Args:
        question: the question.
        required: whether an empty answer is refused.
        may_decline: whether "preferred not to answer" is among the choices.
    """
    pairs = _pairs(question)
    if pairs is None:
        return _number_field(question, required=required)
    if may_decline:
        if question.item.declined_as is None:
            pairs.append((DECLINED, str(_("Preferred not to answer"))))
        # A radio button that was pressed cannot be let go of; this one takes it back.
        pairs.append(("", str(_("Left blank"))))
    return forms.TypedChoiceField(
        label=question.text,
        choices=pairs,
        coerce=_coerced,
        empty_value=None,
        required=required,
        initial="" if may_decline else None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer, or press “Prefer not to answer”."),
            "invalid_choice": _("This is not one of the answers."),
        },
    )


def _pairs(question: Question) -> list[tuple[str, str]] | None:
    if question.is_choice:
        return [(str(choice.value), choice.label) for choice in question.choices]
    item = question.item
    if item.kind is Kind.INTEGER and item.high is not None and item.high <= LONGEST_SCALE:
        return [(str(n), str(n)) for n in range(int(item.low or 0), int(item.high) + 1)]
    return None


def _number_field(question: Question, *, required: bool) -> forms.Field:
    item = question.item
    # The sentence says what is allowed, so Django's two for too small and too large are not needed.
    sentence = _("Please give %(what)s.") % {"what": allowed(item)}
    kind = forms.IntegerField if item.kind is Kind.INTEGER else forms.FloatField
    return kind(
        label=question.text,
        help_text=allowed(item).capitalize(),
        min_value=int(item.low or 0),
        max_value=int(item.high or 0),
        required=required,
        error_messages={
            "required": _("Give a number, or press “Prefer not to answer”."),
            "invalid": sentence,
            "min_value": sentence,
            "max_value": sentence,
        },
    )


def _coerced(value: str) -> float | str:
    return value if value == DECLINED else int(value)


class AnswerForm(forms.Form):
    """One answer to one question."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        """Build the one field from the question."""
        super().__init__(*args, **kwargs)
        self.fields[ANSWER] = answer_field(question, required=True)


class EntryForm(forms.Form):
    """A whole instrument as it lies there on paper; nothing in it has to be filled in.

    A gap where somebody might have to act is asked about once: on paper it is a fact, in the
    copying a slip. Whoever sends it again with the questions' ids in `BLANK` says it is a fact.
    """

    BLANK = "left-blank"

    key = forms.UUIDField(widget=forms.HiddenInput)
    taken_on = forms.DateField(
        label=_("Answered on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    mode = forms.ChoiceField(
        label=_("How"),
        choices=[(mode.value, mode.label) for mode in Response.ENTERED],
        initial=Response.Mode.PAPER,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, instrument: Instrument, *args: Any, today: date, born_on: date | None, **kwargs: Any
    ) -> None:
        """Build a field for every question."""
        super().__init__(*args, **kwargs)
        self.today, self.born_on = today, born_on
        self.instrument = instrument
        self.gaps: tuple[Question, ...] = ()
        for question in instrument.questions:
            field = answer_field(question, required=False, may_decline=True)
            field.label = f"{question.number} {question.text}".strip()
            if question.shown_if:
                field.help_text = _("Asked only if %(words)s.") % {"words": question.shown_if}
            self.fields[f"q-{question.id}"] = field

    def clean_taken_on(self) -> date:
        """Refuse a day that has not come, or was before the person was born."""
        day: date = self.cleaned_data["taken_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        if self.born_on is not None and day < self.born_on:
            raise forms.ValidationError(_("This is before the person was born."))
        if day < self.today - LONGEST_AGO:
            raise forms.ValidationError(_("This is too long ago to be of this stay."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a form without any answer: it would look like a person who declined it all."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.answers(cleaned):
            raise forms.ValidationError(_("There is no answer yet."))
        if not self.errors:
            self._ask_about_gaps(self.answers(cleaned))
        return cleaned

    def _ask_about_gaps(self, answers: Mapping[str, Any]) -> None:
        gaps = gaps_that_matter(self.instrument, answers)
        said = set(self.data.get(self.BLANK, "").split())
        if all(question.id in said for question in gaps):
            return
        self.gaps = gaps
        for question in gaps:
            sentence = _("No answer here. Was it left blank, or is it not copied yet?")
            self.add_error(f"q-{question.id}", sentence)

    def answers(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers by question, without those left out."""
        found = {q.id: cleaned.get(f"q-{q.id}") for q in self.instrument.questions}
        return {item: answer for item, answer in found.items() if answer is not None}

    def question_fields(self) -> list[forms.BoundField]:
        """Return the fields of the questions, in their order."""
        return [self[f"q-{q.id}"] for q in self.instrument.questions]


class CorrectionForm(EntryForm):
    """The right answers in place of wrongly entered ones, and why."""

    reason = forms.CharField(label=_("What was wrong?"), max_length=300)
    field_order = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out what a correction does not change."""
        super().__init__(*args, **kwargs)
        del self.fields["taken_on"], self.fields["mode"]

    def clean_reason(self) -> str:
        """Tidy the reason."""
        return tidy(self.cleaned_data["reason"])


class AssignForm(forms.Form):
    """Which instrument, from when, how often."""

    instrument = forms.ChoiceField(
        label=_("Instrument"), error_messages={"invalid_choice": _("Choose one from the list.")}
    )
    first_due_on = forms.DateField(
        label=_("First due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    every_days = forms.IntegerField(
        label=_("Again every … days"),
        required=False,
        min_value=1,
        max_value=366,
        help_text=_("Empty: once."),
    )
    answered_by = forms.ChoiceField(
        label=_("Answered"),
        choices=Assignment.AnsweredBy.choices,
        initial=Assignment.AnsweredBy.SELF,
        widget=forms.RadioSelect,
    )
    about = forms.CharField(
        label=_("About which goal"),
        required=False,
        max_length=200,
        help_text=_("For the readiness rulers: in the person's own words."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer what the program offers."""
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["instrument"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose"))] + [
                (found.id, f"{found.short}: {found.title}")
                for found in sorted(instruments().values(), key=lambda i: i.short.lower())
                if found.is_offered and "check_in" not in found.schedule.moments
            ]

    def clean_first_due_on(self) -> date:
        """Refuse a day that has passed."""
        day: date = self.cleaned_data["first_due_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed."))
        if day > self.today + FURTHEST_AHEAD:
            raise forms.ValidationError(_("This is more than a year ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """Tidy the goal, and leave it out where the instrument has no place for one."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = instruments().get(cleaned.get("instrument", ""))
        has_place = found is not None and GOAL in found.instructions
        cleaned["about"] = tidy(cleaned.get("about", "")) if has_place else ""
        return cleaned
