"""Text that this house wrote for somebody to take along: rules of signs below its headings, lines of one breadth.

Text has no hands, so where a title ends and a name begins only words tell: that alone may be read wrongly.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from web.imports.files.ours import Block, Run, before_sentence, is_dated, told_apart
from web.kit.outline import DOT, Kind
from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading import moments, roles
from web.kit.reading.career import FULL
from web.kit.reading.entries import ADDRESS
from web.kit.reading.headings import kind_of

WIDTH = 76  # columns; letters of East Asia take two
RULE = re.compile(r"(?P<sign>[=-])(?P=sign)*")
SHOWN = re.compile(rf"\s\((?P<address>{ADDRESS.pattern})\)(?=, |\. |$)")  # where a link leads, behind its words
LABELS = tuple(f"{words_of(tag)[word]}: " for tag in LANGUAGES for word in ("tools", "courses"))
NAMES, MAKERS = re.compile(r"(?P<authors>.+?)(?<!\b\w)\. "), re.compile(r"(?P<authors>[^:]+): ")


@dataclass(frozen=True)
class _Row:
    text: str
    is_after_gap: bool
    sign: str  # what it is ruled with

    @property
    def is_point(self) -> bool:
        return self.text.startswith("- ")


def is_ours(text: str) -> bool:
    rows = list(_rows(text))
    return bool(rows) and rows[0].sign == "=" and any(row.sign == "-" for row in rows)


def blocks_of(text: str) -> Iterator[Block]:
    return told_apart(_blocks(_unwrapped(list(_rows(text)))))


def _rows(text: str) -> Iterator[_Row]:
    lines = [line.rstrip() for line in text.rstrip().split("\n")]
    is_after_gap = False
    for number, line in enumerate(lines):
        above, below = lines[number - 1 : number], lines[number + 1 : number + 2]
        if line and not (above and _is_rule_below(above[0], line)):
            sign = below[0][0] if below and _is_rule_below(line, below[0]) else ""
            yield _Row(line, is_after_gap, sign)
        is_after_gap = not line


def _is_rule_below(line: str, rule: str) -> bool:
    return bool(line) and RULE.fullmatch(rule) is not None and len(rule) == _width(line) and not RULE.fullmatch(line)


def _unwrapped(rows: list[_Row]) -> list[_Row]:
    made: list[_Row] = []
    last = ""
    for row in rows:
        if made and _goes_on(made[-1], last, row):
            space = "" if _is_wide(last[-1]) and _is_wide(row.text.lstrip()[0]) else " "
            made[-1] = replace(made[-1], text=f"{made[-1].text}{space}{row.text.strip()}")
        else:
            made.append(row)
        last = row.text
    return made


def _goes_on(first: _Row, last: str, row: _Row) -> bool:
    if row.is_after_gap or row.is_point or row.sign or first.sign:
        return False
    if first.is_point:
        return row.text.startswith("  ")
    if is_dated(row.text):
        return False
    word = row.text[0] if _is_wide(row.text[0]) else row.text.split()[0]
    return _width(last) + (not _is_wide(row.text[0])) + _width(word) > WIDTH


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(x) else 1 + (unicodedata.east_asian_width(x) in "WF") for x in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


# --- what each is ----------------------------------------------------------------------------------------------------


def _blocks(rows: list[_Row]) -> Iterator[Block]:
    kind, is_listed = "", False
    for number, row in enumerate(rows):
        follows = rows[number + 1] if number + 1 < len(rows) else None
        if row.sign == "=" and number == 0:
            yield Block(Kind.NAME, (Run(row.text),))
        elif row.sign:
            kind = kind_of(row.text)
            is_listed = follows is not None and follows.is_point
            yield Block(Kind.SECTION, (Run(row.text),))
        elif row.is_point:
            yield Block(Kind.POINT, tuple(_item(row.text[2:], kind) if is_listed else [Run(row.text[2:])]))
        elif number and (row.is_after_gap or rows[number - 1].sign) and _is_entry(row, kind, rows[0:number]):
            yield Block(Kind.ENTRY, tuple(heading(row.text, kind)))
        else:
            pieces = (SHOWN.sub("", piece) for piece in row.text.split(DOT))
            yield Block(Kind.TEXT, (Run(DOT.join(pieces) if DOT in row.text else row.text),))


def _is_entry(row: _Row, kind: str, before: list[_Row]) -> bool:
    """Whether a paragraph names an entry rather than going on with the one above it."""
    if not any(one.sign == "-" for one in before) or (kind and kind not in FULL):
        return False
    if before[-1].sign:
        return True
    is_said = row.text[-1] in ".!?:。" or row.text.startswith(LABELS)
    return not is_said and not all(ADDRESS.fullmatch(item) for item in row.text.split(", "))


def heading(text: str, kind: str) -> list[Run]:
    """The title and who it was for."""
    shown = SHOWN.search(text)
    link = shown["address"] if shown else ""
    if shown and shown.end() < len(text):
        return [Run(text[: shown.start()], is_bold=True, link=link), Run(text[shown.end() :])]
    parts = SHOWN.sub("", text).split(", ")
    cut = CUTS[kind](parts) if kind in CUTS else 1
    title, org = ", ".join(parts[:cut]), ", ".join(parts[cut:])
    return [Run(title, is_bold=True, link=link), Run(f", {org}" if title and org else org)]


def _cut_of_post(parts: list[str]) -> int:
    if len(parts) == 1:
        return 0 if roles.is_body(parts[0]) and not roles.is_post(parts[0]) else 1
    bodies = [number for number in range(1, len(parts)) if roles.is_body(parts[number])]
    posts = [number for number in range(1, len(parts)) if roles.is_post(parts[number - 1])]
    cut = next(iter(bodies), max(posts, default=1))
    while cut < len(parts) - 1 and parts[cut][:1].islower():  # "Staff nurse, acute medicine, Mercy"
        cut += 1
    return cut


def _cut_of_degree(parts: list[str]) -> int:
    """Behind the degree and its subject; a school alone has neither."""
    school = next((number for number, part in enumerate(parts) if roles.is_school(part)), None)
    if school is not None:
        return school
    return min(2, max(1, len(parts) - 1))


CUTS = {"work": _cut_of_post, "volunteer": _cut_of_post, "education": _cut_of_degree}


# --- entries of a line -----------------------------------------------------------------------------------------------


def _item(text: str, kind: str) -> list[Run]:
    """Authors, title, who it was for, and the rest up to a sentence."""
    if kind in ("skills", "interests", "languages"):
        return [Run(text)]
    authors = (NAMES if kind == "publications" else MAKERS).match(text)
    by = authors[0] if authors and _are_names(authors["authors"]) else ""
    text, sentence = before_sentence(text[len(by) :]) if kind != "publications" else (text[len(by) :], "")
    title, divider, rest = _with_title(text, kind)
    if kind == "publications":
        rest, sentence = before_sentence(rest)
    org, others = _with_org(rest.split(", "))
    said = [Run(title), Run(divider), Run(org, is_slanted=True), *(Run(one) for one in others), Run(sentence)]
    return [run for run in (Run(by[:-2]), Run(by[-2:]), *said) if run.text]


def _are_names(text: str) -> bool:
    """Several of them, or initials."""
    names = text.split(", ")
    are_brief = all(name[:1].isupper() and len(name.split()) < 6 for name in names)
    return are_brief and (len(names) > 1 or re.match(r"\w\. ", text) is not None)


def _with_title(text: str, kind: str) -> tuple[str, str, str]:
    """The title, what divides it from the rest, and the rest."""
    if shown := SHOWN.search(text):
        rest = text[shown.end() :]
        return text[: shown.start()], rest[:2], rest[2:]
    if kind == "publications" and (stop := re.search(r"(?<!\b\w)\. |(?<=[?!。]) ", text)):
        return text[: stop.start()], stop[0], text[stop.end() :]
    parts = text.split(", ")
    cut = _cut_of_title(parts, kind)
    return ", ".join(parts[:cut]), ", " if len(parts) > cut else "", ", ".join(parts[cut:])


def _cut_of_title(parts: list[str], kind: str) -> int:
    """Before a body; else, where little follows its name, before the last that is neither number nor date."""
    bodies = (number for number, part in enumerate(parts) if number and (roles.is_body(part) or roles.is_school(part)))
    named = [number for number, part in enumerate(parts) if number and not re.search(r"\d", part)]
    last = named[-1:] if kind in ("certificates", "awards", "achievements") else []
    return next(bodies, next(iter(last), 1))


def _with_org(parts: list[str]) -> tuple[str, list[str]]:
    """Who it was for, with the numbers of a volume and its pages; then the rest, each behind its comma."""
    dates = len(parts)
    while dates and moments.find_all(parts[dates - 1]):
        dates -= 1
    numbers = [number for number in range(1, dates) if re.search(r"\d", parts[0])]
    cut = min(dates, 1 + len(numbers))
    return ", ".join(parts[:cut]), [piece for part in parts[cut:] for piece in (", ", part)]
