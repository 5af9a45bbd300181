"""`alongside serve`: answer the browsers."""

import os
import sys
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Become the web server; outside production it is for this computer only."""

    help = "Serve the pages. Outside production for this computer only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            type=ip_address,
            default=ip_address("127.0.0.1"),
            help="the IP address to listen on",
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes that answer")

    def handle(self, *args: Any, **options: Any) -> None:
        host = options["host"]
        if not settings.PRODUCTION and not host.is_loopback:
            raise CommandError("Outside production only this computer is served (127.0.0.1).")
        words = [f"--host={host}", f"--port={options['port']}", f"--workers={options['workers']}"]
        if settings.TLS_CERTIFICATE:
            words += [f"--certificate={settings.TLS_CERTIFICATE}", f"--key={settings.TLS_KEY}"]
        # Becoming it, instead of starting it, leaves no Django asleep beside the server.
        os.execv(sys.executable, [sys.executable, "-m", "alongside.config.server", *words])  # noqa: S606
