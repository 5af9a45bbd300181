"""What can be typed about attendance."""

from django import forms

from alongside.people.models import choices
from alongside.program.rules import Presence


class PresenceForm(forms.Form):
    """How one person was at a session."""

    presence = forms.ChoiceField(choices=choices(Presence))
    minutes = forms.IntegerField(min_value=0, max_value=600, required=False)
    reason = forms.CharField(max_length=200, required=False)
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
