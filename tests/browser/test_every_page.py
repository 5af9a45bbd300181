"""Every page, in a real browser: accessible, complete on a phone, and quiet in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import addresses

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("width", ["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(opened, width, scheme):
    found = []
    for name, who, path in addresses():
        page = opened(who, path, width, color_scheme=scheme)
        for one in Axe().run(page, options=RULES).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                where = one["nodes"][0]["target"]
                found.append(f"{name} ({width}, {scheme}): {one['id']} at {where}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name} ({width}): wider than the screen")
        page.context.close()

    assert found == []


def test_everything_on_a_page_lies_in_a_landmark(opened):
    """Who goes from landmark to landmark by ear misses nothing, least of all "Help now"."""
    found = []
    for name, who, path in addresses():
        page = opened(who, path, "phone")
        rule = {"runOnly": {"type": "rule", "values": ["region", "landmark-unique"]}}
        for one in Axe().run(page, options=rule).response["violations"]:
            where = [node["target"] for node in one["nodes"]]
            found.append(f"{name}: {one['id']} at {where}")
        page.context.close()

    assert found == []


def test_every_page_fits_at_twice_the_size(opened):
    """200 % zoom of a 1280 px screen is a window of 640 px (WCAG 1.4.10, 1.4.4)."""
    found = []
    for name, who, path in addresses():
        page = opened(who, path, "desk")
        page.set_viewport_size({"width": 640, "height": 512})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(name)
        page.context.close()

    assert found == []


def test_every_page_can_be_walked_with_the_keyboard(opened):
    """The first stop is the skip link, and each stop after it is something that can be seen."""
    found = []
    for name, who, path in addresses():
        page = opened(who, path, "desk")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.className")
        if "skip" not in first:
            found.append(f"{name}: begins at {first!r}")
        for _ in range(6):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "(() => { const e = document.activeElement; if (e === document.body) return true;"
                " const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; })()"
            )
            if not seen:
                found.append(f"{name}: focus goes where nothing is seen")
        page.context.close()

    assert found == []
