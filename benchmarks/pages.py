"""Server time and queries of the chart and the desk, by the size of the record and the program."""

import gc
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

RUNS, FIRST = 40, 5


@dataclass(frozen=True)
class Timed:
    """How long a page took, in milliseconds, and how many queries it made."""

    cpu_50: float
    cpu_95: float
    wall_50: float
    wall_95: float
    queries: int
    kilobytes: float


def timed(client: Client, address: str, runs: int = RUNS) -> Timed:
    """Open a page many times; whole requests, from the first middleware to the last.

    Processor time is what one idle core would need; on a busy machine the clock says more about
    the others on it.
    """
    for _ in range(FIRST):
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    # Counted here: the next request empties the list.
    queries = len([q for q in seen.captured_queries if not _is_bracket(q["sql"])])
    cpu, wall = [], []
    gc.collect()
    for _ in range(runs):
        begun, clock = time.process_time(), time.perf_counter()
        client.get(address)
        cpu.append((time.process_time() - begun) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    return Timed(
        *(_at(cpu, share) for share in (0.5, 0.95)),
        *(_at(wall, share) for share in (0.5, 0.95)),
        queries=queries,
        kilobytes=len(answer.content) / 1000,
    )


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _is_bracket(sql: str) -> bool:
    return sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))


def signed_in(email: str) -> Client:
    """Return a client that is signed in with this address."""
    from alongside.people.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=email))
    return client


def some_stay():
    """Return a stay of Dana's, who is a therapist of the invented program."""
    from alongside.people.models import Episode, User

    dana = User.objects.get(email="dana@alongside.example").staff
    stays = Episode.objects.filter(status="admitted", team__staff=dana)
    return stays.order_by("admitted_at").first()
