"""Template tags for every room: links that know where you are, initials, the key to keep by."""

from base64 import b64encode
from dataclasses import dataclass

from django import template
from django.forms import BaseForm
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac

from alongside.core.text import initials

register = template.Library()
register.filter("initials", initials)


@dataclass(frozen=True)
class Place:
    """One link of a navigation; `current` is the value of its aria-current, or empty."""

    label: str
    url: str
    current: str


@register.simple_tag(takes_context=True)
def places(context: Context, *pairs: object) -> list[Place]:
    """Return the links for (url name, label) pairs, marking the one the reader is at.

    A page that lies below a link's address, or names it as `section`, is in that section. A route
    that does not exist is left out, so that a part of the house that is not installed leaves no
    dead link behind.
    """
    request = context.get("request")
    path = request.path if request is not None else ""
    found: list[tuple[str, str, str]] = []
    for name, label in zip(pairs[::2], pairs[1::2], strict=True):
        try:
            found.append((str(name), str(label), reverse(str(name))))
        except NoReverseMatch:
            continue
    section = str(context.get("section", ""))
    above = [url for _, _, url in found if path.startswith(url)]
    nearest = max(above, key=len, default="")
    return [
        Place(label, url, _current(path == url, section == name, not section and url == nearest))
        for name, label, url in found
    ]


def _current(is_here: bool, is_named: bool, is_above: bool) -> str:
    if is_here:
        return "page"
    return "true" if is_named or is_above else ""


@register.filter
def unprompted(form: BaseForm) -> BaseForm:
    """Return the form without placeholders: each field has a label, which stays when one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.simple_tag
def keep_key(user_key: object) -> str:
    """Return the reader's own AES key (256 bits, base64) for what the browser keeps on the device.

    It stands only in pages that the reader is signed in to: whoever else opens the same browser can
    see that something is kept, and not what.
    """
    digest = salted_hmac("alongside.core.keep", str(user_key), algorithm="sha256").digest()
    return b64encode(digest).decode()
