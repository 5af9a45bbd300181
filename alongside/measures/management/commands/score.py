"""`alongside score INSTRUMENT FILE`: score a sheet of answers, for research and cross-checks."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.measures.catalogue import NoSuchInstrument, instrument
from alongside.measures.rules.instrument import Instrument
from alongside.measures.sheets import score_lines


class Command(BaseCommand):
    help = (
        "Score answers to an instrument. FILE holds one JSON object a line: the answers by item "
        '({"1": 2, "2": null}), or {"answers": {...}} with anything beside it, which comes back. '
        'null is left out, "declined" is declined. One JSON object a line comes out: scores, '
        "status, bands, missing items, algorithms, criticals. A line that cannot be scored comes "
        "out with its number and an error, the others go on, and the exit code is 1."
    )
    # Nothing of the database or the pages is needed, and a sheet may be scored anywhere.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instrument", metavar="INSTRUMENT", help="for example phq-9")
        parser.add_argument("file", metavar="FILE", help="a file of JSON lines, or - for stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = instrument(options["instrument"])
            source = (
                nullcontext(sys.stdin.buffer)
                if options["file"] == "-"
                else open(options["file"], "rb")  # noqa: SIM115
            )
        except NoSuchInstrument as unknown:
            raise CommandError(str(unknown), returncode=2) from None
        except OSError as wrong:
            sentence = f"{options['file']} cannot be read: {wrong.strerror}"
            raise CommandError(sentence, returncode=2) from None
        with source as lines:
            try:
                all_good = _score(found, lines, self._writer())
            except BrokenPipeError:
                # Whoever reads has seen enough (`| head`). Python would complain once more when
                # it closes the pipe.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
        if not all_good:
            sys.exit(1)

    def _writer(self) -> Callable[[bytes], object]:
        """Return what takes a line of bytes; writing text instead would double the time."""
        if (buffer := getattr(self.stdout, "buffer", None)) is not None:
            write: Callable[[bytes], object] = buffer.write
            return write
        return lambda line: self.stdout.write(line.decode(), ending="")


def _score(found: Instrument, lines: Iterable[bytes], write: Callable[[bytes], object]) -> bool:
    all_good = True
    for scored, good in score_lines(found, lines):
        write(scored)
        all_good = all_good and good
    return all_good
