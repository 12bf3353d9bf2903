"""What LinkedIn's "Save to PDF" makes of a profile: short lists in a bar on the left, the career on the right.

Its lines are told apart by their size alone. A company stands above its posts, larger than they are, and with the time
of all of them where they are several; a post is its title, "January 2020 - Present (4 years 3 months)", place and text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

import pypdfium2 as pdfium

from web.imports.files.attachments import is_pdf
from web.imports.files.found import Found
from web.imports.files.points import parted
from web.kit.reading import Reading, moments, roles
from web.kit.reading.anybody import is_beside
from web.kit.reading.blocks import Section
from web.kit.reading.dates import Stay
from web.kit.reading.headings import language_of
from web.kit.reading.layout import read_layout
from web.kit.reading.lines import Line, Sheet
from web.kit.reading.paragraphs import Room, joined_lines
from web.kit.reading.pdf import MOST_PAGES
from web.kit.reading.pdf import read as read_anybodys
from web.kit.reading.sections import guess, is_heading
from web.kit.reading.sources import grounded

NAME = "LinkedIn profile (PDF)"

ENTRIES = ("work", "education")
MADE_BY = ("LinkedIn", "Resume generated from profile")  # author and subject
OWN_PAGE = re.compile(r"linkedin\.com/in/\S+\s+\(LinkedIn\)")
COUNTED = re.compile(r"\D*(\d+)\D+(\d+)\D*")  # "Page 1 of 3", in whatever language
IN_BRACKETS = re.compile(r"(?P<text>.+?)\s*[(（](?P<note>[^()（）]*)[)）]")
OF_A_STUDY = re.compile(r"(?P<what>.*?)[\s·]*[(（](?P<when>[^()（）]*\d{4}[^()（）]*)[)）]")
PHONE = re.compile(r"[+\d][\d\s()./-]{5,}")
MOST_LETTERS = 20_000  # on its first page
A_STEP = 0.3  # points between two sizes that the eye is to tell apart
SOFT_HYPHEN = "\u00ad"


def recognises(body: bytes, filename: str) -> bool:
    if not is_pdf(body):
        return False
    try:
        with pdfium.PdfDocument(body) as document:
            if not 0 < len(document) <= MOST_PAGES:
                return False
            if tuple(map(document.get_metadata_value, ("Author", "Subject"))) == MADE_BY:
                return True
            first = document[0].get_textpage()
            return first.count_chars() < MOST_LETTERS and _says_so(first.get_text_range(), len(document))
    except pdfium.PdfiumError:
        return False


def _says_so(text: str, pages: int) -> bool:
    """By the address of the profile and the count of pages, where another program saved it anew."""
    counts = map(COUNTED.fullmatch, text.splitlines())
    return bool(OWN_PAGE.search(text)) and any(found and _numbers(found) == (1, pages) for found in counts)


def _numbers(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])


def read(body: bytes) -> Reading:
    """By the rules of such sheets; as anybody's where it turns out to be set in another way. Raises Unreadable."""
    with pdfium.PdfDocument(body) as document:
        sheet = read_layout(document, is_heading, is_beside)
    parts = _parted(sheet)
    if parts is None:
        return read_anybodys(body)
    said = _career(parts)
    if any(section.kind in ENTRIES and section.kind not in said for section in parts.sections):
        return read_anybodys(body)
    ordered = replace(sheet, lines=[*parts.main, *parts.bar])
    career, traces = grounded(said, ordered)
    drawn = ["\n".join(line.text for line in ordered.lines if line.page == page) for page in range(sheet.pages)]
    return Reading(career, sheet.texts, drawn, traces)


# --- the two sides of a sheet ----------------------------------------------------------------------------------------


@dataclass
class Parts:
    main: list[Line]
    bar: list[Line]
    head: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)  # of the main side
    lists: list[Section] = field(default_factory=list)  # of the bar


def _parted(sheet: Sheet) -> Parts | None:
    """None for a sheet that has no headings where they should be."""
    lines = _without_counts(sheet)
    name = max((line for line in lines if line.page == 0), key=lambda line: line.size, default=None)
    if name is None:
        return None
    edge = name.left - name.size / 2
    parts = Parts(_side(lines, edge, is_bar=False), _side(lines, edge, is_bar=True))
    parts.head, parts.sections = _sections(parts.main, name.size)
    parts.lists = _sections(parts.bar, name.size)[1]
    is_one = any(section.kind in ENTRIES for section in parts.sections)
    return parts if is_one and parts.head else None


def _without_counts(sheet: Sheet) -> list[Line]:
    """Without "Page 1 of 3", which is the lowest line of its page."""
    lowest: dict[int, float] = {}
    for line in sheet.lines:
        lowest[line.page] = max(line.base, lowest.get(line.page, 0.0))
    counts = {
        line
        for line in sheet.lines
        if line.base == lowest[line.page]
        and (found := COUNTED.fullmatch(line.text))
        and _numbers(found) == (line.page + 1, sheet.pages)
    }
    return [line for line in sheet.lines if line not in counts]


def _side(lines: list[Line], edge: float, is_bar: bool) -> list[Line]:
    """What stands left or right of an edge, from above to below."""
    halves = (tuple(span for span in line.spans if (span.left < edge) == is_bar) for line in lines)
    found = [replace(line, spans=spans, column=int(is_bar)) for line, spans in zip(lines, halves, strict=True) if spans]
    found.sort(key=lambda line: (line.page, line.base))
    spaced = pairwise([None, *found])
    return [
        replace(line, above=line.base - before.base if before and before.page == line.page else 0.0)
        for before, line in spaced
        if line
    ]


def _sections(lines: list[Line], name: float) -> tuple[list[Line], list[Section]]:
    """What stands above the first heading, and the sections. Headings are as large as the largest that is known."""
    sizes = [line.size for line in lines if line.size < name and guess(line.text)]
    size = max(sizes, default=name)
    head: list[Line] = []
    sections: list[Section] = []
    for line in lines:
        if abs(line.size - size) < A_STEP and line.size < name:
            sections.append(Section(line.text, guess(line.text), ()))
        elif sections:
            sections[-1] = replace(sections[-1], lines=(*sections[-1].lines, line))
        else:
            head.append(line)
    return head, sections


# --- the career ------------------------------------------------------------------------------------------------------


def _career(parts: Parts) -> dict[str, object]:
    found, room = Found(), Room.of(parts.main)
    _take_head(found, parts.head)
    _take_bar(found, parts)
    for section in parts.sections:
        if section.kind == "work":
            for entry in _posts(section, room):
                found.add("work", "", entry)
        elif section.kind == "education":
            for entry in _studies(section):
                found.add("education", "", entry)
        elif section.kind == "summary":
            found.basics("", summary="\n".join(joined_lines(list(section.lines), room)))
        else:
            for text in joined_lines(list(section.lines), room):
                found.add_own(section.title, "", {"title": text})
    language = language_of(section.title for section in (*parts.sections, *parts.lists))
    found.career.setdefault("meta", {}).setdefault("metier", {})["language"] = language
    return found.career


def _take_head(found: Found, head: list[Line]) -> None:
    """The name, the headline, and the place, which is set in a colour of its own."""
    largest = max(line.size for line in head)
    below = [line for line in head if line.size < largest]
    last = below[-1] if below else None
    has_place = last and (roles.is_place(last.text) or (len(below) > 1 and last.style.colour != below[0].style.colour))
    if last and has_place:
        below.pop()
        found.basics("", location={"text": last.text})
    found.basics("", name=_run_on(line for line in head if line.size == largest), label=_run_on(below))


def _run_on(lines: Iterable[Line]) -> str:
    """Lines of one text that its breadth broke."""
    return " ".join(line.text for line in lines).replace(f"{SOFT_HYPHEN} ", "-")


# --- the bar ---------------------------------------------------------------------------------------------------------


def _take_bar(found: Found, parts: Parts) -> None:
    room = Room.of(parts.bar)
    pitch = max((line.above for section in parts.lists for line in section.lines[1:]), default=0.0)
    for section in parts.lists:
        for text in _items(section, room, pitch):
            _take_item(found, section, text)


def _items(section: Section, room: Room, pitch: float) -> Iterator[str]:
    """Each once it is whole: its lines are full, and closer to each other than to the next."""
    held: list[Line] = []
    for line in section.lines:
        is_more = held and 0 < line.above < pitch - 2 and room.is_full(held[-1], line, room.edges[line.column])
        if held and not is_more:
            yield _run_on(held)
            held = []
        held.append(line)
    if held:
        yield _run_on(held)


def _take_item(found: Found, section: Section, text: str) -> None:
    if section.kind == "contact":
        _take_contact(found, text)
    elif section.kind == "skills":
        found.add("skills", "", {"name": text})
    elif section.kind == "languages":
        noted = IN_BRACKETS.fullmatch(text)
        found.add(
            "languages", "", {"language": noted["text"], "fluency": noted["note"]} if noted else {"language": text}
        )
    elif section.kind in ("certificates", "publications"):
        found.add(section.kind, "", {"name": text})
    elif section.kind == "awards":
        found.add("awards", "", {"title": text})
    else:
        found.add_own(section.title, "", {"title": text})


def _take_contact(found: Found, text: str) -> None:
    """ "www.linkedin.com/in/ines (LinkedIn)", "020 7946 0812 (Mobile)": what it is for stands in brackets."""
    noted = IN_BRACKETS.fullmatch(text)
    value, note = (noted["text"], noted["note"]) if noted else (text, "")
    if "@" in value[1:]:
        found.basics("", email=value)
    elif PHONE.fullmatch(value):
        found.basics("", phone=value)
    elif "." in value and " " not in value:
        found.site("", value, note)
    else:
        found.detail("", note or "Address", value)


# --- posts and studies -----------------------------------------------------------------------------------------------


def _posts(section: Section, room: Room) -> Iterator[dict[str, object]]:
    """Companies are set largest; the size of what says when tells a title from a text."""
    company = max((line.size for line in section.lines), default=0.0)
    plain = min((line.size for line in section.lines if _stay(line.text)), default=company)
    name, title = "", ""
    for size, run in groupby(section.lines, key=lambda line: _rank(line.size, company, plain)):
        lines = list(run)
        if size == "company":
            name, title = _run_on(lines), ""
        elif size == "title":
            title = _run_on(lines)
        elif title:  # what stands between a company and a title is how long all of it took
            yield {"name": name, "position": title, **_post(lines, room)}


def _rank(size: float, company: float, plain: float) -> str:
    if size > company - A_STEP:
        return "company"
    return "title" if size > plain + A_STEP else "plain"


def _post(lines: list[Line], room: Room) -> dict[str, object]:
    stay = _stay(lines[0].text)
    rest = lines[1:] if stay else lines
    place = rest[0].text if stay and rest and _is_place(lines[0], rest) else ""
    prose, points = _said(rest[1:] if place else rest, room)
    time = {"startDate": stay.start, "endDate": stay.end} if stay else {}
    return {"location": place, **time, "summary": prose, "highlights": points}


def _stay(text: str) -> Stay | None:
    """The time alone, without how long it was."""
    return moments.read(re.sub(r"\s*[(（][^()（）]*[)）]$", "", text))


def _is_place(when: Line, rest: list[Line]) -> bool:
    """It stands right below the time, in a colour of its own or set apart from the text."""
    line, below = rest[0], rest[1:2]
    is_apart = bool(below) and below[0].above > line.above + A_STEP and not line.text.endswith(".")
    is_close = 0 < line.above < 1.4 * line.size and not line.has_bullet
    return roles.is_place(line.text) or (is_close and (line.style.colour != when.style.colour or is_apart))


def _said(lines: list[Line], room: Room) -> tuple[str, list[str]]:
    """The prose, and the points that the person marked as such."""
    prose: list[str] = []
    points: list[str] = []
    for run in _runs(lines):
        texts = joined_lines(run, room)
        if run[0].has_bullet:
            points += texts[:1]
            texts = texts[1:]
        prose += texts
    said, hidden = parted("\n".join(prose))
    return said, points + hidden


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Cut before every point."""
    held: list[Line] = []
    for line in lines:
        if held and line.has_bullet:
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _studies(section: Section) -> Iterator[dict[str, object]]:
    """A school, and below it the degree, the subject and the time on one line, any of which may be missing."""
    school = max((line.size for line in section.lines), default=0.0)
    name: list[Line] = []
    for is_name, run in groupby(section.lines, key=lambda line: line.size > school - A_STEP):
        if not is_name:
            yield {"institution": _run_on(name), **_study(_run_on(run))}
            name = []
            continue
        for line in run:
            if name and line.above > 1.5 * line.size:  # a school of which nothing more is said
                yield {"institution": _run_on(name)}
                name = []
            name.append(line)
    if name:
        yield {"institution": _run_on(name)}


def _study(text: str) -> dict[str, object]:
    """ "Master of Science, Physics · (2010 - 2014)"."""
    timed = OF_A_STUDY.fullmatch(text)
    stay = moments.read(timed["when"]) if timed else None
    what = timed["what"] if timed and stay else text
    kind, _, area = what.partition(", ")
    if not area and not roles.is_degree(kind):
        kind, area = "", kind
    return {"studyType": kind, "area": area, **({"startDate": stay.start, "endDate": stay.end} if stay else {})}
