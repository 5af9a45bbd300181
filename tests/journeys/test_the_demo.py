"""From `alongside demo` to somebody signed in, and back again the next day."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

# Several processes are started, on a machine that may be doing other things.
pytestmark = pytest.mark.timeout(600)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def demo(var, *words):
    """Start the demo with nothing of this environment in it."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE", "DATABASE"))}
    return subprocess.Popen(
        [sys.executable, "-m", "alongside.config.cli", "demo", "--people=3", *words],
        env=clean | {"ALONGSIDE_VAR": str(var), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(var, port):
    """Run the demo until it says that it is there; Ctrl-C it afterwards."""
    process = demo(var, f"--port={port}")
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    try:
        yield "".join(said)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0, [*said, rest]
    assert "has ended" in rest


class Visitor:
    """A browser without pictures."""

    def __init__(self, port):
        self.at = f"http://127.0.0.1:{port}"
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def open(self, path, data=None):
        sent = urlencode(data).encode() if data else None
        return self.opener.open(self.at + path, sent, timeout=60)

    def sign_in(self, email, password):
        page = self.open("/accounts/login/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
        return self.open("/accounts/login/", form)


def test_one_command_opens_the_program_and_the_next_finds_it_as_it_was(tmp_path):
    port = free_port()

    with running(tmp_path, port) as said:
        assert f"http://127.0.0.1:{port}/" in said
        roles = ("Program director", "Nurse", "Peer specialist", "Front desk", "Patient")
        assert all(role in said for role in roles)
        password = re.search(r"same for all: (.+)", said)[1]
        email = re.search(r"Therapist .* (\S+@\S+)", said)[1]

        today = Visitor(port).sign_in(email, password)
        assert today.url.endswith("/today/")

        # It is there already, on this port and on this data.
        taken, _ = demo(tmp_path / "other", f"--port={port}").communicate(timeout=120)
        assert f"Port {port} is in use" in taken
        twice, _ = demo(tmp_path, f"--port={free_port()}").communicate(timeout=120)
        assert "running already" in twice

        with socket.socket() as elsewhere:
            elsewhere.settimeout(2)
            assert elsewhere.connect_ex((_address_of_this_machine(), port)) != 0

    written = (tmp_path / "demo.log").read_text()
    assert email.split("@")[0] not in written
    before = (tmp_path / "secret").read_text()

    with running(tmp_path, port) as again:
        assert "Building" not in again
        assert Visitor(port).sign_in(email, password).url.endswith("/today/")
        with pytest.raises(HTTPError):
            Visitor(port).open("/no-such-page/")
    assert (tmp_path / "secret").read_text() == before


def _address_of_this_machine():
    """Return an address that is not the loopback; one that nobody has, if there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "192.0.2.1"


def test_a_demo_that_was_cut_off_while_it_was_built_is_built_anew(tmp_path):
    (tmp_path / "alongside.sqlite3").write_text("half of a database")
    (tmp_path / "alongside.sqlite3.unfinished").touch()

    said, _ = demo(tmp_path, "--reset").communicate(timeout=300)

    assert "as new" in said, said
    assert not (tmp_path / "alongside.sqlite3.unfinished").exists()


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none_is_told(tmp_path, port):
    said, _ = demo(tmp_path, f"--port={port}").communicate(timeout=120)

    assert f"{port} is not a port" in said
