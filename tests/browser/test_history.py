"""Undo, redo and earlier versions in a browser; and words that outlive a sign-in."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from tests.accounts.filled import keeper_of
from tests.browser.conftest import DESK, PHONE, axe, begin, write
from tests.browser.test_guest_to_account import sign_in, sign_up
from tests.world import PASSWORD
from web.kit.house import House

Open = Callable[..., Page]


def choose(page: Page, design: str) -> None:
    page.goto("/resumes/default/design")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        radio(page, design).check(force=True)


def radio(page: Page, design: str) -> Locator:
    return page.locator(f"input[name=design][value={design}]")


def test_undo_and_redo_by_keys_and_over_a_reload(visit: Open) -> None:
    page = visit()
    begin(page)
    choose(page, "classic")
    page.goto("/resumes/default")
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    expect(redo).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+z")
    expect(page.locator("#notice")).to_contain_text("Undone: ")
    expect(undo).to_have_attribute("aria-disabled", "true")
    page.reload()
    page.keyboard.press("Control+y")
    expect(undo).not_to_have_attribute("aria-disabled", "true")
    undo.focus()
    page.keyboard.press("Enter")
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(undo).to_be_focused()
    page.keyboard.press("Control+Shift+Z")
    expect(redo).to_have_attribute("aria-disabled", "true")
    page.goto("/resumes/default/design")
    expect(radio(page, "classic")).to_be_checked()


COMES_IN = """() => {
  window.asleep = [];
  new MutationObserver((changes) => {
    for (const place of changes.flatMap((change) => [...change.addedNodes])) {
      const buttons = place.querySelectorAll?.("button[hx-post]") ?? [];
      window.asleep.push(...[...buttons].map((button) => !button.matches("[data-htmx-powered]")));
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""


def test_a_button_that_comes_in_is_live_at_once(visit: Open) -> None:
    """Pressed a moment too early it would send its form, and the page that answers would lose the place one was at."""
    page = visit()
    begin(page)
    choose(page, "classic")
    page.goto("/resumes/default")
    page.evaluate(COMES_IN)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    asleep = page.evaluate("() => window.asleep")
    assert asleep and not any(asleep)


def test_in_a_text_box_the_browser_undoes_and_the_step_waits_for_the_save(visit: Open) -> None:
    page = visit()
    begin(page)
    page.goto("/resumes/default?open=summary")
    box = page.get_by_role("textbox", name="In short")
    write(page, box, "Nine years of drainage.")
    expect(page.get_by_role("button", name="Undo")).not_to_have_attribute("aria-disabled", "true")
    box.focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#notice")).to_be_empty()
    box.fill("Nine years of drainage and safety.")
    page.get_by_role("button", name="Undo").click()  # while the save is on its way
    expect(page.locator("#notice")).to_contain_text("Undone: ")
    page.reload()
    expect(page.get_by_role("textbox", name="In short")).not_to_have_value("Nine years of drainage and safety.")


def test_a_stale_tab_is_told(visit: Open) -> None:
    page = visit()
    begin(page)
    choose(page, "classic")
    other = page.context.new_page()
    other.goto("/resumes/default/history")
    choose(page, "modern")
    other.get_by_role("button", name="Undo").click()
    expect(other.get_by_text("This résumé was changed in another tab or on another device.")).to_be_visible()
    page.reload()
    expect(radio(page, "modern")).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_version_is_found_compared_and_gone_back_to(visit: Open, javascript: bool) -> None:
    page = visit(javascript=javascript, viewport=PHONE)
    begin(page)
    page.goto("/resumes/default/settings")
    for name in ("For Calder Valley", "For Halifax"):
        page.goto("/resumes/default/settings")
        page.locator("input[name=name]").fill(name)
        page.locator("main form button.main").click()
        page.wait_for_url("**/resumes#*")
    page.goto("/resumes/default/history")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Compare those ticked").click()
    expect(page.locator("del")).to_contain_text("For Calder Valley")
    expect(page.locator("ins")).to_contain_text("For Halifax")
    page.get_by_role("button", name="Go back to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For Calder Valley")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For Halifax")


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESK), ("dark", PHONE)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Open, scheme: str, viewport: dict[str, int]) -> None:
    page = visit(scheme=scheme, viewport=viewport)
    begin(page, "Wolfeschlegelsteinhausenbergerdorff-Welche-Vor-Altern-Waren Gewissenhaft")
    choose(page, "classic")
    page.goto("/resumes/default/history")
    version = page.locator(".versions a").last.get_attribute("href")
    assert version
    for address in ("/resumes/default/history", version, f"/resumes/default/compare?version={version.split('/')[-1]}"):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


# --- words that outlive a sign-in ------------------------------------------------------------------------------------


def signed_out_while_writing(page: Page, house: House, email: str) -> None:
    """Somebody with an account has a form open, and their sign-in ends."""
    begin(page)
    sign_up(page, house, email)
    page.goto("/resumes/default?open=summary")
    whose = page.locator("[data-whose]").get_attribute("data-whose")
    ended = sa.text("update sign_ins set expires_at = now() - interval '1 second' where owner_id = :id")
    with keeper_of(house.settings) as keeper:
        keeper.execute(ended, {"id": whose})


def test_words_stay_on_the_page_until_one_is_signed_in_again(visit: Open, house: House) -> None:
    page, email = visit(), "mid-sentence@people.example"
    signed_out_while_writing(page, house, email)
    box = page.get_by_role("textbox", name="In short")
    box.fill("Nine years of drainage.")
    expect(page.locator("#notice")).to_contain_text("Not saved: you are signed out")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sign in on another tab").click()
    sign_in(opened.value, email)
    expect(opened.value.get_by_role("link", name="Account")).to_be_visible()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("#notice")).to_be_empty()
    page.reload()
    expect(box).to_have_value("Nine years of drainage.")


def test_a_sheet_that_keeps_itself_current_takes_nobody_away_from_their_words(visit: Open, house: House) -> None:
    page = visit()
    signed_out_while_writing(page, house, "left-alone@people.example")
    with page.expect_response(lambda answer: "/sign-in" in answer.headers.get("hx-redirect", "")):
        page.evaluate("document.body.dispatchEvent(new Event('sheet'))")
    page.get_by_role("textbox", name="In short").fill("Nine years of drainage.")
    expect(page.locator("#notice")).to_contain_text("Not saved: you are signed out")


def test_a_step_after_the_sign_in_ended_asks_to_sign_in_and_comes_back(visit: Open, house: House) -> None:
    page, email = visit(), "step@people.example"
    signed_out_while_writing(page, house, email)
    idle = page.get_by_role("button", name="Undo")  # there is nothing to undo; the sign-in is asked first
    idle.evaluate("button => { button.removeAttribute('aria-disabled'); button.click(); }")
    page.wait_for_url("**/sign-in?next=/resumes/default*")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("textbox", name="In short")).to_be_visible()


def test_words_are_never_sent_in_the_name_of_somebody_else(visit: Open, house: House) -> None:
    page = visit()
    signed_out_while_writing(page, house, "left-open@people.example")
    other = page.context.new_page()
    page.context.clear_cookies()
    begin(other, "Somebody Else")
    page.get_by_role("textbox", name="In short").fill("Nine years of drainage.")
    expect(page.locator("#save-state")).to_contain_text("Not saved")
    page.evaluate("dispatchEvent(new Event('focus'))")
    other.goto("/resumes/default?open=summary")
    expect(other.get_by_role("textbox", name="In short")).to_have_value("")


def test_without_javascript_a_page_holds_on_to_them(visit: Open, house: House) -> None:
    page, email = visit(javascript=False), "no-script@people.example"
    signed_out_while_writing(page, house, email)
    page.get_by_role("textbox", name="In short").fill("Nine years of drainage.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Nine years of drainage.")).to_be_visible()
    other = page.context.new_page()
    sign_in(other, email)
    expect(other.get_by_role("link", name="Account")).to_be_visible()
    page.get_by_role("button", name="I am signed in").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save what I wrote").click()
    page.goto("/resumes/default?open=summary")
    expect(page.get_by_role("textbox", name="In short")).to_have_value("Nine years of drainage.")
