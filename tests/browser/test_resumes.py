"""Many résumés in a browser: made, copied, put away and taken back; and the rail that leads to them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, axe, begin

NARROW = {"width": 320, "height": 640}


def make(page: Page, name: str, beginning: str = "Your profile") -> None:
    page.goto("/resumes")
    page.get_by_role("link", name="Make another one").click()
    page.get_by_label("Its name").fill(name)
    page.get_by_label(beginning).check()
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/resumes/*-*")
    page.goto("/resumes")


def more(page: Page, name: str, button: str) -> None:
    """What stands under More in the row of a résumé."""
    row = page.locator(".resume-list > li").filter(has=page.get_by_role("link", name=name, exact=True))
    row.locator("summary").click()
    row.get_by_role("button", name=button).click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_many_resumes(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, viewport=DESK if javascript else PHONE)
    begin(page)
    page.get_by_role("link", name="Résumés").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One résumé. Résumé was made today.")
    make(page, "Calder Valley")
    make(page, "Teaching", "Nothing")
    assert heading(page).startswith("Three résumés.")

    more(page, "Teaching", "Duplicate")
    expect(page.get_by_label("Its name")).to_have_value("Copy of Teaching")
    page.get_by_label("Its name").fill("Nursing")
    page.get_by_label("What it is for").fill("Ward nurse")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("For Ward nurse")).to_be_visible()

    more(page, "Calder Valley", "Archive")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Three résumés.")
    page.get_by_role("link", name="The archive (1)").click()
    more(page, "Calder Valley", "Back into the list")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Four résumés.")

    more(page, "Nursing", "Delete")
    expect(page.get_by_text("Nursing is in the bin.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("link", name="Nursing", exact=True)).to_be_visible()
    more(page, "Nursing", "Delete")
    page.get_by_role("link", name="The bin (1)").click()
    assert heading(page) == "One résumé is in the bin."
    page.get_by_role("button", name="Take it back").click()

    more(page, "Teaching", "Make it the default")
    row = page.locator(".resume-list > .here")
    expect(row).to_contain_text("Teaching")
    expect(row).to_contain_text("your questions show it")


def test_a_resume_is_taken_along_and_the_list_says_so(visit: Callable[..., Page]) -> None:
    page = visit(viewport=PHONE)
    begin(page, "Tomasz Wren")
    page.goto("/resumes")
    page.get_by_role("link", name="Take along").click()
    with page.expect_download() as file:
        page.get_by_role("link", name="Take along as Plain text").click()
    assert file.value.suggested_filename == "Tomasz-Wren-resume.txt"
    page.get_by_role("link", name="Résumés").first.click()
    expect(page.get_by_text("Taken along as Plain text today.")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark"), (NARROW, "light")], ids=["1440", "360", "320"]
)
def test_nothing_stands_in_anybodys_way(visit: Callable[..., Page], viewport: dict[str, int], scheme: str) -> None:
    page = visit(viewport=viewport, scheme=scheme)
    begin(page)
    make(page, "Highways technician for the council of Calder Valley and its neighbours" * 2)
    for address in ("/resumes", "/resumes/new", "/resumes/default/settings", "/resumes/default/take", "/resumes/bin"):
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.locator(".button.main, .button.print").count() <= 1, address


def test_the_rail_is_first_by_keyboard_and_never_over_the_work(visit: Callable[..., Page]) -> None:
    page = visit(viewport=NARROW)
    begin(page)
    page.goto("/resumes/default/take")
    rail = page.get_by_role("navigation", name="Rooms")
    assert rail.locator("[aria-current]").inner_text() == "Résumés"
    sheet, bar = page.locator(".peek").bounding_box(), rail.bounding_box()
    assert sheet and bar and sheet["y"] + sheet["height"] <= bar["y"] + 1 and bar["y"] + bar["height"] <= 641
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
    assert reached[0] == "Skip to the work"
    assert reached.index("Profile") < reached.index("Words"), reached
    last = page.locator(".take-ways a").last
    last.focus()
    box = last.bounding_box()
    assert box and box["y"] + box["height"] <= sheet["y"]  # focus is never under the bars
    page.get_by_role("button", name="See the sheet").click()  # one tap away
    expect(page.get_by_role("button", name="Back to the words")).to_be_visible()


def test_the_rail_shows_once_somebody_has_begun(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/sign-in")
    assert page.get_by_role("navigation", name="Rooms").count() == 0
    begin(page)
    assert page.get_by_role("navigation", name="Rooms").count() == 0  # a question stands alone, with its sheet
    page.goto("/profiles")
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Résumés").click()
    page.wait_for_url("**/resumes")
