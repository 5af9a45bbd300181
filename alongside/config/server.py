"""The web server: granian, with the few things that are decided for it.

Two processes with one thread each answer fastest (Python code runs one thread at a time), and a
request that waits for the database does not hold up the rest. Nothing of Django is loaded here:
this process only watches over the two.
"""

import argparse
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from alongside.config.logs import LOGGING


def main() -> None:
    """Serve until told to stop."""
    words = argparse.ArgumentParser(prog="alongside serve")
    words.add_argument("--host", required=True)
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--workers", type=int, required=True)
    words.add_argument("--certificate", type=Path)
    words.add_argument("--key", type=Path)
    told = words.parse_args()
    Granian(
        "alongside.config.wsgi:application",
        address=told.host,
        port=told.port,
        interface=Interfaces.WSGI,
        workers=told.workers,
        blocking_threads=1,
        http=HTTPModes.http1,
        websockets=False,
        # A process that dies is replaced; one that must stop may finish its request first.
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_dictconfig=LOGGING,
        # It would write down addresses of pages and of people.
        log_access=False,
        ssl_cert=told.certificate,
        ssl_key=told.key,
    ).serve()


if __name__ == "__main__":
    main()
