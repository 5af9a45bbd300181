"""What can be typed about where a stay stands."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.desk.forms.person import day_field
from alongside.people.rules import Leaving, NotAdmitted

# Numbers of levels of outpatient care only: the text of the ASAM Criteria is proprietary.
LEVELS = [(level, level) for level in ("1.0", "1.5", "1.7", "2.1", "2.5", "2.7")]


class AdmitForm(forms.Form):
    """An admission: onto which track, since when."""

    track = forms.ChoiceField(label=_("Track"), widget=forms.RadioSelect())
    admitted_on = day_field(label=_("First day in the program"))
    level_of_care = forms.ChoiceField(label=_("Level of care (ASAM)"), choices=LEVELS)

    def __init__(
        self, *args: Any, tracks: list[tuple[str, str]], referred_on: date, today: date, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.referred_on, self.today = referred_on, today
        track = self.fields["track"]
        assert isinstance(track, forms.ChoiceField)
        track.choices = tracks
        days = self.fields["admitted_on"].widget.attrs
        days["min"], days["max"] = referred_on.isoformat(), today.isoformat()

    def clean_admitted_on(self) -> date:
        """Return the day, if it lies between the referral and today."""
        day: date = self.cleaned_data["admitted_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Admit them on that day."))
        if day < self.referred_on:
            raise forms.ValidationError(_("This is before the referral. Look at the day again."))
        return day


class DischargeForm(forms.Form):
    """The end of a stay, and why."""

    reason = forms.ChoiceField(
        label=_("How the stay ended"),
        widget=forms.RadioSelect(),
        choices=[
            (Leaving.COMPLETED.value, _("Completed the program")),
            (Leaving.TRANSFERRED.value, _("Moved to other care")),
            (Leaving.LEFT_EARLY.value, _("Chose to leave early")),
            (Leaving.ENDED_BY_PROGRAM.value, _("Ended by the program")),
            (Leaving.INCARCERATED.value, _("In jail or prison")),
            (Leaving.DIED.value, _("Died")),
            (Leaving.OTHER.value, _("Another reason")),
        ],
    )


class CloseReferralForm(forms.Form):
    """A referral that does not become a stay, and why."""

    reason = forms.ChoiceField(
        label=_("Why they were not admitted"),
        widget=forms.RadioSelect(),
        choices=[
            (NotAdmitted.CHOSE_NOT_TO_COME.value, _("Chose not to come")),
            (NotAdmitted.NOT_REACHED.value, _("Could not be reached")),
            (NotAdmitted.OTHER_CARE.value, _("Other care fits better")),
            (NotAdmitted.REGISTERED_TWICE.value, _("Was registered twice")),
            (NotAdmitted.OTHER.value, _("Another reason")),
        ],
    )
