"""The inbox in a browser: with and without JavaScript, by keyboard alone, and open to everybody's senses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Server, axe
from tests.world import Somebody
from web.notifications.tables import Notification

Visit = Callable[..., Page]


@pytest.fixture
def person(alice: Somebody) -> Somebody:
    """Alice with an account, the welcome and two more notices."""
    alice.register()
    with alice.database.as_person(alice.id) as db:
        for title in ("A new device signed in", "Your ZIP is ready"):
            db.add(Notification(owner_id=alice.id, title=title, words="Some words about it. " * 4, link="/account"))
            db.flush()
    return alice


def enter(page: Page, who: Somebody, server: Server) -> None:
    page.context.add_cookies([{"name": "metier", "value": who.token, "url": server.address}])
    page.goto("/notifications")


def unread(page: Page, many: int) -> None:
    expect(page.locator("#inbox-state")).to_have_text(f"{many} unread." if many else "All read.")
    expect(page.locator(".standing b")).to_have_count(1 if many else 0)
    expect(page.locator(".notices .unread")).to_have_count(many)
    if many:
        expect(page.locator(".standing b")).to_contain_text(str(many))


@pytest.mark.parametrize("javascript", [True, False])
def test_read_unread_all_read(visit: Visit, server: Server, person: Somebody, javascript: bool) -> None:
    page = visit(javascript=javascript)
    enter(page, person, server)
    unread(page, 3)
    page.get_by_role("button", name="Mark read Your ZIP is ready").click()
    unread(page, 2)
    page.get_by_role("button", name="Mark unread Your ZIP is ready").click()
    unread(page, 3)
    page.get_by_role("button", name="Mark all read").click()
    unread(page, 0)
    page.reload()
    unread(page, 0)


def test_by_keyboard_one_stays_where_one_is(visit: Visit, server: Server, person: Somebody) -> None:
    page = visit()
    enter(page, person, server)
    page.get_by_role("link", name="Your ZIP is ready").focus()
    page.keyboard.press("Tab")
    for verb, left in (("unread", 2), ("read", 3)):
        page.keyboard.press("Enter")
        unread(page, left)
        expect(page.get_by_role("button", name=f"Mark {verb} Your ZIP is ready")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    page.go_back()
    unread(page, 3)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    visit: Visit, server: Server, person: Somebody, viewport: dict[str, int], scheme: str
) -> None:
    page = visit(viewport=viewport, scheme=scheme)
    enter(page, person, server)
    page.get_by_role("button", name="Mark read Your ZIP is ready").click()
    unread(page, 2)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
