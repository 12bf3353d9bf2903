"""The board in a browser: by mouse, finger, menu and keyboard, with a way back; and without JavaScript."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Locator, Page, expect

from tests.applications.following import follows, plans
from tests.browser.conftest import DESK, PHONE, begin, is_fit
from tests.world import Somebody
from web.applications.tables import Kind

TALL = {"width": 360, "height": 1200}
TABLET = {"width": 768, "height": 1024}


@pytest.fixture
def on_board(visit: Callable[..., Page], client: TestClient[Litestar]) -> Callable[..., tuple[Page, Somebody]]:
    """Somebody new on their board, with so many cards in lanes: `on_board({"saved": 3})`."""

    def open_board(many: dict[str, int], **how: object) -> tuple[Page, Somebody]:
        page = visit(**how)
        begin(page)
        token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "metier")
        who = Somebody("Samira", client, client.app.state.house.database, token)
        for stage, number in many.items():
            for each in range(number):
                card = follows(who, stage, title=f"{stage.capitalize()} {each}", company="Hollow Oak Opera")
                if stage == "interview":
                    plans(who, card, datetime.now(UTC) + timedelta(days=each + 1), "UTC", Kind.INTERVIEW)
        page.goto("/applications")
        return page, who

    return open_board


def lane(page: Page, stage: str) -> Locator:
    return page.locator(f"#stage-{stage} [data-card] h3")


def slip(page: Page, title: str) -> Locator:
    return page.locator(".slip").filter(has=page.get_by_role("link", name=title, exact=True))


def middle(place: Locator, down: float = 0.5) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * down


def test_by_mouse_between_two_cards_and_back(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"applied": 1, "screening": 2})
    page.mouse.move(*middle(slip(page, "Applied 0").locator(".paper")))
    page.mouse.down()
    x, y = middle(slip(page, "Screening 1"), 0.1)
    page.mouse.move(x, y - 20, steps=4)
    page.mouse.move(x, y, steps=2)
    expect(page.locator("#stage-screening[data-drop] .drop-here")).to_be_visible()
    with page.expect_response("**/move") as answer:
        page.mouse.up()
    assert answer.value.ok
    expect(lane(page, "screening")).to_have_text(["Screening 0", "Applied 0", "Screening 1"])
    expect(page.locator("#many-screening")).to_have_text("3")
    expect(page.locator("#notice")).to_contain_text("Applied 0 is now in Screening.")
    expect(page.locator("#notice")).to_have_attribute("role", "status")
    page.reload()
    expect(lane(page, "screening")).to_have_text(["Screening 0", "Applied 0", "Screening 1"])


def test_a_click_opens_and_escape_puts_it_back(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"applied": 1})
    page.mouse.move(*middle(slip(page, "Applied 0").locator(".paper")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("#stage-offer")), steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(lane(page, "applied")).to_have_text(["Applied 0"])
    slip(page, "Applied 0").locator(".paper").click()
    page.wait_for_url("**/applications/*-*")


def test_by_finger(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    """Held for a moment a card is lifted; moved at once, the page scrolls."""
    page, _ = on_board({"saved": 1, "applied": 1}, viewport=TALL, has_touch=True, is_mobile=True)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = middle(slip(page, "Saved 0").locator(".paper"))
    touch("touchStart", x, y)
    expect(slip(page, "Saved 0")).to_have_attribute("data-lifted", "")
    to = middle(slip(page, "Applied 0"), 0.1)
    touch("touchMove", x, (y + to[1]) / 2)
    touch("touchMove", *to)
    expect(page.locator("#stage-applied[data-drop]")).to_be_visible()
    touch("touchEnd")
    expect(lane(page, "applied")).to_have_text(["Saved 0", "Applied 0"])


def test_by_menu_with_a_question_and_an_undo(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"saved": 2})
    slip(page, "Saved 0").get_by_role("link", name="Move Saved 0").click()
    expect(page.locator("#move-menu")).to_be_visible()
    assert is_fit(page)
    page.locator("#move-menu").get_by_role("button", name="Withdrawn").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Withdraw from this application?")
    assert is_fit(page)
    asked.get_by_role("button", name="Keep it as it is").click()
    expect(lane(page, "saved")).to_have_count(2)
    slip(page, "Saved 0").get_by_role("link", name="Move Saved 0").click()
    page.locator("#move-menu").get_by_role("button", name="Withdrawn").click()
    asked.get_by_role("button", name="Move it to Withdrawn").click()
    expect(page.locator("#closed[open] .slip")).to_have_count(1)
    expect(page.locator("#many-closed")).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#notice")).to_contain_text("Taken back")
    expect(lane(page, "saved")).to_have_count(2)


def test_put_down_on_closed_it_is_asked_how_it_ended(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"applied": 2, "rejected": 1})
    page.mouse.move(*middle(slip(page, "Applied 0").locator(".paper")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("#closed summary")), steps=6)
    expect(page.locator("#closed[data-drop]")).to_be_visible()
    page.mouse.up()
    menu = page.locator("#move-menu")
    expect(menu.get_by_role("button", name="Rejected")).to_be_visible()
    expect(menu.get_by_role("button", name="Interview")).to_be_hidden()
    assert is_fit(page)
    page.keyboard.press("Escape")
    expect(lane(page, "applied")).to_have_count(2)
    slip(page, "Applied 0").get_by_role("link", name="Move Applied 0").click()
    menu.get_by_role("button", name="Interview").click()
    expect(lane(page, "interview")).to_have_text(["Applied 0"])
    page.mouse.move(*middle(slip(page, "Applied 1").locator(".paper")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("#closed summary")), steps=6)
    page.mouse.up()
    menu.get_by_role("button", name="Rejected").click()
    expect(page.locator("#closed .slip")).to_have_count(2)
    expect(page.locator("#many-closed")).to_have_text("2")


def test_by_keyboard(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"saved": 2, "interview": 1})
    slip(page, "Saved 0").get_by_role("link", name="Saved 0", exact=True).focus()
    for key, title in (("ArrowDown", "Saved 1"), ("ArrowRight", "Interview 0"), ("ArrowLeft", "Saved 0")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=title, exact=True)).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#move-menu button:enabled").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(lane(page, "applied")).to_have_text(["Saved 0"])
    expect(page.get_by_role("link", name="Saved 0", exact=True)).to_be_focused()


def test_a_card_that_was_deleted_elsewhere(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, who = on_board({"saved": 2})
    gone = slip(page, "Saved 0").get_attribute("data-card")
    who.post(f"/applications/{gone}/delete")
    slip(page, "Saved 0").get_by_role("link", name="Move Saved 0").click()
    page.locator("#move-menu").get_by_role("button", name="Applied").click()
    expect(page.locator("#notice")).to_contain_text("is not here any more")
    expect(lane(page, "saved")).to_have_text(["Saved 1"])


def test_without_javascript(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"saved": 20}, javascript=False, viewport=PHONE)
    page.get_by_text("8 more").click()
    slip(page, "Saved 19").get_by_role("link", name="Move Saved 19").click()
    page.get_by_role("button", name="Applied", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Saved 19 is now in Applied.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#notice")).to_contain_text("Taken back")


def test_stages_are_dragged_into_order(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({})
    page.goto("/applications/stages")
    page.mouse.move(*middle(page.locator("[data-name=offer] .grip")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("[data-name=saved] .grip"), 0.2), steps=6)
    page.mouse.up()
    expect(page.locator("#notice")).to_contain_text("Your stages stand in another order.")
    assert page.locator("[data-name]").first.get_attribute("data-name") == "offer"


def test_many_in_the_list(on_board: Callable[..., tuple[Page, Somebody]]) -> None:
    page, _ = on_board({"saved": 3})
    page.goto("/applications/list")
    page.get_by_label("Saved 0").check()
    page.get_by_label("Saved 2").check()
    expect(page.locator(".with-chosen")).to_be_in_viewport()
    assert is_fit(page)
    page.get_by_role("button", name="Archive").click()
    expect(page.locator("#notice")).to_contain_text("Two applications are in the archive.")
    expect(page.locator(".rows tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".rows tbody tr")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_fits_and_is_accessible(on_board: Callable[..., tuple[Page, Somebody]], scheme: str) -> None:
    page, _ = on_board({"saved": 15, "applied": 2, "interview": 2, "rejected": 2}, scheme=scheme)
    for size in (DESK, TABLET, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for address in ("", "/list?company=oak", "/calendar", "/stages", "/bin"):
            page.goto(f"/applications{address}")
            assert is_fit(page), (size, address)
