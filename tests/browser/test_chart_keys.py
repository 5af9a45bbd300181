"""The chart by keyboard: each step names its day and its values, also to a screen reader."""

import re

from django.urls import reverse

from alongside.people.models import Episode, Staff


def test_each_arrow_key_reads_out_a_day_and_its_values(opened):
    dana = Staff.objects.get(user__email="dana@alongside.example")
    stay = Episode.objects.filter(status="admitted", team__staff=dana).order_by("admitted_at")[0]
    page = opened("dana", reverse("desk-together", args=[stay.pk]))
    plot = page.locator("[data-plot]").first

    def read():
        return plot.get_attribute("aria-valuetext"), int(plot.get_attribute("aria-valuenow"))

    for _ in range(200):
        page.keyboard.press("Tab")
        if plot.evaluate("plot => plot === document.activeElement"):
            break
    assert plot.get_attribute("role") == "slider"
    assert plot.get_attribute("aria-label")
    readout = page.locator("[data-readout]").first
    told = [read()]
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
        told.append(read())
        for part in told[-1][0].split(", "):
            assert part.split(" ")[-1] in readout.inner_text()
    page.keyboard.press("Home")
    first, begun = read()

    words, steps = zip(*told, strict=True)
    assert list(steps) == list(range(steps[0], steps[0] - 11, -1))
    assert begun == 1
    assert len({*words, first}) == 12
    assert all(re.match(r"\w+ \d+ \w+, ", said) for said in words)
    assert any(re.search(r"Mood \d+, Anxiety \d+, Craving \d+", said) for said in words)
    page.keyboard.press("Escape")
    assert "Mood" not in readout.inner_text()
