"""A spreadsheet is brought, its columns are told, it is kept and taken back: with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import DESK, PHONE, begin, is_fit

TABLE: FilePayload = {
    "name": "Bewerbungen.csv",
    "mimeType": "text/csv",
    "buffer": (
        "Firma;Stelle;Status;Beworben am;Schuhgröße\n"
        "Bäckerei Süß;Bäcker;Absage;03/04/2026;44\n"
        "Mühle am Fluss;Müller;Vielleicht;05/06/2026;\n"
    ).encode(),
}


def look(page: Page) -> None:
    page.goto("/applications/bring")
    page.get_by_label("Your spreadsheet").set_input_files(TABLE)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Is this what your spreadsheet says?")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])
def test_brought_told_kept_and_taken_back(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    begin(page)
    look(page)
    expect(page.get_by_label("What “Firma” says")).to_have_value("COMPANY")
    expect(page.locator("#rows")).to_contain_text("applied on 3 April 2026")
    page.get_by_label("What “Schuhgröße” says").select_option("Job")
    page.get_by_label("4 March: the month comes first").check()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_label("What “Stelle” says")).to_be_focused()
    expect(page.get_by_text("Two columns say this. Choose one of them.")).to_have_count(2)
    page.get_by_label("What “Schuhgröße” says").select_option("Keep in the notes")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", name="2 applications are here.")).to_be_visible()
    page.get_by_text("What did not fit, row by row").click()
    expect(page.get_by_text("“Vielleicht” is no stage of yours, so it stands in the notes.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="All of it was taken back.")).to_be_visible()
    page.goto("/applications")
    expect(page.get_by_text("Bäcker")).to_have_count(0)


def test_its_pages_are_fit(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    for size, scheme in ((PHONE, "dark"), (DESK, "light")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto("/applications/bring")
        assert is_fit(page)
        look(page)
        assert is_fit(page)
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", name="2 applications are here.")).to_be_visible()
    assert is_fit(page)
