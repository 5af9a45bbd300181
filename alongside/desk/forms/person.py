"""What can be typed about a person and about reaching them."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField
from alongside.people.models import ContactRules, Patient
from alongside.people.rules.languages import language_named, name_of_language

EARLIEST = date(1900, 1, 1)
_PHONE = re.compile(r"^\+?[0-9()./ -]+(?:\s?(?:x|ext\.?)\s?[0-9]{1,6})?$", re.IGNORECASE)
# ITU-T E.164: a number has at most 15 digits; the shortest that anybody is called at has 7.
_DIGITS = (7, 15)
_NAME = {"autocomplete": "off", "dir": "auto"}
_OFF = {"autocomplete": "off"}


class DayInput(forms.DateInput):
    """A date as browsers pick it; written as YYYY-MM-DD, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day as browsers pick it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(**said: Any) -> forms.DateField:
    """Return a field for a day, which may also be typed as in the United States."""
    return forms.DateField(
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%m/%d/%Y"],
        error_messages={"invalid": _("There is no such day. Write it like 5/17/1991.")},
        **said,
    )


class PhoneField(TidyField):
    """A phone number as people write it."""

    def __init__(self, **said: Any) -> None:
        super().__init__(
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", **_OFF}),
            **said,
        )

    def clean(self, value: Any) -> str:
        """Return the number, if somebody could dial it."""
        number = str(super().clean(value))
        digits = sum(c.isdigit() for c in re.split("x|ext", number, flags=re.IGNORECASE)[0])
        if number and not (_PHONE.match(number) and _DIGITS[0] <= digits <= _DIGITS[1]):
            raise forms.ValidationError(_("A phone number has 7 to 15 digits, like 555 010 0199."))
        return number


class PersonForm(forms.Form):
    """A person, and the rules for reaching them."""

    ABOUT = ("chosen_name", "legal_name", "pronouns", "born_on", "languages", "sex_for_scoring")
    REACH = (
        "channel",
        "phone",
        "email",
        "may_leave_message",
        "safe_from",
        "safe_to",
        "neutral_wording",
        "note",
    )

    chosen_name = TidyField(
        label=_("Name they go by"), max_length=120, widget=forms.TextInput(attrs=_NAME)
    )
    legal_name = TidyField(
        label=_("Legal name, if another"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_NAME),
    )
    pronouns = TidyField(
        label=_("Pronouns"),
        max_length=40,
        required=False,
        help_text=_("As they say them, such as she/her or they/them."),
        widget=forms.TextInput(attrs=_OFF),
    )
    born_on = day_field(label=_("Birth date"), required=False)
    languages = TidyField(
        label=_("Languages"),
        max_length=200,
        required=False,
        help_text=_("The one they like best first, with commas between."),
        widget=forms.TextInput(attrs=_OFF),
    )
    sex_for_scoring = forms.ChoiceField(
        label=_("Sex for scoring"),
        required=False,
        choices=[("", _("Use no cut-off by sex")), ("female", _("Female")), ("male", _("Male"))],
        help_text=_("AUDIT-C and PC-PTSD-5 have a cut-off for each sex. Ask which one fits."),
        widget=forms.Select(),
    )
    channel = forms.ChoiceField(
        label=_("Reach them by"), choices=ContactRules._meta.get_field("channel").choices or []
    )
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=_OFF),
        error_messages={"invalid": _("An address looks like name@example.org.")},
    )
    may_leave_message = forms.BooleanField(label=_("We may leave a message"), required=False)
    safe_from = forms.TimeField(
        label=_("Safe from"),
        required=False,
        widget=TimeInput(),
        error_messages={"invalid": _("Write a time like 9:00.")},
    )
    safe_to = forms.TimeField(
        label=_("Safe until"),
        required=False,
        widget=TimeInput(),
        help_text=_("Leave both empty if any hour is safe."),
        error_messages={"invalid": _("Write a time like 17:00.")},
    )
    neutral_wording = forms.BooleanField(
        label=_("Never name the program or what it treats"), required=False
    )
    note = TidyField(
        label=_("What else to know when reaching them"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", **_OFF}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        days = self.fields["born_on"].widget.attrs
        days["min"], days["max"] = EARLIEST.isoformat(), today.isoformat()

    def clean_born_on(self) -> date | None:
        """Return the birth date, if somebody alive can have it."""
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > self.today:
            raise forms.ValidationError(_("This day is still to come. Look at the year again."))
        if born_on and born_on < EARLIEST:
            raise forms.ValidationError(_("This is before 1900. Look at the year again."))
        return born_on

    def clean_languages(self) -> list[str]:
        """Return the languages by their codes, where they have one."""
        words = (word.strip() for word in self.cleaned_data["languages"].split(","))
        return list(dict.fromkeys(language_named(word) for word in words if word))

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together: both hours, and what the way of reaching needs."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("safe_from"), said.get("safe_to")
        if not self.has_error("safe_from") and not self.has_error("safe_to"):
            if (first is None) != (last is None):
                missing = "safe_from" if first is None else "safe_to"
                self.add_error(missing, _("Safe hours need a start and an end."))
            elif first is not None and first == last:
                self.add_error("safe_to", _("Start and end are the same."))
        way = said.get("channel")
        if way in ("text", "phone") and not said.get("phone") and not self.has_error("phone"):
            self.add_error("phone", _("Write the number, or choose another way to reach them."))
        if way == "email" and not said.get("email") and not self.has_error("email"):
            self.add_error("email", _("Write the address, or choose another way to reach them."))
        return said

    def about(self) -> dict[str, Any]:
        """Return the fields of `Patient` that were typed."""
        return {name: self.cleaned_data[name] for name in self.ABOUT}

    def reach(self) -> dict[str, Any]:
        """Return the fields of `ContactRules` that were typed."""
        return {name: self.cleaned_data[name] for name in self.REACH}


class EditPersonForm(PersonForm):
    """What stands about a person, being mended."""

    # The versions that were read, of the person and of the contact rules: "3.5".
    seen = forms.RegexField(r"^[0-9]{1,9}\.[0-9]{1,9}$", widget=forms.HiddenInput())

    def versions(self) -> tuple[int, int]:
        """Return the versions that the editor saw: of the person, of the contact rules."""
        person, contact = self.cleaned_data["seen"].split(".")
        return int(person), int(contact)


def standing(patient: Patient, contact: ContactRules) -> dict[str, Any]:
    """Return what stands about a person, as the form's fields show it."""
    about = {name: getattr(patient, name) for name in PersonForm.ABOUT}
    reach = {name: getattr(contact, name) for name in PersonForm.REACH}
    about["languages"] = ", ".join(name_of_language(str(code)) for code in patient.languages)
    return {**about, **reach, "seen": f"{patient.version}.{contact.version}"}
