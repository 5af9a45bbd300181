"""Every address, asked by everybody: the answer is strict, and the log tells of nobody.

Strict: it is not kept, and a browser loads nothing from elsewhere for it. One walk serves both
questions, because it is a long one.
"""

import json
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from alongside.config.logs import FIELDS
from tests.walls.walk import READERS, telling, walk

pytestmark = pytest.mark.django_db
# What makes a browser fetch something by itself, or send something.
FETCHING = {
    "script": {"src"},
    "link": {"href"},
    "img": {"src", "srcset"},
    "iframe": {"src"},
    "source": {"src", "srcset"},
    "form": {"action"},
    "button": {"formaction"},
    "use": {"href", "xlink:href"},
    "image": {"href", "xlink:href"},
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=()",
}


class Findings(HTMLParser):
    """Collects what a strict policy would refuse, or what would tell another site of the visit."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.wrong.append(f"<{tag} {name}>")
            if name in FETCHING.get(tag, ()) and re.match(r"(?i)\s*([a-z]+:)?//", value or ""):
                self.wrong.append(f"<{tag} {name}={value}>")
        runs = tag == "script" and told.get("type") != "application/json"
        if tag == "style" or (runs and "src" not in told):
            self.wrong.append(f"<{tag}> inline")


def loose(answer):
    """Return what is not strict about an answer."""
    found = [name for name, word in HEADERS.items() if word not in answer.headers.get(name, "")]
    if re.search(r"unsafe|https?:|\*", answer.headers.get("Content-Security-Policy", "")):
        found.append("a policy with holes")
    if answer.status_code >= 500:
        found.append("a server error")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = Findings()
        page.feed(answer.content.decode())
        found += page.wrong
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_answer_is_strict_and_the_log_tells_of_nobody(cast, lines, reader, capfd):
    answers = []
    opened = 0
    for asked, answer in walk(cast, reader):
        answers.append((asked, loose(answer)))
        opened += answer.status_code == 200
    written = lines()
    out, err = capfd.readouterr()

    assert [(asked, found) for asked, found in answers if found] == []
    assert len(written) >= len(answers)
    assert opened > 5, "a walk along closed doors proves nothing"
    assert telling([*written, *out.splitlines(), *err.splitlines()], cast) == []
    known = {"at", "level", "logger", "event", "error", "where", *FIELDS}
    assert {key for line in written for key in json.loads(line)} <= known


def test_findings_find():
    page = Findings()
    page.feed('<p style="x" onclick="y"><script>z</script><img src="//elsewhere.example/a.png">')

    assert page.wrong == [
        "<p style>",
        "<p onclick>",
        "<script> inline",
        "<img src=//elsewhere.example/a.png>",
    ]


def test_a_session_is_out_of_reach_of_scripts_and_of_other_sites(client, cast):
    client.force_login(cast.user("cara"))

    cookie = client.get("/today/").cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert not cookie["max-age"], "it ends with the browser"
