"""A page as it was saved, and what can be taken out of it: words, elements, values. Nothing is fetched."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from web.jobs.loose_json import loads
from web.kit.decoding import decoded
from web.kit.jsonresume import Unreadable
from web.kit.markup import Element, parsed_page, parsed_xml

CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
# What pages are written in; other names of codecs are refused, as some of them take very long.
ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]|shift[_-]?jis|euc-(?:jp|kr)"
    r"|gb(?:2312|k|18030)|big5|macintosh|us-ascii",
    re.IGNORECASE,
)
AS_BROWSERS_DO = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gbk",
}


@dataclass(frozen=True)
class Page:
    """`media_type` may tell the encoding as well, as a header does: "text/html; charset=…"."""

    address: str
    media_type: str
    body: bytes

    @cached_property
    def text(self) -> str:
        return decoded(self.body, _encoding(self.media_type, self.body))

    @cached_property
    def is_json(self) -> bool:
        return self.text.lstrip()[:1] in ("{", "[")

    @cached_property
    def is_xml(self) -> bool:
        start = self.text[:1_000].lstrip().lower()
        is_said = "xml" in self.media_type.partition(";")[0]
        return is_said or (start.startswith(("<?xml", "<rss", "<workzag")) and "<html" not in start)

    @cached_property
    def json(self) -> Any:
        """None where the page is no JSON that can be read."""
        return loads(self.text) if self.is_json else None

    @cached_property
    def xml(self) -> Element | None:
        try:
            return parsed_xml(self.body) if self.is_xml else None
        except Unreadable:
            return None

    @cached_property
    def html(self) -> Element | None:
        """All of it, with its head."""
        return None if self.is_json or (self.is_xml and self.xml is not None) else parsed_page(self.text)


def _encoding(media_type: str, body: bytes) -> str:
    """What the header says, or the page's head; "" where neither does, or names what no page is written in."""
    said = CHARSET.search(media_type) or CHARSET.search(body[:2_000].decode("ascii", "replace"))
    name = said[1].lower() if said else ""
    if not ENCODINGS.fullmatch(name) or name.startswith("utf"):  # that shows by itself, and many say it in error
        return ""
    try:
        "".encode(AS_BROWSERS_DO.get(name, name))
    except LookupError:
        return ""
    return AS_BROWSERS_DO.get(name, name)
