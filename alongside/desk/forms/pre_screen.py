"""What is asked in the pre-screen: on one page, safety and withdrawal first, nothing required."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from alongside.desk.queries.pre_screen import Part
from alongside.intake.actions import Withdrawal
from alongside.intake.rules import LastUse, Said
from alongside.measures.forms import answer_field
from alongside.measures.rules.instrument import Instrument, Question

_LEFT = ("", _("Left blank"))
_YES_NO = [(Said.NO.value, _("No")), (Said.YES.value, _("Yes")), _LEFT]


def _asked(label: Any, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.RadioSelect(), initial=""
    )


class PreScreenForm(forms.Form):
    """The whole talk; whatever was skipped is left out."""

    WITHDRAWAL = ("last_use", "withdrawal_now", "withdrawal_before")

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput())
    last_use = _asked(
        _("When did you last drink or use?"),
        [
            (LastUse.TODAY.value, _("Today or yesterday")),
            (LastUse.THREE_DAYS.value, _("Two or three days ago")),
            (LastUse.WEEK.value, _("In the last week")),
            (LastUse.LONGER.value, _("Longer ago")),
            (LastUse.NEVER.value, _("Does not drink or use")),
            _LEFT,
        ],
    )
    withdrawal_now = _asked(
        _("Are you shaking, sweating or vomiting now, or seeing or hearing things?"), _YES_NO
    )
    withdrawal_before = _asked(
        _("When you stopped before: did you ever have a seizure, or see or hear things?"), _YES_NO
    )

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        """Build a field for every question of every part that is asked."""
        super().__init__(*args, **kwargs)
        self.parts = tuple(parts)
        for part in self.parts:
            for question in part.questions:
                field = answer_field(question, required=False, may_decline=True)
                if question.shown_if and "record" not in question.shown_if:
                    field.help_text = _("Ask only if %(words)s.") % {"words": question.shown_if}
                self.fields[name_of(part, question)] = field

    def open_parts(self) -> list[tuple[Instrument, list[BoundField]]]:
        """Return the instruments that are still asked, each with the fields of its questions."""
        return [
            (part.instrument, [self[name_of(part, question)] for question in part.questions])
            for part in self.parts
            if part.is_open
        ]

    def withdrawal_fields(self) -> list[BoundField]:
        """Return the fields that belong to no instrument."""
        return [self[name] for name in self.WITHDRAWAL]

    def withdrawal(self) -> Withdrawal:
        """Return what was said about withdrawal, of a form that is valid."""
        return Withdrawal(**{name: self.cleaned_data[name] for name in self.WITHDRAWAL})

    def answers(self) -> dict[str, dict[str, Any]]:
        """Return the answers by instrument and question, of a form that is valid."""
        return {
            part.instrument.id: {
                question.id: given
                for question in part.questions
                if (given := self.cleaned_data.get(name_of(part, question))) is not None
            }
            for part in self.parts
        }


def name_of(part: Part, question: Question) -> str:
    """Return the name of a question's field."""
    return f"{part.instrument.id}--{question.id}"
