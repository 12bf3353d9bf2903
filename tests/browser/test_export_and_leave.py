"""Taking everything along and leaving, as one does it: with and without JavaScript, at a desk and on a phone."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, begin, is_fit, sign_up
from tests.world import PASSWORD, work
from web.kit.house import House

Open = Callable[..., Page]


def register(page: Page, house: House, email: str) -> None:
    begin(page, "Noor Jahangir")
    sign_up(page, house, email)


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["script", "no script, phone"])
def test_everything_is_taken_along(
    visit: Open, house: House, tmp_path: Path, javascript: bool, viewport: dict[str, int]
) -> None:
    page = visit(javascript=javascript, viewport=viewport)
    register(page, house, f"noor-{javascript}@people.example")
    page.goto("/account/exports")
    page.get_by_role("button", name="Pack everything").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    assert not javascript or is_fit(page)
    work(house)
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    link = page.get_by_role("link", name="Download the ZIP")
    expect(link).to_be_visible()
    assert not javascript or is_fit(page)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        assert {"README.txt", "account.json", "profiles/Main/resume.json", "resumes/Résumé-Main.pdf"} <= set(
            opened.namelist()
        )


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["script", "no script, phone"])
def test_one_leaves_and_comes_back(visit: Open, house: House, javascript: bool, viewport: dict[str, int]) -> None:
    page = visit(javascript=javascript, viewport=viewport)
    email = f"leaving-{javascript}@people.example"
    register(page, house, email)
    page.goto("/account/leave")
    assert not javascript or is_fit(page)
    page.get_by_role("button", name="Leave Métier").click()
    expect(page.get_by_role("heading", name="Goodbye")).to_be_visible()
    assert not javascript or is_fit(page)
    page.goto("/account")
    page.wait_for_url("**/sign-in?**")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/sign-in/back", wait_until="commit")
    assert not javascript or is_fit(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Bring everything back").click()
    page.goto("/profile/steps/about")
    expect(page.get_by_label("Your name")).to_have_value("Noor Jahangir")


def test_a_guest_forgets_everything(visit: Open) -> None:
    page = visit()
    begin(page)
    page.goto("/account/leave")
    assert is_fit(page)
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_text("Everything you wrote here is erased")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
