"""What can be typed about emergencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.privacy.actions.emergencies import SHORTEST_REASON


class EmergencyForm(forms.Form):
    """Whose record must be opened now, and why."""

    name = forms.CharField(label=_("Full name, as they use it"), max_length=200)
    born_on = forms.DateField(label=_("Birth date"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("What has happened"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
        max_length=2000,
        error_messages={"min_length": _("Say in a sentence what has happened.")},
        help_text=_("The person and the privacy officer will read this."),
    )


class ReviewForm(forms.Form):
    """What the privacy officer found."""

    found = forms.CharField(
        label=_("What you found"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
