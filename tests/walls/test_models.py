"""What must hold for every table."""

from django.apps import apps

from alongside.people.rules import Category


def tables():
    return [m for m in apps.get_models() if m.__module__.startswith("alongside.")]


def test_foreign_keys_between_rooms_leave_no_way_back():
    open_ways = [
        f"{model.__name__}.{field.name}"
        for model in tables()
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert open_ways == []


def test_every_clinical_table_names_its_category():
    without = [
        model.__name__
        for model in tables()
        if {"episode", "patient"} & {f.name for f in model._meta.concrete_fields}
        and model.__name__ != "Invitation"
        and not isinstance(getattr(model, "category", None), Category)
        and "category" not in {f.name for f in model._meta.concrete_fields}
    ]

    assert without == []


def test_the_text_of_a_row_names_nobody():
    """Rows end up in logs and error pages by their `str`: a key, never a name or an address."""
    told = [
        model.__name__
        for model in tables()
        if any(
            word in model.__str__.__code__.co_names
            for word in ("chosen_name", "legal_name", "email", "title", "detail", "born_on")
        )
    ]

    assert told == []
