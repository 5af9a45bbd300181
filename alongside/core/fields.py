"""Fields of forms that every room may use."""

from typing import Any

from django import forms

from alongside.core.text import tidy


class TidyField(forms.CharField):
    """Words as people write them: any script, emoji too, but no control characters."""

    def to_python(self, value: Any) -> str:
        """Return what was typed, tidied; line ends stay where the field has several lines."""
        typed: Any = super().to_python(value)
        return tidy(str(typed or ""), lines=isinstance(self.widget, forms.Textarea))
