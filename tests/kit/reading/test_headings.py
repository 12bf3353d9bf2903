"""Sections are known by their headings, in every language of the sheets and in common other words."""

import pytest

from web.kit.printing import LANGUAGES
from web.kit.printing.words import words_of
from web.kit.reading.headings import KINDS, kind_of, language_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_knows_the_headings_of_our_sheets(language: str) -> None:
    words = words_of(language)
    assert {kind: kind_of(words[kind]) for kind in KINDS if kind in words} == {
        kind: kind for kind in KINDS if kind in words
    }


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("WORK EXPERIENCE", "work"),
        ("Skills & Tools:", "skills"),
        ("Honours and awards", "awards"),
        ("Ausbildung", "education"),
        ("Expeditions", ""),
        ("", ""),
    ],
)
def test_knows_other_words_for_them(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind


def test_the_headings_tell_the_language() -> None:
    for language in LANGUAGES:
        found = language_of(words_of(language)[kind] for kind in ("work", "education", "skills", "languages"))
        assert words_of(found)["work"] == words_of(language)["work"]
    assert language_of(["Expeditions"]) == "en"
