"""Marks in a person's words: **bold**, *italic* and [words](https://address), spelt as Markdown spells them.

A mark stands around whole words and ends on the line where it begins. There is no space directly inside it, and no
letter or digit directly outside (those of East Asia aside, which are written without spaces). A link leads to the web,
to an e-mail address or to a telephone; one that leads elsewhere is only its words. A backslash before an asterisk or a
bracket makes it an ordinary one. Whatever does not fit these rules means nothing and stays as it was written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup, escape

from web.kit.printing.text import href

TOKEN = re.compile(
    r"\\(?P<sign>[*\[\]])"
    r"|\[(?P<words>(?:\\.|[^\\\[\]\n])+)\]\((?P<address>(?:[^\s()]|\([^\s()]*\))+)\)"
    r"|(?P<stars>\*+)"
    r"|(?P<line>\n)"
    r"|(?P<text>\\|\[|[^\\\[*\n]+)"
)
EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d)")
HAS_HOST = re.compile(r"(?!https?:)|https?://[^\s/?#]", re.IGNORECASE)
ITALIC, BOLD = 1, 2  # asterisks; three are both
TAGS = {"bold": "strong", "italic": "em"}


@dataclass(frozen=True)
class Run:
    """A stretch of text that is set in one way; `link` is an address of the web, of mail or of a telephone."""

    text: str
    link: str = ""
    bold: bool = False
    italic: bool = False


def parse(text: str) -> list[Run]:
    """The text without its marks, as runs that say what the marks meant. Any text can be parsed."""
    runs = (run for run in _runs(text) if run.text)
    return [
        replace(first, text=first.text + "".join(run.text for run in rest))
        for _, (first, *rest) in groupby(runs, lambda run: replace(run, text=""))
    ]


def plain(text: str) -> str:
    """The words without the marks."""
    return "".join(run.text for run in parse(text))


def html(text: str) -> Markup:
    """The words in strong, em and a; everything else in them is escaped."""
    return tagged(parse(text), escape)


def tagged(runs: Sequence[Run], said: Callable[[str], Markup]) -> Markup:
    """The same of runs; `said` escapes their texts."""
    return Markup(woven(runs, said, _in_tags))


def _in_tags(style: str, inner: str) -> str:
    if style in TAGS:
        return f"<{TAGS[style]}>{inner}</{TAGS[style]}>"
    return f'<a href="{escape(style)}">{inner}</a>'


def woven(runs: Sequence[Run], said: Callable[[str], str], around: Callable[[str, str], str]) -> str:
    """Runs written in some language: `said` writes their texts, and `around` puts a style, "bold", "italic" or a link's
    address, around what is written in it. What goes on for longest is outermost."""
    written: list[str] = []
    at = 0
    while at < len(runs):
        if styles := styles_of(runs[at]):
            style = max(styles, key=lambda each: _end(runs, at, each))
            end = _end(runs, at, style)
            written.append(around(style, woven([_without(style, run) for run in runs[at:end]], said, around)))
            at = end
        else:
            written.append(said(runs[at].text))
            at += 1
    return "".join(written)


def styles_of(run: Run) -> list[str]:
    """What a run is set in, outermost first where all go on for as long."""
    return [style for style, holds in ((run.link, run.link), ("bold", run.bold), ("italic", run.italic)) if holds]


def _end(runs: Sequence[Run], start: int, style: str) -> int:
    return next((at for at in range(start, len(runs)) if style not in styles_of(runs[at])), len(runs))


def _without(style: str, run: Run) -> Run:
    return replace(run, **({style: False} if style in TAGS else {"link": ""}))


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass
class Stars:
    """A row of asterisks: how many still mean nothing, and whether a mark may begin or end here."""

    left: int
    opens: bool
    closes: bool


@dataclass
class Piece:
    """What lies between two signs, in the styles that are known of it so far."""

    runs: list[Run]
    stars: Stars | None = None

    def set_in(self, style: int) -> None:
        self.runs = [
            replace(run, bold=run.bold or style >= BOLD, italic=run.italic or style != BOLD) for run in self.runs
        ]


def _runs(text: str) -> Iterator[Run]:
    pieces: list[Piece] = []
    waiting: list[int] = []  # where marks begin that have not ended yet
    for found in TOKEN.finditer(text):
        if found["line"]:
            waiting.clear()
        pieces.append(_piece(text, found))
        if pieces[-1].stars:
            _settle(pieces, waiting)
    for piece in pieces:
        yield from piece.runs if piece.stars is None else [replace(piece.runs[0], text="*" * piece.stars.left)]


def _piece(text: str, found: re.Match[str]) -> Piece:
    if found["stars"]:
        return Piece([Run("")], _stars(text, *found.span()))
    if found["words"]:
        return Piece(list(_linked(found)))
    return Piece([Run(found["sign"] or found[0])])


def _linked(found: re.Match[str]) -> Iterator[Run]:
    """The words of a link; what has no address in its second part is no link."""
    address = found["address"]
    link = href(address)
    if link or SCHEME.match(address):
        for run in _runs(found["words"]):
            yield replace(run, link=link if HAS_HOST.match(link) else "")
    else:
        yield Run("[")
        yield from _runs(found["words"])
        yield Run(f"]({address})")


def _stars(text: str, start: int, end: int) -> Stars:
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    is_mark = end - start <= BOLD + ITALIC
    return Stars(end - start, is_mark and _touches(after, before), is_mark and _touches(before, after))


def _touches(inner: str, outer: str) -> bool:
    """Whether a mark stands right between its words and what is beside it."""
    if inner.isspace() or (_is_letter(outer) and not EAST_ASIAN.match(outer)):
        return False
    return _is_letter(inner) or not _is_letter(outer)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _settle(pieces: list[Piece], waiting: list[int]) -> None:
    """The last piece is asterisks: they end what began with as many, or begin something themselves."""
    last = pieces[-1].stars
    assert last
    while last.closes and last.left and (begun := _opener(pieces, waiting, last.left)) is not None:
        first = pieces[begun].stars
        assert first
        style = min(first.left, last.left)
        for piece in pieces[begun + 1 : -1]:
            piece.set_in(style)
        first.left -= style
        last.left -= style
        del waiting[waiting.index(begun) + (first.left > 0) :]
    if last.opens and last.left:
        waiting[:] = [each for each in waiting if _left(pieces, each) != last.left]
        waiting.append(len(pieces) - 1)


def _opener(pieces: list[Piece], waiting: list[int], size: int) -> int | None:
    """The nearest beginning with as many asterisks; three end, or are ended by, any."""
    return next((each for each in reversed(waiting) if size == 3 or _left(pieces, each) in (size, 3)), None)


def _left(pieces: list[Piece], place: int) -> int:
    stars = pieces[place].stars
    return stars.left if stars else 0
