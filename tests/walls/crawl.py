"""Follow every link as a member of the cast, and collect the forms that stand on the pages."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

# As many addresses of one page as show each of its states; the next reader opens it once more.
PER_PAGE = 3
FORMS_PER_PAGE = 3


@dataclass
class Form:
    """A form as it stood on a page, with what it would send."""

    name: str
    reader: str
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    # What a choice offers, by the field's name.
    offers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def shape(self) -> tuple[str, frozenset[str]]:
        """Return what makes it another form: where it goes and what it asks."""
        return self.name, frozenset(name for name, _ in self.fields)


class Reader(HTMLParser):
    """Read the links and forms of a page."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._choice = ""

    def handle_starttag(self, tag, attributes) -> None:
        """Take up a link, a form or a field."""
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in said:
            self.links.append(urljoin(self.where, said["href"]))
        if tag == "form":
            action = urljoin(self.where, said.get("action", ""))
            self._open = Form("", "", action, said.get("method", "get").upper())
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select", "button"):
            self._field(tag, said)
        elif tag == "option" and self._open is not None and self._choice:
            self._open.offers[self._choice].append(said.get("value", ""))
            if "selected" in said:
                self._open.fields.append((self._choice, said.get("value", "")))

    def handle_endtag(self, tag) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._choice = ""

    def _field(self, tag, said) -> None:
        name = said.get("name", "")
        if not name or name == "csrfmiddlewaretoken" or self._open is None:
            return
        if tag == "select":
            self._choice = name
            return
        value = said.get("value", "")
        if tag == "button" or said.get("type") in ("radio", "checkbox"):
            self._open.offers[name].append(value or "on")
            if "checked" not in said:
                return
        self._open.fields.append((name, value))


def page_at(address: str) -> str:
    """Return the name of the page at an own address, or nothing."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver"):
        return ""
    try:
        return resolve(parts.path).url_name or ""
    except Resolver404:
        return ""


@dataclass
class Found:
    """What a crawl has found: forms to send, and addresses to open, each with its reader."""

    forms: list[Form] = field(default_factory=list)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    # What stands behind the question mark anywhere.
    queries: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def client_of(cast, reader: str) -> Client:
    """Return a client that is signed in as `reader`, or as nobody."""
    client = Client(raise_request_exception=False)
    if reader:
        client.force_login(cast.user(reader))
    return client


def crawl(cast, readers: Iterable[str], starts: Iterable[str]) -> Found:
    """Open everything that can be reached from the starts, by links alone, as each reader."""
    found = Found()
    shapes: dict[str, set] = defaultdict(set)
    for reader in readers:
        for name, where, page in _pages(cast, reader, starts, found):
            found.pages.setdefault(name, (reader, where))
            for form in page.forms:
                form.name, form.reader = page_at(form.action), reader
                if form.method == "GET":
                    found.queries.update(form.fields)
                elif form.name and _is_new(form, shapes[form.name]):
                    found.forms.append(form)
    return found


def _is_new(form: Form, known: set) -> bool:
    if form.shape in known or len(known) >= FORMS_PER_PAGE:
        return False
    known.add(form.shape)
    return True


def _pages(
    cast, reader: str, starts: Iterable[str], found: Found
) -> Iterator[tuple[str, str, Reader]]:
    client = client_of(cast, reader)
    known = set(found.pages)
    opened: dict[str, int] = defaultdict(int)
    waiting, seen = deque(starts), set(starts)
    while waiting:
        where = waiting.popleft()
        name = page_at(where)
        if not name or opened[name] >= (1 if name in known else PER_PAGE):
            continue
        opened[name] += 1
        answer = client.get(where)
        found.queries.update(parse_qsl(urlsplit(where).query))
        if answer.status_code >= 500:
            found.wrong.append(f"{reader} GET {where}: {answer.status_code}")
        if answer.status_code in (301, 302, 303):
            links = [urljoin(where, answer.url)]
            page = None
        else:
            page = Reader(where)
            page.feed(answer.content.decode())
            links = page.links
        new = [link for link in links if link not in seen]
        seen.update(new)
        waiting.extend(new)
        if page is not None and answer.status_code == 200:
            yield name, where, page


def addresses(patterns, **known) -> list[str]:
    """Return the addresses of those pages that need nothing but their name and what is known."""
    needs = [(p, set(p.pattern.converters) | set(p.pattern.regex.groupindex)) for p in patterns]
    return [reverse(p.name, kwargs=known) for p, names in needs if names == set(known)]
