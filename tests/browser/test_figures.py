"""What works, and finding: both read by keyboard and on a phone, with and without JavaScript; and on paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, begin, is_fit
from web.applications.bringing import bring, keep_text
from web.applications.columns import Says
from web.applications.spreadsheets import csv_of
from web.kit.clock import now
from web.kit.events import Whence
from web.kit.house import House

STAGES = ("Applied", "Applied", "Applied", "Interview", "Rejected", "Saved")
BOTH = pytest.mark.parametrize(
    "way", [{}, {"javascript": False, "scheme": "dark", "viewport": PHONE}], ids=["scripted", "plain"]
)


def sheet() -> str:
    day = (now() - timedelta(days=40)).date().isoformat()
    rows = (
        {
            Says.TITLE: f"Stage manager {number}", Says.COMPANY: "Hollow Oak Opera", Says.STAGE: stage,
            Says.SAVED_ON: day, Says.NOTES: "A calm voice on the cans." if number == 4 else "",
            Says.APPLIED_ON: "" if stage == "Saved" else day,
        }
        for number, stage in enumerate(STAGES * 4)
    )  # fmt: skip
    return csv_of(rows).decode("utf-8-sig")


def with_applications(page: Page, house: House) -> None:
    begin(page)
    person = UUID(page.get_by_role("navigation", name="You").get_attribute("data-whose"))
    with house.database.as_person(person) as db:
        bring(db, keep_text(db, person, "old.csv", sheet()), lambda done: None, Whence())


@BOTH
def test_what_works_is_a_table_that_anybody_reads(
    visit: Callable[..., Page], house: House, way: dict[str, Any]
) -> None:
    page = visit(**way)
    with_applications(page, house)
    page.goto("/applications")
    page.get_by_role("link", name="What works").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Of 20 you applied for, 4 came to a conversation.")
    far = page.get_by_role("table", name="How far they came")
    expect(far.get_by_role("row", name="In conversation")).to_have_text("In conversation4 of 20, 20%")
    expect(far.get_by_role("row", name="Offered")).to_have_text("Offered0 of 4, too few to say")


def test_on_paper_every_table_is_there_and_no_way_elsewhere(visit: Callable[..., Page], house: House) -> None:
    page = visit()
    with_applications(page, house)
    page.goto("/applications/figures")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_have_count(6)
    expect(page.get_by_role("navigation").and_(page.locator(":visible"))).to_have_count(0)
    expect(page.get_by_role("link").and_(page.locator(":visible"))).to_have_count(0)


@BOTH
def test_finding_by_a_few_words(visit: Callable[..., Page], house: House, way: dict[str, Any]) -> None:
    page = visit(**way)
    with_applications(page, house)
    page.goto("/applications/search")
    box = page.get_by_label("A few words of what you look for")
    box.press_sequentially("calm voice")
    if not way.get("javascript", True):
        box.press("Enter")
    found = page.locator("#hits li")
    expect(found).to_have_count(1)
    expect(found.locator("mark")).to_have_text(["calm", "voice"])
    box.fill("holow oak oprea")
    if not way.get("javascript", True):
        box.press("Enter")
    expect(page.get_by_text("Nothing says quite this. These come close.")).to_be_visible()
    found.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stage manager")


def test_with_nothing_it_says_what_will_be_here(visit: Callable[..., Page]) -> None:
    page = visit(viewport=PHONE)
    begin(page)
    page.goto("/applications/figures")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing to count yet.")
    expect(page.get_by_role("link", name="Save a job")).to_be_visible()
    assert is_fit(page)


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_both_fit_and_axe_has_nothing_to_say(
    visit: Callable[..., Page], house: House, viewport: dict[str, int], scheme: str
) -> None:
    page = visit(viewport=viewport, scheme=scheme)
    with_applications(page, house)
    for address in ("/applications/search?q=calm", "/applications/search?q=oprea", "/applications/figures"):
        page.goto(address)
        assert is_fit(page)
    drawn: list[float] = page.get_by_role("table", name="How far they came").locator("tbody tr").evaluate_all(LENGTHS)
    assert [round(length) for length in drawn] == [100, 83, 17, 0, 0]


LENGTHS = """rows => rows.map(row => 100 * row.querySelector("rect:last-child").getBoundingClientRect().width
                                    / row.getBoundingClientRect().width)"""  # of its row, that a bar fills
