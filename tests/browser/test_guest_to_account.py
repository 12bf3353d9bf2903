"""From a guest to a person, and on a second device: the letter, the same work, the places, a forgotten password."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, axe, begin, tab_to, write
from tests.world import PASSWORD, letters_to, words_of, work
from web.kit.house import House

Open = Callable[..., Page]
ANOTHER_PASSWORD = "nine patient herons sail"
ACCOUNT_PAGES = [
    "/account", "/account/address", "/account/password", "/account/ways", "/account/factors", "/account/places",
    "/account/history", "/account/exports", "/account/leave", "/account/prove", "/profiles", "/notifications",
]  # fmt: skip
DOORS = ["/sign-in", "/sign-up", "/sign-up/letter", "/forgot", "/reset?key=x", "/verify?key=x", "/profiles"]


def link_in_newest_letter(house: House, email: str) -> str:
    work(house)
    found = re.search(r"https?://\S+key=\S+", words_of(letters_to(house, email)[-1]))
    assert found
    return found[0]


def sign_up(page: Page, house: House, email: str) -> None:
    """As one does it, from the link that stands on every page of a guest's."""
    page.get_by_role("link", name="Keep it: make an account").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/sign-up/letter")
    page.goto(link_in_newest_letter(house, email))
    page.get_by_label("The password you chose").fill(PASSWORD)
    page.get_by_role("button", name="Yes, this is me").click()
    expect(page.get_by_role("link", name="Account")).to_be_visible()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["script", "no script, phone"])
def test_what_a_guest_wrote_is_there_on_every_device(
    visit: Open, house: House, javascript: bool, viewport: dict[str, int]
) -> None:
    email = f"samira-{javascript}@people.example"
    page = visit(javascript=javascript, viewport=viewport)
    begin(page)
    if javascript:
        write(page, page.get_by_label("What you do"), "Kitchen supervisor")
    else:
        page.get_by_label("What you do").fill("Kitchen supervisor")
        page.get_by_role("button", name="Go on").click()
    sign_up(page, house, email)
    page.goto("/profile/steps/about")
    expect(page.get_by_label("What you do")).to_have_value("Kitchen supervisor")

    other = visit(javascript=javascript, viewport=viewport)
    sign_in(other, email)
    other.goto("/profile/steps/about")
    expect(other.get_by_label("What you do")).to_have_value("Kitchen supervisor")
    other.goto("/account/places")
    expect(other.get_by_text("this one")).to_have_count(1)
    other.get_by_role("button", name=re.compile("Sign out (?!everywhere)")).click()
    expect(other.get_by_role("button", name="Sign out")).to_have_count(0)
    page.goto("/account")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_what_was_written_as_a_guest_comes_along_and_can_be_taken_back(
    visit: Open, house: House, javascript: bool
) -> None:
    email = f"noor-along-{javascript}@people.example"
    page = visit(javascript=javascript)
    begin(page, "Noor Jahangir")
    sign_up(page, house, email)

    other = visit(javascript=javascript)
    begin(other, "N. Jahangir")
    sign_in(other, email)
    expect(other.get_by_role("link", name="Account")).to_be_visible()
    other.goto("/profiles")
    expect(other.get_by_text("Came along on")).to_be_visible()
    other.get_by_role("button", name=re.compile("Work on this one .From")).click()
    other.get_by_role("link", name="Go on writing").click()
    expect(other.get_by_label("Your name")).to_have_value("N. Jahangir")
    other.goto("/profiles")
    other.get_by_role("button", name=re.compile("Remove From")).click()
    expect(other.get_by_text("Removed on")).to_be_visible()
    other.get_by_role("link", name="Go on writing").click()
    expect(other.get_by_label("Your name")).to_have_value("Noor Jahangir")
    other.goto("/profiles")
    other.get_by_role("button", name=re.compile("Bring it back")).click()
    expect(other.get_by_text("Came along on")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_forgotten_password_is_chosen_anew(visit: Open, house: House, javascript: bool) -> None:
    email = f"ines-{javascript}@people.example"
    page = visit(javascript=javascript)
    begin(page, "Inês Duarte")
    sign_up(page, house, email)

    other = visit(javascript=javascript)
    other.goto("/sign-in")
    other.get_by_role("link", name="I forgot my password").click()
    other.get_by_label("E-mail").fill(email)
    other.get_by_role("button", name="Send the link").click()
    expect(other.get_by_role("heading", name="Look into your letters.")).to_be_visible()
    other.goto(link_in_newest_letter(house, email))
    other.get_by_label("password").first.fill(ANOTHER_PASSWORD)
    other.get_by_role("button", name="Take this password").click()
    sign_in(other, email, ANOTHER_PASSWORD)
    expect(other.get_by_role("link", name="Account")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_keyboard_alone_suffices(visit: Open, house: House) -> None:
    email = "keys@people.example"
    page = visit()
    begin(page, "Kit Keys")

    tab_to(page, "Keep it: make an account", "link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-up")
    tab_to(page, "E-mail", "textbox")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-up/letter")
    page.goto(link_in_newest_letter(house, email))
    tab_to(page, "The password you chose", "textbox")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Account")).to_be_visible()
    page.goto("/profiles")
    tab_to(page, "Its name", "textbox")
    page.keyboard.type("Teaching")
    tab_to(page, "Make it", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/steps/about")
    page.goto("/profiles")
    tab_to(page, "Work on this one (Main)", "button")
    page.keyboard.press("Enter")
    expect(page.locator(".profiles .here")).to_contain_text("Kit Keys")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Open, house: House, scheme: str, viewport: dict[str, int]
) -> None:
    page = visit(scheme=scheme, viewport=viewport)
    found = {}

    def look(address: str) -> None:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[address] = axe(page) + ([f"{wide} px too wide"] if wide > 0 else [])

    for address in DOORS[:-1]:
        look(address)
    begin(page, "Wolfeschlegelsteinhausenbergerdorff-Welche-Vor-Altern-Waren Gewissenhaft")
    for address in DOORS:
        look(address)
    sign_up(page, house, f"wolfe-{scheme}-{viewport['width']}@people-with-a-rather-long-domain.example")
    for address in ACCOUNT_PAGES:
        look(address)
    page.goto("/profiles")
    with page.expect_navigation():
        page.get_by_role("button", name="Make it").click()
    found["/profiles, wrong"] = axe(page)
    page.get_by_label("Its name").last.fill("Teaching")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/profile/steps/about")
    page.goto("/profiles")
    with page.expect_navigation():
        page.get_by_role("button", name="Remove Main").click()
    page.locator("summary").first.click()
    found["/profiles, two, renaming"] = axe(page)
    assert {where: what for where, what in found.items() if what} == {}
