"""The instruments there are: one file each in `instruments/`, read when first asked for."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from alongside.measures.rules.instrument import Instrument
from alongside.measures.rules.reading import read_instrument

FOLDER = Path(__file__).parent / "instruments"

# The C parser of the same library is ten times faster, where it was built in.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NoSuchInstrument(LookupError):
    """There is no file for an instrument of that name."""


@cache
def instrument_ids() -> tuple[str, ...]:
    """Return the names of all instruments, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def instrument(instrument_id: str) -> Instrument:
    """Return one instrument; its file is read once.

    Raises:
        NoSuchInstrument: if there is no file of that name.
        BadInstrument: if the file cannot be right.
    """
    if instrument_id not in instrument_ids():
        known = ", ".join(instrument_ids())
        raise NoSuchInstrument(f"There is no instrument {instrument_id!r}. There are: {known}.")
    text = (FOLDER / f"{instrument_id}.yaml").read_text(encoding="utf-8")
    # S506 is about loaders that can make any object; both of these are the safe one.
    return read_instrument(yaml.load(text, Loader=LOADER), name=instrument_id)  # noqa: S506


def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by name."""
    return {name: instrument(name) for name in instrument_ids()}
