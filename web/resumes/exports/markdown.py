"""Markdown (CommonMark), for repositories, wikis and static sites."""

import re

from web.kit.marks import EAST_ASIAN, woven
from web.kit.outline import Kind
from web.kit.printing import Order
from web.resumes.outline import Block, outline_of

NAME = "Markdown"
SUFFIX = "md"
MEDIA_TYPE = "text/markdown"

BEGINNINGS = {Kind.NAME: "# ", Kind.SECTION: "## ", Kind.ENTRY: "### ", Kind.POINT: "- "}
# Signs that mean something wherever they stand: CommonMark's own, tables, and the templates of static sites.
SIGNS = re.compile(r"[\\`*_\[\]<>&~|{}$]|(?<!\w)#|!$")
# Signs that mean something where a line begins: headings, lists, quotations, definitions, rules.
BEGINS = re.compile(r"^(?:(\d{1,9})([.)])|([#+=:-]))")


def write(order: Order) -> bytes:
    """A blank line between any two blocks, but not within a list; no line is broken."""
    text = ""
    before = None
    for block in outline_of(order):
        is_in_list = before is block.kind is Kind.POINT
        text += ("\n" if before and not is_in_list else "") + _written(block) + "\n"
        before = block.kind
    return text.encode()


def _written(block: Block) -> str:
    """Italic is written with low lines, which cannot run together with the asterisks of bold; but between letters of
    East Asia they would mean nothing."""
    signs = {"bold": "**", "italic": "*" if EAST_ASIAN.search(block.text) else "_"}

    def around(style: str, inner: str) -> str:
        if style in signs:
            return f"{signs[style]}{inner}{signs[style]}"
        return f"[{inner}](<{style.replace('&', '&amp;')}>)"

    said = woven(block.runs, _escaped, around)
    return BEGINNINGS.get(block.kind, "") + BEGINS.sub(lambda found: _escaped_beginning(*found.groups()), said)


def _escaped(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", text)


def _escaped_beginning(number: str | None, stop: str | None, sign: str | None) -> str:
    return f"{number}\\{stop}" if number else f"\\{sign}"
