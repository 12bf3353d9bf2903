"""Bringing an old résumé, as one does it: from the front page to a printed sheet and an account, with and without script."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, begin, is_fit, sign_up
from tests.paper import SERIF, pdf_of
from tests.world import work
from web.imports import LARGEST_UPLOAD
from web.kit.house import House

Open = Callable[..., Page]
TABLET = {"width": 768, "height": 1024}
OLD = f"""
<style>@page {{ size: A4; margin: 2cm }} body {{ font-family: {SERIF} }} h1 {{ font-size: 24pt }} h2 {{ font-size: 15pt }}
h3 {{ font-size: 11pt; margin: 6pt 0 0 }} p, li {{ font-size: 10pt; margin: 2pt 0 }}</style>
<h1>Noor Jahangir</h1><p>noor.jahangir@people.example | +44 7700 900233 | Halifax</p>
<h2>Experience</h2>
<h3>Site manager, Pennine Timber Frame</h3><p>March 2015 – present</p>
<ul><li>Ran nine sites at once</li><li>Trained twelve apprentices</li></ul>
<h3>Carpenter, Marsden Joinery</h3><p>June 2009 – February 2015</p><ul><li>Built forty roofs</li></ul>
<h2>Education</h2><h3>BSc Building, University of Leeds</h3><p>2006 – 2009</p>
<h2>Skills</h2><p>Joinery, Estimating, First aid</p>
"""
SECOND = {
    "basics": {"name": "Noor Jahangir", "phone": "07700 900 417"},
    "work": [{"name": "Pennine Timber Frame Ltd", "position": "Site manager", "startDate": "2015", "endDate": "present",
              "location": "Halifax"}],
}  # fmt: skip


PRESSED = """() => [...document.querySelectorAll("main :is(a, button, summary, .choice, input:not([type=hidden], [type=radio]))")]
    .filter(each => each.checkVisibility() && !each.closest(".unseen, p:not(.to-the-end)"))
    .map(each => [each.innerText || each.name, Math.round(each.getBoundingClientRect().height)])
    .filter(([_, height]) => height < 44)"""  # links in the midst of a sentence are as high as its line


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old résumé as a word processor would print it."""
    path = tmp_path_factory.mktemp("brought") / "Noor CV final.pdf"
    path.write_bytes(pdf_of(OLD))
    return path


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["script", "no script, phone"])
def test_from_an_old_pdf_to_a_printed_sheet_and_an_account(
    visit: Open, house: House, old: Path, javascript: bool, viewport: dict[str, int]
) -> None:
    page = visit(javascript=javascript, viewport=viewport)
    page.goto("/")
    page.get_by_label("Have one already?").set_input_files(old)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="We are reading Noor CV final.pdf")).to_be_visible()
    assert not javascript or is_fit(page)
    work(house)
    expect(page.get_by_role("heading", name="All are new")).to_be_visible()  # the page came by itself
    work_found = page.get_by_role("group", name="Pennine Timber Frame")
    expect(work_found.get_by_role("radio").nth(1)).to_be_checked()
    look_at_the_place(page, javascript)
    page.get_by_role("button", name="Keep what is chosen").click()
    expect(page.get_by_role("heading", name="It is in your profile")).to_be_visible()
    page.get_by_role("link", name="See the sheet").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the PDF along").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    sign_up(page, house, f"noor-brought-{javascript}@people.example")
    page.goto("/imports")
    expect(page.get_by_role("link", name="Noor CV final.pdf", exact=True)).to_be_visible()
    page.goto("/profile/steps/experience")
    expect(page.get_by_text("Marsden Joinery").first).to_be_visible()


def look_at_the_place(page: Page, javascript: bool) -> None:
    """The page of the document, in the row itself or on a page of its own."""
    sources = page.locator("details.sources").first
    sources.locator("summary").click()
    sources.get_by_role("link", name="Show the place").first.click()
    if javascript:
        expect(page.get_by_role("img", name="The place on page 1 of Noor CV final.pdf")).to_be_visible()
        page.wait_for_function("() => document.querySelector('.marked').naturalWidth > 900")
        assert is_fit(page)
    else:
        expect(page.get_by_role("img", name="Page 1 of Noor CV final.pdf, the words marked.")).to_be_visible()
        page.go_back()


def test_a_second_file_beside_what_is_there_and_back_again(
    visit: Open, house: House, old: Path, tmp_path: Path
) -> None:
    """What the files say of one post is one, and one button takes it all back."""
    second = tmp_path / "second.json"
    second.write_text(json.dumps(SECOND))
    page = visit()
    begin(page, "Noor Jahangir")
    page.get_by_role("link", name="Bring it as PDF or Word").click()
    page.get_by_label("Your files").set_input_files([old, second])
    page.get_by_role("button", name="Read it", exact=True).click()
    page.wait_for_url("**/imports/*")
    work(house)
    page.get_by_role("button", name="Keep what is chosen").click()
    page.get_by_role("link", name="Go on to second.json").click()
    completes = page.get_by_role("radio", name="Complete mine with it")
    expect(completes).to_be_checked()
    employer = page.get_by_role("group", name="Employer")
    expect(employer.get_by_role("radio", name="Pennine Timber Frame mine", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Take it in place of mine").check()
    expect(employer).to_be_hidden()  # nobody is asked which value stays where all of them go
    completes.check()
    employer.get_by_role("radio", name="Pennine Timber Frame Ltd the file’s").check()
    expect(page.get_by_role("radio", name="+44 7700 900233")).to_be_checked()
    page.get_by_role("button", name="Keep what is chosen").click()
    expect(page.get_by_role("heading", name="It is in your profile")).to_be_visible()
    page.goto("/profile/steps/experience")
    expect(page.get_by_text("Pennine Timber Frame Ltd").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_role("heading", name="as it was before")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESK, "light"), (DESK, "dark"), (TABLET, "light"), (PHONE, "dark")], ids=str
)
def test_every_page_of_it_is_fit(
    visit: Open, house: House, old: Path, tmp_path: Path, scheme: str, viewport: dict[str, int]
) -> None:
    second, large, bad = (tmp_path / name for name in ("second.json", "large.pdf", f"{'A very long name ' * 8}.png"))
    second.write_text(json.dumps(SECOND))
    large.write_bytes(bytes(LARGEST_UPLOAD + 1))
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    is_narrow = viewport == PHONE
    page = visit(scheme=scheme, viewport=viewport, has_touch=is_narrow, is_mobile=is_narrow)

    def looks_right() -> None:
        assert is_fit(page)
        assert not is_narrow or page.evaluate(PRESSED) == []
        assert page.locator(".button.main:visible").count() == 1

    page.goto("/start/file")
    looks_right()
    page.get_by_label("Your files").set_input_files([old, second, large])
    expect(page.get_by_text("large.pdf is larger than 10 MB")).to_be_visible()
    looks_right()
    begin(page, "Noor Jahangir")
    page.goto("/imports")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Choose a file first")).to_be_visible()
    looks_right()
    seen = [read(page, house, file) for file in (old, second, bad)]
    for at in seen:
        page.goto(at)
        looks_right()
    page.goto(seen[0])
    address = page.get_by_role("link", name="Show the place").first.get_attribute("href") or ""
    page.get_by_role("button", name="that are certain").click()
    expect(page.get_by_role("heading", name="It is in your profile")).to_be_visible()
    looks_right()
    page.goto(seen[1])
    expect(page.get_by_role("group", name="Employer")).to_be_visible()
    looks_right()
    for choice in page.get_by_role("radio", name="In your profile now").all():
        choice.check()
    page.get_by_role("button", name="Keep what is chosen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks_right()
    page.goto(seen[0])
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_role("heading", name="as it was before")).to_be_visible()
    looks_right()
    page.goto(address)
    assert is_fit(page)
    page.goto("/imports")
    looks_right()


def read(page: Page, house: House, file: Path) -> str:
    """Bring a file and have it read; returns the address of what was found in it, or of why not. The page turns to it by
    itself: whoever went on before that would be fetched back."""
    page.goto("/imports")
    page.get_by_label("Your files").set_input_files(file)
    page.get_by_role("button", name="Read it", exact=True).click()
    page.wait_for_url("**/imports/*")
    work(house)
    expect(page.locator("#keep").or_(page.get_by_role("alert"))).to_be_visible()
    return page.url


def test_what_is_stopped_is_stopped(visit: Open, house: House, old: Path) -> None:
    page = visit()
    begin(page, "Noor Jahangir")
    page.goto("/imports")
    page.get_by_label("Your files").set_input_files(old)
    page.get_by_role("button", name="Read it", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="You stopped this")).to_be_visible()
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    work(house)
    expect(page.get_by_role("heading", name="things found")).to_be_visible()
