"""What single designs promise beyond what all of them do."""

import json
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from tests.kit.printing.examination import LOOKS
from tests.kit.printing.people import OURS, one_of_ours
from tests.kit.printing.readers import Read
from web.kit.printing import Order
from web.kit.printing.faces import scripts_in
from web.kit.printing.typeset import typeset

POINTS = 0.75  # to a pixel of CSS, in which a sheet is drawn
NURSE = one_of_ours("nurse").resume
TRAINER = {
    "basics": {"name": "Katrin Lindström", "location": {"postalCode": "04229", "city": "Leipzig"}, "phone": "0341 5550182"},
    "work": [{"position": "Ausbilderin", "name": "Elster", "startDate": "2019-04", "endDate": "present"}],
    "meta": {
        "metier": {
            "details": [
                {"label": "Geburtsdatum", "value": "12. März 1988"},
                {"label": "Staatsangehörigkeit", "value": "deutsch"},
                {"value": "Nichtraucherin"},
            ]
        }
    },
}  # fmt: skip


def read(resume: dict[str, Any], design: str, language: str = "en", **controls: str) -> Read:
    return Read(typeset(Order(resume, design, language=language, controls=controls))[0])


def lines(sheet: Read) -> list[str]:
    return [line.strip() for page in sheet.texts["pdftotext -raw"] for line in page.split("\n") if line.strip()]


def letters(sheet: Read) -> Iterator[tuple[str, float, float]]:
    """Every letter that is drawn: what it is, how far to the right it stands, and its size; in points."""
    with pdfium.PdfDocument(sheet.pdf) as document:
        for page in document:
            text, x, y = page.get_textpage(), raw.c_double(), raw.c_double()
            for at in range(text.count_chars()):
                letter = text.get_text_range(at, 1)
                if letter.strip():
                    raw.FPDFText_GetCharOrigin(text, at, x, y)
                    yield letter, x.value, raw.FPDFText_GetFontSize(text, at) * POINTS


# --- Portrait --------------------------------------------------------------------------------------------------------


def test_a_portrait_has_personal_data_between_the_name_and_the_career() -> None:
    said = lines(read(TRAINER, "portrait", "de"))
    assert said[:7] == [
        "Katrin Lindström",
        "04229 Leipzig",
        "0341 5550182",
        "Geburtsdatum: 12. März 1988",
        "Staatsangehörigkeit: deutsch",
        "Nichtraucherin",
        "Berufserfahrung",
    ]
    assert "04.2019 – heute Ausbilderin" in said


@pytest.mark.parametrize(
    ("language", "closing", "is_there"),
    [
        ("de", "usual", True),
        ("de-AT", "usual", True),
        ("en", "usual", False),
        ("en", "line", True),
        ("de", "none", False),
    ],
)
def test_a_portrait_is_dated_and_signed_where_that_is_usual(language: str, closing: str, is_there: bool) -> None:
    assert (lines(read(TRAINER, "portrait", language, closing=closing))[-1] == "Leipzig,") is is_there


# --- Sidebar ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["default", "largest"])
@pytest.mark.parametrize("count", [10, 16, 22, 28, 34])
def test_nothing_is_lost_beside_the_career(count: int, look: str) -> None:
    """What runs off the page beside the career would be drawn nowhere: it has to have gone into the career before."""
    skills = [{"name": f"Craft {n}", "keywords": ["Planning rotas", f"tool {n}"]} for n in range(count)]
    certificates = [{"name": f"Licence number {n}", "issuer": "Trade office", "date": "2019-05"} for n in range(count)]
    sheet = read({"basics": NURSE["basics"], "skills": skills, "certificates": certificates}, "sidebar", **LOOKS[look])
    for said in sheet.texts.values():
        whole = " ".join(" ".join(said).split())
        assert all(f"tool {n}" in whole and f"Licence number {n}" in whole for n in range(count))


@pytest.mark.parametrize(("person", "side"), [("nurse", "left"), ("arabic", "right")])
def test_what_a_person_can_do_stands_beside_what_they_have_done(person: str, side: str) -> None:
    resume = json.loads((OURS / f"{person}.json").read_text("utf-8"))
    sheet = read(resume, "sidebar", "ar" if person == "arabic" else "en")
    word = resume["skills"][0]["keywords"][0]
    with pdfium.PdfDocument(sheet.pdf) as document:
        text = document[0].get_textpage()
        box = text.get_charbox(text.search(word).get_next()[0])
        share = box[0] / document[0].get_width()
    assert share < 0.4 if side == "left" else share > 0.6


@pytest.mark.parametrize("person", ["samira", "nurse"])
def test_two_columns_are_read_one_after_the_other(person: str) -> None:
    """Where blocks of both stand at one height, a reader that looks for tables would read across."""
    sheet = read(one_of_ours(person).resume, "sidebar")
    for reader, pages in sheet.texts.items():
        said = pages[0]
        places = [said.find(heading) for heading in ("Skills", "Languages", "Certificates", "Experience", "Education")]
        assert places == sorted(places), reader
        assert places[0] > 0, reader


# --- Large print and Manual ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_in_large_print_is_smaller_than_fourteen_points(look: str) -> None:
    assert min(size for _, _, size in letters(read(NURSE, "large", **LOOKS[look]))) > 13.99


def test_every_letter_of_a_manual_stands_on_one_grid() -> None:
    said = list(letters(read(one_of_ours("samira").resume, "manual")))
    size, edge = min(size for _, _, size in said), min(x for _, x, _ in said)
    places = [(x - edge) / (0.6 * size) for _, x, _ in said]
    assert all(abs(place - round(place)) < 0.05 for place in places)


# --- faces -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "scripts"),
    [("正規表現とテスト", {"japanese"}), ("正则表达式とテスト", {"japanese", "chinese"}), ("正则表达式", {"chinese"})],
)
def test_a_japanese_sheet_borrows_what_only_chinese_has(text: str, scripts: set[str]) -> None:
    assert set(scripts_in(text, "en")) - {"latin"} == scripts
