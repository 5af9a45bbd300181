"""`make screenshots`: a picture of every page of an invented program, at phone and desk width.

The pictures go to var/screenshots. With --readme the chart's picture is also written to
docs/pictures, for the README. With --people EPISODE… only those charts are pictured, from the
database of this installation.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = Path(os.environ.get("ALONGSIDE_SCREENSHOTS", ROOT / "var" / "screenshots"))
sys.path.insert(0, str(ROOT))


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start the server and return it once it answers."""
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (OUT.parent / "screenshots.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return server
    server.terminate()
    raise SystemExit("The server did not answer; see var/screenshots.log.")


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--people", nargs="*", default=[], metavar="EPISODE")
    parser.add_argument("--days", default="", help="the period of the charts: 14, 30, 90 or all")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--dark", action="store_true")
    chosen = parser.parse_args()

    OUT.mkdir(parents=True, exist_ok=True)
    if not chosen.people:
        os.environ["ALONGSIDE_VAR"] = tempfile.mkdtemp(prefix="alongside-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    if not chosen.people:
        _fill()
    port = free_port()
    server = serve(port)
    try:
        _pictures(f"http://127.0.0.1:{port}", chosen)
    finally:
        server.terminate()
        server.wait(10)


def _fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("synthetic", people=60, seed=1)


def _pictures(url: str, chosen: argparse.Namespace) -> None:
    from playwright.sync_api import sync_playwright

    from alongside.people.models import User
    from tests.browser.conftest import FLAGS, WIDTHS, chromium, signed_in
    from tests.browser.pages import addresses

    pages = list(addresses()) if not chosen.people else _charts(chosen.people, chosen.days)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, who, path in pages:
            if chosen.only not in name:
                continue
            for width, (wide, high) in WIDTHS.items():
                context = browser.new_context(
                    viewport={"width": wide, "height": high},
                    color_scheme="dark" if chosen.dark else "light",
                )
                if who:
                    signed_in(context, url, User.objects.get(email=f"{who}@alongside.example"))
                page = context.new_page()
                page.goto(url + path)
                page.screenshot(path=OUT / f"{name}-{width}.png", full_page=True)
                if chosen.readme and (name, width) == ("desk-together", "desk"):
                    picture = ROOT / "docs" / "pictures" / "together.png"
                    picture.parent.mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=picture)
                context.close()
            print(name)
        browser.close()


def _charts(episodes: list[str], days: str) -> list[tuple[str, str, str]]:
    """Return the chart of each of these stays, as the program's director sees it."""
    from django.urls import reverse

    return [
        (
            f"chart-{key[-6:]}",
            "ines",
            reverse("desk-together", kwargs={"episode_id": key}) + f"?days={days}",
        )
        for key in episodes
    ]


if __name__ == "__main__":
    main()
