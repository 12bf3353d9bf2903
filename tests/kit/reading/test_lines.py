"""Lines and paragraphs from small pages of our own drawing: columns, gutters, ligatures, what runs from the right."""

import pytest

from tests.kit.reading.sheets import laid_out
from tests.paper import SERIF, pdf_of
from web.kit.jsonresume import Unreadable
from web.kit.reading.blocks import Columns, divided, paragraphs
from web.kit.reading.career import read
from web.kit.reading.lines import Sheet, read_lines
from web.kit.reading.paragraphs import run_on

STYLE = f"<style>@page {{ size: A5; margin: 15mm }} body {{ font: 10pt/14pt {SERIF}, serif; margin: 0 }}</style>"


def drawn(body: str) -> Sheet:
    return read_lines(pdf_of(f"{STYLE}{body}"))


def texts(sheet: Sheet) -> list[str]:
    return [part.text for part in paragraphs(sheet.lines, Columns(sheet))]


def test_a_date_in_the_margin_is_a_line_of_its_own() -> None:
    row = "<p style='margin:0 0 -14pt'>{}</p><p style='margin:0 0 0 90pt'>{}<br>Leeds</p>"
    sheet = drawn(row.format("2019 – 2021", "Cook") + row.format("2017 – 2019", "Porter"))
    assert [line.text for line in sheet.lines] == ["2019 – 2021", "Cook", "Leeds", "2017 – 2019", "Porter", "Leeds"]


def test_what_is_drawn_in_one_go_stays_together_and_its_hand_is_known() -> None:
    (line,) = drawn("<p><b>Cook</b>, Alder Road <i>School</i></p>").lines
    assert [span.text for span in line.spans] == ["Cook", ", Alder Road ", "School"]
    assert [span.style.is_bold for span in line.spans] == [True, False, False]
    assert line.spans[2].style.is_slanted


def test_a_paragraph_ends_where_the_next_word_had_room() -> None:
    long = "Kept the kitchen at a five-star hygiene rating through three inspections and trained nine people in it."
    assert texts(drawn(f"<p style='margin:0'>{long}</p><p style='margin:0'>Short.</p><p style='margin:0'>{long}</p>")) == [
        long, "Short.", long,
    ]  # fmt: skip


def test_points_lose_their_marks_and_keep_their_second_lines() -> None:
    long = "Brought food waste down by a third with a weigh-and-write-down board that stands by the bins all day."
    assert texts(drawn(f"<ul style='list-style:\"• \" inside; padding:0'><li>{long}</li><li>Kept the books.</li></ul>")) == [
        long, "Kept the books.",
    ]  # fmt: skip


def test_a_word_broken_at_its_hyphen_is_whole() -> None:
    ends = set()
    for more in range(0, 16, 2):
        wanted = f"Brought the waste of the kitchen down {'i' * more} by a third with a weigh-and-write-down board of its own."
        wanted = " ".join(wanted.split())
        sheet = drawn(f"<p>{wanted}</p>")
        assert texts(sheet) == [wanted]
        ends |= {line.text.split()[-1] for line in sheet.lines}
    assert {"weigh-", "weigh-and-"} <= ends
    assert (run_on("short-", "and long-term"), run_on("pre-", "and post-war")) == (
        "short- and long-term",
        "pre- and post-war",
    )


def test_a_page_line_is_no_word_of_the_career() -> None:
    page = "<h1>Ines</h1><h2>Work</h2><p>Cook</p><p style='break-before:page'>Porter</p><p>Ines Page 2 of 2</p>"
    _, sections = divided(drawn(page))
    assert [line.text for section in sections for line in section.lines] == ["Cook", "Porter"]


def test_what_runs_from_the_right_begins_at_a_small_left() -> None:
    sheet = laid_out(f"{STYLE}<div dir='rtl' lang='he'><p>נועה ברק</p><p>חיפה · 2019</p></div>")
    assert sheet.is_mirrored
    assert max(line.left for line in sheet.lines) < 50
    assert [line.text for line in sheet.lines] == ["נועה ברק", "חיפה · 2019"]


def test_what_stands_on_its_side_is_words_and_no_letters() -> None:
    sheet = laid_out(
        f"{STYLE}<p style='position:absolute; top:6cm; transform:rotate(-90deg)'>Made in Leeds</p><p>Cook</p>"
    )
    assert sorted(line.text for line in sheet.lines) == ["Cook", "Made in Leeds"]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"no PDF at all"])
def test_what_is_no_pdf_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged or locked"):
        read(body)


def test_an_empty_page_says_nothing() -> None:
    career, pages, lines = read(pdf_of("<p></p>"))
    assert career["basics"] == {}
    assert (len(pages), lines) == (1, [""])
