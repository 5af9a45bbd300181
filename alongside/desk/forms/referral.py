"""What can be typed when somebody new calls."""

from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField
from alongside.core.models import new_key
from alongside.desk.forms.person import PersonForm
from alongside.intake.models import Referral

_SALT = "alongside.desk.new-person"


def fresh_key() -> str:
    """Return a key for one person to be registered; signed, so that nobody can name another's."""
    return signing.dumps(str(new_key()), salt=_SALT)


class ReferralForm(forms.Form):
    """Who sent somebody, and what came with them."""

    source = forms.ChoiceField(
        label=_("Who sent them"), choices=Referral.Source.choices, initial=Referral.Source.SELF
    )
    referred_by = TidyField(
        label=_("Name of who sent them"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    referral_note = TidyField(
        label=_("What they said they come for"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class NewPersonForm(ReferralForm, PersonForm):
    """A new person, the rules for reaching them, and their referral."""

    # Named as the browser keeps it with a draft: the same draft, sent again after a lost
    # connection, is still the same person.
    seen = forms.CharField(max_length=200, widget=forms.HiddenInput())
    # Whom the reader has looked at and found to be others.
    looked_at = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput())

    field_order = (*PersonForm.ABOUT, *PersonForm.REACH)

    def clean_seen(self) -> UUID:
        """Return the key that the person will have."""
        try:
            return UUID(signing.loads(self.cleaned_data["seen"], salt=_SALT))
        except signing.BadSignature:
            raise forms.ValidationError(
                _("This page was too old. Please save once more.")
            ) from None

    def others(self) -> set[str]:
        """Return the keys of the persons who were looked at and found to be others."""
        return set(self.cleaned_data["looked_at"].split())
