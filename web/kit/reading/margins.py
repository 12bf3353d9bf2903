"""Headings that stand in the margin, beside what they are the headings of."""

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from web.kit.reading.lines import Style
from web.kit.reading.rows import Row, segments_of
from web.kit.reading.spoken import Page, text_of


@dataclass(frozen=True)
class Margin:
    """Where headings stand, and how they are set: with their left or with their right ends below each other."""

    is_right: bool
    place: int
    style: Style

    def holds(self, row: Row) -> bool:
        end = row[-1].right if self.is_right else row[0].left
        return abs(end - self.place) <= 2 and row[0].span.style == self.style

    def labels(self, rows: list[Row]) -> list[Row]:
        """The headings of a page; none where other words stand in the margin."""
        firsts = [_first(row) for row in rows]
        found = [first for first in firsts if self.holds(first)]
        if not found:
            return []
        edge = max(row[-1].right for row in found)
        below = [first for first in firsts if first[0].base >= found[0][0].base]
        strays = [first for first in below if first[0].left < edge - 1 and not self.holds(first)]
        return found if len(strays) <= 0.1 * len(below) else []


def margin_of(rows: list[Row], page: Page) -> Margin | None:
    heads = [first for row in rows if page.is_heading(text_of(first := _first(row), page))]
    for is_right in (False, True):
        places = Counter((round(head[-1].right if is_right else head[0].left), head[0].span.style) for head in heads)
        (place, style), count = max(places.items(), key=lambda item: item[1], default=((0, Style()), 0))
        margin = Margin(is_right, place, style)
        labels = margin.labels(rows) if count >= 2 else []
        if labels and _have_text(rows, labels, [head for head in heads if margin.holds(head)]):
            return margin
    return None


def _first(row: Row) -> Row:
    """The words with which a row begins, as far as they are set alike."""
    style = row[0].span.style
    return [*takewhile(lambda word: word.span.style == style, segments_of(row)[0])]


def _have_text(rows: list[Row], labels: list[Row], heads: list[Row]) -> bool:
    """Whether much stands beside the headings, from their level on."""
    edge = max(row[-1].right for row in labels)
    beside = [word for row in rows for word in row if word.left > edge and word.base >= heads[0][0].base - 12]
    is_much = sum(len(word.span.text) for word in beside) > 4 * sum(
        len(word.span.text) for row in labels for word in row
    )
    level = sum(any(abs(word.base - head[0].base) < head[0].size for word in beside) for head in heads)
    return is_much and level >= 0.6 * len(heads) and len(heads) >= 0.25 * len(labels)
