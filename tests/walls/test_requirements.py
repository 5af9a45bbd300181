"""What is installed is what is named, pinned and hashed."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "requirements"


def named(file):
    """Return the packages that a .in file names, those of the file it includes among them."""
    found = set()
    for line in (HERE / file).read_text().splitlines():
        if line.startswith("-r "):
            found |= named(line[3:].strip())
        elif name := re.match(r"[A-Za-z0-9._-]+", line):
            found.add(plain(name[0]))
    return found


def pinned(file):
    """Return the pins of a .txt file: package to version and hashes."""
    text = (HERE / file).read_text().replace("\\\n", " ")
    pins = re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(.*)$", text)
    return {plain(name): (version, rest.count("--hash=sha256:")) for name, version, rest in pins}


def plain(name):
    """Return a package's name as the registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("kind", ["app", "dev"])
def test_every_package_that_is_named_is_pinned_with_its_hashes(kind):
    pins = pinned(f"{kind}.txt")

    assert named(f"{kind}.in") - set(pins) == set()
    assert [name for name, (_, hashes) in pins.items() if not hashes] == []


def test_tests_run_on_the_versions_that_are_served():
    app, dev = pinned("app.txt"), pinned("dev.txt")

    assert {name: pin[0] for name, pin in app.items() if dev.get(name, pin)[0] != pin[0]} == {}
    assert set(app) <= set(dev)


@pytest.mark.parametrize("file", ["app.txt", "dev.txt"])
def test_no_address_of_a_registry_is_written_down(file):
    assert "://" not in (HERE / file).read_text()
