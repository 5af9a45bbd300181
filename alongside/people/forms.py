"""What can be typed about accounts."""

from datetime import date, timedelta
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from alongside.people import queries
from alongside.people.models import choices
from alongside.people.rules import Discipline
from alongside.people.rules.accounts import needs_an_end

# Nobody plans an account's end further ahead; a later year is a slip of the finger.
FURTHEST_END = timedelta(days=3653)


class PasswordForm(forms.Form):
    """A password that is chosen for the first time."""

    password = forms.CharField(
        label=_("A password of your own"),
        help_text=_("At least 12 characters: a few words that only you would put together."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Return the password, if it is a good one."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey: unless somebody says otherwise, it stands in for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it instead of the password")
        alone.help_text = _("Untick this for a security key that has no PIN.")
        alone.initial = True


class CodeForm(forms.Form):
    """A code that somebody was given, and what only they know of themselves."""

    code = forms.CharField(
        label=_("The code you were given"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    born_on = forms.DateField(
        label=_("Your birth date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )


class LinkForm(forms.Form):
    """Where a link goes."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ByName(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the staff, shown by name: the text of a row is its key."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.name)


class StaffForm(LinkForm):
    """A new member of staff."""

    name = forms.CharField(label=_("Name"), max_length=120)
    discipline = forms.ChoiceField(label=_("Discipline"), choices=choices(Discipline))
    credentials = forms.CharField(
        label=_("Credentials"),
        max_length=80,
        required=False,
        help_text=_("As they sign, such as LCSW or RN."),
    )
    supervisor = ByName(
        label=_("Supervisor"), queryset=None, required=False, empty_label=_("Nobody")
    )
    ends_on = forms.DateField(
        label=_("Last day of the account"),
        required=False,
        help_text=_("Needed for auditors. Empty means: until the account is closed."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ("name", "discipline", "credentials", "supervisor", "email", "ends_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        supervisor = self.fields["supervisor"]
        assert isinstance(supervisor, forms.ModelChoiceField)
        supervisor.queryset = queries.supervisors()

    def clean(self) -> dict[str, Any]:
        """Return what was typed; an auditor's account must end, and no account in the past."""
        said = super().clean() or {}
        last_day = said.get("ends_on")
        discipline = said.get("discipline")
        if last_day and last_day < self.today:
            self.add_error("ends_on", _("This day is over."))
        if last_day and last_day > self.today + FURTHEST_END:
            self.add_error("ends_on", _("This is more than ten years ahead. Look at the year."))
        if discipline and needs_an_end(Discipline(discipline)) and not last_day:
            self.add_error("ends_on", _("An auditor's account needs a last day."))
        return said
