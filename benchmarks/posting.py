"""Many patients answer their check-ins at once, over HTTP; then every answer is looked for.

    python -m benchmarks.posting --people 500 --kills 2

Starts the product's own server with two processes, on the loopback, in a temporary folder (or on
DATABASE_URL), and sends one answer after the other on eight connections, with real sessions and
form tokens. With --kills, all processes of the server are killed by signal 9 so many times in the
middle of it. Prints what came of it as JSON; the exit code is 1 if anything acknowledged is lost.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.place import own_place

QUESTIONS = ("craving", "mood", "anxiety", "stress", "confidence")
LANES = 8
TOKEN = "b" * 32
HEAD = (
    "POST /me/check-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookies}\r\n"
    "Content-Length: {length}\r\n\r\n"
)


@dataclass(frozen=True)
class Tap:
    """One answer of one person, as the bytes that a browser sends."""

    episode: UUID
    question: str
    value: int
    sent: bytes


@dataclass
class Run:
    """What came of a load."""

    acknowledged: list[Tap] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    kills: int = 0
    seconds: float = 0.0


def people(count: int) -> list[tuple[UUID, str]]:
    """Make so many patients in the program, each signed in; return stay and session of each."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from alongside.people.models import Episode, Patient, User

    at = datetime.now(UTC)
    users = [User(email=f"load{n}@example.org", password="!") for n in range(count)]
    User.objects.bulk_create(users)
    patients = [
        Patient(chosen_name=f"Load {n}", user=user, created_at=at) for n, user in enumerate(users)
    ]
    Patient.objects.bulk_create(patients)
    stays = [
        Episode(patient=p, status="admitted", referred_at=at, admitted_at=at) for p in patients
    ]
    Episode.objects.bulk_create(stays)
    store = SessionStore()
    sessions = [
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: "alongside.config.backend.Backend",
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                    "seen_at": int(at.timestamp()),
                }
            ),
            expire_date=at + timedelta(hours=2),
        )
        for user in users
    ]
    Session.objects.bulk_create(sessions)
    return [(stay.pk, s.session_key) for stay, s in zip(stays, sessions, strict=True)]


def taps(signed_in: Sequence[tuple[UUID, str]]) -> list[Tap]:
    """Return every answer to send: each question of everybody, people taking turns."""
    from django.conf import settings

    from alongside.core.days import day_of
    from alongside.monitoring.rules.saving import Record

    day = day_of(datetime.now(UTC)).isoformat()
    made = []
    for question in QUESTIONS:
        for number, (episode, session) in enumerate(signed_in):
            value = (number * 7 + len(made)) % 11
            body = urlencode(
                {
                    "csrfmiddlewaretoken": TOKEN,
                    "day": day,
                    "ask": question,
                    "key": f"{number}.{question}",
                    "seen": Record().mark(question),
                    question: value,
                }
            )
            cookies = (
                f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
            )
            head = HEAD.format(cookies=cookies, length=len(body))
            made.append(Tap(episode, question, value, (head + body).encode()))
    return made


@contextmanager
def server(workers: int) -> Iterator[tuple[subprocess.Popen, int]]:
    """Run the product's server on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, "-m", "alongside.config.server", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_well(process, port)
        yield process, port
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_well(process: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with {process.returncode}.")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if b" 200 " in line.recv(200):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("The server did not become well.")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def send(todo: Sequence[Tap], process: subprocess.Popen, port: int, kills: int) -> Run:
    """Send everything, and kill the server's processes `kills` times, evenly spread."""
    run, waiting = Run(), deque(todo)
    lanes = [
        threading.Thread(target=_lane, args=(waiting, process, port, run)) for _ in range(LANES)
    ]
    begun = time.perf_counter()
    for lane in lanes:
        lane.start()
    for number in range(kills):
        while process.poll() is None and len(waiting) > len(todo) * (
            1 - (number + 1) / (kills + 1)
        ):
            time.sleep(0.005)
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
            run.kills += 1
    for lane in lanes:
        lane.join()
    run.seconds = time.perf_counter() - begun
    return run


def _lane(waiting: deque[Tap], process: subprocess.Popen, port: int, run: Run) -> None:
    """Send one answer after the other; what was sent and not answered is not sent again."""
    line = None
    while True:
        line = line or _connected(process, port)
        try:
            tap = waiting.popleft()
        except IndexError:
            return
        begun = time.perf_counter()
        try:
            line.sendall(tap.sent)
            status = _status(line)
        except OSError:
            run.unanswered += 1
            line = None
            continue
        if status == 302:
            run.acknowledged.append(tap)
            run.milliseconds.append((time.perf_counter() - begun) * 1000)
        else:
            run.refused += 1


def _connected(process: subprocess.Popen, port: int) -> socket.socket:
    """Connect, however long it takes until the server is back, unless it has ended for good."""
    while process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            time.sleep(0.1)
    # A worker that dies within seconds of being replaced makes granian end the server.
    raise SystemExit("The server has ended.")


def _status(line: socket.socket) -> int:
    """Read one answer to its end and return its status."""
    read = b""
    while b"\r\n\r\n" not in read:
        if not (more := line.recv(65536)):
            raise OSError("the connection ended")
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    length = 0
    for row in head.lower().split(b"\r\n"):
        if row.startswith(b"content-length:"):
            length = int(row[15:])
    while len(body) < length:
        if not (more := line.recv(65536)):
            raise OSError("the connection ended")
        body += more
    return int(head.split(b" ", 2)[1])


def lost(acknowledged: Sequence[Tap]) -> list[Tap]:
    """Return the answers that were acknowledged and do not stand in the database."""
    from alongside.monitoring.models import CheckIn

    kept = {row["episode_id"]: row for row in CheckIn.objects.values("episode_id", *QUESTIONS)}
    return [t for t in acknowledged if kept.get(t.episode, {}).get(t.question) != t.value]


def main() -> int:
    """Run the load, and print what came of it."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.posting")
    words.add_argument("--people", type=int, default=400)
    words.add_argument("--kills", type=int, default=0)
    words.add_argument("--workers", type=int, default=2)
    told = words.parse_args()
    with own_place():
        todo = taps(people(told.people))
        with server(told.workers) as (process, port):
            plain = _plain_a_second(port)
            before = _spent(children(process.pid))
            run = send(todo, process, port, told.kills)
            spent = _spent(children(process.pid)) - before
        gone = lost(run.acknowledged)
        times = sorted(run.milliseconds)
        print(
            json.dumps(
                {
                    "sent": len(todo),
                    "acknowledged": len(run.acknowledged),
                    "refused": run.refused,
                    "unanswered": run.unanswered,
                    "killed": run.kills,
                    "lost": len(gone),
                    "a_second": round(len(run.acknowledged) / run.seconds, 1),
                    "healthz_a_second": plain,
                    "p50_ms": round(times[len(times) // 2], 1) if times else None,
                    "p95_ms": round(times[int(len(times) * 0.95)], 1) if times else None,
                    # The server's own processor time for one answer; unknown once it was killed.
                    "cpu_ms": round(spent * 1000 / len(todo), 2) if not told.kills else None,
                }
            )
        )
    return 1 if gone or not run.acknowledged else 0


def _plain_a_second(port: int, count: int = 400) -> float:
    """Return how often one connection gets the plainest page: what this machine can do now."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        begun = time.perf_counter()
        for _ in range(count):
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            _status(line)
        return round(count / (time.perf_counter() - begun), 1)


def _spent(pids: Sequence[int]) -> float:
    """Return the processor time, in seconds, that these processes have used so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
