"""One small career in the layouts of other people, read back whole."""

from typing import Any

import pytest

from tests.kit.reading.sheets import CAREER, HEAD, beside, laid_out, page, sections
from web.kit.reading.anybody import career_of

GRID = "section { display: grid; grid-template-columns: 36mm 1fr; margin-top: 8mm } "
CARDS = "".join(
    f"<div style='display: inline-block; width: 80mm'><b>{name}</b><br>{level}<br><small>{words}</small></div>"
    for name, level, words in [
        ("Baking", "Expert", "Bread, Rolls, Rye"), ("Pastry", "Advanced", "Tarts, Puff"),
        ("Books", "Advanced", "Ledgers, Tax"), ("Ovens", "Expert", "Deck, Wood"),
    ]
)  # fmt: skip
MARGIN = ".e { padding-left: 40mm; position: relative } .d { float: none; position: absolute; left: 0 } "
LETTER = (
    "<div style='break-after: page'><p>Dear Ms Olsen,</p><p>I should like to bake for you: bread, rolls and all that "
    "people eat before they are awake.</p><p>Yours sincerely,</p><p>Ines Castellanos</p></div>"
)
LAYOUTS = {
    "headings above": page("h2 { font-size: 13pt; margin-top: 5mm }"),
    "centred headings": page("h1, h2 { text-align: center } h2 { font-size: 12pt; margin-top: 5mm }"),
    "headings like the text": page("h2 { font-size: 10pt; font-weight: normal }"),
    "headings in spaced capitals": page(
        "h2 { font-size: 9pt; font-weight: normal; text-transform: uppercase; letter-spacing: .2em; margin-top: 5mm }"
    ),
    "headings in the left margin": page(GRID + "h2 { font-size: 14pt; color: #06c }"),
    "headings in the left margin, set to the right": page(
        GRID + "h2 { font-size: 13pt; text-align: right; line-height: 20pt; padding-right: 6mm }"
    ),
    "dates in the left margin": page(MARGIN + "h2 { font-size: 13pt; margin-top: 5mm }"),
    "a side bar to the left": beside(
        "h2 { font-size: 12pt; color: #06c } .column:first-child { width: 45mm }", sections()[3:], sections()[:3]
    ),
    "a side bar to the right": beside(
        "h2 { font-size: 12pt; color: #06c } .column:last-child { width: 45mm }", sections()[:3], sections()[3:]
    ),
    "points without marks": page("h2 { font-size: 13pt } ul { list-style: none }"),
    "a cover letter before it": page("h2 { font-size: 13pt }", head=LETTER + HEAD),
    "a page that runs from the right": page(
        "html { direction: rtl } .d { float: left } h2 { font-size: 13pt } ul { list-style: '• ' inside }"
    ),
}


def without_meta(career: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in career.items() if key != "meta"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_career_is_read_whatever_its_layout(name: str) -> None:
    assert without_meta(career_of(laid_out(LAYOUTS[name]))) == CAREER


@pytest.mark.parametrize(
    ("dates", "stays"),
    [
        (("03/2019 – now", "1.2015 – 2.2019"), [("2019-03", "present"), ("2015-01", "2019-02")]),
        (("seit März 2019", "Jan. 2015 bis Feb. 2019"), [("2019-03", "present"), ("2015-01", "2019-02")]),
        (("2019 →", "Summer 2015 – ’19"), [("2019", "2019"), ("2015", "2019")]),
        (("2019年3月 – 至今", "2015.01 – 2019.02"), [("2019-03", "present"), ("2015-01", "2019-02")]),
    ],
)
def test_dates_keep_the_precision_of_the_document(dates: tuple[str, str], stays: list[tuple[str, str]]) -> None:
    read = career_of(laid_out(page("h2 { font-size: 13pt }", sections(dates))))
    assert [(one["startDate"], one["endDate"]) for one in read["work"]] == stays


def test_cards_side_by_side_are_read_one_by_one() -> None:
    parts = [*sections()[:2], ("Skills", CARDS), sections()[4]]
    read = career_of(laid_out(page("h2 { font-size: 13pt }", parts)))
    assert sorted(read["skills"], key=lambda group: group["name"]) == [
        {"name": "Baking", "level": "Expert", "keywords": ["Bread", "Rolls", "Rye"]},
        {"name": "Books", "level": "Advanced", "keywords": ["Ledgers", "Tax"]},
        {"name": "Ovens", "level": "Expert", "keywords": ["Deck", "Wood"]},
        {"name": "Pastry", "level": "Advanced", "keywords": ["Tarts", "Puff"]},
    ]
    assert read["work"] == CAREER["work"]


HEBREW = page(
    "html { direction: rtl } .d { float: left } h2 { font-size: 13pt } ul { list-style: '• ' inside }",
    [
        ("ניסיון תעסוקתי", "<div><b>מהנדסת תוכנה</b><span class=d>מרץ 2019 – היום</span><br>מאפיית הכרם · חיפה<ul><li>בנתה תנור חדש.</li></ul></div>"),
        ("השכלה", "<div><b>אוניברסיטת חיפה</b><span class=d>2012 – 2015</span><br>תואר ראשון</div>"),
        ("שפות", "<p>עברית (שפת אם), אנגלית (שוטפת)</p>"),
    ],
    HEAD.replace("Ines Castellanos", "נועה ברק").replace("Baker", "מהנדסת תוכנה"),
)  # fmt: skip


def test_a_sheet_in_a_script_from_the_right() -> None:
    read = career_of(laid_out(HEBREW))
    assert read["basics"]["name"] == "נועה ברק"
    assert read["basics"]["phone"] == "+44 7700 900318"
    assert read["work"] == [
        {"name": "מאפיית הכרם", "position": "מהנדסת תוכנה", "location": "חיפה", "startDate": "2019-03", "endDate": "present",
         "highlights": ["בנתה תנור חדש."]}
    ]  # fmt: skip
    assert read["education"] == [
        {"institution": "אוניברסיטת חיפה", "studyType": "תואר ראשון", "startDate": "2012", "endDate": "2015"}
    ]
    assert [one["language"] for one in read["languages"]] == ["עברית", "אנגלית"]


@pytest.mark.parametrize(
    ("broken", "whole"), [("lo-<br>aves", "loaves"), ("self-<br>raising flour", "self-raising flour")]
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(broken: str, whole: str) -> None:
    text = f"<p>She bakes, by hand and before dawn, {broken}</p>"
    sheet = laid_out(page("h2 { font-size: 13pt }", [("Summary", text), *sections()[1:]]))
    assert career_of(sheet)["basics"]["summary"] == f"She bakes, by hand and before dawn, {whole}"
