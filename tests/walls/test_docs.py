"""The pages that describe the house are true."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from alongside.core.commands import SPELLED

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "GLOSSARY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


def test_the_map_of_rooms_is_fresh():
    printed = StringIO()
    call_command("docs", stdout=printed)

    assert printed.getvalue() == (ROOT / "docs/rooms.md").read_text(), "run `make docs`"


def test_every_setting_is_described_and_every_description_is_a_setting():
    files = [*(ROOT / "alongside").rglob("*.py"), *(ROOT / "tools").glob("*.py")]
    files += [f for f in (ROOT / "tests").rglob("*.py") if f.name != Path(__file__).name]
    read = re.compile(r"""env\w*(?:\.\w+)?[\[(]\s*"(ALONGSIDE_\w+|DATABASE_URL)\"""")
    used = {name for file in files for name in read.findall(file.read_text())}

    described = set(re.findall(r"`(ALONGSIDE_\w+|DATABASE_URL)`", _settings()))

    assert used == described


def _settings():
    return "\n".join(
        line for line in (ROOT / "docs/settings.md").read_text().splitlines() if line[:3] == "| `"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_target_that_is_told_is_in_the_makefile():
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))

    told = {t for page in PAGES for t in re.findall(r"`make ([a-z-]+)", page.read_text())}
    told |= {t for page in PAGES for t in re.findall(r"(?m)^    make ([a-z-]+)", page.read_text())}

    assert told <= targets


def test_every_command_that_is_told_exists():
    commands = {f.stem for f in ROOT.glob("alongside/*/management/commands/*.py")}
    commands |= {"check", "migrate", "collectstatic", "help"}
    told = {c for page in PAGES for c in re.findall(r"`alongside ([a-z-]+)", page.read_text())}

    assert {SPELLED.get(c, c) for c in told} <= commands
