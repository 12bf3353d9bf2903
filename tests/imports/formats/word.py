"""Word documents as people lay them out: one career, set in many ways."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

NAME, LABEL = "Amara Okafor", "Structural engineer"
MAIL, PHONE, PLACE = "amara@okafor.example", "+44 113 496 0000", "Leeds"
SUMMARY = "Engineer with nine years of bridges behind her, who likes the ones that stay up."
WORK: list[tuple[str, str, str, str, list[str]]] = [
    ("Senior engineer", "Northern Bridges Ltd", "Leeds", "March 2020 – present",
     ["Leads a team of four on footbridges", "Cut steel by a fifth on the Aire crossing"]),
    ("Engineer", "Pennine Consulting Ltd", "Manchester", "September 2015 – February 2020",
     ["Checked 60 bridges a year", "Wrote the checking handbook"]),
]  # fmt: skip
STUDY = ("MEng Civil Engineering", "University of Leeds", "2011 – 2015")
SKILLS = ["Revit", "Tekla", "Eurocodes", "Python"]
CAREER: dict[str, Any] = {
    "basics": {"name": NAME, "email": MAIL, "phone": PHONE},
    "work": [
        {"position": "Senior engineer", "name": "Northern Bridges Ltd", "startDate": "2020-03", "endDate": "present",
         "highlights": WORK[0][4]},
        {"position": "Engineer", "name": "Pennine Consulting Ltd", "startDate": "2015-09", "endDate": "2020-02",
         "highlights": WORK[1][4]},
    ],
    "education": [{"institution": "University of Leeds", "startDate": "2011", "endDate": "2015"}],
    "skills": SKILLS,
}  # fmt: skip


def saved(document: Document) -> bytes:
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def _styled(document: Document) -> None:
    """As Word's own styles have it."""
    document.add_heading(NAME, 0)
    document.add_paragraph(LABEL)
    document.add_paragraph(f"{MAIL} | {PHONE} | {PLACE}")
    for title, body in _sections(document):
        document.add_heading(title, 1)
        body()


def _sections(document: Document) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "Profile", lambda: _plain(document, SUMMARY)
    yield "Experience", lambda: _posts(document)
    yield "Education", lambda: _study(document)
    yield "Skills", lambda: _plain(document, ", ".join(SKILLS))


def _plain(document: Any, text: str) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph(text)
    return paragraph


def _posts(document: Any, bullet: str = "List Bullet") -> None:
    for title, employer, place, when, points in WORK:
        head = document.add_paragraph()
        head.add_run(title).bold = True
        head.add_run(f"\t{when}")
        document.add_paragraph(f"{employer}, {place}")
        for point in points:
            document.add_paragraph(point, style=bullet)


def _study(document: Any) -> None:
    title, school, when = STUDY
    head = document.add_paragraph()
    head.add_run(title).bold = True
    head.add_run(f"\t{when}")
    document.add_paragraph(school)


def _by_hand(document: Document) -> None:
    """No styles at all: bold capitals for headings, typed bullets, a tab stop at the right."""
    document.add_paragraph().add_run(NAME).font.size = Pt(20)
    document.add_paragraph(f"{LABEL}\n{MAIL}\n{PHONE}\n{PLACE}")
    for title, body in _sections(document):
        document.add_paragraph()
        document.add_paragraph().add_run(title.upper()).bold = True
        if title != "Experience":
            body()
            continue
        for post, employer, place, when, points in WORK:
            head = document.add_paragraph()
            head.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
            head.add_run(f"{employer}, {place}").bold = True
            head.add_run(f"\t{when}")
            document.add_paragraph().add_run(post).italic = True
            for point in points:
                document.add_paragraph(f"•\t{point}")


def _dates_in_a_column(document: Document) -> None:
    """A table without lines: when on the left, what on the right."""
    document.add_heading(NAME, 0)
    document.add_paragraph(f"{MAIL} | {PHONE} | {PLACE}")
    document.add_heading("Experience", 1)
    table = document.add_table(rows=0, cols=2)
    for title, employer, place, when, points in WORK:
        left, right = table.add_row().cells
        left.text = when
        right.text = ""
        right.paragraphs[0].add_run(title).bold = True
        right.add_paragraph(f"{employer}, {place}")
        for point in points:
            right.add_paragraph(point, style="List Bullet")
    document.add_heading("Education", 1)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = STUDY[2]
    right.text = ""
    right.paragraphs[0].add_run(STUDY[0]).bold = True
    right.add_paragraph(STUDY[1])
    document.add_heading("Skills", 1)
    document.add_paragraph(", ".join(SKILLS))


def _side_bar(document: Document) -> None:
    """A table of one row: contacts and skills on the left, the career on the right."""
    document.add_heading(NAME, 0)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = "Contact"
    left.paragraphs[0].style = "Heading 1"
    for text in (MAIL, PHONE, PLACE):
        left.add_paragraph(text)
    left.add_paragraph("Skills", style="Heading 1")
    for skill in SKILLS:
        left.add_paragraph(skill, style="List Bullet")
    right.text = "Experience"
    right.paragraphs[0].style = "Heading 1"
    _posts(right)
    right.add_paragraph("Education", style="Heading 1")
    _study(right)


def _in_header_and_boxes(document: Document) -> None:
    """The name in the page's header, contacts in a text box, the rest in a content control."""
    header = document.sections[0].header
    header.paragraphs[0].text = NAME
    header.paragraphs[0].style = "Title"
    box = document.add_paragraph("")
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (MAIL, PHONE, PLACE))
    inside = f"<w:txbxContent>{lines}</w:txbxContent>"
    box._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    for title, body in _sections(document):
        document.add_heading(title, 1)
        body()
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    paragraphs = [one for one in document.element.body if one.tag.endswith("}p")]
    document.element.body.insert(0, control)
    for paragraph in paragraphs:
        control[0].append(paragraph)


def _coloured(document: Document) -> None:
    """Headings that stand out by colour and size alone, employers first, dates on a line of their own."""
    name = document.add_paragraph().add_run(NAME)
    name.font.size = Pt(26)
    document.add_paragraph(LABEL)
    document.add_paragraph(f"{PLACE} • {PHONE} • {MAIL}")
    for title, body in _sections(document):
        head = document.add_paragraph().add_run(title)
        head.font.size, head.font.color.rgb = Pt(15), RGBColor(0x1F, 0x4E, 0x79)
        if title != "Experience":
            body()
            continue
        for post, employer, place, when, points in WORK:
            head = document.add_paragraph()
            head.add_run(post).bold = True
            head.add_run(f", {employer}")
            document.add_paragraph(f"{when} | {place}")
            for point in points:
                document.add_paragraph(point, style="List Bullet")


LAYOUTS: dict[str, Callable[[Document], None]] = {
    "styled": _styled, "by hand": _by_hand, "dates in a column": _dates_in_a_column, "side bar": _side_bar,
    "header and boxes": _in_header_and_boxes, "coloured": _coloured,
}  # fmt: skip


def laid_out(layout: str) -> bytes:
    document = docx.Document()
    LAYOUTS[layout](document)
    return saved(document)
