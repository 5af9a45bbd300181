"""How much a second: scorings, people taken in from FHIR, invented people."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path


def a_second(deed: Callable[[], int], least: float = 1.0) -> float:
    """Return how many a second of processor time, doing the deed again until `least` seconds."""
    done, begun = 0, time.process_time()
    while time.process_time() - begun < least:
        done += deed()
    return done / (time.process_time() - begun)


def scorings() -> dict[str, float]:
    """Return scorings a second of instruments with 7, 9 and 20 items, all answered."""
    from alongside.measures.catalogue import instrument

    told = {}
    for name in ("gad-7", "phq-9", "pcl-5"):
        scorer = instrument(name).scorer
        answers = {item.id: 1.0 for item in instrument(name).form.items}

        def one(scorer=scorer, answers=answers) -> int:
            scorer.score(answers, {})
            return 1

        told[name] = a_second(one)
    return told


def people_invented(active: int) -> tuple[int, float]:
    """Build the invented program; return its people and how many a second."""
    from alongside.synthetic.actions.building import build

    begun = time.process_time()
    people = build(active=active, seed=1, at=datetime.now(UTC))
    return people, people / (time.process_time() - begun)


def imported(folder: Path) -> tuple[int, int, float]:
    """Take in the FHIR files of a folder; return files, rows written, and rows a second."""
    from django.apps import apps
    from django.core.management import call_command

    files = [str(p) for p in sorted(folder.glob("*.json"))]
    if not files:
        return 0, 0, 0.0
    rooms = ("people", "intake", "medications", "measures")
    tables = [m for room in rooms for m in apps.get_app_config(room).get_models()]

    def rows() -> int:
        return sum(m._default_manager.count() for m in tables)

    before, begun = rows(), time.process_time()
    # It exits where a file was refused; the others were taken.
    with suppress(SystemExit):
        call_command("import_records", "fhir", *files, stdout=StringIO())
    spent = time.process_time() - begun
    return len(files), rows() - before, (rows() - before) / spent
