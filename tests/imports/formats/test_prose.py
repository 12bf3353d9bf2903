"""Documents of running text, in the many ways people set them: what they say does not depend on how."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.imports.formats.word import CAREER, LAYOUTS, SKILLS, WORK, laid_out, saved
from web.imports import read_here
from web.imports.files.archives import Archive
from web.imports.files.prose import entries_opened, once, words_of_link
from web.imports.formats import docx as word
from web.imports.formats import html, markdown, odt, rtf, text
from web.kit.jsonresume import Unreadable
from web.kit.reading.flow import Passage, Run, sheet_of
from web.kit.reading.lines import Style

Career = dict[str, Any]


def said(career: Career) -> Career:
    """What of a career the layouts have in common."""
    wanted: Career = {"basics": {key: career["basics"].get(key) for key in CAREER["basics"]}}
    for section in ("work", "education"):
        keys = CAREER[section][0]
        wanted[section] = [{key: entry.get(key) for key in keys} for entry in career.get(section, [])]
    groups = [group.get("keywords") or [group.get("name")] for group in career.get("skills", [])]
    return {**wanted, "skills": [skill for group in groups for skill in group]}


def read(body: bytes, name: str = "") -> Career:
    career: Career = read_here(body, name)["career"]
    return career


# --- Word ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_word_documents_of_every_layout(layout: str) -> None:
    assert said(read(laid_out(layout))) == CAREER


def lines_of(document: Any) -> list[str]:
    return [line.text for line in sheet_of(word.passages_of(Archive(saved(document)), [])).lines]


def test_what_was_struck_out_or_hidden_or_noted_is_not_said() -> None:
    document = docx.Document()
    document.add_paragraph("Kept").add_run(" hidden").font.hidden = True
    assert lines_of(document) == ["Kept"]
    struck = _with_xml(
        document, "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    )
    assert [line.text for line in sheet_of(word.passages_of(Archive(struck), [])).lines][-1] == "new"


def _with_xml(document: Any, inside: str) -> bytes:
    """The document with a last paragraph of raw XML."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(document))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                body = body.replace(b"<w:sectPr", f"<w:p>{inside}</w:p><w:sectPr".encode(), 1)
            new.writestr(name, body)
    return made.getvalue()


def test_lists_have_marks_and_numbers() -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Number", "List Number"):
        document.add_paragraph("Item", style=style)
    assert lines_of(document) == ["• Item", "1. Item", "2. Item"]


@pytest.mark.parametrize("missing", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "docProps/core.xml"])
def test_a_document_without_this_part_is_read_all_the_same(missing: str) -> None:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(laid_out("by hand"))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))
    assert said(read(made.getvalue())) == CAREER


def test_the_strict_kind_of_word_document() -> None:
    made = BytesIO()
    ours, theirs = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with zipfile.ZipFile(BytesIO(laid_out("styled"))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(ours, theirs))
    assert said(read(made.getvalue())) == CAREER


# --- the others --------------------------------------------------------------------------------------------------------


PLAIN = f"""Amara Okafor
amara@okafor.example | +44 113 496 0000

{{experience}}
Senior engineer{{gap}}March 2020 – present
Northern Bridges Ltd, Leeds
{{bullet}} Leads a team of four on footbridges
{{bullet}} Cut steel by a fifth on the Aire crossing

Engineer{{gap}}September 2015 – February 2020
Pennine Consulting Ltd, Manchester
{{bullet}} Checked 60 bridges a year
{{bullet}} Wrote the checking handbook

{{education}}
MEng Civil Engineering{{gap}}2011 – 2015
University of Leeds

{{skills}}
{", ".join(SKILLS)}
"""
HEADINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper, "as it is": str.title, "ruled": lambda word: f"{word.title()}\n----------",
    "ruled twice": lambda word: f"=========\n{word.upper()}\n=========", "with a colon": lambda word: f"{word.title()}:",
}  # fmt: skip


@pytest.mark.parametrize("bullet", ["-", "*", "•"])
@pytest.mark.parametrize("gap", ["    ", "\t"])
@pytest.mark.parametrize("how", HEADINGS)
def test_plain_text_of_every_kind(bullet: str, gap: str, how: str) -> None:
    heading = HEADINGS[how]
    words = {word: heading(word) for word in ("experience", "education", "skills")}
    assert said(text.read(PLAIN.format(bullet=bullet, gap=gap, **words).encode()).career) == CAREER


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_plain_text_in_every_encoding(encoding: str, ending: str) -> None:
    written = PLAIN.format(bullet="-", gap="   ", experience="EXPERIENCE", education="EDUCATION", skills="SKILLS")
    assert said(text.read(written.replace("\n", ending).encode(encoding)).career) == CAREER


def test_lines_that_a_program_broke_are_whole_again() -> None:
    broken = """Amara Okafor
amara@okafor.example

SUMMARY
Engineer with nine years of bridges behind her, who likes the
ones that stay up and says so to everybody who asks her about
them on the way to work.

EXPERIENCE
Engineer    2015 - 2020
Pennine Consulting Ltd
- Checked sixty bridges a year and wrote the handbook that all
  of the others use to this day
- Slept
"""
    career = text.read(broken.encode()).career
    assert career["basics"]["summary"].endswith("everybody who asks her about them on the way to work.")
    assert career["work"][0]["highlights"] == [
        "Checked sixty bridges a year and wrote the handbook that all of the others use to this day", "Slept",
    ]  # fmt: skip


def test_markdown_with_emphasis_tables_and_a_front_matter() -> None:
    written = """---
title: CV
---
# Amara Okafor
amara@okafor.example<br>+44 113 496 0000

Experience
==========
**Senior engineer** | March 2020 – present

*Northern Bridges Ltd*, Leeds

* Leads a team of four on footbridges
* Cut steel by a fifth on the Aire crossing

**Engineer** | September 2015 – February 2020

*Pennine Consulting Ltd*, Manchester

* Checked 60 bridges a year
* Wrote the checking handbook

Education
=========
| When | What |
|---|---|
| 2011 – 2015 | MEng Civil Engineering, University of Leeds |

Skills
======
Revit, Tekla, Eurocodes, Python
"""
    career = markdown.read(written.encode()).career
    assert said(career)["work"] == CAREER["work"]
    assert said(career)["skills"] == SKILLS and career["basics"]["name"] == "Amara Okafor"


PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html><html><head><style>p { color: red }</style><title>Not this</title></head><body>
<nav><a href="/">Home</a></nav><div hidden>Not this</div><p style="display: none">Nor this</p><script>alert(1)</script>
<h1>Amara   Okafor</h1><p><a href="mailto:amara@okafor.example">amara@okafor.example</a><br/>+44 113 496 0000</p>
<h2>Experience</h2>
<div><strong>Senior engineer</strong><span>March 2020 – present</span></div><div>Northern Bridges Ltd, Leeds</div>
<ul><li>Leads a team of
  four on footbridges</li><li><p>Cut steel by a fifth on the Aire crossing</p></li></ul>
<table><tr><td><b>Engineer</b></td><td>September 2015 – February 2020</td></tr></table><p>Pennine Consulting Ltd, Manchester</p>
<ul><li>Checked 60 bridges a year</li><li>Wrote the checking handbook</li></ul>
<h2>Education</h2><p><b>MEng Civil Engineering</b> <i>2011 – 2015</i></p><p>University of Leeds</p>
<h2>Skills</h2><ul><li>Revit</li><li>Tekla</li><li>Eurocodes</li><li>Python</li></ul></body></html>"""


def test_a_web_page_says_what_it_shows() -> None:
    career = html.read(PAGE.encode()).career
    assert said(career) == CAREER
    assert "this" not in str(career) and "alert" not in str(career) and "Home" not in str(career)


def test_rich_text_of_other_code_pages_and_letters_beyond_them() -> None:
    body = rb"""{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\uc1
{\pard\b\fs40 \'c8\'e2\'e0\'ed \u1055?\u1077?\u1090?\u1088?\u1086?\u1074?\par}{\pard ivan@petrov.example \u-10179?\u-8704?\par}
{\pard\b\fs28 Experience\par}{\pard{\b Engineer}\tab 2015 \endash  2020\par}{\pard \v hidden\v0 Zavod Ltd\par}
{\pard {\listtext \'b7\tab}Built {\i lines}\par}}"""
    career = rtf.read(body).career
    assert career["basics"]["name"] == "Иван Петров"
    assert career["work"][0]["highlights"] == ["Built lines"]
    assert career["work"][0]["name"] == "Zavod Ltd"


@pytest.mark.parametrize("reader", [word.read, odt.read])
def test_a_document_without_its_heart_is_refused(reader: Callable[[bytes], object]) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(Unreadable, match="no text"):
        reader(made.getvalue())


def test_an_odt_that_is_locked_says_so() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        archive.writestr("content.xml", b"\x01\x02")
    with pytest.raises(Unreadable, match="locked with a password"):
        odt.read(made.getvalue())


# --- lines -----------------------------------------------------------------------------------------------------------


def test_tabs_and_cells_stand_far_apart_and_lines_stay_lines() -> None:
    sheet = sheet_of([Passage((Run("Engineer\t2020\nAcme  Ltd\u00a0"),)), Passage((Run("\uf0b7\tBuilt"),), indent=18)])
    assert [line.text for line in sheet.lines] == ["Engineer 2020", "Acme Ltd", "• Built"]
    first, second, third = sheet.lines
    assert first.spans[1].left - first.spans[0].right > 2 * first.size
    assert third.left == first.left + 18 and third.has_bullet
    assert second.above > 2 * second.size


# --- margins and links ---------------------------------------------------------------------------------------------------


def test_margins_say_what_the_page_does_not_and_nothing_twice() -> None:
    document = docx.Document()
    document.add_paragraph("Amara Okafor, engineer")
    document.sections[0].header.paragraphs[0].text = "Amara Okafor"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 2"
    document.sections[0].footer.add_paragraph("Confidential")
    document.sections[0].footer.add_paragraph("amara@okafor.example")
    assert lines_of(document) == ["amara@okafor.example", "Amara Okafor, engineer"]


@pytest.mark.parametrize(
    ("words", "address", "shown", "is_named"),
    [
        ("Write to me", "mailto:amara@okafor.example?subject=Hi", "amara@okafor.example", False),
        ("LinkedIn", "https://linkedin.com/in/amara", "https://linkedin.com/in/amara", False),
        ("okafor.example", "https://www.okafor.example/", "okafor.example", False),
        ("The Aire crossing", "https://aire.example", "The Aire crossing", True),
        ("Up", "#top", "Up", False),
        ("", "https://empty.example", "", False),
    ],
)
def test_an_address_behind_words_is_shown_or_named(words: str, address: str, shown: str, is_named: bool) -> None:
    links: list[str] = []
    assert words_of_link(words, address, links) == shown
    assert links == ([address] if is_named else [])


def test_links_of_every_kind_of_document() -> None:
    page = PAGE.replace(
        "<h2>Skills</h2>",
        '<p><a href="https://aire.example">The crossing</a> <a href="tel:+441134960000">call</a></p><h2>Skills</h2>',
    )
    assert html.read(page.encode()).left == ["Addresses behind words were not taken: https://aire.example."]
    document = docx.Document()
    paragraph = document.add_paragraph("")
    target = paragraph.part.relate_to("https://github.com/amara", RT.HYPERLINK, is_external=True)
    paragraph._p.append(parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"><w:r><w:t>Git</w:t></w:r><w:r><w:t>Hub</w:t></w:r></w:hyperlink>'
    ))  # fmt: skip
    assert lines_of(document) == ["https://github.com/amara"]


def test_what_nobody_has_filled_in_yet_is_not_said() -> None:
    inside = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>[Your name]</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t>Amara</w:t></w:r>"
    )
    body = _with_xml(docx.Document(), inside)
    assert [line.text for line in sheet_of(word.passages_of(Archive(body), [])).lines] == ["Amara"]


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("Northern Bridges LtdMarch 2020 – present", 2),
        ("Acme2019-05 – 2020-06", 2),
        ("Horizon H2020 and iPhone 2020", 1),
        ("Windows2019", 1),
        ("March 2020", 1),
        ("她于2018年3月加入公司", 1),
        ("Bauhaus Weimar 2019 – 2020", 1),
    ],
)
def test_a_date_glued_to_a_word_stands_apart_again(glued: str, parts: int) -> None:
    (line,) = sheet_of([Passage((Run(glued),))]).lines
    gaps = [after.left - before.right for before, after in pairwise(line.spans)]
    assert sum(gap > 2 * line.size for gap in gaps) == parts - 1


def test_a_text_box_is_said_once_though_it_is_written_twice() -> None:
    lines = [line.text for line in sheet_of(word.passages_of(Archive(laid_out("header and boxes")), [])).lines]
    assert lines.count("amara@okafor.example") == 1


def test_rich_text_with_lists_in_the_cells_of_a_table() -> None:
    body = rb"""{\rtf1\ansi {\pard\b\fs40 Amara Okafor\par}{\pard amara@okafor.example\par}{\pard\b\fs28 Experience\par}
\trowd\cellx3000\cellx9000\pard\intbl March 2020 \endash  present\cell\pard\intbl{\b Senior engineer}\par
\pard\intbl Northern Bridges Ltd, Leeds\par\pard\intbl{\listtext\pard\plain \u61623\'3f\tab}Leads a team\par
\pard\intbl{\listtext\pard\plain \u61623\'3f\tab}Cut steel\cell\row\pard}"""
    assert rtf.read(body).career["work"] == [
        {"position": "Senior engineer", "name": "Northern Bridges Ltd", "location": "Leeds", "startDate": "2020-03",
         "endDate": "present", "highlights": ["Leads a team", "Cut steel"]}
    ]  # fmt: skip


# --- languages -----------------------------------------------------------------------------------------------------------

TONGUES = {
    "he": ("נועה לוי", "ניסיון תעסוקתי", "מפתחת בכירה", "מרץ 2020 – היום", "אלביט מערכות", "הובלתי צוות"),
    "zh": ("王小明", "工作经历", "高级工程师", "2020年3月 – 至今", "北京云图科技有限公司", "带领四人团队"),
    "ja": ("山田太郎", "職務経歴", "シニアエンジニア", "2020年3月 – 現在", "株式会社橋", "四人のチームを率いる"),
    "de": ("Jürgen Groß", "Berufserfahrung", "Leitender Ingenieur", "März 2020 – heute", "Brücken GmbH", "Leitet ein Team"),
    "pl": ("Anna Kowalska", "Doświadczenie zawodowe", "Inżynier", "marzec 2020 – obecnie", "Mosty Sp. z o.o.", "Kieruje zespołem"),
    "ru": ("Иван Петров", "Опыт работы", "Ведущий инженер", "март 2020 – настоящее время", "ООО Мосты", "Руководит командой"),
}  # fmt: skip


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("how", ["word", "text"])
def test_documents_in_many_languages(tongue: str, how: str) -> None:
    name, heading, post, when, employer, point = TONGUES[tongue]
    if how == "word":
        document = docx.Document()
        document.add_heading(name, 0)
        document.add_heading(heading, 1)
        document.add_paragraph().add_run(f"{post}\t{when}").bold = True
        document.add_paragraph(employer)
        document.add_paragraph(point, style="List Bullet")
        body = saved(document)
    else:
        body = f"{name}\n\n{heading}\n\n{post}    {when}\n{employer}\n・{point}\n".encode()
    career = read(body, "me.txt" if how == "text" else "")
    assert career["basics"]["name"] == name
    assert career["work"] == [
        {"name": employer, "position": post, "startDate": "2020-03", "endDate": "present", "highlights": [point]}
    ]


# --- what the programs of a page left behind -------------------------------------------------------------------------------


def test_posts_that_are_items_of_a_list_are_posts() -> None:
    """As web pages have them when a word processor saves them: headings twice, how long glued to until when."""
    document = docx.Document()
    document.add_heading("Amara Okafor", 1)
    document.add_paragraph("amara@okafor.example")
    document.add_paragraph("Experience")
    document.add_heading("Experience", 4)
    for title, employer, _, when, points in WORK:
        item = document.add_paragraph(style="List Bullet")
        item.add_run(title).bold = True
        item.add_run(f", {employer}")
        document.add_paragraph(f"{when.replace('present', 'Present')}5 years")
        for point in points:
            document.add_paragraph(point, style="List Bullet 2")
    assert said(read(saved(document)))["work"] == CAREER["work"]


def test_points_before_a_title_or_a_date_stay_points() -> None:
    bold, plain = Style(11, is_bold=True), Style(11)
    point, title, date = (
        Passage((Run("Led a team", plain),), 18, mark="•"), Passage((Run("Engineer", bold),)), Passage((Run("2015 – 2020", plain),)),
    )  # fmt: skip
    for after in (title, date):
        assert list(entries_opened([point, point, after, point])) == [point, point, after, point]


def test_headings_of_two_levels_are_never_set_alike() -> None:
    document = docx.Document()
    for level in (1, 2):
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.bold = Pt(12), True
        document.add_heading("Word", level)
    first, second = sheet_of(word.passages_of(Archive(saved(document)), [])).lines
    assert first.size > second.size


@pytest.mark.parametrize(
    ("items", "are_entries"),
    [
        (["MSc Physics, University of Kiel (2018)", "BSc Physics, University of Kiel, 2013 – 2016"], True),
        (["Led a team", "MSc Physics, University of Kiel (2018)"], False),
    ],
)
def test_items_that_all_end_in_a_date_are_entries_of_a_line(items: list[str], are_entries: bool) -> None:
    listed = [
        Passage((Run("Education", Style(14, is_bold=True)),)),
        *(Passage((Run(item),), 18, mark="•") for item in items),
    ]
    assert [passage.mark for passage in entries_opened(listed)] == ["", *(["" if are_entries else "•"] * 2)]


def test_a_heading_that_is_there_twice_is_said_once_as_it_is_set_last() -> None:
    narrow, wide, point = (
        Passage((Run("Work"),)),
        Passage((Run(" Work", Style(14)),)),
        Passage((Run("Work"),), mark="•"),
    )
    assert list(once([narrow, wide, point, point])) == [wide, point, point]
