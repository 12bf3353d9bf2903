"""Today, how one is reminded, and the calendar that follows along: with and without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.accounts.filled import keeper_of
from tests.applications.following import follows, plans
from tests.browser.conftest import DESK, PHONE, begin, is_fit
from tests.world import Somebody
from web.applications.tables import Kind
from web.applications.words import noon
from web.kit.clock import now
from web.kit.house import House


def filled(house: House) -> None:
    """Something for today, something for tomorrow and somebody who does not answer, for whoever began last."""
    with keeper_of(house.settings) as keeper:
        newest = keeper.execute(sa.text("select id from people order by created_at desc limit 1")).scalar_one()
    who = Browsing(newest, house)
    application = follows(who)
    plans(who, application, noon(now().date()), title="Iron the shirt")
    plans(who, application, now() + timedelta(days=1), "America/New_York", Kind.INTERVIEW, place="Stage door")
    follows(who, "applied", quiet=20, title="Show caller", company="Ferrin and Daughters")


class Browsing(Somebody):
    """Whoever sits at the browser, as the helpers of the other tests know people."""

    def __init__(self, person_id: object, house: House) -> None:
        self.person_id, self.database = person_id, house.database

    @property
    def id(self) -> object:  # type: ignore[override]
        return self.person_id


def read(address: str) -> httpx.Response:
    """As a calendar does, which has no cookies."""
    return httpx.get(address, timeout=30)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])
def test_from_today_to_a_calendar_and_back(visit: Callable[..., Page], house: House, javascript: bool) -> None:
    page = visit(javascript=javascript, timezone_id="Europe/Berlin")
    begin(page)
    filled(house)
    page.goto("/applications/today")
    expect(page.get_by_text("as it is in UTC")).to_be_visible()
    if javascript:
        page.get_by_role("button", name="Use Europe/Berlin, as this device says").click()
        expect(page.get_by_text("as it is in Berlin")).to_be_visible()
    page.get_by_role("button", name=re.compile("Done.*Iron the shirt")).click()
    expect(page.locator(".notice")).to_contain_text("“Iron the shirt” is done.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name=re.compile("Done.*Iron the shirt"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Put it on today.*Show caller, Ferrin")).click()
    expect(page.get_by_role("heading", name="Ask Ferrin and Daughters how it stands")).to_be_visible()

    page.get_by_role("link", name="Reminders and your calendar" if javascript else "Say where you are").click()
    page.get_by_label("Each by itself, some hours before").check()
    page.get_by_label("How many hours before").fill("3")
    page.get_by_label("Where you are").fill("Mars")
    page.get_by_role("button", name="Save this").click()
    expect(page.locator("#zone-error")).to_have_text("Choose one of the time zones listed, such as Europe/London.")
    expect(page.get_by_label("How many hours before")).to_have_value("3")
    page.get_by_label("Where you are").fill("Europe/Berlin")
    page.get_by_role("button", name="Save this").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    page.get_by_role("button", name="Make the address").click()
    first = page.locator(".feed-address").inner_text()
    calendar = read(first)
    assert calendar.headers["content-type"].startswith("text/calendar") and "TZID:America/New_York" in calendar.text
    page.get_by_role("button", name="Make a new address").click()
    expect(page.locator(".feed-address")).not_to_have_text(first)
    second = page.locator(".feed-address").inner_text()
    assert [read(each).status_code for each in (first, second)] == [404, 200]
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("button", name="Make the address")).to_be_visible()
    assert read(second).status_code == 404


def test_they_are_fit(visit: Callable[..., Page], house: House) -> None:
    page = visit()
    begin(page)
    for is_filled in (False, True):
        if is_filled:
            filled(house)
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for address in ("/applications/today", "/applications/reminders"):
                page.goto(address)
                assert is_fit(page), (address, size)
    page.get_by_role("button", name="Make the address").click()
    expect(page.locator(".feed-address")).to_be_visible()
    assert is_fit(page)
