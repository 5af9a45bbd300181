"""What can be typed about a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField


class CloseTaskForm(forms.Form):
    """What came of a task."""

    outcome = TidyField(
        label=_("What came of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what was done, or what follows.")},
    )
