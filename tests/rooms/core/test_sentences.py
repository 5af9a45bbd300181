"""What a form says where something was left out."""

import pytest
from allauth.account.forms import LoginForm
from django import forms
from django.urls import reverse


def every_form(kind=forms.BaseForm):
    for one in kind.__subclasses__():
        yield one
        yield from every_form(one)


def test_no_form_says_only_that_a_field_is_required():
    reverse("desk-today")  # finding an address loads every room's pages, and so their forms
    shown = [kind for kind in every_form() if kind.__module__.startswith(("alongside", "allauth"))]
    fields = [f for kind in shown for f in kind.base_fields.values()]

    said = {str(field.error_messages["required"]) for field in fields}

    assert len(fields) > 50
    assert not [sentence for sentence in said if "required" in sentence.lower()]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(), "Write something here."),
        (forms.DateField(), "Give the day."),
        (forms.TypedChoiceField(choices=[("a", "A")]), "Choose one of these."),
        (forms.BooleanField(), "Tick this to go on."),
        (forms.CharField(error_messages={"required": "Whose is it?"}), "Whose is it?"),
    ],
)
def test_what_was_left_out_is_asked_for_by_its_kind(field, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean("")

    assert refused.value.messages == [sentence]


def test_the_sign_in_form_of_another_package_says_it_too(rf):
    form = LoginForm({}, request=rf.get("/"))

    assert form.errors["login"] == ["Write an email address here."]
    assert form.errors["password"] == ["Write something here."]
