"""The way of one application: saved by its words, tailored, sent, moved, an interview, an offer; with and without
JavaScript, by keyboard, under a thumb, and from any page by the bookmark."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, axe, begin, is_fit
from tests.world import work
from web.applications.reminders import remind
from web.kit.clock import now
from web.kit.house import House
from web.settings import ROOT

BRITISH = (ROOT / "tests/samples/jobs/british.txt").read_text()
TITLE = "Staff Nurse, Community Team"
WAYS = {
    "scripted": {},
    "plain": {"javascript": False},
    "keys": {},
    "touch": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@dataclass
class Hand:
    """How somebody goes about a page: with a mouse, with a thumb, or with keys alone."""

    page: Page
    way: str

    def press(self, what: Locator) -> None:
        if self.way == "keys":
            self.reach(what)
            self.page.keyboard.press("Enter")
        elif self.way == "touch":
            what.tap()
        else:
            what.click()

    def write(self, box: Locator, words: str) -> None:
        if self.way == "keys" and box.get_attribute("type") not in ("date", "time"):
            self.reach(box)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(words)
        else:
            box.fill(words)

    def choose(self, box: Locator, words: str) -> None:
        if self.way == "keys":
            self.reach(box)
            self.page.keyboard.type(words)
        else:
            box.select_option(words)

    def reach(self, what: Locator) -> None:
        """By Tab, from wherever the focus is."""
        for _ in range(200):
            if what.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {what}")

    def look(self) -> None:
        """Nothing for axe to say of the page, by day and by night."""
        for scheme in ("dark", "light") if self.way == "scripted" else ():
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert is_fit(self.page), (self.page.url, scheme)

    def move(self, to: str) -> None:
        """By the page that works everywhere."""
        self.press(self.page.get_by_role("link", name="Move", exact=True))
        self.press(self.page.get_by_role("button", name=to, exact=True))
        expect(self.page.locator(".notice")).to_contain_text(f"is now in {to}.")


@pytest.mark.parametrize("way", WAYS)
def test_from_a_posting_to_an_offer(visit: Callable[..., Page], house: House, way: str) -> None:
    page = visit(**WAYS[way])
    hand = Hand(page, way)
    begin(page)
    page.goto("/applications/new")
    hand.look()
    hand.write(page.get_by_label("Or the posting’s words"), BRITISH)
    hand.press(page.get_by_role("button", name="Save it"))
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    at = page.url
    hand.look()

    hand.press(page.get_by_role("link", name="Choose one, or make one for it"))
    hand.look()
    hand.press(page.get_by_role("button", name="Make one for this job"))
    page.wait_for_url("**/resumes/*")
    resume = page.url
    page.goto(at)
    expect(page.get_by_role("link", name=f"{TITLE}, Harbour Street Surgery")).to_be_visible()

    hand.press(page.get_by_role("link", name="Answers"))
    hand.write(page.get_by_label("What they ask"), "Why us?")
    hand.write(page.get_by_label("What you answer"), "The sea.")
    hand.press(page.get_by_role("button", name="Keep this answer"))
    expect(page.locator("#notice p")).to_have_text("Your answer is kept.")
    hand.look()

    page.goto(f"{at}/yours")
    hand.write(page.get_by_label("Notes"), "Ask about the weekends.")
    if way == "plain":
        hand.press(page.get_by_role("button", name="Keep it"))
        expect(page.locator("#notice p")).to_have_text("Your side of it is kept.")
    else:
        expect(page.locator("#save-state")).to_contain_text("Saved at")
        hand.look()
        hand.press(page.get_by_role("link", name="Back"))
    expect(page.get_by_text("Ask about the weekends.")).to_be_visible()

    hand.press(page.get_by_role("button", name="I have applied"))
    expect(page.locator("#notice p")).to_have_text(f"{TITLE} is now in Applied.")
    hand.press(page.get_by_role("link", name="Everything that was sent"))
    expect(page.get_by_text("The résumé is being set")).to_be_visible()
    hand.look()
    work(house)
    if way == "plain":
        hand.press(page.get_by_role("link", name="Look again"))
    taking = page.get_by_role("link", name="ZIP of everything that was sent")
    expect(taking).to_be_visible()
    hand.look()
    with page.expect_download() as taken:
        hand.press(taking)
    name = f"Staff-Nurse-Community-Team-Harbour-Street-Surgery-sent-{now():%Y-%m-%d}.zip"
    assert taken.value.suggested_filename == name
    page.goto(f"{resume}/history")
    hand.press(page.get_by_role("link", name="Where this résumé went"))
    expect(page.get_by_role("link", name=f"{TITLE}, Harbour Street Surgery")).to_have_count(2)
    hand.look()

    page.goto("/applications/reminders")
    each = page.get_by_label("Each by itself, some hours before")
    if way == "keys":
        hand.reach(page.get_by_label("Once a day, all together"))
        page.keyboard.press("ArrowDown")
    else:
        each.check()
    hand.write(page.get_by_label("How many hours before"), "120")
    hand.press(page.get_by_role("button", name="Save this"))
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()

    page.goto(at)
    hand.press(page.get_by_text("An interview, a next step, a file, another day"))
    hand.choose(page.get_by_label("What is it?"), "An interview")
    hand.write(page.get_by_label("The day"), f"{now() + timedelta(days=4):%Y-%m-%d}")
    hand.write(page.get_by_label("The time, if it has one"), "10:30")
    hand.write(page.get_by_label("Time zone"), "Europe/London")
    hand.write(page.get_by_label("Where, or the link to the call"), "Stage door, 12 Foundry Street")
    hand.look()
    hand.press(page.get_by_role("button", name="Keep this"))
    expect(page.locator(".ask")).to_contain_text("Next: interview,")
    expect(page.locator(".event.ahead")).to_contain_text("Stage door, 12 Foundry Street")
    remind(house)
    page.goto("/notifications")
    expect(page.locator(".notices li").first).to_contain_text("Interview: ")

    page.goto(at)
    hand.move("Interview")
    page.goto(at)
    expect(page.locator(".steps [aria-current]")).to_have_text("Interview")
    hand.move("Offer")
    page.goto(at)
    expect(page.locator(".steps [aria-current]")).to_have_text("Offer")
    expect(page.locator("#sf ~ ol")).to_contain_text("Everything that was sent")
    hand.look()

    hand.press(page.get_by_role("button", name="Take it out").first)
    expect(page.locator(".event.ahead")).to_have_count(0)
    hand.press(page.get_by_role("button", name="Undo"))
    expect(page.locator(".event.ahead")).to_have_count(1)

    page.goto("/applications/figures")
    expect(page.get_by_role("row", name=re.compile(r"^Offer\w* 1 of 1"))).to_be_visible()
    hand.look()


def test_two_tabs_on_the_same_notes(visit: Callable[..., Page]) -> None:
    """What the one tab wrote is shown in the other, and both are there until somebody says which."""
    page = visit()
    begin(page)
    page.goto("/applications/new")
    page.get_by_text("Or write it yourself").click()
    page.get_by_label("What the job is called").fill("Gardener")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Write it down your side of it").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Notes").fill("Roses")
    expect(page.locator("#save-state")).to_contain_text("Saved at")
    other.get_by_label("Notes").fill("A lawn")
    expect(other.locator("#save-state")).to_have_text("Not saved: changed in another tab")
    expect(other.locator("#yours-notes-error")).to_contain_text("Changed in another tab to “Roses”.")
    expect(other.get_by_label("Notes")).to_have_value("A lawn")
    assert axe(other) == []
    other.get_by_role("button", name="Keep mine").click()
    expect(other.locator("#save-state")).to_contain_text("Saved at")
    page.reload()
    expect(page.get_by_label("Notes")).to_have_value("A lawn")


def test_every_page_of_it_is_fit(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    page.goto("/applications/new")
    page.get_by_label("Or the posting’s words").fill(BRITISH)
    with page.expect_navigation():
        page.get_by_role("button", name="Save it").click()
    at = page.url
    page.goto(f"{at}/contacts")
    page.get_by_label("Their name").fill("Joan Okonkwo-Hale")
    page.get_by_label("E-mail").fill("joan.of.a.very.long.address.indeed@lanternrep-in-the-north.example")
    with page.expect_navigation():
        page.get_by_role("button", name="Add this person").click()
    page.goto(at)
    page.get_by_text("An interview, a next step, a file, another day").click()
    page.get_by_label("What is it?").select_option("A next step")
    page.get_by_label("The day").fill("2099-01-05")
    page.get_by_label("In a few words").fill("Print two copies")
    page.get_by_role("button", name="Keep this").click()
    change = page.locator("#timeline a", has_text="Print two copies").get_attribute("href")
    page.get_by_role("button", name="I have applied").click()
    sending = page.get_by_role("link", name="Everything that was sent").get_attribute("href")
    ways = [at, *(f"{at}/{name}" for name in ("job", "job/correct", "yours", "contacts", "answers", "resume"))]
    ways += [
        change,
        sending,
        "/applications/new",
        "/applications/new/bookmark",
        "/applications/sent",
        "/applications/contacts",
    ]
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for address in ways:
            page.goto(address)
            assert is_fit(page), (address, size)


def test_what_is_wrong_takes_the_focus(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    page.goto("/applications/new")
    expect(page.get_by_label("Its link")).to_be_focused()
    page.get_by_label("Its link").fill("http://127.0.0.1/jobs/1")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_label("Or the posting’s words")).to_be_focused()
    expect(page.get_by_label("Its link")).to_have_value("http://127.0.0.1/jobs/1")
    expect(page.locator("#posting-error")).to_contain_text("Only public web addresses can be opened")
    assert axe(page) == []


def test_the_bookmark_brings_marked_words_along(visit: Callable[..., Page]) -> None:
    """As a browser runs it on a page of somebody else's that allows no script: its words come behind the #, and nothing
    is saved before one says so."""
    page = visit()
    begin(page)
    page.goto("/applications/new/bookmark")
    page.get_by_role("link", name="Save to Métier").click()
    expect(page.get_by_text("Drag it to your bookmarks bar.")).to_be_visible()
    script = page.get_by_label("The line for the bookmark’s address").input_value()
    there = "https://jobs.example/12?a=1&b=%C3%A9"

    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": "default-src 'none'"}
        body = "<title>Gardener & co.</title><h1>Gardener</h1><p>Roses; a lawn.</p>"
        route.fulfill(status=200, content_type="text/html; charset=utf-8", headers=headers, body=body)

    elsewhere = page.context.new_page()
    elsewhere.route("https://jobs.example/**", answer)
    elsewhere.goto(there)
    elsewhere.evaluate("() => getSelection().selectAllChildren(document.body)")
    with page.context.expect_page() as opened:
        elsewhere.evaluate(unquote(script.removeprefix("javascript:")))
    brought = opened.value
    expect(brought.get_by_label("Its link")).to_have_value(there)
    expect(brought.get_by_label("Or the posting’s words")).to_have_value(re.compile("Gardener\\s+Roses; a lawn."))
    assert "#" not in brought.url
    expect(brought.locator("[name=seen]")).to_have_value("Gardener & co.")
    brought.goto("/applications")
    expect(brought.get_by_role("heading", name="What do you want to apply for?")).to_be_visible()
