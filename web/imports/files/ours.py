"""Files that this house wrote for somebody to take along, read as what they are.

Such a file names its blocks outright: a title, a line of dates, a point. They are set as one of our sheets would set
them, each stretch drawn in one go, and read as our sheets are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from web.imports.files.prose import MOST_PASSAGES, NOTHING, TOO_LONG
from web.kit.jsonresume import Unreadable
from web.kit.outline import DOT, Kind
from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading import Reading, moments, roles
from web.kit.reading.blocks import Columns, Section
from web.kit.reading.career import Data, career_under, is_contact
from web.kit.reading.flow import BODY, BULLET, breadth
from web.kit.reading.headings import kind_of
from web.kit.reading.lines import Line, Sheet, Span, Style
from web.kit.reading.sources import traced, without_page
from web.kit.reading.traces import Trace, pointer

TITLES = ("position", "title", "name", "organization", "institution")
LEADING, WHITE = 15.0, 30.0  # points from one line to the next, and from one entry to the next


STYLES = {
    Kind.NAME: Style(22.0, True), Kind.LABEL: Style(14.0), Kind.CONTACTS: Style(10.0), Kind.SECTION: Style(15.0, True),
    Kind.ENTRY: BODY, Kind.META: BODY._replace(colour=0x595959), Kind.TEXT: BODY, Kind.POINT: BODY,
}  # fmt: skip
APART = frozenset({Kind.ENTRY, Kind.SECTION})


@dataclass(frozen=True)
class Run:
    """Words that a file keeps apart from their neighbours."""

    text: str
    is_bold: bool = False
    is_slanted: bool = False
    link: str = ""  # where the words lead


@dataclass(frozen=True)
class Block:
    kind: Kind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def is_title_of_ours(title: str) -> bool:
    """What our files are called: "Ines Castellanos – Résumé", in any language."""
    names = {words_of(tag)["resume"] for tag in LANGUAGES}
    return title in names or title.rpartition(" – ")[2] in names


def told_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs of a file that does not say what each is: the contacts and what stands above them, and the line below
    a title that holds a date or a place."""
    every = list(blocks)
    first = next((n for n, block in enumerate(every) if block.kind is Kind.SECTION), len(every))
    reaching = next((n for n, block in enumerate(every[:first]) if is_contact(block.text)), 0)
    before = None
    for number, block in enumerate(every):
        if number < first and number == reaching and number:
            block = Block(Kind.CONTACTS, block.runs)
        elif number < reaching and block.kind is Kind.TEXT:
            block = Block(Kind.LABEL, block.runs)
        elif before is Kind.ENTRY and block.kind is Kind.TEXT and _is_meta(block.text):
            block = Block(Kind.META, tuple(_at_dots(block.text)))
        before = block.kind
        yield block


def _is_meta(text: str) -> bool:
    return is_dated(text) or DOT in text or roles.is_place(text)


def is_dated(text: str) -> bool:
    return any(moments.read(piece) for piece in text.split(DOT))


def _at_dots(text: str) -> Iterator[Run]:
    return (Run(piece) for piece in re.split(f"({DOT})", text))


class Unbroken(Columns):
    """A column in which every paragraph is one line, however long."""

    def left(self, line: Line) -> float:
        return 0.0

    def goes_on(self, before: Line, line: Line) -> bool:
        return False

    def is_full(self, before: Line, line: Line) -> bool:
        return False


def read_blocks(blocks: Iterable[Block]) -> Reading:
    """Raises Unreadable where there are none, or far too many."""
    said = [block for block in blocks if block.text.strip()]
    if not said or len(said) > MOST_PASSAGES:
        raise Unreadable(TOO_LONG if said else NOTHING)
    head, sections = _divided(said)
    lines = [*head, *(line for section in sections for line in section.lines)]
    sheet = Sheet(lines, 1, BODY)
    career = career_under(head, sections, sheet, Unbroken(sheet))
    traces = without_page(traced(career, sheet))
    links = {run.text.strip(): run.link for block in said for run in block.runs if run.link}
    return Reading(career=career, traces=traces | _with_links(career, links))


def _with_links(career: Data, links: dict[str, str]) -> dict[str, Trace]:
    """Takes over where the title of an entry or the name of a profile leads; gives the traces of these addresses."""
    traces: dict[str, Trace] = {}
    profiles = {("basics", "profiles"): career["basics"].get("profiles", [])}
    lists = {(section,): entries for section, entries in career.items() if isinstance(entries, list)}
    for keys, entries in (profiles | lists).items():
        for number, entry in enumerate(entries):
            link = next((links[label] for label in _labels_of(entry) if label in links), "")
            if link and not entry.get("url"):
                entry["url"] = link
                traces[pointer(*keys, number, "url")] = Trace(1.0, link)
    return traces


def _labels_of(entry: Data) -> Iterator[str]:
    """What a file may have linked: the title, or who it was for where there is none."""
    yield " ".join(entry[key] for key in ("network", "username") if key in entry)
    yield ", ".join(entry[key] for key in ("studyType", "area") if key in entry)
    yield from (entry[key] for key in TITLES if key in entry)


def _divided(blocks: list[Block]) -> tuple[list[Line], list[Section]]:
    """The lines above the first heading, and the sections with theirs."""
    setter = _Setter()
    groups = [list(group) for _, group in groupby(blocks, _Counter())]
    head = [] if groups and groups[0][0].kind is Kind.SECTION else groups.pop(0)
    lines = [setter.line(block.kind, list(block.runs)) for block in head]
    return lines, [_section(setter, title.text.strip(), inner) for title, *inner in groups]


class _Counter:
    """Numbers the sections that blocks belong to."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, block: Block) -> int:
        self.number += block.kind is Kind.SECTION
        return self.number


def _section(setter: "_Setter", title: str, blocks: list[Block]) -> Section:
    """Points under no entry are entries of a line themselves."""
    kind = kind_of(title)
    if any(block.kind is Kind.ENTRY for block in blocks):
        lines = [setter.line(block.kind, _stretches(block)) for block in blocks]
    else:
        parted = works if kind == "publications" else listed
        lines = [setter.line(Kind.TEXT, parted(list(block.runs))) for block in blocks]
    return Section(title, kind, tuple(lines))


def _stretches(block: Block) -> list[Run]:
    """A text is one stretch, whatever in it is bold; the parts of a title and of a line of dates stay apart."""
    return [Run(block.text)] if block.kind in (Kind.TEXT, Kind.POINT) else list(block.runs)


class _Setter:
    """Goes down the page, a line at a time."""

    def __init__(self) -> None:
        self.base = 0.0

    def line(self, kind: Kind, runs: list[Run]) -> Line:
        above = WHITE if kind in APART else LEADING
        self.base += above
        return Line(0, self.base, tuple(_spans(kind, runs)), above)


def _spans(kind: Kind, runs: list[Run]) -> Iterator[Span]:
    at, style = 0.0, STYLES[kind]
    for run in [Run(BULLET), *runs] if kind is Kind.POINT else runs:
        style = STYLES[kind]
        if kind is Kind.ENTRY:
            style = style._replace(is_bold=run.is_bold)
        width = breadth(run.text, style.size)
        yield Span(run.text, at, at + width, style, "", width)
        at += width


# --- entries of a line -----------------------------------------------------------------------------------------------


def listed(runs: list[Run]) -> list[Run]:
    """ "Authors: what, from whom, what else, when. A sentence", each in one stretch."""
    runs = _with_tail_parted(runs)
    colon = next((n for n, run in enumerate(runs) if run.text.rstrip() == ":"), None)
    if colon is not None:
        runs = [_as_one(runs[: colon + 1]), *runs[colon + 1 :]]
    return _with_sentence(runs, next((n for n, run in enumerate(runs) if run.text.startswith(". ")), None))


def works(runs: list[Run]) -> list[Run]:
    """ "Authors. What. From whom, what else, when. A sentence"."""
    runs = _with_tail_parted(runs)
    is_said = False  # by whom or when it was published: what follows behind a full stop is a sentence
    for number, run in enumerate(runs):
        if is_said and run.text.startswith(". "):
            return _with_sentence(runs, number)
        is_said = is_said or run.is_slanted or moments.read(run.text) is not None
    return runs


def _with_sentence(runs: list[Run], start: int | None) -> list[Run]:
    return runs if start is None else [*runs[:start], _as_one(runs[start:])]


def _as_one(runs: Iterable[Run]) -> Run:
    return Run("".join(run.text for run in runs))


def _with_tail_parted(runs: list[Run]) -> list[Run]:
    """Where what follows the slanted words is one stretch, it is parted at its commas and before its sentence."""
    at = next((number for number, run in enumerate(runs[:-1]) if run.is_slanted), None)
    if at is None or not runs[at + 1].text.startswith((", ", ". ")):
        return runs
    said, sentence = before_sentence(runs[at + 1].text)
    parted = [*re.split(r"(, )", said), sentence]
    return [*runs[: at + 1], *(Run(text) for text in parted if text), *runs[at + 2 :]]


def before_sentence(text: str) -> tuple[str, str]:
    """What is listed up to a date, and the sentence that follows behind a full stop; initials have one as well."""
    ends = [one.end for one in moments.find_all(text) if text[one.end :][:2] in ("", ". ")]
    stops = (stop.start() for stop in STOP.finditer(text))
    end = next(iter(ends), next(stops, len(text)))
    return text[:end], text[end:]


STOP = re.compile(r"(?<!\b\w)\. ")
