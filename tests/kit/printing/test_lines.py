"""Lines end where they must: never after a hyphen, and never early though the next word would fit."""

import functools
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from web.kit.printing.text import keep
from web.kit.printing.typeset import FETCHER

POINTS = (
    "Led a gang of eight on first and second fix, roofs and staircases for schools and a 60-bed care home.",
    "Led a gang of twelve on the A58 re-surfacing, night-time closures and kerb-side drainage with co-workers.",
    "Cut real-time re-planning from two-day to same-day by well-kept look-ahead programmes and on-site stand-ups.",
    "Ran a non-stop thirty-week hand-over of 2012–2014 work with third-party sub-contractors and in-house audits.",
    "Wrote input/output drivers in C++/Rust, pre- and post-release, for and/or against 24/7 on-call (2019 – 2021).",
)
FONTS = FontConfiguration()
CSS = """@font-face { font-family: Face; src: url(font:source-serif-4/source-serif-4-latin-400-normal.woff2) }
@page { size: WIDTHmm 300mm; margin: 5mm }
body { font: 9.6pt/13.3pt Face; margin: 0; font-variant-ligatures: none; hyphens: none } ul { margin: 0; padding: 0 }
li { list-style: "• " inside; padding-inline-start: .9em; text-indent: -.9em; overflow-wrap: anywhere }
li::marker { letter-spacing: .179em }"""


def lines_of(points: tuple[str, ...], width: float) -> list[list[tuple[str, float]]]:
    """For every point its lines, each with the room left at its end, in points of CSS."""
    source = "<ul>" + "".join(f"<li>{keep(point)}</li>" for point in points) + "</ul>"
    css = weasyprint.CSS(string=CSS.replace("WIDTH", str(width)), url_fetcher=FETCHER, font_config=FONTS)
    document = weasyprint.HTML(string=source, url_fetcher=FETCHER).render(stylesheets=[css], font_config=FONTS)
    items = [box for page in document.pages for box in page._page_box.descendants() if box.element_tag == "li"]
    return [list(_lines(item)) for item in items if type(item).__name__ == "BlockBox"]


def _lines(item: Any) -> Iterator[tuple[str, float]]:
    right = item.content_box_x() + item.width
    for box in item.descendants():
        if type(box).__name__ == "LineBox":
            pieces = [piece for piece in box.descendants() if hasattr(piece, "text")]
            end = max(piece.position_x + piece.width for piece in pieces)
            yield "".join(piece.text for piece in pieces), right - end


@pytest.mark.parametrize("width", [60 + step * 1.7 for step in range(60)])
def test_no_line_ends_early_or_in_a_hyphen(width: float) -> None:
    for point, lines in zip(POINTS, lines_of(POINTS, width), strict=True):
        shown = [line for line, _ in lines]
        assert "".join("".join(shown).split()).replace("\u2060", "").lstrip("•") == "".join(point.split())
        for (line, room), (following, _) in pairwise(lines):
            assert not re.search(r"[-–/+]\u2060?$", line.rstrip()), line
            assert room < _room_for_start_of(following), f"{line!r} ends early before {following!r}"


def _room_for_start_of(line: str) -> float:
    """What a space and the first piece of a line take: a word, with the words that are bound to it."""
    piece = re.match(r"(?:[^ ]|(?<=[-–]) (?=\u2060))+", line)
    assert piece
    return _room_for(piece[0].replace("\u2060", ""))


@functools.cache
def _room_for(piece: str) -> float:
    [[(_, before)]], [[(_, after)]] = lines_of(("x",), 400), lines_of((f"x {piece}",), 400)
    return before - after
