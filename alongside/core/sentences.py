"""What a form says where something was left out: what to do, in the house's own words.

Django's word for all of them is that a field is required; it says nothing of what to do. A field
that knows more says it itself, in its `error_messages`.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# A field takes the sentence of the nearest of its classes.
LEFT_OUT: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.CharField: _("Write something here."),
    forms.IntegerField: _("Write a number here."),
    forms.EmailField: _("Write an email address here."),
    forms.BooleanField: _("Tick this to go on."),
    forms.DateField: _("Give the day."),
    forms.DateTimeField: _("Give the day and the time."),
    forms.TimeField: _("Give the time."),
    forms.FileField: _("Choose a file."),
    forms.ChoiceField: _("Choose one of these."),
    forms.MultipleChoiceField: _("Choose at least one of these."),
    forms.ModelMultipleChoiceField: _("Choose at least one of these."),
}


def speak() -> None:
    """Put the sentences in the place of Django's own, for every form, also of other packages."""
    for kind, sentence in LEFT_OUT.items():
        kind.default_error_messages = {**kind.default_error_messages, "required": sentence}
