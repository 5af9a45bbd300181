"""Open what was sent: one resource, a Bundle of any kind, or one resource a line (NDJSON)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from alongside.core.text import tidy
from alongside.fhir.rules.report import Line, Outcome, Remarks, quoted

# A whole record of forty years is a third of a megabyte; this leaves room for pictures in it.
LARGEST = 20 * 1024 * 1024
LONGEST_KEY = 160
DEEPEST = 100
BOM = b"\xef\xbb\xbf"
# Elements that change what the rest of a resource means. FHIR R4, 2.36.3: whoever does not know
# them must not read on.
MODIFIERS = ("modifierExtension", "implicitRules")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: the name to call it by, and its bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource and where it stood.

    Args:
        url: the full URL that a Bundle gave it; empty if none.
    """

    file: str
    place: str
    url: str
    content: Mapping[str, Any]

    @property
    def type(self) -> str:
        """Return the type of resource."""
        return str(self.content.get("resourceType", ""))

    @property
    def id(self) -> str:
        """Return the id, or nothing if there is none or it is not one."""
        found = self.content.get("id")
        return found if isinstance(found, str) else ""

    @property
    def name(self) -> str:
        """Return type and id as a report calls it."""
        kind = quoted(self.type)[1:-1]
        return f"{kind}/{quoted(self.id)[1:-1]}" if self.id else kind

    @property
    def key(self) -> str:
        """Return what tells this resource from every other of its sender, in 160 characters."""
        key = tidy(f"{self.type}/{self.id}" if self.id else f"{self.type}@{self.file} {self.place}")
        if len(key) <= LONGEST_KEY:
            return key
        return f"{self.type[:40]}#{hashlib.sha256(key.encode()).hexdigest()}"

    def remarks(self) -> Remarks:
        """Return fresh remarks on this resource."""
        return Remarks(self.file, self.place, self.name)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file held: its resources, and lines on what could not be opened."""

    file: str
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]


def open_file(source: SourceFile, *, largest: int = LARGEST) -> Opened:
    """Open one file. Whatever is in it, this does not raise.

    Args:
        source: the file.
        largest: how many bytes are read at most; a longer file is not opened at all.
    """
    if len(source.raw) > largest:
        size = f"{len(source.raw) / 1e6:.1f} MB, and at most {largest / 1e6:.1f} MB are read"
        return _nothing(source, f"is too large: {size}")
    raw = source.raw.removeprefix(BOM).strip()
    if not raw:
        return _nothing(source, "is empty")
    try:
        content = _parsed(raw)
    except ValueError as wrong:
        if _may_be_lines(raw):
            return _opened(source, _from_lines(source, raw))
        return _nothing(source, str(wrong))
    return _opened(source, _from_json(source, content, ""))


def _nothing(source: SourceFile, says: str) -> Opened:
    return Opened(source.name, (), (Line(source.name, "", "", "", Outcome.LEFT_OUT, says),))


def _opened(source: SourceFile, found: Iterator[Entry | Line]) -> Opened:
    parts = list(found)
    entries = tuple(part for part in parts if isinstance(part, Entry))
    lines = tuple(part for part in parts if isinstance(part, Line))
    if not parts:
        return _nothing(source, "holds no resources")
    return Opened(source.name, entries, lines)


def _parsed(raw: bytes) -> Any:
    """Return JSON as Python values.

    Raises:
        ValueError: if it is not JSON, or is nested deeper than any record.
    """
    try:
        content = orjson.loads(raw)
    except orjson.JSONDecodeError as wrong:
        raise ValueError(f"is not JSON: {wrong}") from None
    level = [content]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return content
    raise ValueError(f"is nested deeper than {DEEPEST} levels, and no record is")


def _may_be_lines(raw: bytes) -> bool:
    """Say whether the first of several lines is an object by itself."""
    first, more, _ = raw.partition(b"\n")
    if not more:
        return False
    try:
        return isinstance(_parsed(first), dict)
    except ValueError:
        return False


def _from_lines(source: SourceFile, raw: bytes) -> Iterator[Entry | Line]:
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            content = _parsed(line)
        except ValueError as wrong:
            yield Line(source.name, place, "", "", Outcome.LEFT_OUT, str(wrong))
        else:
            yield from _from_json(source, content, place)


def _from_json(source: SourceFile, content: object, place: str) -> Iterator[Entry | Line]:
    wrong = wrong_with_resource(content)
    if wrong is not None or not isinstance(content, dict):
        yield Line(source.name, place, "", "", Outcome.LEFT_OUT, wrong or "is no resource")
    elif content["resourceType"] == "Bundle":
        yield from _from_bundle(source, content, place)
    else:
        yield Entry(source.name, place, "", content)


def wrong_with_resource(content: object) -> str | None:
    """Say why something is no FHIR resource, if it is none."""
    if not isinstance(content, dict):
        return "should be a FHIR resource (a JSON object), and is " + quoted(content)
    kind = content.get("resourceType")
    if kind is None:
        return "has no resourceType, so it is no FHIR resource"
    if not isinstance(kind, str) or not kind.isascii() or not kind.isalpha():
        return f"has a resourceType that is none: {quoted(kind)}"
    return None


def _from_bundle(source: SourceFile, bundle: dict[str, Any], outer: str) -> Iterator[Entry | Line]:
    def line(place: str, says: str) -> Line:
        where = f"{outer} {place}".strip()
        return Line(source.name, where, "Bundle", "", Outcome.LEFT_OUT, says)

    rows = bundle.get("entry", [])
    if not isinstance(rows, list):
        yield line("", f"entry should be a list, and is {quoted(rows)}")
        return
    if not rows:
        yield line("", "is a Bundle without entries")
    for number, row in enumerate(rows, start=1):
        place = f"entry {number}"
        if not isinstance(row, dict):
            yield line(place, f"should be an object, and is {quoted(row)}")
            continue
        request, content = row.get("request"), row.get("resource")
        if isinstance(request, dict) and request.get("method") in ("DELETE", "GET", "HEAD"):
            yield line(place, f"asks for {request['method']}; only what is sent is taken")
        elif content is None:
            yield line(place, "holds no resource")
        elif (wrong := wrong_with_resource(content)) is not None:
            yield line(place, wrong)
        elif content["resourceType"] == "Bundle":
            yield line(place, "is a Bundle inside a Bundle, and is not opened")
        else:
            url = row.get("fullUrl")
            where = f"{outer} {place}".strip()
            yield Entry(source.name, where, url if isinstance(url, str) else "", content)
