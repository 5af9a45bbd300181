"""Run a command against a PostgreSQL server of its own, which is thrown away afterwards.

    tools/postgres.py [--durable] COMMAND [ARGUMENT ...]

The server lives in a temporary folder and listens on a socket in it and nowhere else. It does not
wait for the disk, unless it is to be `--durable`, as for a measurement. As root, where PostgreSQL
refuses to run, it is `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

OLDEST = 15
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "50",
    "shared_buffers": "128MB",
}


def main() -> int:
    """Start the server, run the command with DATABASE_URL set, and stop the server."""
    command, settings = sys.argv[1:], SETTINGS | NOT_DURABLE
    if command[:1] == ["--durable"]:
        command, settings = command[1:], SETTINGS
    binaries = newest()
    if binaries is None:
        print(
            f"No PostgreSQL {OLDEST} or newer was found (Debian: apt-get install postgresql-15).",
            file=sys.stderr,
        )
        return 2
    home = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    owner = owner_of_server()
    if owner:
        shutil.chown(home, owner)
    try:
        return with_server(binaries, home, owner, settings, command)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def newest() -> Path | None:
    """Return the folder with the newest server's programs that is new enough."""
    folders = [Path(found) for found in Path("/usr/lib/postgresql").glob("*/bin")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    by_version = {version_of(folder): folder for folder in folders if (folder / "initdb").exists()}
    best = max(by_version, default=0)
    return by_version[best] if best >= OLDEST else None


def version_of(folder: Path) -> int:
    """Return the major version of the server in `folder`."""
    told = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return int(told.stdout.split()[2].split(".")[0])


def owner_of_server() -> str | None:
    """Return the account that runs the server: nobody special, unless this is root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def with_server(
    binaries: Path,
    home: Path,
    owner: str | None,
    settings: Mapping[str, str],
    command: Sequence[str],
) -> int:
    """Run the command while the server is up; return the command's exit code."""
    data = home / "data"

    def run(program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [binaries / program, *words],
            user=owner,
            group=pwd.getpwnam(owner).pw_gid if owner else None,
            extra_groups=[] if owner else None,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{program} failed:\n{done.stdout}{done.stderr}")

    run("initdb", "-D", data, "-U", "alongside", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in settings.items())
    run("pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", f"-k {home} {options}", "start")
    try:
        run("createdb", "-h", home, "-U", "alongside", "alongside")
        # Two slashes: django-environ's way to say that the host is a folder with a socket.
        url = f"postgresql://alongside@/{home}/alongside"
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
