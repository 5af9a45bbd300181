"""The check-in on a phone: a lost connection, an ended sign-in and the back button lose nothing."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import expect

from alongside.core.days import day_of
from alongside.monitoring.models import CheckIn, JournalNote

PHONE = {"width": 390, "height": 844}
WAIT = 20_000


def sign_in(context, url, user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}]
    )


@pytest.fixture
def phone(browser, live_server, transactional_db, cast):
    """Return a function that opens Ada's check-in; what is wrong in its script fails the test."""
    contexts, wrong = [], []

    def opened(**about):
        context = browser.new_context(viewport=PHONE, **about)
        contexts.append(context)
        sign_in(context, live_server.url, cast.user("ada"))
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(live_server.url + reverse("portal-checkin"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def question(page):
    return page.locator("form[data-question]:not([hidden])")


def tap(page, name):
    question(page).get_by_role("button", name=name, exact=True).click()


def asks(page, words):
    expect(question(page).locator("h1")).to_contain_text(words, timeout=WAIT)


def says(page, words):
    expect(page.locator("[data-state]")).to_contain_text(words, timeout=WAIT)


def test_each_tap_is_saved_while_the_next_question_is_there_already(phone, cast):
    page = phone()

    tap(page, "7")

    asks(page, "Mood most of the day")
    says(page, "Saved")
    assert CheckIn.objects.get().craving == 7


def test_without_a_connection_one_goes_on_and_everything_arrives_later(phone, cast):
    page = phone()
    tap(page, "7")
    says(page, "Saved")
    page.context.set_offline(True)

    tap(page, "1")
    says(page, "Kept on this device")
    # A very low mood is answered at once, connection or not.
    expect(page.locator("[data-help]")).to_be_visible()
    tap(page, "4")
    tap(page, "6")
    tap(page, "Yes")
    asks(page, "What was it, and how much?")
    page.locator("input[value=alcohol]").check()
    page.locator("#amount-alcohol").fill("two glasses")
    tap(page, "Next")
    asks(page, "medication")
    assert CheckIn.objects.get().mood is None
    assert "two glasses" not in page.evaluate("JSON.stringify(localStorage)")

    page.context.set_offline(False)
    says(page, "Saved")
    row = CheckIn.objects.get()
    assert (row.mood, row.anxiety, float(row.sleep_hours), row.used) == (1, 4, 6, True)
    assert row.uses == [{"what": "alcohol", "amount": "two glasses"}]


def test_an_ended_sign_in_keeps_the_answer_and_sends_it_after_signing_in(phone, cast, live_server):
    page = phone()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    tap(page, "7")
    says(page, "you were signed out")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert not CheckIn.objects.exists()

    sign_in(page.context, live_server.url, cast.user("ada"))
    page.goto(live_server.url + reverse("portal-home"))
    expect(page.get_by_text("You have begun")).to_have_count(0)
    for _ in range(100):
        if CheckIn.objects.exists():
            break
        page.wait_for_timeout(100)
    assert CheckIn.objects.get().craving == 7


def test_somebody_else_on_the_same_device_sends_nothing_of_it(phone, cast, live_server):
    page = phone()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    tap(page, "7")
    says(page, "you were signed out")

    sign_in(page.context, live_server.url, cast.user("ben"))
    page.goto(live_server.url + reverse("portal-checkin"))
    asks(page, "Strongest craving")
    page.wait_for_timeout(500)

    assert not CheckIn.objects.exists()


def test_the_back_button_goes_one_question_back_and_the_answer_can_be_changed(phone, cast):
    page = phone()
    tap(page, "7")
    asks(page, "Mood most of the day")
    says(page, "Saved")

    page.go_back()
    asks(page, "Strongest craving")
    expect(page.locator(".tap[aria-pressed=true]")).to_have_text("7")
    tap(page, "3")
    asks(page, "Mood most of the day")
    says(page, "Saved")

    for _ in range(100):
        if CheckIn.objects.get().craving == 3:
            break
        page.wait_for_timeout(100)
    assert CheckIn.objects.get().craving == 3


def test_what_cannot_be_taken_is_asked_again_with_what_was_typed(phone, cast):
    page = phone()
    for name in ("7", "5", "4"):
        tap(page, name)
    asks(page, "Hours slept")

    page.locator("#typed-hours").fill("30")
    page.locator("#typed-hours").press("Enter")

    expect(page.locator(".wrong:not([hidden])")).to_contain_text("0 to 24", timeout=WAIT)
    assert page.locator("#typed-hours").input_value() == "30"
    assert CheckIn.objects.get().sleep_hours is None


def test_a_whole_check_in_ends_with_thanks_and_a_name(phone, cast):
    page = phone()
    for name in ("7", "5", "4", "6", "No", "Partly"):
        tap(page, name)
    page.locator("input[value=alone]").check()
    page.locator("#note").fill("He rang again.")
    tap(page, "Next")
    tap(page, "Skip")
    tap(page, "Yes")

    expect(page.get_by_role("heading", name="Cara Test will be in touch")).to_be_visible(
        timeout=WAIT
    )
    row, note = CheckIn.objects.get(), JournalNote.objects.get()
    assert (row.medication, row.triggers, row.skipped) == ("partly", ["alone"], ["helped"])
    assert (note.text, note.is_shared) == ("He rang again.", False)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes(':keep:'))") == []


# What keep.js seals is a list of [name, value]; it waits here until the test lets it go on.
HOLD_DRAFTS = """
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    window.held = [];
    crypto.subtle.encrypt = async (about, key, plain) => {
      if (new TextDecoder().decode(plain).startsWith('[["')) {
        await new Promise((done) => window.held.push(done));
      }
      return encrypt(about, key, plain);
    };
"""
DRAFTS = "() => Object.keys(localStorage).filter((name) => name.endsWith('-happened'))"


def until(page, script):
    """Wait until a script answers something; the page's policy forbids Playwright's own way."""
    for _ in range(100):
        if found := page.evaluate(script):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {script}")


def at_the_note(page, text):
    """Go to the question with the note and type it."""
    page.goto(f"{page.url}?ask=happened")
    page.locator("#note").fill(text)


def test_a_draft_that_was_still_being_sealed_when_the_answer_was_saved_is_not_kept(phone, cast):
    page = phone()
    page.add_init_script(HOLD_DRAFTS)
    at_the_note(page, "He rang again.")
    until(page, "held.length")

    tap(page, "Next")
    says(page, "Saved")
    page.evaluate("held.forEach((done) => done())")
    page.wait_for_timeout(300)

    assert JournalNote.objects.get().text == "He rang again."
    assert page.evaluate(DRAFTS) == []


def test_a_note_that_is_sent_as_soon_as_it_is_typed_leaves_no_draft(phone, cast):
    page = phone()
    page.goto(f"{page.url}?ask=happened")

    page.evaluate("""() => {
        const note = document.querySelector("#note");
        note.value = "He rang again.";
        note.dispatchEvent(new Event("input", { bubbles: true }));
        note.form.requestSubmit(note.form.querySelector(".btn.main"));
    }""")
    says(page, "Saved")
    page.wait_for_timeout(400)

    assert JournalNote.objects.get().text == "He rang again."
    assert page.evaluate(DRAFTS) == []


def test_a_clock_that_is_put_back_keeps_no_draft_and_loses_none(phone, cast):
    page = phone()
    at_the_note(page, "He rang again.")
    assert until(page, f"({DRAFTS})()[0]")

    page.evaluate("() => { const real = Date.now; Date.now = () => real() - 3600000; }")
    tap(page, "Next")
    says(page, "Saved")
    page.wait_for_timeout(300)
    assert page.evaluate(DRAFTS) == []

    page.go_back()
    page.locator("#note").fill("He rang again. I hung up.")
    assert until(page, f"({DRAFTS})()[0]")


def test_words_typed_after_the_answer_was_sent_are_still_kept(phone, cast):
    page = phone()
    at_the_note(page, "He rang again.")
    page.route("**/me/check-in/", lambda route: None)  # on its way until it is let go
    tap(page, "Next")
    page.go_back()
    page.locator("#note").fill("He rang again. I hung up.")
    assert until(page, f"({DRAFTS})()[0]")
    page.unroute_all()  # what waits goes on

    says(page, "Saved")
    assert JournalNote.objects.get().text == "He rang again."
    page.reload()
    expect(page.locator("#note")).to_have_value("He rang again. I hung up.", timeout=WAIT)


def test_without_a_script_the_same_answers_arrive(phone, cast):
    page = phone(java_script_enabled=False)
    for name in ("7", "Skip", "4", "6", "No", "Yes"):
        tap(page, name)
    page.locator("#note").fill("He rang again.")
    tap(page, "Next")
    tap(page, "Skip")
    tap(page, "No")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=WAIT)
    row = CheckIn.objects.get()
    assert (row.day, row.craving, row.mood) == (day_of(row.created_at), 7, None)
    assert (row.medication, row.wants_contact) == ("yes", False)
    assert JournalNote.objects.get().text == "He rang again."
