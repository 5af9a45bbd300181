"""An answer that calls for help, on a phone: help at once, with the person's own people."""

from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from alongside.core.days import day_of
from alongside.measures.actions.assigning import assign
from alongside.people.models import Task
from alongside.privacy import gate
from alongside.safety.actions import save_plan
from alongside.safety.rules import Contact, Content
from tests.browser.conftest import WIDTHS, signed_in

WIDE, HIGH = WIDTHS["phone"]


@pytest.fixture
def phone(browser, live_server, transactional_db, cast):
    """Return Ada's phone, on which a PHQ-9 is waiting."""
    ada = gate.job_access("test", at=cast.at).on(cast.episode)
    plan = replace(
        Content(alone="Walk to the river"), people=(Contact("Rosa", "sister", "555-0107"),)
    )
    save_plan(ada, content=plan, seen=0, at=cast.at)
    asked = assign(ada, instrument_id="phq-9", first_due_on=day_of(cast.at), at=cast.at)
    context = browser.new_context(viewport={"width": WIDE, "height": HIGH}, has_touch=True)
    signed_in(context, live_server.url, cast.user("ada"))
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(live_server.url + reverse("measures-begin", args=[asked.pk]))
    page.locator("main form button[type=submit]").first.tap()
    yield page
    context.close()
    assert wrong == []


def answer(page, number, label):
    expect(page.get_by_text(f"Question {number} of")).to_be_visible()
    page.get_by_label(label, exact=True).tap()
    page.get_by_role("button", name="Next").tap()


def to_the_ninth(page):
    for number in range(1, 9):
        answer(page, number, "Not at all")
    # A breath is offered before this one.
    if page.get_by_text("Question 9 of").count() == 0:
        page.locator("main .btn.main").tap()


def test_help_is_there_at_once_with_the_lifeline_the_own_person_and_the_plan(phone, cast):
    to_the_ninth(phone)
    answer(phone, 9, "Several days")

    call = phone.get_by_role("link", name="Call 988")
    expect(call).to_have_attribute("href", "tel:988")
    box = call.bounding_box()
    assert box["y"] + box["height"] <= HIGH, "the lifeline is below the fold"
    rosa = phone.get_by_role("link", name="Call Rosa")
    assert rosa.get_attribute("href").startswith("tel:")
    rosa.scroll_into_view_if_needed()
    expect(rosa).to_be_in_viewport()
    assert "Cara Test" in phone.locator("main").inner_text()
    assert Task.objects.get().title == "PHQ-9, question 9: several days"
    go_on = phone.get_by_role("link", name="Go on with the questions").get_attribute("href")

    phone.get_by_role("link", name="Open my safety plan").tap()

    expect(phone.get_by_text("Walk to the river")).to_be_visible()
    phone.goto(phone.url.split("/me/")[0] + go_on)
    expect(phone.get_by_text("Question 10 of")).to_be_visible()


def test_where_nothing_is_wrong_no_help_is_put_in_the_way(phone, cast):
    to_the_ninth(phone)
    answer(phone, 9, "Not at all")

    expect(phone.get_by_role("link", name="Call 988")).to_have_count(0)
    assert not Task.objects.exists()
