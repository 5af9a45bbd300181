"""Nothing that anyone typed is lost, and nobody else reads it."""

import pytest
from django.urls import reverse

FIELD = "[name=chosen_name]"


def kept(page):
    """Return what the device holds of forms, as one string."""
    return page.evaluate(
        "JSON.stringify(Object.entries(localStorage).filter(([k]) => k.includes(':keep:')))"
    )


@pytest.fixture
def form(opened):
    page = opened("fay", reverse("desk-new-person"))
    page.fill(FIELD, "Zora Unsaved")
    page.wait_for_selector("form[data-kept]")
    return page


def test_what_was_typed_comes_back_and_lies_sealed_on_the_device(form):
    assert "Zora" not in kept(form)

    address = form.url
    form.goto(address + "?")
    form.goto(address)

    form.wait_for_selector("[data-start-over]")
    assert form.input_value(FIELD) == "Zora Unsaved"


def test_somebody_else_on_the_same_device_does_not_see_it(form):
    who = form.evaluate("document.body.dataset.who")
    held = form.evaluate("JSON.stringify(localStorage)")
    form.evaluate("localStorage.clear()")
    # The same box under another reader's name: another key, so it stays shut.
    form.evaluate(
        "([held, who]) => Object.entries(JSON.parse(held)).forEach("
        "([k, v]) => localStorage.setItem(k.replace(who, 'somebody'), v))",
        [held, who],
    )
    form.reload()

    assert form.input_value(FIELD) == ""
    assert form.locator("[data-start-over]").count() == 0


def test_without_a_connection_the_page_stays_and_says_what_is_kept(form):
    form.context.set_offline(True)
    form.locator("form[data-keep] button[type=submit]").first.click()

    bulletin = form.locator("[data-offline]")
    bulletin.wait_for(state="visible")
    assert "kept on this device" in bulletin.inner_text()
    assert form.input_value(FIELD) == "Zora Unsaved"
    form.context.set_offline(False)


def test_what_has_been_saved_is_no_longer_kept(form):
    before = form.url
    form.fill("[name=phone]", "+1 212 555 0142")
    form.locator("form[data-keep] button[type=submit]").first.click()
    form.wait_for_url(lambda url: url != before)

    assert kept(form) == "[]"


def test_leaving_quickly_goes_at_once_and_back_does_not_bring_it_back(opened):
    page = opened("patient1", reverse("portal-home"))
    # Tests ask nobody outside: here the quiet page is one of our own.
    leave = "(to) => { document.querySelector('[data-leave]').href = to; }"
    page.evaluate(leave, reverse("portal-help"))
    page.click("[data-leave]")
    page.wait_for_url(f"**{reverse('portal-help')}")

    page.go_back()

    page.wait_for_timeout(300)
    assert not page.url.endswith(reverse("portal-home"))
