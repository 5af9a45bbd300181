"""Measure, print, and write benchmarks/RESULTS.md: `make bench`, or one part by `--only`."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.place import own_place
from benchmarks.table import table

HERE = Path(__file__).parent
# A server that does wait for its disk, thrown away afterwards.
ON_POSTGRES = (sys.executable, str(HERE.parent / "tools" / "postgres.py"), "--durable")
NOT_HERE = 2
RESULTS = HERE / "RESULTS.md"
THERAPIST, DIRECTOR = "dana@alongside.example", "ines@alongside.example"
RECORDS = (100, 1_000, 5_000)
PROGRAMS = (60, 1_000, 10_000)
HEADS = ("", "CPU p50 ms", "CPU p95 ms", "clock p50", "clock p95", "queries", "kB")


def rates() -> str:
    """Measure what runs without a page."""
    from django.conf import settings

    from benchmarks.rates import imported, people_invented, scorings

    told: list[tuple[str, object]] = [
        (f"scorings, {name}", value) for name, value in scorings().items()
    ]
    people, pace = people_invented(PROGRAMS[0])
    told.append((f"invented people with their weeks ({people})", pace))
    files, rows, pace = imported(settings.DATA / "fhir" / "dual_diagnosis_12")
    told.append((f"rows from FHIR ({files} files, {rows:,} rows)", pace if files else "no data"))
    return table("A second of one core", ("what", "a second"), told)


def _row(name: str, address: str, email: str) -> tuple[object, ...]:
    from benchmarks.pages import signed_in, timed

    t = timed(signed_in(email), address)
    return name, t.cpu_50, t.cpu_95, t.wall_50, t.wall_95, t.queries, t.kilobytes


def chart() -> str:
    """Measure the chart by the size of the record."""
    from benchmarks.crowd import lengthen
    from benchmarks.pages import some_stay

    stay, rows = some_stay(), []
    for period, name in (("30", "30 days"), ("all", "all")):
        for days in RECORDS:
            lengthen(stay, days)
            address = f"/episodes/{stay.pk}/together/?days={period}"
            rows.append(_row(f"{name}, {days:,} check-ins", address, THERAPIST))
    ratio = float(str(rows[len(RECORDS) - 1][1])) / float(str(rows[0][1]))
    told = f"\nThe usual 30 days, {RECORDS[-1]:,} to {RECORDS[0]:,}: {ratio:.2f} times.\n"
    return table("The chart, by check-ins (each with a shared note)", HEADS, rows) + told


def desk() -> str:
    """Measure the desk by the size of the program."""
    from benchmarks.crowd import grow

    rows = []
    for people in PROGRAMS:
        there = grow(people)
        for who, email in (("a therapist", THERAPIST), ("the director", DIRECTOR)):
            for name in ("today", "people"):
                rows.append(_row(f"{name}, {who}, {there:,} people", f"/{name}/", email))
    return table("The desk, by people in the database", HEADS, rows)


def posts() -> str:
    """Measure check-ins over HTTP on SQLite, on PostgreSQL where there is one, and under kills."""
    runs = [
        ("SQLite", _posting("--people", "300")),
        ("PostgreSQL", _posting("--people", "300", through=ON_POSTGRES)),
        ("SQLite, killed thrice", _posting("--people", "300", "--kills", "3")),
    ]
    keys = ("a_second", "healthz_a_second", "cpu_ms", "p50_ms", "p95_ms")
    keys += ("sent", "acknowledged", "lost", "killed")
    heads = ("", "check-ins/s", "healthz/s", "CPU ms", "p50 ms", "p95 ms", *keys[5:])
    rows = [(name, *(_cell(run[key]) for key in keys)) for name, run in runs if run]
    return table("Check-ins sent over HTTP, two processes, eight connections", heads, rows)


def _cell(value: object) -> object:
    return "" if value is None else value


def _posting(*words: str, through: Sequence[str] = ()) -> dict[str, object] | None:
    """Run the load, through another program if need be; None if that cannot run here."""
    done = subprocess.run(
        [*through, sys.executable, "-m", "benchmarks.posting", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if through and done.returncode == NOT_HERE:
        return None
    if not done.stdout.strip():
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


PARTS: dict[str, Callable[[], str]] = {"rates": rates, "chart": chart, "desk": desk, "posts": posts}


def machine() -> str:
    """Return when and on what: cores, memory, and how busy it was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GB, Python "
        f"{sys.version.split()[0]}; load average while measuring: {os.getloadavg()[1]:.1f}."
    )


def main() -> None:
    """Measure every part in a place of its own."""
    words = argparse.ArgumentParser(prog="python -m benchmarks")
    words.add_argument("--only", choices=PARTS)
    only = words.parse_args().only
    told = []
    with own_place():
        for name, part in PARTS.items():
            # The first part also builds the program that the pages are of.
            if only in (None, name) or (only in ("chart", "desk") and name == "rates"):
                told.append(part())
                print(told[-1], flush=True)
    told.append(machine() + "\n")
    print(told[-1])
    if only is None:
        RESULTS.write_text((HERE / "HEAD.md").read_text() + "\n" + "\n".join(told))


if __name__ == "__main__":
    main()
