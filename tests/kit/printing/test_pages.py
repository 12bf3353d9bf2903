"""Where pages end, and what stands at their foot."""

import re
import zlib
from typing import Any

import pypdfium2 as pdfium
import pytest

from tests.kit.printing.people import one_of_ours
from web.kit.printing import Order
from web.kit.printing.typeset import fitted, typeset

FOOT = 60  # points


def career(count: int) -> dict[str, Any]:
    """A post of so many lines, one of a dozen that stays whole, and a few lines to end with."""
    points = [f"Kept the books of house {n}." for n in range(count)]
    whole = {"position": "Clerk", "highlights": points[:12], "break": "keep"}
    prizes = [{"title": f"Prize {n}"} for n in range(8)]
    return {"basics": {"name": "N"}, "work": [{"position": "Keeper", "highlights": points}, whole], "awards": prizes}


@pytest.mark.parametrize(
    ("count", "step", "pages"),
    [
        pytest.param(4, -1, 1, id="a short page opens up"),
        pytest.param(20, 0, 1, id="a full page stays as it is"),
        pytest.param(26, 3, 1, id="a few last lines are won back"),
        pytest.param(28, -1, 2, id="a short second page opens up"),
        pytest.param(30, 0, 2, id="unless the first would then end early"),
    ],
)
def test_a_sheet_is_set_as_open_as_serves_its_length(count: int, step: int, pages: int) -> None:
    for hint in (None, -1):
        sheet = fitted(Order(career(count), "letterhead", hint=hint))
        assert (sheet.step, sheet.pages) == (step, pages), hint


@pytest.mark.parametrize(("language", "page", "halves"), [("en", "Page", [False, True]), ("he", "עמוד", [True, False])])
def test_the_foot_runs_the_way_the_language_does(language: str, page: str, halves: list[bool]) -> None:
    """The name where a line begins, the number of the page where it ends, and nothing at the foot of the first page."""
    pdf, _ = typeset(Order(career(30), "letterhead", language=language))
    with pdfium.PdfDocument(pdf) as document:
        first, (second, width) = document[0].get_textpage(), (document[1].get_textpage(), document[1].get_width())
        left, right = second.get_text_bounded(right=width / 2, top=FOOT), second.get_text_bounded(width / 2, top=FOOT)
        assert first.get_text_bounded(top=FOOT) == ""
    assert [page in half for half in (left, right)] == halves
    assert ["N" in half for half in (left, right)] == halves[::-1]


def test_a_page_is_drawn_with_no_more_digits_than_anyone_sees() -> None:
    pdf, _ = typeset(Order(one_of_ours("samira").resume, "manual"))
    drawing = zlib.decompressobj().decompress(pdf[re.search(rb"stream\r?\n", pdf).end() :])  # type: ignore[union-attr]
    assert b"BT\n" in drawing
    assert re.findall(rb"\.\d{4,}", drawing) == []
    assert b">0<" not in drawing
