"""A Word document made of paragraphs in named styles: headings, bullets, nothing drawn and no tables.

Word, Writer and the readers of applicant systems find a title, headings of two levels and real lists in it. Links are
HYPERLINK fields, so that the file refers to nothing outside itself.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from itertools import groupby
from xml.sax.saxutils import escape

import docx
from babel.core import get_global
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from web.kit.marks import Run
from web.kit.outline import Kind
from web.kit.printing import Order
from web.kit.printing.words import direction_of, root_of, words_of
from web.resumes.outline import Block, outline_of

NAME = "Word (DOCX)"
SUFFIX = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

STYLES = {
    Kind.NAME: "Title", Kind.LABEL: "Subtitle", Kind.CONTACTS: "Contact", Kind.SECTION: "Heading 1",
    Kind.ENTRY: "Heading 2", Kind.META: "Dates", Kind.TEXT: "Normal", Kind.POINT: "List Bullet",
}  # fmt: skip
PAPERS = {"a4": (Mm(210), Mm(297)), "letter": (Mm(215.9), Mm(279.4))}
MARGIN = Mm(20)
EAST_ASIAN = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
KEPT_PARTS = ("officeDocument", "core-properties", "styles", "settings", "fontTable", "theme", "numbering")
BEFORE_THE_CLOCK = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: bytes never follow the clock


def write(order: Order) -> bytes:
    """The same order gives the same bytes. Text of either direction is marked as what it is, field by field."""
    document, language = docx.Document(), order.language
    blocks = outline_of(order)
    _strip(document)
    _say_whose(document, next((block.text for block in blocks if block.kind is Kind.NAME), ""), language)
    _set_up(document, language, order.paper)
    is_rtl = direction_of(language) == "rtl"
    for block in blocks:
        _add(document, block, is_rtl)
    _number_pages(document, language, is_rtl)
    return _packed(document)


# --- the empty document ----------------------------------------------------------------------------------------------


def _strip(document: Document) -> None:
    """What the library's own template brings and nobody asked for: a picture, and parts that say who made it."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.rpartition("/")[2] not in KEPT_PARTS]:
            del relations[key]


def _say_whose(document: Document, name: str, language: str) -> None:
    said = document.core_properties
    for element in list(said._element):
        said._element.remove(element)
    word = words_of(language)["resume"]
    said.title, said.author, said.language = (f"{name} – {word}" if name else word)[:255], name[:255], language


def _set_up(document: Document, language: str, paper: str) -> None:
    is_rtl = direction_of(language) == "rtl"
    tag = _tag_of(language, paper)
    said = f'w:val="{tag}"' + (f' w:bidi="{tag}"' if is_rtl else "")
    if font := EAST_ASIAN.get(root_of(language), ""):
        said += f' w:eastAsia="{tag}"'
    _replace(document.styles.element, _styles(said, font, is_rtl), but="latentStyles")
    _replace(document.settings.element, _settings(said))
    _replace(document.part.numbering_part.element, _numbering())
    section = document.sections[0]
    section.page_width, section.page_height = PAPERS[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    if is_rtl:
        section._sectPr.xpath("./w:docGrid")[0].addprevious(OxmlElement("w:bidi"))


def _tag_of(language: str, paper: str) -> str:
    """The language with a country, which Word's spelling wants to know."""
    if "-" in language:
        return language
    if language == "en":
        return "en-US" if paper == "letter" else "en-GB"
    likely = get_global("likely_subtags").get(language, language).split("_")
    return "-".join(dict.fromkeys((likely[0], likely[-1])))


def _replace(whole: BaseOxmlElement, inner: str, but: str = "") -> None:
    """Everything in an element by something else, but one child that stays where it is."""
    for element in [each for each in whole if each.tag != qn(f"w:{but}")]:
        whole.remove(element)
    made = list(parse_xml(f"<w:x {nsdecls('w')}>{inner}</w:x>"))
    for place, element in enumerate(made):
        whole.insert(place if place == 0 else len(whole), element)


def _settings(language: str) -> str:
    word = 'w:uri="http://schemas.microsoft.com/office/word"'
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" {word} w:val="15"/></w:compat>'
        f"<w:themeFontLang {language}/>"
    )


def _numbering() -> str:
    return (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def _styles(language: str, east_asian: str, is_rtl: bool) -> str:
    """The defaults first, then every style there is. Spaces are in twentieths of a point, sizes in half points."""
    east = f' w:eastAsia="{east_asian}"' if east_asian else ""
    fonts = f'<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"{east}/>'
    bidi = "<w:bidi/>" if is_rtl else ""
    line = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="2" w:color="8C8C8C"/></w:pBdr>'
    keep, bold, quiet = "<w:keepNext/><w:keepLines/>", "<w:b/><w:bCs/>", '<w:color w:val="595959"/>'
    return "".join((
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_size(21)}<w:lang {language}/></w:rPr></w:rPrDefault>",
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>',
        '</w:docDefaults><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">',
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        _style("Normal", f"<w:widowControl/>{bidi}{_space(0, 60)}"),
        _style("Title", f"{keep}{_space(0, 0)}", f"{bold}{_size(44)}"),
        _style("Subtitle", f"{keep}{_space(0, 40)}", f"{quiet}{_size(24)}"),
        _style("Contact", _space(40, 120)),
        _style("heading 1", f'{keep}{line}{_space(280, 80)}<w:outlineLvl w:val="0"/>', f"{bold}{_size(26)}"),
        _style("heading 2", f'{keep}{_space(120, 0)}<w:outlineLvl w:val="1"/>', f"{bold}{_size(22)}"),
        _style("Dates", f"<w:keepNext/>{_space(0, 40)}", quiet),
        _style("footer", '<w:jc w:val="right"/>', f"{quiet}{_size(17)}"),
        _style("List Bullet", f'<w:numPr><w:numId w:val="1"/></w:numPr>{_space(0, 30)}'),
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>',
        '<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style>',
    ))  # fmt: skip


def _style(name: str, paragraph: str, letters: str = "") -> str:
    key = name.title().replace(" ", "")
    is_ours = ' w:customStyle="1"' if name in ("Contact", "Dates") else ""
    is_first = ' w:default="1"' if name == "Normal" else ""
    after = "" if is_first else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{is_first}{is_ours} w:styleId="{key}"><w:name w:val="{name}"/>{after}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


# --- the words -------------------------------------------------------------------------------------------------------


def _add(document: Document, block: Block, is_rtl: bool) -> None:
    paragraph = document.add_paragraph(style=STYLES[block.kind])
    if block.starts_page:
        paragraph.paragraph_format.page_break_before = True
    for link, runs in groupby(block.runs, lambda run: run.link):
        if link:
            _add_link(paragraph, link, runs)
        else:
            _add_texts(paragraph, runs, is_rtl)


def _add_link(paragraph: Paragraph, link: str, runs: Iterable[Run]) -> None:
    """A field that leads to an address: `href` has let no quotation mark or backslash into it."""
    _add_field(paragraph, f'HYPERLINK "{link}"', lambda: _add_texts(paragraph, runs, is_rtl=False))


def _add_field(paragraph: Paragraph, what: str, add_shown: Callable[[], None]) -> None:
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(what)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
    ):
        paragraph._p.append(_run_around(piece))
    add_shown()
    paragraph._p.append(_run_around('<w:fldChar w:fldCharType="end"/>'))


def _run_around(piece: str) -> BaseOxmlElement:
    return parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>")


def _add_texts(paragraph: Paragraph, runs: Iterable[Run], is_rtl: bool) -> None:
    """`is_rtl` is the direction of what has none of its own: a comma, years; the number of a telephone has its own."""
    for run in runs:
        added = paragraph.add_run(run.text, style="Hyperlink" if run.link else None)
        if run.bold:
            added.bold = added.font.cs_bold = True
        if run.italic:
            added.italic = added.font.cs_italic = True
        if _runs_leftwards(run.text, is_rtl):
            added.font.rtl = True


def _runs_leftwards(text: str, otherwise: bool) -> bool:
    """Whether the first letter with a direction is Hebrew, Arabic or the like."""
    directions = (kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL"))
    return next(directions, otherwise)


def _number_pages(document: Document, language: str, is_rtl: bool) -> None:
    """At the foot of every page but the first, as on the sheets."""
    section, words = document.sections[0], words_of(language)
    section.different_first_page_header_footer = True
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Footer"]
    for word, field in ((f"{words['page']} ", "PAGE"), (f" {words['of']} ", "NUMPAGES")):
        _add_texts(foot, [Run(word)], is_rtl)
        _add_field(foot, field, lambda: _add_texts(foot, [Run("2")], is_rtl))


# --- the file --------------------------------------------------------------------------------------------------------


def _packed(document: Document) -> bytes:
    """The document's parts in a ZIP that says nothing of when it was made."""
    draft, made = io.BytesIO(), io.BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts.infolist():
            file.writestr(zipfile.ZipInfo(part.filename, BEFORE_THE_CLOCK), parts.read(part), zipfile.ZIP_DEFLATED)
    return made.getvalue()
