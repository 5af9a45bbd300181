"""The form that takes a file from another system."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from alongside.fhir.rules.files import LARGEST

KINDS = ["json", "ndjson"]


class FileForm(forms.Form):
    """One file about one person."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("FHIR R4 about one person, as .json or .ndjson, at most %(most)d MB.")
        % {"most": LARGEST // 1024 // 1024},
        validators=[FileExtensionValidator(KINDS)],
        widget=forms.FileInput(attrs={"accept": ".json,.ndjson,application/fhir+json"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "missing": _("Choose a file."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is larger than what is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError(
                _("This file has %(size).1f MB; at most %(most)d MB are read."),
                params={"size": file.size / 1024 / 1024, "most": LARGEST // 1024 // 1024},
            )
        return file
