"""The demo's two processes: the web server and the worker, started and ended together."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic
from typing import BinaryIO

Running = Sequence["subprocess.Popen[bytes]"]
LOOPBACK = "127.0.0.1"
# A slow or busy machine takes its time; one that fails says so at once, by ending.
START_SECONDS = 180
STOP_SECONDS = 20


def port_fault(port: int) -> str:
    """Return why the port cannot be used, with what to do, or nothing if it can."""
    if not 1 <= port <= 65535:
        return f"{port} is not a port. Choose one from 1024 to 65535: make demo PORT=8001"
    with socket.socket() as probe:
        # As servers do: a port whose last connections are only just closed is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as why:
            if why.errno == errno.EADDRINUSE:
                return f"Port {port} is in use. Choose another: make demo PORT={port % 65535 + 1}"
            return f"Port {port} cannot be used ({why.strerror}). Try: make demo PORT=8001"
    return ""


@contextmanager
def started(port: int, out: BinaryIO) -> Iterator[Running]:
    """Start both, and end both however this is left."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for words in (["serve", f"--port={port}"], ["worker"]):
            running.append(_start(words, out))
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _start(words: Sequence[str], out: BinaryIO) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "alongside.config.cli", *words],
        stdout=out,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        # A group of their own: Ctrl-C reaches the demo alone, which ends both in order.
        process_group=0,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the demo dies without a word (prctl(2))."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def is_answering(port: int, running: Running, stop: Event) -> bool:
    """Wait until the server answers that it is ready; False if it does not come to that."""
    until = monotonic() + START_SECONDS
    while monotonic() < until:
        if stop.wait(0.2) or any(process.poll() is not None for process in running):
            return False
        if _status(port) == 200:
            return True
    return False


def _status(port: int) -> int | None:
    """Ask the server whether it is ready; not through a proxy, should one be set."""
    asked = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        asked.close()
