"""Plain text: what is a heading shows by capitals, a line of dashes below it, or white space and a well-known word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from web.imports.files import ours_text
from web.imports.files.ours import read_blocks
from web.imports.files.prose import MOST_BYTES, TOO_LONG, read_passages
from web.kit.decoding import decoded, is_text
from web.kit.jsonresume import Unreadable
from web.kit.reading import Reading
from web.kit.reading.flow import BULLET, Passage, Run
from web.kit.reading.lines import MARK, Style
from web.kit.reading.sections import is_heading

NAME = "Plain text"

BODY, TITLE, HEADING = Style(11.0), Style(20.0, True), Style(14.0, True)
LETTER = 5.5  # points that a letter is broad
WHITE = 8.0  # points that an empty line leaves
POINT = re.compile(rf"[・●◆■▪◦•]\s*(?=\S)|{MARK.pattern}")  # signs that are never words need no space behind them
RULE = re.compile(r"\s*([-=_*~#─═])\1{2,}\s*")
GAP = re.compile(r"\t+|(?<=\S) {3,}(?=\S)")
WRAPPED_FROM, WRAPPED_TO = 55, 100  # letters; a text whose longest lines end there was broken by its program

MANY_FULL = 3  # lines that nearly reach the end, in such a text


@dataclass(frozen=True)
class _Row:
    text: str
    is_after_gap: bool
    is_ruled: bool  # a line of dashes stands below

    @property
    def bare(self) -> str:
        return self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text.expandtabs(4)) - len(self.text.expandtabs(4).lstrip())


def recognises(body: bytes, filename: str) -> bool:
    """Any text at all; formats that are text as well come before it on the shelf."""
    return is_text(body)


def read(body: bytes) -> Reading:
    """Raises Unreadable for a text that is far too long."""
    if len(body) > MOST_BYTES:
        raise Unreadable(TOO_LONG)
    text = decoded(body)
    return read_blocks(ours_text.blocks_of(text)) if ours_text.is_ours(text) else read_text(text)


def read_text(text: str) -> Reading:
    return read_passages(passages_of(text))


def passages_of(text: str) -> Iterator[Passage]:
    rows = list(_rows(text))
    are_capital = any(_is_capital(row.bare) and is_heading(row.bare.strip(": ")) for row in rows)
    for number, row in enumerate(_unwrapped(rows)):
        style = TITLE if number == 0 else HEADING if _is_heading(row, are_capital) else BODY
        mark = POINT.match(row.bare) if style == BODY else None
        words = row.bare[mark.end() :].lstrip() if mark else row.bare
        text = GAP.sub("\t", words.strip("# :") if style == HEADING else words)
        sign = mark[0] if mark and mark[0][0].isdigit() else BULLET if mark else ""
        yield Passage((Run(text, style),), row.indent * LETTER, WHITE if row.is_after_gap else 0.0, sign)


def _rows(text: str) -> Iterator[_Row]:
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    is_after_gap = False
    for line, below in pairwise([*lines, ""]):
        if RULE.fullmatch(line) or not line.strip():
            is_after_gap = True
            continue
        yield _Row(line, is_after_gap, RULE.fullmatch(below) is not None)
        is_after_gap = False


def _is_heading(row: _Row, are_capital: bool) -> bool:
    """Where known headings are in capitals, so are the person's own; otherwise only known words and ruled lines are."""
    text = row.bare.strip("#*_ :")
    if len(text) > 60 or POINT.match(text):
        return False
    if row.is_ruled or row.bare.startswith("#"):
        return True
    if are_capital:
        return _is_capital(text) and (is_heading(text) or row.is_after_gap) and not re.search(r"\d", text)
    return is_heading(text) and row.indent == 0


def _is_capital(text: str) -> bool:
    return text.upper() == text and text.lower() != text and len(text) > 3


def _unwrapped(rows: list[_Row]) -> Iterator[_Row]:
    """Lines that a program broke are made whole: one follows a long line, in small letters or set in like it."""
    widest = max((len(row.text) for row in rows), default=0)
    nearly = sum(len(row.text) > 0.85 * widest for row in rows)
    is_wrapped = WRAPPED_FROM <= widest <= WRAPPED_TO and nearly >= MANY_FULL
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and is_wrapped and _goes_on(groups[-1], row, widest):
            groups[-1].append(row)
        else:
            groups.append([row])
    for first, *others in groups:
        yield replace(first, text=" ".join([first.text, *(row.bare for row in others)]))


def _goes_on(group: list[_Row], row: _Row, widest: int) -> bool:
    if row.is_after_gap or POINT.match(row.bare) or GAP.search(row.bare) or is_heading(row.bare.strip(": ")):
        return False
    first = len(row.bare.split(maxsplit=1)[0])
    is_full = len(group[-1].text) + 1 + first > widest
    is_set_in = POINT.match(group[0].bare) is not None and row.indent > group[0].indent
    return is_full or is_set_in
