"""Sort what was sent by person: whose it is, and what belongs together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.fhir.rules.files import Entry, Opened
from alongside.fhir.rules.pool import Pool, subject_of
from alongside.fhir.rules.report import Line, Outcome, Remarks, quoted


@dataclass(frozen=True, slots=True)
class Parcel:
    """What belongs together: one person and what is told of them, or nobody."""

    files: tuple[str, ...]
    patient: Entry | None
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]


def sort_out(opened: Sequence[Opened]) -> list[Parcel]:
    """Make one parcel of each file that tells of one person, and add to it what is theirs.

    What tells of nobody (a practice, a place) goes to whoever's record points to it.
    """
    whole = [_parcel(file) for file in opened]
    with_person = [parcel for parcel in whole if parcel.patient is not None]
    pools = [Pool(parcel.entries) for parcel in with_person]
    joined = [[parcel] for parcel in with_person]
    about_nobody, alone = [], []
    for parcel in whole:
        if parcel.patient is not None:
            continue
        if not _may_join(parcel):
            alone.append(_nobody(parcel))
        elif not any(subject_of(entry) for entry in parcel.entries):
            about_nobody.append(parcel)
        elif (home := _home(parcel, with_person, pools)) is None:
            alone.append(_nobody(parcel))
        else:
            joined[home].append(parcel)
    pointed_to = [references(p.entries for p in parcels) for parcels in joined]
    for parcel in about_nobody:
        named = {f"{entry.type}/{entry.id}" for entry in parcel.entries}
        homes = [n for n, pointers in enumerate(pointed_to) if pointers & named]
        if not homes and len(joined) == 1:
            homes = [0]
        for home in homes:
            joined[home].append(parcel)
        if not homes:
            alone.append(_nobody(parcel))
    order = {file.file: place for place, file in enumerate(reversed(opened))}
    everything = [_join(p[0], p[1:]) for p in joined] + alone
    return sorted(everything, key=lambda parcel: -order[parcel.files[0]])


def _parcel(file: Opened) -> Parcel:
    entries, repeats = _without_repeats(file.entries)
    patients = [entry for entry in entries if entry.type == "Patient"]
    lines = [*file.lines, *repeats]
    if len(patients) > 1:
        says = f"tells of {len(patients)} people; a referral is about one: send a file for each"
        lines.append(Line(file.file, "", "", "", Outcome.LEFT_OUT, says))
    one = patients[0] if len(patients) == 1 else None
    return Parcel((file.file,), one, tuple(entries), tuple(lines))


def _may_join(parcel: Parcel) -> bool:
    """Say whether a parcel without its person can belong to another: it tells of nobody itself."""
    return bool(parcel.entries) and not any(e.type == "Patient" for e in parcel.entries)


def _home(parcel: Parcel, others: Sequence[Parcel], pools: Sequence[Pool]) -> int | None:
    """Return which of the others a parcel is about; None if none or more than one."""
    subjects = [address for entry in parcel.entries if (address := subject_of(entry))]
    homes = {
        next((n for n, pool in enumerate(pools) if pool.at(address) is others[n].patient), None)
        for address in subjects
    }
    return homes.pop() if len(homes) == 1 else None


def _nobody(parcel: Parcel) -> Parcel:
    """Add to a parcel without its person the line that says so, if no line does yet."""
    if any(not line.resource for line in parcel.lines) or not parcel.entries:
        return parcel
    subjects = {quoted(a) for entry in parcel.entries if (a := subject_of(entry))}
    named = f" ({', '.join(sorted(subjects)[:3])} is not in it)" if subjects else ""
    says = f"tells of nobody: there is no Patient in it{named}"
    line = Line(parcel.files[0], "", "", "", Outcome.LEFT_OUT, says)
    return Parcel(parcel.files, None, parcel.entries, (line, *parcel.lines))


def _join(parcel: Parcel, more: Sequence[Parcel]) -> Parcel:
    entries, repeats = _without_repeats(
        [*parcel.entries, *(entry for other in more for entry in other.entries)]
    )
    lines = [*parcel.lines, *(line for other in more for line in other.lines), *repeats]
    files = (*parcel.files, *(other.files[0] for other in more))
    return Parcel(files, parcel.patient, tuple(entries), tuple(lines))


def _without_repeats(entries: Iterable[Entry]) -> tuple[list[Entry], list[Line]]:
    """Keep each resource once: of several versions the one that was updated last."""
    kept: dict[object, Entry] = {}
    lines = []
    for number, entry in enumerate(entries):
        key: object = (entry.type, entry.id) if entry.id else number
        other = kept.get(key)
        if other is None:
            kept[key] = entry
            continue
        older, newer = sorted((other, entry), key=_updated)
        kept[key] = newer
        same = older.content == newer.content
        says = "was sent twice; taken once" if same else "another version of it is newer or first"
        lines.append(Line(older.file, older.place, older.name, "", Outcome.LEFT_OUT, says))
    return list(kept.values()), lines


def _updated(entry: Entry) -> str:
    """Return when a resource was updated; without a word on it, it counts as the oldest.

    Instants of one sender compare as text, and `sorted` keeps the first of two equals first.
    """
    meta = entry.content.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    return updated if isinstance(updated, str) else ""


def references(several: Iterable[Iterable[Entry]]) -> set[str]:
    """Return the type and id of everything that these resources point to, at any depth."""
    found: set[str] = set()
    left: list[Any] = [entry.content for entries in several for entry in entries]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            address = value.get("reference")
            if isinstance(address, str):
                found.add("/".join(address.split("/_history/")[0].split("/")[-2:]))
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
    return found


def refuse_others(entry: Entry, remarks: Remarks, pool: Pool) -> None:
    """Refuse what does not surely tell of this person: there is no safe guess whose it is."""
    address = subject_of(entry)
    if not address:
        remarks.refuse("does not say whom it is about", "subject")
    elif pool.is_about_another(entry):
        remarks.refuse(f"is about {quoted(address)}, who is not this person", "subject")
