"""The main job: from the front page to a PDF, on every kind of browser."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Server, begin, write

Open = Callable[..., Page]


def read(path: Path) -> str:
    with pdfium.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def take_along(page: Page, folder: Path) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take the PDF along").last.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".pdf"
    return read(path)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_with_javascript(visit: Open, tmp_path: Path, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport)
    begin(page)
    page.get_by_label("What you do").fill("Kitchen supervisor")
    write(page, page.get_by_label("E-mail"), "samira@haddad-owen.example")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Skip this").click()
    page.get_by_role("button", name="Add a place where you worked").click()
    page.get_by_label("Your job title there").fill("Catering assistant")
    page.get_by_label("Employer", exact=True).fill("Moorfield Care Home")
    page.get_by_role("group", name="Started").get_by_label("Year").fill("2017")
    first = page.get_by_role("textbox", name="What did you do there?, thing 1")
    first.fill("Cooked three meals a day for 42 residents.")
    first.press("Enter")
    page.keyboard.type("Kept a five-star hygiene rating.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Catering assistant")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add a school or a course").click()
    page.get_by_label("What you got").fill("Level 3 award")
    page.get_by_role("button", name="Go on").click()
    skill = page.get_by_label("Something you are good at")
    skill.fill("Menu planning")
    skill.press("Enter")
    expect(page.get_by_role("heading", name="Menu planning")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/profile/steps/sheet", wait_until="commit")
    with page.expect_navigation(wait_until="commit"):  # the same page once more, in the design that was chosen
        page.get_by_role("radio", name="Classic").check()
    expect(page.get_by_role("radio", name="Classic")).to_be_checked()
    text = take_along(page, tmp_path)
    for words in (
        "Samira Haddad-Owen",
        "Kitchen supervisor",
        "Catering assistant",
        "Moorfield Care Home",
        "42 residents",
        "five-star",
        "Level 3 award",
        "Menu planning",
    ):
        assert words in text


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_without_javascript(visit: Open, tmp_path: Path, viewport: dict[str, int]) -> None:
    page = visit(javascript=False, viewport=viewport)
    begin(page)
    page.get_by_label("What you do").fill("Kitchen supervisor")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Skip this").click()
    page.get_by_role("button", name="Add a place where you worked").click()
    page.get_by_label("Your job title there").fill("Catering assistant")
    page.get_by_role("group", name="Started").get_by_label("Year").fill("20")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to correct")
    expect(page.get_by_role("group", name="Started").get_by_label("Year")).to_have_value("20")
    page.get_by_role("group", name="Started").get_by_label("Year").fill("2017")
    page.get_by_role("button", name="Go on").click()
    for _ in range(3):
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/profile/steps/sheet", wait_until="commit")
    text = take_along(page, tmp_path)
    assert "Catering assistant" in text and "2017" in text


def test_a_removed_entry_comes_back(visit: Open) -> None:
    page = visit()
    begin(page)
    page.goto("/profile/steps/more")
    page.get_by_role("button", name="Add an interest").click()
    write(page, page.get_by_role("textbox", name="Interest", exact=True), "Fell running")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("is removed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Fell running")).to_be_visible()


def test_two_tabs_meet_in_words(visit: Open) -> None:
    one = visit()
    begin(one)
    other = one.context.new_page()
    other.goto("/profile/steps/about")
    write(one, one.get_by_label("What you do"), "Cook")
    other.get_by_label("What you do").fill("Chef")
    expect(other.get_by_text("Changed in another tab to “Cook”")).to_be_visible()
    other.get_by_role("button", name="Keep mine").click()
    expect(other.locator("#save-state")).to_have_text("Saved")
    one.reload()
    expect(one.get_by_label("What you do")).to_have_value("Chef")


def test_a_restarted_browser_and_a_killed_server_lose_no_saved_answer(visit: Open, server: Server) -> None:
    page = visit()
    begin(page)
    write(page, page.get_by_label("What you do"), "Kitchen supervisor")
    kept = page.context.storage_state()
    page.context.close()
    server.kill()
    server.start()
    again = visit(storage_state=kept)
    again.goto("/profile/steps/about")
    expect(again.get_by_label("What you do")).to_have_value("Kitchen supervisor")


def test_without_a_connection_the_words_stay_and_are_sent_later(visit: Open) -> None:
    page = visit()
    begin(page)
    page.context.set_offline(True)
    page.get_by_label("What you do").fill("Kitchen supervisor")
    expect(page.locator("#save-state")).to_contain_text("Not saved")
    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.get_by_role("button", name="Try now").click()
    page.reload()
    expect(page.get_by_label("What you do")).to_have_value("Kitchen supervisor")


def test_the_sheet_grows_beside_the_words(visit: Open) -> None:
    page = visit()
    begin(page, "Noor Jahangir")
    picture = page.locator("#sheet-part img").first
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    page.get_by_label("What you do").fill("Primary teacher")
    expect(page.locator("#sheet-part")).to_contain_text("Primary teacher")
    assert picture.get_attribute("src") != before
    expect(picture).to_have_js_property("complete", True)
    assert page.evaluate("document.querySelector('#sheet-part img').naturalWidth") > 0
