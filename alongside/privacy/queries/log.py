"""Read the access log, and prove that it holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.privacy.models import AccessEvent, Seal
from alongside.privacy.rules import chain
from alongside.privacy.rules.chain import Broken, Row

COLUMNS = ("reader_id", "kind", "role", "need", "page", "episode_id", "opened", "basis")


@dataclass(frozen=True, slots=True)
class Proof:
    """What checking the log came to: seals and rows that hold, rows unsealed, and what broke."""

    seals: int
    rows: int
    unsealed: int
    last_digest: str
    broken: Broken | None


def as_rows(events: Iterable[AccessEvent]) -> Iterator[Row]:
    """Yield each event as the row that is digested."""
    for event in events:
        values = tuple(_text(getattr(event, name)) for name in COLUMNS)
        yield Row(event.seq, event.at, values)


def proof(*, expect: str = "") -> Proof:
    """Check every seal against the log, in order, to the first that does not hold.

    Args:
        expect: a digest that was kept elsewhere; it must stand in the chain, so that a chain that
            was made anew, or cut short, is found out.
    """
    previous, seals, rows, last_seq = chain.START, 0, 0, 0
    seen = not expect
    if (early := AccessEvent.objects.filter(seq__lte=0).order_by("seq").first()) is not None:
        return Proof(0, 0, 0, previous, Broken(1, early.seq, "this row was slipped in"))
    for number, kept in enumerate(Seal.objects.order_by("number").iterator(50), start=1):
        one = chain.Seal(kept.number, kept.previous, bytes(kept.leaves), kept.digest)
        standing = AccessEvent.objects.filter(
            seq__gt=last_seq, seq__lte=_reach(one, kept.last_seq)
        ).order_by("seq")
        broken = chain.check(
            one, as_rows(standing.iterator(2_000)), number=number, previous=previous
        )
        if broken:
            return Proof(seals, rows, 0, previous, broken)
        previous, seals, last_seq = one.digest, number, kept.last_seq
        rows += len(list(one.sealed()))
        seen = seen or one.digest == expect
    if not seen:
        broken = Broken(seals + 1, None, "the digest that was kept elsewhere is not in the chain")
        return Proof(seals, rows, 0, previous, broken)
    unsealed = AccessEvent.objects.filter(seq__gt=last_seq).count()
    return Proof(seals, rows, unsealed, previous, None)


def _reach(one: chain.Seal, said: int) -> int:
    """Return the last seq that a seal covers by its own leaves; `said` could have been changed."""
    return max((seq for seq, _ in one.sealed()), default=said)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
