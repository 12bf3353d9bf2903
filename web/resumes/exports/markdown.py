"""Markdown (CommonMark), for repositories, wikis and static sites."""

import re
from collections.abc import Sequence

from web.kit.printing.lists import ORDER, Data
from web.resumes.outline import Block, Kind, Run, outline_of

NAME = "Markdown"
SUFFIX = "md"
MEDIA_TYPE = "text/markdown"

MARKS = {Kind.NAME: "# ", Kind.SECTION: "## ", Kind.ENTRY: "### ", Kind.POINT: "- "}
# Signs that mean something wherever they stand: CommonMark's own, tables, and the templates of static sites.
SIGNS = re.compile(r"[\\`*_\[\]<>&~|{}$]|(?<!\w)#|!$")
# Signs that mean something where a line begins: headings, lists, quotations, definitions, rules.
BEGINS = re.compile(r"^(?:(\d{1,9})([.)])|([#+=:-]))")


def write(career: Data, language: str, paper: str, order: Sequence[str] = ORDER) -> bytes:
    """A blank line between any two blocks, but not within a list; no line is broken."""
    text = ""
    before = None
    for block in outline_of(career, language, order):
        is_in_list = before is block.kind is Kind.POINT
        text += ("\n" if before and not is_in_list else "") + _written(block) + "\n"
        before = block.kind
    return text.encode()


def _written(block: Block) -> str:
    said = "".join(map(_run, block.runs))
    return MARKS.get(block.kind, "") + BEGINS.sub(lambda found: _escaped_beginning(*found.groups()), said)


def _escaped_beginning(number: str | None, stop: str | None, sign: str | None) -> str:
    return f"{number}\\{stop}" if number else f"\\{sign}"


def _run(run: Run) -> str:
    text = SIGNS.sub(r"\\\g<0>", run.text)
    if run.link:
        return f"[{text}](<{run.link.replace('&', '&amp;')}>)"
    return f"**{text}**" if run.strong else text
