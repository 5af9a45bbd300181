"""What every answer carries, whoever asks for whatever: nothing kept, nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from tests.walls.walk import READERS, walk

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


class Findings(HTMLParser):
    """Collects what a strict policy would refuse, or what would tell another site of the visit."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        for name, value in attrs:
            if name.startswith("on") or name == "style" or name.startswith("hx-on"):
                self.wrong.append(f"<{tag} {name}>")
            if name in FETCHING.get(tag, ()) and re.match(r"(?i)\s*([a-z]+:)?//", value or ""):
                self.wrong.append(f"<{tag} {name}={value}>")
        runs = tag == "script" and told.get("type") != "application/json"
        if tag == "style" or (runs and "src" not in told):
            self.wrong.append(f"<{tag}> inline")


@pytest.mark.parametrize("reader", READERS)
def test_every_answer_is_strict(cast, reader):
    wrong = []
    for asked, answer in walk(cast, reader):
        policy = answer.headers.get("Content-Security-Policy", "")
        wrong += [
            f"{asked} ({answer.status_code}): {fault}"
            for fault, found in {
                "may be kept": "no-store" not in answer.headers.get("Cache-Control", ""),
                "no policy": "default-src 'none'" not in policy,
                "a loose policy": bool(re.search(r"unsafe|https?:|\*", policy)),
                "a referrer": answer.headers.get("Referrer-Policy") != "no-referrer",
                "may be framed": answer.headers.get("X-Frame-Options") != "DENY",
                "guessed types": answer.headers.get("X-Content-Type-Options") != "nosniff",
                "device rights": "camera=()" not in answer.headers.get("Permissions-Policy", ""),
                "a server error": answer.status_code >= 500,
            }.items()
            if found
        ]
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = Findings()
            page.feed(answer.content.decode())
            wrong += [f"{asked}: {fault}" for fault in page.wrong]

    assert wrong == []


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
