"""What can be typed while somebody waits: a try to reach them, and how soon they should be seen."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField
from alongside.desk.forms.person import day_field
from alongside.intake.rules import HowSoon, Reached

FURTHEST_AHEAD = timedelta(days=90)
_OUTCOMES = (
    (Reached.REACHED.value, _("Reached")),
    (Reached.NOT_REACHED.value, _("Not reached")),
    (Reached.MESSAGE.value, _("Left a message")),
)


class Seen(forms.Form):
    """What every form about a referral carries: the version that its reader saw."""

    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput())


class ContactForm(Seen):
    """A try to reach somebody; a message can be chosen only where their rules allow one."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    outcome = forms.ChoiceField(
        label=_("What came of it"), widget=forms.RadioSelect(), choices=_OUTCOMES
    )
    note = TidyField(
        label=_("About reaching them"),
        max_length=300,
        required=False,
        help_text=_("The front desk reads this: nothing about their care."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    call_on = day_field(label=_("Next call"))

    def __init__(self, *args: Any, may_leave_message: bool, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.may_leave_message, self.today = may_leave_message, today
        if not may_leave_message:
            field = self.fields["outcome"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [pair for pair in _OUTCOMES if pair[0] != Reached.MESSAGE]
            field.help_text = _("Their rules do not allow leaving a message.")
            field.error_messages["invalid_choice"] = _(
                "Their rules do not allow leaving a message. Choose what came of it."
            )
        days = self.fields["call_on"].widget.attrs
        days["min"], days["max"] = today.isoformat(), (today + FURTHEST_AHEAD).isoformat()

    def clean_call_on(self) -> date:
        """Return the day, if it lies between today and three months ahead."""
        day: date = self.cleaned_data["call_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed."))
        if day > self.today + FURTHEST_AHEAD:
            raise forms.ValidationError(_("This is more than three months ahead."))
        return day


class HowSoonForm(Seen):
    """How soon somebody should be seen, and why."""

    how_soon = forms.ChoiceField(
        label=_("How soon"),
        widget=forms.RadioSelect(),
        choices=[
            (HowSoon.EMERGENCY.value, _("Emergency: within 6 hours")),
            (HowSoon.URGENT.value, _("Urgent: within 48 hours")),
            (HowSoon.ROUTINE.value, _("Routine: within two weeks")),
        ],
    )
    reason = TidyField(
        label=_("Why"),
        max_length=300,
        help_text=_(
            "Where federal block grants pay, pregnant people and people who inject drugs are first "
            "(45 CFR 96.126 and 96.131)."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
