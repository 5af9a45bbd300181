"""The chain of seals that makes the access log tamper-evident, as pure functions.

Each seal holds the digest of every row it covers, and its own digest is taken over these and over
the digest of the seal before it. So a row that was changed, removed or slipped in is named exactly,
and a seal cannot be exchanged without breaking all that follow. Whoever can write to the database
could still make the whole chain anew; that is why each seal's digest also goes to the log stream,
which is kept elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps

START = "0" * 64
_LEAF = 32
_SEQ = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log, as it is digested.

    Args:
        seq: its place in the log.
        at: the moment, in any zone; digested in UTC to the microsecond.
        values: every other column, in the order of the table, as text; None where empty.
    """

    seq: int
    at: datetime
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal over rows in their order.

    Args:
        number: its place in the chain, from 1.
        previous: digest of the seal before it, as hexadecimal; `START` for the first.
        leaves: for each row its seq (8 bytes) and its digest (32 bytes), one after the other.
        digest: digest over `number`, `previous` and `leaves`, as hexadecimal.
    """

    number: int
    previous: str
    leaves: bytes
    digest: str

    def sealed(self) -> Iterator[tuple[int, bytes]]:
        """Yield seq and digest of each row that is covered."""
        width = _SEQ + _LEAF
        for start in range(0, len(self.leaves), width):
            leaf = self.leaves[start : start + width]
            yield int.from_bytes(leaf[:_SEQ]), leaf[_SEQ:]


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: at which seal or row first, and why."""

    seal: int
    seq: int | None
    why: str


def digest_of(row: Row) -> bytes:
    """Return the SHA-256 digest of a row."""
    moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = dumps([row.seq, moment, *row.values], ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).digest()


def seal(rows: Iterable[Row], *, number: int, previous: str) -> Seal:
    """Return the seal over `rows`, which follows the seal with digest `previous`."""
    leaves = b"".join(row.seq.to_bytes(_SEQ) + digest_of(row) for row in rows)
    return Seal(number, previous, leaves, _digest(number, previous, leaves))


def check(one: Seal, rows: Iterable[Row], *, number: int, previous: str) -> Broken | None:
    """Return where a seal does not hold, or None.

    Args:
        one: the seal as it stands.
        rows: what stands in the log from the seal's first row to its last, in order.
        number: which number it must have.
        previous: digest of the seal before it.
    """
    if one.number != number:
        return Broken(number, None, "this seal is missing")
    if one.previous != previous:
        return Broken(number, None, "it does not follow the seal before it")
    if one.digest != _digest(one.number, one.previous, one.leaves):
        return Broken(number, None, "the seal itself was changed")
    standing = iter(rows)
    for seq, leaf in one.sealed():
        row = next(standing, None)
        if row is None or row.seq > seq:
            return Broken(number, seq, "this row was removed")
        if row.seq < seq:
            return Broken(number, row.seq, "this row was slipped in")
        if digest_of(row) != leaf:
            return Broken(number, seq, "this row was changed")
    if (extra := next(standing, None)) is not None:
        return Broken(number, extra.seq, "this row was slipped in")
    return None


def _digest(number: int, previous: str, leaves: bytes) -> str:
    return sha256(f"{number}:{previous}:".encode() + leaves).hexdigest()
