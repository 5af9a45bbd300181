"""What differs between a form as it was typed and the row as it stands now."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """One field that two people gave different values."""

    label: str
    typed: str
    standing: str


def differences(form: Form, now: dict[str, Any]) -> list[Difference]:
    """Return the fields in which a bound form and what stands now differ, in the words of the page.

    Args:
        form: what was typed.
        now: what stands now, by the names of the fields, as their initial values would be.
    """
    each = (
        Difference(
            str(field.label), _words(field, field.value()), _words(field, now.get(field.name))
        )
        for field in form.visible_fields()
    )
    return [d for d in each if d.typed != d.standing]


def _words(field: BoundField, value: Any) -> str:
    """Return a value as the page would show it: the label of a choice, a word for a tick."""
    if field.widget_type == "checkbox":
        return _("yes") if value else _("no")
    choices = dict(getattr(field.field, "choices", []))
    shown = choices.get(value, field.field.widget.format_value(value))
    return str(shown) if shown else _("nothing")
