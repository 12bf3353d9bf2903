"""A page of anybody's as lines in the order in which a person reads them, whatever the order in which they are drawn.

Letters make words, words make rows (`rows`), and a page is cut into side bars and columns (`columns`, `margins`). A
line is all of a row within its column; what stands far apart on it are its segments. On a page that runs from right to
left all distances are mirrored, so that a line always begins at a small `left`.
"""

import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium

from web.kit.jsonresume import Unreadable
from web.kit.reading.columns import best_cut, half_of
from web.kit.reading.lines import BULLETS, Line, Sheet, letters_of, most_letters, runs_from_the_right
from web.kit.reading.margins import Margin, margin_of
from web.kit.reading.rows import Row, Word, rows_of, with_marks, words_of
from web.kit.reading.spoken import Known, Page, line_of

MOST_LETTERS, MOST_WORDS = 250_000, 4_000  # of a document, and of one page; a page of a book has 500 words
TOO_LONG = "There is far more text in this PDF than any résumé has, so it was not read. Please bring a shorter one."
BREAKS = "\u00ad"  # a hyphen that may be there for the line's sake only
MARKS = frozenset(BULLETS)


@dataclass
class Block:
    """What is read through before the next: a band of a page, or a column of one or several pages."""

    lines: list[Line]
    gutter: float = 0.0
    other: "Block | None" = None  # the column beside it


def read_layout(document: pdfium.PdfDocument, is_heading: Known, is_dated: Known) -> Sheet:
    """All lines of a document, those of a column one after the other. Raises Unreadable for what no résumé holds."""
    pages, texts, sizes = list[list[Word]](), list[str](), list[tuple[float, float]]()
    letters = 0
    maker = document.get_metadata_value("Producer")
    hyphen = "-" if "Skia" in maker else BREAKS  # browsers break no words unless they are told to
    for page in document:
        text = page.get_textpage()
        sizes.append((page.get_width(), page.get_height()))
        letters += text.count_chars()
        if letters > MOST_LETTERS:
            raise Unreadable(TOO_LONG)
        texts.append(text.get_text_range())
        drawn = letters_of(text, page.get_height(), texts[-1])
        if any(map(unicodedata.combining, set(texts[-1]))):
            drawn = with_marks(drawn)
        pages.append(words_of(drawn, hyphen))
        if len(pages[-1]) > MOST_WORDS:
            raise Unreadable(TOO_LONG)
        text.close()
        page.close()
    rows = [rows_of(words) for words in pages]
    is_mirrored = runs_from_the_right(texts) or _hangs_from_the_right(rows)
    if is_mirrored:
        turned = ((_mirrored(word, width) for word in words) for words, (width, _) in zip(pages, sizes, strict=True))
        rows = [rows_of(words) for words in turned]
    lines = _in_reading_order(rows, is_heading, is_dated, is_mirrored)
    return Sheet(lines, len(texts), most_letters(lines), is_mirrored, texts, [width for width, _ in sizes])


def _hangs_from_the_right(pages: list[list[Row]]) -> bool:
    """Whether bullets stand at the right end of their lines: a page may run from the right with words that do not."""
    rows = [row for rows in pages for row in rows if len(row) > 1]
    left, right = (sum(row[end].span.text.strip() in MARKS for row in rows) for end in (0, -1))
    return right > 3 and right > 2 * left


def _mirrored(word: Word, width: float) -> Word:
    return Word.of(word.span._replace(left=width - word.right, right=width - word.left), word.base)


def _in_reading_order(pages: list[list[Row]], is_heading: Known, is_dated: Known, is_mirrored: bool) -> list[Line]:
    items: list[Block] = []
    kept = [(rows, Page(number, is_heading, is_dated, is_mirrored)) for number, rows in enumerate(pages)]
    margin = next((found for rows, page in kept if (found := margin_of(rows, page))), None)
    for rows, page in kept:
        known = [item.gutter for item in items[-1:] if item.other]
        for block in _blocks(rows, replace(page, known=known), margin):
            last = items[-1] if items else None
            if last and last.other and block.other and abs(last.gutter - block.gutter) < 12:
                last.lines += block.lines
                last.other.lines += block.other.lines
            else:
                items.append(block)
    columns = [lines for item in items for lines in _columns_of(item)]
    return [line for number, lines in enumerate(columns) for line in _with_distances(lines, number)]


def _blocks(rows: list[Row], page: Page, margin: "Margin | None" = None) -> list[Block]:
    if margin and (labels := margin.labels(rows)):
        return [Block(_under_labels(rows, labels, page))]
    cut = best_cut(rows, page)
    if cut is None:
        return [Block([line_of(row, page) for row in rows])] if rows else []
    gutter, first, last = cut
    left, right = (
        _lines([word for row in rows[first:last] for word in half_of(row, gutter, side)], page)
        for side in (False, True)
    )
    return [*_blocks(rows[:first], page), Block(left, gutter, Block(right)), *_blocks(rows[last:], page)]


def _lines(words: list[Word], page: Page) -> list[Line]:
    return [line for block in _blocks(rows_of(words), page) for lines in _columns_of(block) for line in lines]


def _under_labels(rows: list[Row], labels: list[Row], page: Page) -> list[Line]:
    """Each heading, then what stands beside it."""
    groups: list[Row] = []
    for row in labels:
        if groups and row[0].base - groups[-1][-1].base < 1.6 * row[0].size:
            groups[-1] = [*groups[-1], *row]
        else:
            groups.append(list(row))
    starts = [group[0].base - 1.2 * group[0].size for group in groups]
    taken = {id(word) for group in groups for word in group}
    rest = [word for row in rows for word in row if id(word) not in taken]
    above = [word for word in rest if word.base < starts[0]]
    made = _lines(above, page) if above else []
    for group, top, bottom in zip(groups, starts, [*starts[1:], float("inf")], strict=True):
        within = [word for word in rest if top <= word.base < bottom]
        made.append(line_of([word.saying(f"{word.span.text} ") for word in group], page))
        made += _lines(within, page) if within else []
    return made


def _columns_of(item: Block) -> list[list[Line]]:
    """The narrower column first, so that the text goes on after the broader one."""
    if item.other is None:
        return [item.lines]
    left, right = item.lines, item.other.lines
    return [right, left] if _breadth(left) > 1.2 * _breadth(right) else [left, right]


def _breadth(lines: list[Line]) -> float:
    return max((line.right for line in lines), default=0.0) - min((line.left for line in lines), default=0.0)


def _with_distances(lines: list[Line], column: int) -> list[Line]:
    made = []
    for before, line in pairwise([*lines[:1], *lines]):
        above = line.base - before.base if line.page == before.page and line.base > before.base else 0.0
        made.append(Line(line.page, line.base, line.spans, above, column))
    return made
