"""Every format on the shelf: what the sheet says comes back out of the file, in its order, and nothing else happens."""

import copy
import functools
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
import time_machine
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from tests.kit.printing.examination import entries_in, values_in
from tests.kit.printing.people import Person, in_truth_files, one_of_ours, ours
from tests.kit.printing.readers import Dom
from tests.resumes import golden
from tests.test_hostile import PAYLOADS, faults_in
from tests.world import Somebody
from web.accounts.history import SENTENCES
from web.kit.marks import Run, parse
from web.kit.outline import Kind
from web.kit.printing import Order
from web.kit.printing.lists import ORDER
from web.kit.printing.text import bare, clean, href
from web.kit.printing.typeset import markup
from web.resumes.exports import formats
from web.resumes.outline import outline_of

MARA = one_of_ours("marked/mara")
PEOPLE = [*ours(), MARA, *in_truth_files()]
STYLES = {"Title", "Subtitle", "Contact", "Heading 1", "Heading 2", "Dates", "Normal", "List Bullet"}
TAGS = {"h1", "h2", "h3", "p", "ul", "li", "a", "strong", "em"}  # all that our Markdown is made of


# --- the files as other programs read them ---------------------------------------------------------------------------


def in_word(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)


def in_markdown(file: bytes) -> str:
    return Words(as_html(file)).text


def as_html(file: bytes) -> str:
    """As a site with tables and strikethrough renders it, one that lets HTML and any address through."""
    site = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    site.normalizeLink, site.validateLink = str, bool  # type: ignore[method-assign, assignment]
    return str(site.render(file.decode()))


def in_html(file: bytes) -> str:
    return Words(file.decode()).text


def in_text(file: bytes) -> str:
    return "\n".join(line for line in file.decode().splitlines() if not re.fullmatch("-{2,}|=+", line))


READERS: dict[str, Callable[[bytes], str]] = {"docx": in_word, "md": in_markdown, "html": in_html, "txt": in_text}


class Words(HTMLParser):
    """The text of a page, its elements, and where its links lead."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self._hidden = False
        self.feed(source)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self.said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._hidden = tag in ("style", "title") or (self._hidden and tag != "body")
        if tag not in ("a", "b", "i", "span", "strong"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag not in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def fresh(suffix: str, person: Person) -> bytes:
    return file_of(suffix, person.resume, person.language)


def file_of(
    suffix: str, career: dict[str, Any], language: str = "en", paper: str = "a4", controls: dict[str, Any] | None = None
) -> bytes:
    file = formats()[suffix].write(Order(career, "modern", paper, language, controls or {}))
    assert isinstance(file, bytes)
    return file


def written(suffix: str, person: Person) -> bytes:
    return written_once(suffix, person.name)


@functools.cache
def written_once(suffix: str, name: str) -> bytes:
    return fresh(suffix, next(person for person in PEOPLE if person.name == name))


def named(people: list[Person]) -> Any:
    return pytest.mark.parametrize("person", people, ids=lambda person: person.name)


every_format = pytest.mark.parametrize("suffix", sorted(READERS))


def plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


# --- the contract ----------------------------------------------------------------------------------------------------


def test_every_format_keeps_the_contract() -> None:
    assert set(formats()) == set(READERS)
    for suffix, format in formats().items():
        assert re.fullmatch(r"[a-z]+", suffix) and suffix == format.SUFFIX and format.NAME
        assert re.fullmatch(r"[a-z]+/[a-z.-]+", format.MEDIA_TYPE)


@every_format
@named(PEOPLE)
def test_every_word_of_the_sheet_comes_back_in_its_order(suffix: str, person: Person) -> None:
    sheet = Dom(markup(Order(person.resume, "modern", "a4", person.language), 0))
    expected = plain_words(" ".join(word for word, _, _ in sheet.words))
    found = plain_words(READERS[suffix](written(suffix, person)))
    if suffix == "txt":  # has addresses behind what other formats link, and breaks lines where there is no space
        rest = iter("".join(found))
        assert all(letter in rest for letter in "".join(expected))
    else:
        assert found == expected


@every_format
@named([person for person in PEOPLE if person is not MARA])  # her marks have tests of their own
def test_every_value_of_the_career_comes_back(suffix: str, person: Person) -> None:
    """Whatever our own lists make of a career: each value stands there, dates by their year, points in their order."""
    text = squeezed(READERS[suffix](written(suffix, person)))
    for section, value in person.resume.items():
        if section not in ("meta", "$schema"):
            assert [said for said in values_in(value) if squeezed(bare(clean(said))) not in text] == [], section
    for entry in entries_in(person.resume):
        at = 0
        for point in entry.get("highlights") or []:
            at = text.index(squeezed(clean(point)), at)


@every_format
@named(PEOPLE)
def test_every_address_comes_along(suffix: str, person: Person) -> None:
    file = written(suffix, person)
    told = links_of(suffix, file) if suffix != "txt" else []
    for address in addresses_in(person.resume):
        if suffix == "txt":
            assert squeezed(bare(address)) in squeezed(in_text(file))
        else:
            assert address in told
    assert all(re.match(r"(https?|mailto|tel):", link) for link in told)


def addresses_in(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from addresses_in(inner, name) if name not in ("meta", "$schema", "image") else ()
    elif isinstance(value, list):
        for inner in value:
            yield from addresses_in(inner, key)
    elif key == "url" and href(clean(value)):
        yield href(clean(value))


def links_of(suffix: str, file: bytes) -> list[str]:
    if suffix == "docx":
        body = docx.Document(io.BytesIO(file)).element.body
        said = [element.text or "" for element in body.iter(qn("w:instrText"))]
        assert all(re.fullmatch(r' HYPERLINK "[^"\\\s]+" ', each) for each in said)
        return [each.split('"')[1] for each in said]
    return Words(file.decode() if suffix == "html" else as_html(file)).links


@every_format
@named([one_of_ours("everything"), one_of_ours("arabic")])
def test_the_same_career_gives_the_same_bytes_on_any_day(suffix: str, person: Person) -> None:
    with time_machine.travel("2026-03-01", tick=False):
        spring = fresh(suffix, person)
    with time_machine.travel("2031-11-21", tick=False):
        assert fresh(suffix, person) == spring


@every_format
@named(PEOPLE)
def test_a_file_is_no_larger_than_what_it_says(suffix: str, person: Person) -> None:
    assert len(written(suffix, person)) <= 14_000 + 3 * len(json.dumps(person.resume, ensure_ascii=False).encode())


@every_format
def test_a_file_says_what_the_controls_made_the_sheet_say(suffix: str) -> None:
    person = one_of_ours("everything")
    controls = {
        "order": ["languages", "education", *ORDER], "titles": {"projects": "What I made"}, "dates": "year",
        "names": "capitals",
    }  # fmt: skip
    said = READERS[suffix](file_of(suffix, person.resume, controls=controls))
    places = [said.index(f"\n{name}") for name in ("Languages", "Education", "Experience", "What I made")]
    assert places == sorted(places)
    assert "INES CASTELLANOS" in said and not re.search(r"\b(Jan|Mar|Sep) \d{4}", said)


@every_format
def test_an_empty_career_is_a_file_too(suffix: str) -> None:
    assert READERS[suffix](file_of(suffix, {})).strip() == ""


# --- what a person writes is text ------------------------------------------------------------------------------------


def filled_with(payload: str) -> dict[str, Any]:
    """A career that says the payload wherever it can say something, the telephone aside, of which digits are kept."""

    def fill(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: fill(inner, name) for name, inner in value.items() if name not in ("of", "phone", "email")}
        if isinstance(value, list):
            return [fill(inner, key) for inner in value]
        return payload if isinstance(value, str) else value

    career: dict[str, Any] = fill(copy.deepcopy(one_of_ours("everything").resume))
    return career


@every_format
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_whatever_is_written_stays_text(suffix: str, payload: str) -> None:
    file = file_of(suffix, filled_with(payload))
    said = squeezed(READERS[suffix](file))
    assert said.count(squeezed(clean(payload))) >= 40
    if suffix != "docx":
        page = as_html(file) if suffix == "md" else file.decode() if suffix == "html" else ""
        assert faults_in(page) == []
        assert suffix != "md" or set(Words(page).tags) <= TAGS
    for link in links_of(suffix, file) if suffix != "txt" else ():
        assert re.match(r"https?://", link)


MARKED_DOWN = (
    "# heading", "Setext\n===", "---", "***", "- item", "+ item", "* item", "1. item", "7) item", "> quote", "`code`", "```",
    "~~~", "~~gone~~", "**bold**", "_slant_", "__bold__", "[text](https://x.example)", "![alt](https://x.example/x.png)",
    "[ref]: https://x.example", "<https://x.example>", "<b>bold</b>", "&copy;", "a | b", "| a |", "| - | - |", "back\\slash",
    "ends with \\", "C #", "C# and F#", ": definition", "    code", "[x](", "**", "$x$", "Hey!", "{% include x %}", "=1+1",
)  # fmt: skip


@pytest.mark.parametrize("line", MARKED_DOWN)
def test_signs_of_markdown_mean_nothing_in_it(line: str) -> None:
    """But for marks in sentences, which have tests of their own."""
    prose = line if parse(line) == [Run(line)] else "x"
    work = {
        "position": line,
        "name": line,
        "url": "https://x.example?a=1&copy=2",
        "summary": prose,
        "highlights": [prose, prose],
    }
    career = {"basics": {"name": line, "label": line}, "work": [work], "skills": [{"name": line, "keywords": [line]}]}
    page = Words(as_html(file_of("md", career)))
    assert page.text.count(clean(line)) >= (9 if "\n" not in line and prose == line else 6)
    assert page.links == [work["url"]]
    assert page.tags == [
        "h1",
        "p",
        "h2",
        "h3",
        "a",
        "strong",
        *["p"] * (2 if "\n" in prose else 1),
        "ul",
        "li",
        "li",
        "h2",
        "ul",
        "li",
        "strong",
    ]


def test_the_page_loads_and_runs_nothing() -> None:
    source = file_of("html", one_of_ours("everything").resume, paper="letter").decode()
    page = Words(source)
    assert not {"script", "img", "link", "iframe", "base", "object", "form"} & set(page.tags)
    assert "default-src 'none'" in source and not re.search(r"url\(|@import|\ssrc=|\son\w+=", source)
    assert [tag for tag in page.tags if tag in ("h1", "main", "header")] == ["main", "header", "h1"]
    assert "size: letter" in source and '<html lang="en" dir="ltr">' in source
    assert '<html lang="he" dir="rtl">' in file_of("html", {}, "he").decode()


# --- marks -----------------------------------------------------------------------------------------------------------


def test_marks_are_what_each_format_has_for_them() -> None:
    page = written("html", MARA).decode()
    assert '<a href="https://lindqvist.example/talks?a=1&amp;b=2">the <strong>Harbour</strong> talk</a>' in page
    assert "<strong>a (<em>very</em>) wet</strong>" in page and "Best *site*" in page
    document = docx.Document(io.BytesIO(written("docx", MARA)))
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["five sites"].bold and runs["in the wet"].italic and not runs["in the wet"].bold
    assert runs["everything"].bold and runs["everything"].italic and runs["very"].font.cs_italic
    assert runs["Harbour"].bold and runs["Harbour"].style.name == runs["the "].style.name == "Hyperlink"
    assert links_of("docx", written("docx", MARA)).count("https://lindqvist.example/talks?a=1&b=2") == 1
    text = written("txt", MARA).decode()
    assert "the Harbour talk\n(lindqvist.example/talks?a=1&b=2)" in text and "**" not in text


@pytest.mark.parametrize(("path", "body"), list(golden.fresh()), ids=lambda value: getattr(value, "name", ""))
def test_markdown_and_text_are_what_somebody_found_good(path: Path, body: bytes) -> None:
    assert body.decode() == path.read_text("utf-8"), golden.__doc__


# --- plain text ------------------------------------------------------------------------------------------------------


@named(PEOPLE)
def test_lines_of_text_are_short_unless_a_word_is_long(person: Person) -> None:
    text = written("txt", person).decode()
    assert text.endswith("\n") and "\r" not in text and "\n\n\n" not in text
    for line in text.splitlines():
        wide = sum(letter > "\u2e80" for letter in line)
        assert len(line) + wide <= 78 or not line.removeprefix("- ").strip().count(" "), line
        assert line == line.rstrip()


def test_text_is_set_as_text() -> None:
    career = {
        "basics": {"name": "Ida Müller", "label": "Cook", "url": "https://ida.example/"},
        "work": [{
            "position": "Chef", "name": "Fleece", "url": "https://fleece.example", "startDate": "2019-03", "endDate": "present",
            "highlights": ["Cooked for eighty people on most evenings, and for two hundred on the others", "漢字" * 40],
        }],
    }  # fmt: skip
    assert file_of("txt", career).decode().split("\n") == [
        "Ida Müller", "==========", "", "Cook", "ida.example", "", "Experience", "----------", "",
        "Chef (fleece.example), Fleece", "Mar 2019 – present",
        "- Cooked for eighty people on most evenings, and for two hundred on the", "  others",
        "- " + "漢字" * 18 + "漢", "  " + "字漢" * 18 + "字", "  漢字漢字漢字", "",
    ]  # fmt: skip


# --- Word ------------------------------------------------------------------------------------------------------------


@named(PEOPLE)
def test_a_document_is_headings_and_lists(person: Person) -> None:
    file = written("docx", person)
    document = docx.Document(io.BytesIO(file))
    blocks = outline_of(Order(person.resume, "modern", "a4", person.language))
    for style, kind in (
        ("Title", Kind.NAME),
        ("Heading 1", Kind.SECTION),
        ("Heading 2", Kind.ENTRY),
        ("List Bullet", Kind.POINT),
    ):
        found = [each.text for each in document.paragraphs if each.style and each.style.name == style]
        assert found == [block.text for block in blocks if block.kind is kind]
    assert {each.style.name for each in document.paragraphs if each.style} <= STYLES
    assert document.tables == [] and document.inline_shapes.__len__() == 0
    assert all(
        "text" not in rel.reltype
        for part in document.part.package.iter_parts()
        for rel in part.rels.values()
        if rel.is_external
    )


@named(PEOPLE)
def test_a_document_refers_to_nothing_outside_itself(person: Person) -> None:
    with zipfile.ZipFile(io.BytesIO(written("docx", person))) as parts:
        names = parts.namelist()
        assert parts.testzip() is None and len(names) == len(set(names))
        assert not [name for name in names if "media" in name or "embed" in name or "vba" in name.lower()]
        for name in names:
            assert b'TargetMode="External"' not in parts.read(name), name


def test_a_document_says_whose_it_is_and_in_which_language() -> None:
    document = docx.Document(io.BytesIO(written("docx", one_of_ours("everything"))))
    said = document.core_properties
    assert (said.title, said.author, said.language) == ("Ines Castellanos – Résumé", "Ines Castellanos", "en")
    assert (said.comments, said.last_modified_by, said.created) == ("", "", None)


@pytest.mark.parametrize(
    ("language", "paper", "tag"),
    [
        ("en", "a4", "en-GB"),
        ("en", "letter", "en-US"),
        ("de", "a4", "de-DE"),
        ("zh", "a4", "zh-CN"),
        ("he", "a4", "he-IL"),
        ("pt-BR", "a4", "pt-BR"),
    ],
)
def test_word_checks_spelling_in_the_right_language(language: str, paper: str, tag: str) -> None:
    document = docx.Document(io.BytesIO(file_of("docx", {"basics": {"name": "N"}}, language, paper)))
    (lang,) = document.styles.element.iter(qn("w:lang"))
    assert lang.get(qn("w:val")) == tag
    assert lang.get(qn("w:bidi")) == (tag if language == "he" else None)
    assert lang.get(qn("w:eastAsia")) == (tag if language == "zh" else None)
    page = document.sections[0]
    assert page.page_width and page.page_height
    assert (round(page.page_width.mm), round(page.page_height.mm)) == ((210, 297) if paper == "a4" else (216, 279))


def test_pages_after_the_first_are_numbered_in_the_readers_language() -> None:
    section = docx.Document(io.BytesIO(file_of("docx", {"basics": {"name": "N"}}, "de"))).sections[0]
    (foot,) = section.footer.paragraphs
    assert foot.text == "Seite 2 von 2"
    assert [each.text for each in foot._p.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]
    assert section.different_first_page_header_footer and section.first_page_footer.is_linked_to_previous


def test_hebrew_runs_from_the_right() -> None:
    document = docx.Document(io.BytesIO(written("docx", one_of_ours("hebrew"))))
    normal = next(style.element for style in document.styles if style.name == "Normal")
    assert normal.pPr.find(qn("w:bidi")) is not None
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    runs = {run.text: run.font.rtl for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["נועה ברק"] and runs["2017 – 2021"] and runs[", "]
    assert not runs["Python"] and not runs["+972 50 555 0142"] and not runs["noa@example.org"]
    english = docx.Document(io.BytesIO(written("docx", one_of_ours("everything"))))
    assert not list(english.element.body.iter(qn("w:rtl"), qn("w:bidi")))


@pytest.fixture(scope="module")
def in_writer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, list[Person]], list[Path]]:
    """Our documents as LibreOffice Writer saves them again in another format."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice Writer is not on this machine")
    home = tmp_path_factory.mktemp("writer")

    def convert(format: str, people: list[Person]) -> list[Path]:
        files = [home / f"{number}.docx" for number in range(len(people))]
        for file, person in zip(files, people, strict=True):
            file.write_bytes(written("docx", person))
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", format, "--outdir", str(home), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return [file.with_suffix(f".{format.partition(':')[0]}") for file in files]

    return convert


def test_writer_opens_every_document_and_reads_the_same_words(
    in_writer: Callable[[str, list[Person]], list[Path]],
) -> None:
    for file, person in zip(in_writer("txt:Text (encoded):UTF8", PEOPLE), PEOPLE, strict=True):
        assert plain_words(file.read_text("utf-8-sig")) == plain_words(in_word(written("docx", person))), person.name


def test_writer_numbers_the_pages_after_the_first(in_writer: Callable[[str, list[Person]], list[Path]]) -> None:
    (file,) = in_writer("pdf", [one_of_ours("long")])
    with pdfium.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 2 and "Page 1 of" not in pages[0]
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages[1:], 2))


def test_a_page_begins_where_one_was_asked_for() -> None:
    jobs = [{"position": "Cook", "name": "A", "break": "page"}, {"position": "Chef", "name": "B", "break": "page"}]
    document = docx.Document(io.BytesIO(file_of("docx", {"work": jobs})))
    breaks = [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert breaks == ["Experience", "Chef, B"]


# --- taking one's own ------------------------------------------------------------------------------------------------


def taken(somebody: Somebody) -> list[tuple[str, str]]:
    shown = somebody.get("/account/history").text
    assert shown.count(SENTENCES["resume-taken"]) == count_taken(somebody)
    return re.findall(r"<bdi>([^<]+)</bdi>", shown)


def count_taken(somebody: Somebody) -> int:
    with somebody.database.as_person(somebody.id) as db:
        found = db.scalar(sa.text("select count(*) from events where action = 'resume-taken' and entity = 'resumes'"))
    return int(found or 0)


def test_one_takes_every_format_along_from_the_last_step(alice: Somebody) -> None:
    alice.register()
    alice.add("experience", title="Pâtissière", company="The Fleece")
    alice.part("/profile/steps/looking", {"salary_least": "40000", "excluded_companies": ["The Grouse"]})
    shown = alice.get("/profile/steps/sheet").text
    addresses = re.findall(r'href="(/resumes/[0-9a-f-]{36}/as/(\w+))"', shown)
    assert {suffix for _, suffix in addresses} == set(formats())
    for address, suffix in addresses:
        answer = alice.get(address)
        assert (
            answer.status_code == 200
            and answer.headers["content-type"].partition(";")[0] == formats()[suffix].MEDIA_TYPE
        )
        assert suffix == "docx" or answer.headers["content-type"].endswith("; charset=utf-8")
        assert f'filename="Alice-Ashby-resume.{suffix}"' in answer.headers["content-disposition"]
        assert "sandbox" in answer.headers["content-security-policy"]
        said = READERS[suffix](answer.content)
        assert "Alice Ashby" in said and "Pâtissière" in said and "Grouse" not in said and "40" not in said
    assert count_taken(alice) == len(formats())
    history = alice.get("/account/history").text
    assert history.count(SENTENCES["resume-taken"]) == len(formats()) and "Word (DOCX)" in history


def test_the_design_and_its_language_hold_in_the_file(alice: Somebody) -> None:
    alice.add("experience", title="Cook")
    alice.add("education", institution="Leith")
    alice.add("project", name="Boat")
    alice.post("/resumes/default/look", {"design": "academic", "language": "de"})
    said = alice.get("/resumes/default/as/txt").text
    assert said.index("Berufserfahrung") < said.index("Ausbildung") < said.index("Projekte")


def test_a_format_that_nobody_writes_is_not_there(alice: Somebody) -> None:
    for wanted in ("pdf", "docm", "__init__", "DOCX", "..%2fpdf"):
        assert alice.get(f"/resumes/default/as/{wanted}").status_code == 404
    assert count_taken(alice) == 0


def test_somebody_elses_is_not_there(alice: Somebody, bob: Somebody) -> None:
    (address,) = re.findall(r'href="(/resumes/[0-9a-f-]{36}/as/docx)"', alice.get("/profile/steps/sheet").text)
    assert bob.get(address).status_code == 404
    assert count_taken(alice) == count_taken(bob) == 0
