"""What can be typed about the people around a person: supporters, and providers outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField
from alongside.desk.forms.person import EARLIEST, PhoneField, day_field
from alongside.people.models import OutsideProvider, Supporter

_OFF = {"autocomplete": "off", "dir": "auto"}


def _words(label: Any, longest: int, **said: Any) -> TidyField:
    said.setdefault("widget", forms.TextInput(attrs=_OFF))
    return TidyField(label=label, max_length=longest, **said)


class _Seen(forms.Form):
    # The version that was read; 0 for what is new.
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput())

    def about(self) -> dict[str, Any]:
        """Return what was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class SupporterForm(_Seen):
    """Somebody whom the person named."""

    name = _words(_("Name"), 120)
    relation = _words(
        _("Who they are to them"), 60, required=False, help_text=_("Such as sister or sponsor.")
    )
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("An address looks like name@example.org.")},
    )
    in_emergency = forms.BooleanField(label=_("Named for emergencies"), required=False)


class ProviderForm(_Seen):
    """Somebody outside the program who also cares for the person."""

    name = _words(_("Name"), 160)
    role = _words(_("What they do"), 120, required=False, help_text=_("Such as family doctor."))
    organization = _words(
        _("Organization"),
        200,
        required=False,
        help_text=_("The practice, clinic, court or agency."),
        widget=forms.TextInput(attrs={"list": "organizations", **_OFF}),
    )
    phone = PhoneField(label=_("Phone"))
    since_on = day_field(label=_("Since"), required=False)
    until_on = day_field(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = said.get("since_on"), said.get("until_on")
        for name in ("since_on", "until_on"):
            if said.get(name) and said[name] < EARLIEST:
                self.add_error(name, _("This is before 1900. Look at the year again."))
        if since and until and until < since:
            self.add_error("until_on", _("This is before the day it began."))
        return said


def standing(row: Supporter | OutsideProvider | None) -> dict[str, Any]:
    """Return what stands about somebody, as the form's fields show it; of nobody, an empty form."""
    if row is None:
        return {"seen": 0}
    if isinstance(row, Supporter):
        names = ("name", "relation", "phone", "email", "in_emergency")
        return {"seen": row.version, **{name: getattr(row, name) for name in names}}
    names = ("name", "role", "phone", "since_on", "until_on")
    organization = row.organization.name if row.organization else ""
    return {
        "seen": row.version,
        "organization": organization,
        **{name: getattr(row, name) for name in names},
    }
