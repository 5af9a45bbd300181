"""What can be typed into a safety plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.safety.rules import (
    CONTACTS,
    LONGEST_TEXT,
    MOST_CONTACTS,
    ORDER,
    WORDS,
    Contact,
    Content,
    Section,
    dialled,
)

# How many rows are offered: always one beyond those that are filled, and at first two.
SPARE, AT_FIRST = 1, 2
PARTS = ("name", "relation", "phone")


class SafetyPlanForm(forms.Form):
    """The whole plan; empty rows of contacts are left out."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | dict[str, Any] | None = None, *, content: Content, seen: int
    ) -> None:
        """Show `content`, of which the writer sees version `seen`."""
        self.rows = {s.name: _rows(data, s, content) for s in CONTACTS}
        super().__init__(data, initial=_initial(content) | {"seen": seen})
        for section in WORDS:
            self.fields[section.name] = forms.CharField(
                label=section.title,
                help_text=section.hint,
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for section in CONTACTS:
            for number in range(self.rows[section.name]):
                self.fields |= _contact_fields(section, number)

    def clean(self) -> dict[str, Any]:
        """Point out a number that cannot be dialled and one without a name."""
        said = self.cleaned_data
        for section in CONTACTS:
            for number in range(self.rows[section.name]):
                name, relation, phone = (
                    said.get(f"{section.name}-{number}-{part}", "") for part in PARTS
                )
                where = f"{section.name}-{number}"
                if phone and not dialled(phone):
                    self.add_error(f"{where}-phone", _("Write a number that can be dialled."))
                if (phone or relation) and not name:
                    self.add_error(f"{where}-name", _("Whose number is this?"))
        return said

    def over(self, version: int) -> "SafetyPlanForm":
        """Return the same form with what was typed, to be saved over `version` knowingly."""
        data = {**{name: self.data[name] for name in self.data}, "seen": version}
        return SafetyPlanForm(data, content=Content(), seen=version)

    def content(self) -> Content:
        """Return the plan, once it is cleaned."""
        said = self.cleaned_data
        parts: dict[str, Any] = {s.name: said[s.name].replace("\r\n", "\n").strip() for s in WORDS}
        parts |= {s.name: tuple(self._contacts(s)) for s in CONTACTS}
        return Content(**parts)

    def sections(self) -> Iterator[dict[str, Any]]:
        """Yield the sections in the plan's order, with their fields for the template."""
        for section in ORDER:
            if section in WORDS:
                yield {"section": section, "field": self[section.name]}
            else:
                rows = [
                    [self[f"{section.name}-{number}-{part}"] for part in PARTS]
                    for number in range(self.rows[section.name])
                ]
                yield {"section": section, "rows": rows}

    def _contacts(self, section: Section) -> Iterator[Contact]:
        for number in range(self.rows[section.name]):
            row = [self.cleaned_data[f"{section.name}-{number}-{part}"] for part in PARTS]
            if row[0]:
                yield Contact(*row)


def _rows(data: Mapping[str, Any] | None, section: Section, content: Content) -> int:
    """Return how many rows to show: what is there or was sent, and some to spare."""
    if data is None:
        filled = len(getattr(content, section.name))
        return min(MOST_CONTACTS, max(AT_FIRST, filled + SPARE))
    sent = [n for n in range(MOST_CONTACTS) if f"{section.name}-{n}-name" in data]
    return max(sent, default=AT_FIRST - 1) + 1


def _contact_fields(section: Section, number: int) -> dict[str, forms.Field]:
    where = f"{section.name}-{number}"
    return {
        f"{where}-name": forms.CharField(label=_("Name"), max_length=80, required=False),
        f"{where}-relation": forms.CharField(
            label=_("Who it is, or when"), max_length=80, required=False
        ),
        f"{where}-phone": forms.CharField(
            label=_("Phone"),
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        ),
    }


def _initial(content: Content) -> dict[str, str]:
    words = {s.name: getattr(content, s.name) for s in WORDS}
    parts = {
        f"{s.name}-{number}-{part}": getattr(one, part)
        for s in CONTACTS
        for number, one in enumerate(getattr(content, s.name))
        for part in PARTS
    }
    return words | parts
