"""The choice of the sheet's language: every one by its own name, and the sheet in the one chosen."""

import re

import pypdfium2 as pdfium
import pytest

from tests.world import Somebody
from web.kit.printing import LANGUAGES
from web.kit.printing.words import words_of

OPTION = re.compile(r'<option lang="([\w-]+)" value="([\w-]+)"( selected)?>([^<]+)</option>')


@pytest.mark.parametrize("address", ["/profile/steps/sheet", "/profiles"])
def test_every_language_is_offered_by_its_own_name(alice: Somebody, address: str) -> None:
    offered = OPTION.findall(alice.get(address).text)
    assert [(value, name) for _, value, _, name in offered] == list(LANGUAGES.items())
    assert all(lang == value for lang, value, _, _ in offered)  # so that a voice pronounces each as it is
    assert [value for _, value, selected, _ in offered if selected] == ["en"]


@pytest.mark.parametrize("language", ["pt-BR", "uk", "ja"])
def test_the_sheet_speaks_the_language_chosen(alice: Somebody, language: str) -> None:
    alice.add("experience", title="A", company="B", start_date="2019-03", is_current="on")
    assert alice.post("/resumes/default/look", {"language": language}).status_code == 303
    with pdfium.PdfDocument(alice.get("/resumes/default/pdf").content) as document:
        printed = document[0].get_textpage().get_text_range().casefold()
    assert words_of(language)["work"].casefold() in printed
    assert words_of(language)["present"] in printed
