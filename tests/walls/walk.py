"""A walk over every address there is, as anybody: for what must hold for every answer."""

import uuid
from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

READERS = ["", "cara", "dora", "prue", "ada"]
# Words that somebody types, and that must not be found again where they do not belong.
TYPED = "zebrafish"


def views(patterns) -> Iterator[URLPattern]:
    """Yield each address of a list of addresses and of the lists in it."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from views(pattern.url_patterns)


ALL = list(views(get_resolver().url_patterns))


def address(pattern: URLPattern, cast) -> str:
    """Return an address of the page: Ada's, Cara's, or one that leads to nothing."""
    known = {
        "episode_id": cast.episode.pk,
        "staff_id": cast.staff["cara"].pk,
        "instrument_id": "phq-9",
        "question_id": "phq9-1",
        "day": cast.at.date().isoformat(),
        # of allauth's reset link, which is a regular expression
        "uidb36": "abc",
        "key": "set-password",
    }
    made = {"UUIDConverter": uuid.UUID(int=7), "IntConverter": 1}
    names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
    kwargs = {
        name: known.get(name)
        or made.get(type(pattern.pattern.converters.get(name)).__name__, TYPED)
        for name in names
    }
    return reverse(pattern.name, kwargs=kwargs)


def typed_into(pattern: URLPattern) -> dict[str, str]:
    """Return what is sent with a form: a word in every field that forms of this house have."""
    fields = ("note", "reason", "chosen_name", "email", "login", "password", "q", "title", "words")
    return {name: f"{TYPED}@example.org" if name == "email" else TYPED for name in fields}


def walk(cast, reader: str) -> Iterator[tuple[str, object]]:
    """Open every address as `reader`, by GET with a search and by POST with typed words.

    Yields:
        what was asked, and the answer.
    """
    client = Client(
        raise_request_exception=False,
        headers={"user-agent": TYPED, "x-forwarded-for": "203.0.113.77"},
        REMOTE_ADDR="203.0.113.78",
    )
    for pattern in ALL:
        for method in ("get", "post"):
            if reader:
                client.force_login(cast.user(reader))
            data = {"q": TYPED} if method == "get" else typed_into(pattern)
            yield (
                f"{reader or 'nobody'} {method} {pattern.name}",
                getattr(client, method)(address(pattern, cast), data),
            )


def about(cast):
    """Return everything personal that could stand in a line."""
    people = [cast.ada, cast.ben, *cast.staff.values()]
    names = {
        word
        for person in people
        for name in (getattr(person, "name", ""), getattr(person, "chosen_name", ""))
        for word in name.split()[:1]
    }
    keys = {str(o.pk) for o in (*people, cast.episode, cast.bens, cast.ada.user, cast.ben.user)}
    keys |= {key.replace("-", "") for key in keys}
    told = {
        "Adelaide",
        "Example",
        "example.org",
        "1991-05-17",
        "1984-02-03",
        TYPED,
        "203.0.113",
        "127.0.0.1",
    }
    return names | keys | told


def telling(written, cast):
    """Return the lines that hold something personal, each with what it holds."""
    return [(word, line) for line in written for word in about(cast) if word in line]
