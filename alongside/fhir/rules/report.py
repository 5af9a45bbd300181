"""What became of each part of what was sent, in lines that whoever sent it could act on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_QUOTE = 60


class Outcome(StrEnum):
    """What became of a resource, or of a part of it."""

    TAKEN = "taken"
    IN_PART = "taken in part"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report.

    Args:
        file: the name that the file was handed in under.
        place: where in the file: "entry 12", "line 3", or empty for the file as a whole.
        resource: type and id, as far as they are known: "Condition/abc".
        path: the element that is meant; empty means the resource as a whole.
        says: what is the matter, in words.
    """

    file: str
    place: str
    resource: str
    path: str
    outcome: Outcome
    says: str

    def __str__(self) -> str:
        """Return the line as it is printed."""
        where = " ".join(part for part in (self.place, self.resource) if part)
        what = f"{self.path}: {self.says}" if self.path else self.says
        return f"{self.file}: {where or 'the file'}: {self.outcome}: {what}"


@dataclass(slots=True)
class Remarks:
    """The lines of one resource, gathered while it is read.

    `lose` notes a part that was left out, `refuse` that the whole is. What is neither is taken.
    """

    file: str
    place: str
    resource: str
    lost: list[tuple[str, str]] = field(default_factory=list)
    refused: tuple[str, str] | None = None
    said: str = "taken"

    def lose(self, path: str, says: str) -> None:
        """Note that the part at `path` was left out, and why; the same words are noted once."""
        if (path, says) not in self.lost:
            self.lost.append((path, says))

    def refuse(self, says: str, path: str = "") -> None:
        """Note that the resource as a whole was left out; the first reason stands."""
        if self.refused is None:
            self.refused = (path, says)

    def lines(self) -> Iterable[Line]:
        """Yield the finished lines: one for a resource taken or left out, else one a part."""
        if self.refused is not None:
            yield self._line(self.refused[0], Outcome.LEFT_OUT, self.refused[1])
        elif not self.lost:
            yield self._line("", Outcome.TAKEN, self.said)
        else:
            for path, says in self.lost:
                yield self._line(path, Outcome.IN_PART, says)

    def _line(self, path: str, outcome: Outcome, says: str) -> Line:
        return Line(self.file, self.place, self.resource, path, outcome, says)


def quoted(value: object) -> str:
    """Quote what was sent, cut short and harmless to a terminal: it may be a page of anything.

    >>> quoted("2023-02-30")
    '"2023-02-30"'
    """
    if isinstance(value, list | dict) and value:
        return "a list" if isinstance(value, list) else "an object"
    words = value if isinstance(value, str) else repr(value)
    clean = "".join(c if c.isprintable() else "?" for c in words[: LONGEST_QUOTE + 1])
    if len(words) > LONGEST_QUOTE:
        clean = f"{clean[:LONGEST_QUOTE]}..."
    return f'"{clean}"' if isinstance(value, str) else clean


def totals(lines: Iterable[Line]) -> dict[str, dict[Outcome, int]]:
    """Count resources by type and outcome; a resource with several lost parts counts once."""
    seen: dict[tuple[str, str, str], tuple[str, Outcome]] = {}
    for line in lines:
        kind = line.resource.split("/")[0] or "file"
        seen[(line.file, line.place, line.resource)] = (kind, line.outcome)
    counts: dict[str, dict[Outcome, int]] = {}
    for kind, outcome in seen.values():
        of_kind = counts.setdefault(kind, dict.fromkeys(Outcome, 0))
        of_kind[outcome] += 1
    return dict(sorted(counts.items()))
