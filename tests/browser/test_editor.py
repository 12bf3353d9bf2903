"""Writing a résumé beside its sheet: with and without scripts, by keyboard, mouse and finger."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, axe, begin, write

Open = Callable[..., Page]
PAST = 24  # pixels beyond the handle of another, so that one is past its middle
EDITOR = "/resumes/default"


def with_jobs(page: Page) -> dict[str, str]:
    """Three jobs and a course in the profile; their ids by title."""
    begin(page)
    jobs = {}
    for title in ("Groundworker", "Survey assistant", "Highways technician"):
        jobs[title] = add(page, "experience", title=title, company="Bradwell", lines="Kept the diary.")
    add(page, "education", institution="Calder College")
    return jobs


def add(page: Page, kind: str, **said: str) -> str:
    token = page.locator("[name=token]").first.get_attribute("value")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
        "HX-Request": "true", "HX-Request-Type": "partial",
    }  # fmt: skip
    answer = page.context.request.post(f"/profile/{kind}", data=urlencode({"token": token, **said}), headers=headers)
    found = re.search(r'id="entry-([0-9a-f-]{36})"', answer.text())
    assert found, answer.text()
    return found[1]


def headings(page: Page) -> Locator:
    return page.locator("#section-work h3")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_word_it_differently_with_scripts(visit: Open, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport)
    job = with_jobs(page)["Highways technician"]
    page.goto(EDITOR)
    entry = page.locator(f"#entry-{job}")
    entry.get_by_role("link", name="Change").click()
    box = page.get_by_label("Your job title there")
    expect(box).to_be_focused()
    write(page, box, "Highways engineer")
    expect(entry.get_by_text("Your profile says: Highways technician")).to_be_visible()
    expect(page.locator("#sheet-part")).to_contain_text("Highways engineer")
    entry.get_by_role("button", name="Use the profile’s").click()
    expect(box).to_have_value("Highways technician")
    write(page, box, "Lead technician")
    entry.get_by_role("button", name="Put this into the profile").click()
    expect(entry.get_by_text("Your profile says")).to_have_count(0)
    entry.get_by_role("button", name="Done").click()
    expect(entry.get_by_role("heading", name="Lead technician")).to_be_visible()
    entry.get_by_role("button", name="Leave out").click()
    expect(entry.get_by_text("Left out.")).to_be_visible()
    expect(page.locator("#sheet-part")).not_to_contain_text("Lead technician")
    entry.get_by_role("button", name="Show").click()
    expect(page.locator("#sheet-part")).to_contain_text("Lead technician")
    expect(page.locator("#news")).to_have_count(0)


def test_the_strip_shows_the_line_as_it_prints(visit: Open) -> None:
    page = visit(viewport=PHONE)
    with_jobs(page)
    page.goto(f"{EDITOR}?open=summary")
    box, strip = page.get_by_role("textbox", name="In short"), page.locator(".peek .live")
    box.press_sequentially("Ran **34** schemes, 2*3*4 and *all* of [ours](example.org).")
    expect(strip).to_have_text("Ran 34 schemes, 2*3*4 and all of ours.")
    assert [strip.locator(tag).all_inner_texts() for tag in ("strong", "em")] == [["34"], ["all"]]
    box.press("Enter")
    box.press_sequentially(r"<b>\*Not\* this</b>")
    expect(strip).to_have_text("<b>*Not* this</b>")


def test_everything_without_scripts(visit: Open) -> None:
    page = visit(javascript=False)
    job = with_jobs(page)["Highways technician"]
    page.goto(EDITOR)
    page.locator(f"#entry-{job}").get_by_role("link", name="Change").click()
    page.get_by_label("Your job title there").fill("Highways engineer")
    page.get_by_role("group", name="Started").get_by_label("Year").fill("20")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to correct")
    page.get_by_role("group", name="Started").get_by_label("Year").fill("2019")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(f"#entry-{job}").get_by_text("Worded differently here.")).to_be_visible()
    page.locator(f"#entry-{job}").get_by_role("button", name="Leave out").click()
    expect(page.locator(f"#entry-{job}").get_by_text("Left out")).to_be_visible()
    page.get_by_role("link", name="Put in another order").click()
    page.get_by_role("button", name="Move up Groundworker").click()
    expect(headings(page)).to_have_text(["Highways engineer", "Groundworker", "Survey assistant"])
    page.get_by_label("Title of Experience").fill("What I have done")
    page.locator("#section-work").get_by_role("button", name="Keep the title").click()
    page.get_by_role("button", name="Move down What I have done").click()
    page.get_by_role("link", name="Back to the words").click()
    expect(page.locator(".part > h2")).to_have_text(["Education", "What I have done"])
    page.get_by_text("Add a part").click()
    page.get_by_role("button", name="Add an interest").click()
    page.get_by_role("textbox", name="Interest", exact=True).fill("Fell running")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Only in this résumé.")).to_be_visible()


def test_an_entry_under_ones_own_heading_stands_there_once_it_is_done(visit: Open) -> None:
    page = visit()
    begin(page)
    page.goto(EDITOR)
    page.get_by_text("Add a part").click()
    page.get_by_role("button", name="Add something under your own heading").click()
    write(page, page.get_by_label("Your heading"), "Allotment")
    expect(page.locator(".part > h2")).to_have_text("Without a heading yet")
    page.get_by_label("Title", exact=True).fill("Plot holder")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".part > h2")).to_have_text("Allotment")
    expect(page.get_by_role("link", name="Change Plot holder")).to_be_focused()


def test_put_in_order_by_keyboard_mouse_and_finger(visit: Open) -> None:
    page = visit(has_touch=True)
    with_jobs(page)
    page.goto(f"{EDITOR}?arrange=1")
    down = page.get_by_role("button", name="Move down Highways technician")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#section-work h3").first).to_have_text("Survey assistant")
    expect(down).to_be_focused()
    handles = page.locator("#section-work .piece > [data-handle]")
    carry_by_mouse(page, handles.nth(2), handles.nth(0))
    expect(headings(page)).to_have_text(["Groundworker", "Survey assistant", "Highways technician"])
    carry_by_finger(page, handles.nth(0), handles.nth(2))
    expect(page.locator("#section-work h3").last).to_have_text("Groundworker")
    sections = page.locator(".part-head [data-handle]")
    carry_by_mouse(page, sections.nth(1), sections.nth(0))
    page.goto(EDITOR)
    expect(headings(page)).to_have_text(["Survey assistant", "Highways technician", "Groundworker"])
    expect(page.locator(".part > h2")).to_have_text(["Education", "Experience"])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".part > h2").first).to_have_text("Experience")


def middle(place: Locator) -> tuple[float, float]:
    expect(place).to_be_visible()  # what was put down before is on its way back from the server
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def carry_by_mouse(page: Page, handle: Locator, to: Locator) -> None:
    x, y = middle(handle)
    _, end = middle(to)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, (y + end) / 2, steps=6)
    page.mouse.move(x, end + (PAST if end > y else -PAST), steps=6)
    with page.expect_response(lambda answer: answer.url.endswith("/order") and answer.ok):
        page.mouse.up()


def carry_by_finger(page: Page, handle: Locator, to: Locator) -> None:
    x, y = middle(handle)
    _, end = middle(to)
    screen = page.context.new_cdp_session(page)
    steps = [y + (end + PAST - y) * share / 8 for share in range(9)]
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for place in steps:
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": place}]})
    with page.expect_response(lambda answer: answer.url.endswith("/order") and answer.ok):
        screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_anybody_can_use_it(visit: Open, viewport: dict[str, int], scheme: str) -> None:
    page = visit(viewport=viewport, scheme=scheme)
    jobs = with_jobs(page)
    page.goto(EDITOR)
    add(page, "custom", section="Also here & there", title="Coach")
    for name in ("", f"?open={jobs['Groundworker']}", "?open=head", "?open=summary", "?arrange=1"):
        page.goto(f"{EDITOR}{name}")
        expect(page.locator("#sheet-part img")).to_be_attached()
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
