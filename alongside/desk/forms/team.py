"""What can be typed about the care team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.fields import TidyField
from alongside.people.models import Staff, choices
from alongside.people.rules import CLINICAL, Discipline, roles_open_to

_OFF = {"autocomplete": "off", "dir": "auto"}
_TEAM_ROLES = sorted({*CLINICAL, Discipline.PEER_SPECIALIST})


class JoinForm(forms.Form):
    """A new place on the team."""

    staff = forms.ChoiceField(
        label=_("Who"),
        error_messages={
            "invalid_choice": _("This person cannot have a place on this team, or has one."),
            "required": _("Choose who joins."),
        },
    )
    role = forms.ChoiceField(label=_("As"), required=False)
    is_primary = forms.BooleanField(label=_("Primary clinician"), required=False)
    reason = TidyField(
        label=_("Why"),
        max_length=200,
        widget=forms.TextInput(attrs=_OFF),
        help_text=_("Such as: takes over from Otto."),
    )

    def __init__(self, *args: Any, candidates: list[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(s.pk): s for s in candidates}
        who, role = self.fields["staff"], self.fields["role"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(role, forms.ChoiceField)
        who.choices = [
            ("", _("Choose a person")),
            *(
                (key, f"{s.name}, {s.get_discipline_display()}")
                for key, s in self.candidates.items()
            ),
        ]
        words = dict(choices(Discipline))
        role.choices = [("", _("What they are here")), *((r, words[r]) for r in _TEAM_ROLES)]

    def clean(self) -> dict[str, Any]:
        """Hold the role to the person's own training, and the primary part to clinicians."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if (who := self.candidates.get(said.get("staff", ""))) is None:
            return said
        own = Discipline(who.discipline)
        role = Discipline(said["role"]) if said.get("role") else own
        if role not in roles_open_to(own):
            self.add_error("role", _("This role needs another training than theirs."))
        if said.get("is_primary") and role not in CLINICAL:
            self.add_error("is_primary", _("The primary clinician is a clinician."))
        return {**said, "staff": who, "role": role}


class WhyForm(forms.Form):
    """Why a place ends or changes."""

    reason = TidyField(label=_("Why"), max_length=200, widget=forms.TextInput(attrs=_OFF))
