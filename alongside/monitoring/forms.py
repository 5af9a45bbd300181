"""What can be typed and tapped in a check-in: one small form for each question."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.monitoring.rules.answers import AMOUNT_LENGTH, HOURS, NOTE_LENGTH, WORDS_LENGTH
from alongside.monitoring.rules.questions import QUESTIONS, Kind, Question

AMOUNT = "amount_"
CHOOSE = _("Choose an answer, or skip.")


class AnswerForm(forms.Form):
    """The answers to one question."""

    use_required_attribute = False

    def answers(self) -> dict[str, Any]:
        """Return the answers by field, once they are cleaned."""
        return self.cleaned_data


class HoursForm(AnswerForm):
    """The hours of sleep, tapped or typed; what was tapped counts."""

    def clean(self) -> dict[str, Any]:
        """Take the tapped hours, or else the typed ones.

        Raises:
            ValidationError: if there are neither.
        """
        said = self.cleaned_data
        tapped, typed = said.get("sleep_hours"), said.pop("typed_hours", None)
        said["sleep_hours"] = typed if tapped is None else tapped
        if said["sleep_hours"] is None and not self.errors:
            self.add_error("sleep_hours", CHOOSE)
        return said


class UsesForm(AnswerForm):
    """What was used, and how much in the person's own words."""

    def answers(self) -> dict[str, Any]:
        """Return the one answer; an amount beside a name that was not ticked counts as a tick."""
        said = self.cleaned_data
        chosen = set(said["uses"])
        named = [w for w in QUESTIONS["uses"].choices if w in chosen or said[AMOUNT + w]]
        return {"uses": [{"what": what, "amount": said[AMOUNT + what]} for what in named]}


class HappenedForm(AnswerForm):
    """What happened; the note's lines end as they do everywhere but in a browser's form."""

    def clean_note(self) -> str:
        """Return the note with plain line ends."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n").strip()


def form_of(question: Question, data: Mapping[str, Any] | None = None) -> AnswerForm:
    """Return the form of one question, with what was sent if anything was."""
    return FORMS[question.id](data)


def _yes(value: str) -> bool:
    return value == "yes"


def _needed(*, numbers: Any = None) -> dict[str, Any]:
    """Return what is said when nothing fitting was chosen."""
    out = numbers or CHOOSE
    return {
        "required": CHOOSE,
        "invalid": out,
        "invalid_choice": CHOOSE,
        "min_value": out,
        "max_value": out,
        "max_decimal_places": out,
        "max_digits": out,
        "max_whole_digits": out,
    }


def _hours() -> forms.Field:
    words = _needed(numbers=_("Give the hours as a number from 0 to 24, such as 6.5."))
    return forms.DecimalField(
        min_value=0,
        max_value=HOURS,
        max_digits=4,
        decimal_places=2,
        required=False,
        error_messages=words,
    )


def _tags(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=list(question.choices.items()),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list, or skip.")},
    )


def _fields(question: Question) -> dict[str, forms.Field]:
    name = question.fields[0]
    match question.kind:
        case Kind.SCALE:
            words = _needed(numbers=_("Choose a whole number from 0 to 10, or skip."))
            return {name: forms.IntegerField(min_value=0, max_value=10, error_messages=words)}
        case Kind.HOURS:
            return {name: _hours(), "typed_hours": _hours()}
        case Kind.CHOICE:
            is_yes_or_no = set(question.choices) == {"yes", "no"}
            return {
                name: forms.TypedChoiceField(
                    choices=list(question.choices.items()),
                    coerce=_yes if is_yes_or_no else str,
                    error_messages=_needed(),
                )
            }
        case Kind.USES:
            amount = {
                AMOUNT + what: forms.CharField(max_length=AMOUNT_LENGTH, required=False)
                for what in question.choices
            }
            return {name: _tags(question), **amount}
        case Kind.HAPPENED:
            return {
                name: _tags(question),
                "note": forms.CharField(max_length=NOTE_LENGTH, required=False),
                "share_note": forms.BooleanField(required=False),
            }
        case Kind.HELPED:
            return {
                name: _tags(question),
                "helped_words": forms.CharField(max_length=WORDS_LENGTH, required=False),
            }


BASES: dict[Kind, type[AnswerForm]] = {
    Kind.HOURS: HoursForm,
    Kind.USES: UsesForm,
    Kind.HAPPENED: HappenedForm,
}
FORMS: dict[str, type[AnswerForm]] = {
    question.id: type(
        f"{question.id.capitalize()}Form",
        (BASES.get(question.kind, AnswerForm),),
        dict(_fields(question)),
    )
    for question in QUESTIONS.values()
}
