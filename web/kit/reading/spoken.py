"""A row of a page as a line, in the order in which it is said: words that run from the left keep theirs within a line
that runs from the right."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from web.kit.reading.lines import FAR, Line, Span
from web.kit.reading.rows import Row

LEADING_STOP = re.compile(r"[.,:;!?]+(?=[^\W\d])")
BRACKETS = str.maketrans("()[]", ")(][")
Known = Callable[[str], bool]


@dataclass(frozen=True)
class Page:
    """What is known of a page beside its words; `known` are the gutters of the page before."""

    number: int
    is_heading: Known
    is_dated: Known
    is_mirrored: bool
    known: list[float] = field(default_factory=list)


def text_of(row: Row, page: Page) -> str:
    return line_of(row, page).text if page.is_mirrored else " ".join("".join([word.span.text for word in row]).split())


def line_of(row: Row, page: Page) -> Line:
    spans = [word.span for word in row]
    return Line(page.number, row[0].base, tuple(_said(spans) if page.is_mirrored else spans))


def _said(spans: list[Span]) -> list[Span]:
    """Words of a script that runs from the left keep their order within a line that runs from the right.

    Their places are exchanged, so that a later word always stands further on."""
    made: list[Span] = []
    held: list[Span] = []  # what stands to the left of a word that runs from the left, as one sees the page
    for span in reversed(spans):
        is_far = bool(held) and held[-1].left - span.right > FAR * span.style.size
        if held and (is_far or _runs_from(span, "R", "AL")):
            made += _unrun(held)
            held = []
        if held or _runs_from(span, "L") or span.text.startswith("+"):
            held.append(span)
        else:
            made.append(span)
    return _unbracketed(list(reversed([*made, *_unrun(held)])))


def _unrun(held: list[Span]) -> list[Span]:
    """A run as it is said, its signs at the end left where they are; in the order of a page seen from its left."""
    end = len(held)
    if not held:
        return []
    while not (_runs_from(held[end - 1], "L", "EN")):
        end -= 1
    run = held[:end]
    left, right = run[-1].left, run[0].right
    turned = [span._replace(left=left + right - span.right, right=left + right - span.left) for span in run]
    if stop := LEADING_STOP.match(turned[0].text):  # the sentence's last sign, which stands before its first word
        turned[0] = turned[0]._replace(text=turned[0].text[stop.end() :])
        turned[-1] = turned[-1]._replace(text=f"{turned[-1].text.rstrip()}{stop[0]} ")
    return [*reversed(turned), *held[end:]]


def _runs_from(span: Span, *sides: str) -> bool:
    return any(unicodedata.bidirectional(letter) in sides for letter in span.text)


def _unbracketed(spans: list[Span]) -> list[Span]:
    """Brackets of a line that runs from the right may be named after their shapes."""
    said = "".join(span.text for span in spans)
    first = next((letter for letter in said if letter in "()[]"), "")
    if first not in (")", "]"):
        return spans
    return [span._replace(text=span.text.translate(BRACKETS)) for span in spans]
