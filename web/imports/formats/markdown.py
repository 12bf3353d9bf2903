"""Markdown: made a web page, and read as one."""

import re
from statistics import median

from markdown_it import MarkdownIt

from web.imports.files import ours
from web.imports.files.prose import MOST_BYTES, TOO_LONG
from web.imports.formats.html import own_blocks, read_page
from web.kit.decoding import decoded, is_text
from web.kit.jsonresume import Unreadable
from web.kit.markup import looks_like_html, parsed_html
from web.kit.reading import Reading

NAME = "Markdown"

FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
OURS, LINK = re.compile(r"# .+\n\n"), re.compile(r"(?<!\\)\]\((?P<closed><?)")
SHORT_LINE = 60  # letters; where most lines are shorter, each stands for itself


def recognises(body: bytes, filename: str) -> bool:
    """By its name, or by headings as only Markdown writes them."""
    if not is_text(body) or body.lstrip()[:1] in (b"{", b"["):
        return False
    if filename.lower().endswith((".md", ".markdown", ".mkd")):
        return True
    text = decoded(body)
    return len(re.findall(r"^#{1,4} \S", text, re.MULTILINE)) > 1 and not looks_like_html(text)


def read(body: bytes) -> Reading:
    """Raises Unreadable for a text that is far too long."""
    if len(body) > MOST_BYTES:
        raise Unreadable(TOO_LONG)
    text = FRONT.sub("", decoded(body))
    if is_ours(text) and (root := parsed_html(MarkdownIt("commonmark").render(text))) is not None:
        return ours.read_blocks(ours.told_apart(own_blocks(root)))
    lines = [len(line) for line in text.split("\n") if line.strip()]
    is_in_lines = bool(lines) and median(lines) < SHORT_LINE
    page = MarkdownIt("commonmark", {"breaks": is_in_lines, "html": True, "maxNesting": 50}).enable("table")
    return read_page(page.render(text))


def is_ours(text: str) -> bool:
    """By its first line, by titles in bold below headings, and by its links: hardly anybody else writes all of them in
    angle brackets."""
    links = [link["closed"] for link in LINK.finditer(text)]
    return OURS.match(text) is not None and all(links) and (bool(links) or "\n### **" in text)
