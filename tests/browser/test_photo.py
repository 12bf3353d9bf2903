"""The photo's box moves by mouse, finger and keys; and all of it works without JavaScript."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, axe, begin

Open = Callable[..., Page]


def picture() -> bytes:
    """Twice as wide as high: red on the left, blue on the right."""
    made = Image.new("RGB", (800, 400), (200, 20, 20))
    made.paste((20, 20, 200), (400, 0, 800, 400))
    file = io.BytesIO()
    made.save(file, "PNG")
    return file.getvalue()


def bring(page: Page) -> None:
    begin(page)
    page.get_by_role("link", name="Add or change your photo").click()
    page.get_by_label("Your picture").set_input_files(
        [{"name": "me.png", "mimeType": "image/png", "buffer": picture()}]
    )
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_alt_text("What is printed of your photo")).to_be_visible()
    page.wait_for_load_state()  # pictures take their room as they come


def printed(page: Page) -> str:
    """The colour that prevails in what is printed."""
    red, _, blue = Image.open(io.BytesIO(page.request.get("/profile/photo/cut").body())).resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return "red" if red > 2 * blue else "blue" if blue > 2 * red else "both"


def print_this_part(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Print this part").click()


def value(page: Page, label: str) -> int:
    return int(page.get_by_label(label, exact=True).input_value())


def test_the_box_moves_and_grows_by_mouse(visit: Open) -> None:
    page = visit()
    bring(page)
    box, whole = page.locator(".photo-box"), page.locator(".photo-whole")
    whole.scroll_into_view_if_needed()
    assert printed(page) == "both"
    start, room = box.bounding_box(), whole.bounding_box()
    assert start and room
    page.mouse.move(start["x"] + 40, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(room["x"] + 5, start["y"] + 40, steps=4)
    page.mouse.up()
    assert value(page, "Across") == 0
    at = box.bounding_box()
    assert at and abs(at["x"] - room["x"]) < 2 and abs(at["height"] - room["height"]) < 2
    page.mouse.move(at["x"] + at["width"] - 4, at["y"] + at["height"] - 4)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2, steps=4)
    page.mouse.up()
    small = box.bounding_box()
    assert small and 45 <= value(page, "How much of it") <= 55 and abs(small["width"] / small["height"] - 0.8) < 0.02
    assert abs(small["x"] - at["x"]) < 2, "its other corner stays"
    print_this_part(page)
    assert printed(page) == "red"


def test_the_box_moves_by_keys(visit: Open) -> None:
    page = visit()
    bring(page)
    page.locator(".photo-box").focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "-", "ArrowDown"):
        page.keyboard.press(key)
    assert value(page, "Across") > 95 and value(page, "How much of it") < 100
    page.get_by_label("Up and down").focus()
    page.keyboard.press("Home")
    top, room = page.locator(".photo-box").bounding_box(), page.locator(".photo-whole").bounding_box()
    assert top and room and abs(top["y"] - room["y"]) < 2
    print_this_part(page)
    assert printed(page) == "blue"


def test_the_box_moves_by_a_finger(visit: Open) -> None:
    page = visit(viewport=PHONE, has_touch=True)
    bring(page)
    page.locator(".photo-whole").scroll_into_view_if_needed()
    box = page.locator(".photo-box").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    for kind, right in (("touchStart", 0), ("touchMove", 60), ("touchMove", 150), ("touchEnd", None)):
        points = [] if right is None else [{"x": box["x"] + 30 + right, "y": box["y"] + 30}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert value(page, "Across") == 100
    print_this_part(page)
    assert printed(page) == "blue"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_without_javascript(visit: Open, viewport: dict[str, int]) -> None:
    page = visit(javascript=False, viewport=viewport)
    bring(page)
    expect(page.locator(".photo-box")).to_be_hidden()
    page.get_by_label("Across", exact=True).click(position={"x": 3, "y": 16})
    print_this_part(page)
    assert value(page, "Across") <= 5 and printed(page) == "red"
    page.get_by_role("button", name="Turn it by a quarter").click()
    expect(page.get_by_alt_text("Your whole photo")).to_have_attribute("width", "400")
    page.get_by_label("Résumé", exact=True).check()
    page.get_by_role("button", name="Show it on these").click()
    expect(page.get_by_label("Résumé", exact=True)).to_be_checked()
    page.get_by_label("Your picture").set_input_files(
        [{"name": "me.jpg", "mimeType": "image/jpeg", "buffer": b"<svg>"}]
    )
    page.get_by_role("button", name="Use this one instead").click()
    expect(page.get_by_text("This is a drawing (SVG)")).to_be_visible()
    expect(page.get_by_alt_text("Your whole photo")).to_be_visible()
    page.get_by_role("button", name="Remove my photo").click()
    expect(page.get_by_role("button", name="Use this picture")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE, {"width": 320, "height": 600}], ids=["desk", "phone", "narrow"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Open, scheme: str, viewport: dict[str, int]) -> None:
    page = visit(scheme=scheme, viewport=viewport)
    bring(page)
    found = {"photo": axe(page)}
    page.get_by_role("button", name="Use this one instead").click()
    expect(page.get_by_text("Choose a picture first.")).to_be_visible()
    found["wrong"] = axe(page)
    page.goto("/profile/steps/more")
    page.goto("/profile/search?q=nobody")
    found["search"] = axe(page)
    assert {where: what for where, what in found.items() if what} == {}
    for address in ("/profile/photo", "/profile/search"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_searching_shows_what_is_found_as_one_types(visit: Open) -> None:
    page = visit()
    begin(page)
    page.goto("/profile/steps/skills")
    page.get_by_label("Something you are good at").fill("Kubernetes")
    page.get_by_label("Something you are good at").press("Enter")
    expect(page.get_by_role("heading", name="Kubernetes")).to_be_visible()
    page.goto("/profile/search")
    page.get_by_label("A few words of what you look for").press_sequentially("kubrenetes")
    expect(page.get_by_text("These come close")).to_be_visible()
    expect(page.locator("mark")).to_have_text("Kubernetes")
    page.get_by_role("link", name="Kubernetes").click()
    expect(page.locator(".job.open")).to_be_visible()
