"""Access: axe finds nothing, nothing scrolls sideways, and the keyboard alone suffices."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, axe, begin, tab_to
from web.profile.steps import steps

Open = Callable[..., Page]
PAGES = [
    "/", *(step.address for step in steps()), "/imports", "/resumes/default/text", "/resumes/default/reading?wait=on",
    "/nothing/here",
]  # fmt: skip
PRESSED = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden], .tick input)")]
    .filter(each => each.checkVisibility() && !each.closest(".skip, .unseen, p.hint, p.quiet, p.lede"))
    .map(each => [each.innerText || each.name, Math.round(each.getBoundingClientRect().height)])
    .filter(([_, height]) => height < 44)"""  # links in the midst of a sentence are as high as its line


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit: Open, scheme: str, viewport: dict[str, int]) -> None:
    page = visit(scheme=scheme, viewport=viewport)
    page.goto("/")
    found = {"front": axe(page)}
    begin(page)
    for address in PAGES:
        page.goto(address)
        found[address] = axe(page)
    for step, button in (
        ("experience", "Add a place where you worked"),
        ("more", "Add a project"),
        ("skills", "Add a heading for some of them"),
    ):
        page.goto(f"/profile/steps/{step}")
        page.get_by_role("button", name=button).click()
        expect(page.locator(".job.open")).to_be_visible()
        for more in page.locator("details.more > summary").all():
            more.click()
        found[f"{step}, open"] = axe(page)
        year = page.get_by_label("Year")
        if year.count():
            year.first.fill("20")
            expect(page.locator(".error:not(:empty)").first).to_be_visible()
            found[f"{step}, wrong"] = axe(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_what_a_finger_presses_is_as_large_as_its_tip(visit: Open) -> None:
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    begin(page)
    for way in ("", "?open=summary", "?arrange=1", "/design", "/letter", "/history", "/take", "/settings"):
        page.goto(f"/resumes/default{way}")
        assert page.evaluate(PRESSED) == [], way
    for address in ("/resumes", "/resumes/new", "/profile/photo"):
        page.goto(address)
        assert page.evaluate(PRESSED) == [], address


@pytest.mark.parametrize("width", [320, 360, 512, 768, 1024, 1440])
def test_nothing_scrolls_sideways(visit: Open, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    begin(page, "Wolfeschlegelsteinhausenbergerdorff-Welche-Vor-Altern-Waren Gewissenhaft")
    for address in PAGES:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (address, wide)


def test_the_keyboard_alone_suffices(visit: Open) -> None:
    page = visit()
    page.goto("/")

    tab_to(page, "Your name, as you want it printed", "textbox")
    page.keyboard.type("Noor Jahangir")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/steps/about*")
    tab_to(page, "What you do", "textbox")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.keyboard.type("Teacher")
    page.goto("/profile/steps/experience")
    tab_to(page, "Add a place where you worked", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your job title there")).to_be_focused()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.keyboard.type("Primary teacher")
    tab_to(page, "Done", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Primary teacher")).to_be_visible()
    expect(page.locator(":focus")).to_have_count(1)  # the focus comes back after the swap


def test_the_focus_is_always_seen(visit: Open) -> None:
    page = visit()
    begin(page)
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
