"""The stylesheet, the base pages and the pages for what went wrong."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import reverse

import alongside.core

HERE = Path(alongside.core.__file__).parent
SHEET = (HERE / "static/core/alongside.css").read_text()


def tokens() -> dict[str, dict[str, str]]:
    """Read the colours of the light and the dark page from the stylesheet."""
    roots = re.findall(r":root \{(.*?)\n\s*\}", SHEET, re.S)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root)) for root in roots[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definitions)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


STRANDS = ("mind", "subs", "body", "life")
GROUNDS = ("ground", "sheet", "sunk", "wash")
TEXT = [
    *product(("ink", "ink-2", "press", "ember", *STRANDS), GROUNDS),
    *((strand, f"{strand}-wash") for strand in STRANDS),
    ("on-press", "press"),
    ("on-press", "press-2"),
    ("ground", "ink"),
]
EDGES = [
    *product(("edge", "focus"), ("ground", "sheet")),
    *((strand, "band") for strand in STRANDS),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"), [(*t, 4.5) for t in TEXT] + [(*e, 3.0) for e in EDGES]
)
def test_text_and_edges_stand_out_from_what_lies_behind(scheme, front, back, least):
    colours = tokens()[scheme]

    assert contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf"])
def test_a_page_for_what_went_wrong_needs_nothing_to_be_shown(name):
    page = get_template(f"{name}.html").render({}, None)

    assert page.count("<h1>") == 1
    assert 'class="skip"' in page


def test_a_page_that_is_not_there_and_one_that_is_not_open_look_the_same(client, cast):
    client.force_login(cast.user("otto"))

    nowhere = client.get("/episodes/00000000-0000-7000-8000-000000000000/")
    closed = client.get(f"/episodes/{cast.episode.pk}/")

    assert nowhere.status_code == closed.status_code == 404
    csrf = rb"[A-Za-z0-9]{64}"
    assert re.sub(csrf, b"", nowhere.content) == re.sub(csrf, b"", closed.content)


def templates():
    return sorted(HERE.parent.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("file", templates(), ids=lambda f: f"{f.parent.name}/{f.name}")
def test_no_template_carries_what_the_content_policy_refuses(file):
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", file.read_text(), flags=re.S)

    assert not re.search(r"\sstyle=|<style|javascript:|\son[a-z]+=", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.S):
        assert not body.strip() or "application/json" in attributes


ACCOUNT_PAGES = [
    "account_login",
    "account_reset_password",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_the_pages_of_accounts_have_the_look_of_the_house(client, cast, name):
    if name not in {"account_login", "account_reset_password"}:
        client.force_login(cast.user("cara"))

    page = client.get(reverse(name), follow=True)

    assert page.status_code == 200
    assert "core/alone.html" in [t.name for t in page.templates]
    assert page.content.count(b"<h1>") == 1
    assert b"Leave quickly" in page.content


def test_signing_in_shows_help_that_needs_no_password(client, db):
    page = client.get(reverse("account_login"))

    assert b'href="tel:988"' in page.content


def test_an_error_stands_at_its_field_and_is_named_there(client, cast):
    page = client.post(reverse("account_login"), {"login": "not an address", "password": "x"})

    text = page.content.decode()
    field = re.search(r'<input[^>]*name="login"[^>]*>', text).group()
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]*)"', field).group(1).split()
    assert "id_login_error" in described
    assert 'id="id_login_error"' in text
