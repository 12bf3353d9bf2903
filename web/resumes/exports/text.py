"""Plain text, wrapped as letters are: for a form's one large box, a terminal, an e-mail."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from web.kit.marks import Run
from web.kit.outline import Kind
from web.kit.printing import Order
from web.kit.printing.text import bare
from web.resumes.outline import Block, outline_of

NAME = "Plain text"
SUFFIX = "txt"
MEDIA_TYPE = "text/plain"

WIDTH = 76  # columns; letters of East Asia take two
# What stays together: a word, or one ideograph or kana with the signs that may not begin a line.
PIECE = re.compile(
    r"\s*(?:[\u2e80-\u9fff\u3000-\u30ff\uff00-\uffef][、。，．！？：；）」』】〕》々ー]*|[^\s\u2e80-\u9fff\uff00-\uffef]+)"
)
UNDER = {Kind.NAME: "=", Kind.SECTION: "-"}
APART = {Kind.SECTION, Kind.ENTRY}  # begin after an empty line


def write(order: Order) -> bytes:
    """UTF-8 with line feeds. A word longer than a line stays whole, so that addresses can be copied."""
    lines: list[str] = []
    before = None
    for block in outline_of(order):
        if before and (block.kind in APART or _is_new_paragraph(before, block.kind)):
            lines.append("")
        lines += _lines(block)
        before = block.kind
    return "".join(f"{line}\n" for line in lines).encode()


def _is_new_paragraph(before: Kind, kind: Kind) -> bool:
    return (kind is Kind.TEXT and before in (Kind.TEXT, Kind.CONTACTS)) or before in UNDER


def _lines(block: Block) -> Iterator[str]:
    first, rest = ("- ", "  ") if block.kind is Kind.POINT else ("", "")
    lines = list(_wrapped("".join(_spelt(block.runs)), WIDTH - len(first)))
    yield from (f"{rest if number else first}{line}" for number, line in enumerate(lines))
    if block.kind in UNDER:
        yield UNDER[block.kind] * max(map(_width, lines))


def _spelt(runs: Iterable[Run]) -> Iterator[str]:
    """A link as paper has it: its address behind it, unless the text is the address."""
    for link, linked in groupby(runs, lambda run: run.link):
        text = "".join(run.text for run in linked)
        address = bare(link) if link.startswith("http") else ""
        yield text if not address or address in text else f"{text} ({address})"


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in PIECE.findall(text):
        if line and _width(line + piece) > width:
            yield line
            line = piece.lstrip()
        else:
            line += piece
    yield line


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(x) else 1 + (unicodedata.east_asian_width(x) in "WF") for x in text)
