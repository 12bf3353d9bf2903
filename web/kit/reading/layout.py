"""A page of anybody's as lines in the order in which a person reads them, whatever the order in which they are drawn.

Letters make words, words make rows, and a page is cut where an empty strip runs down between two texts: side bars and
columns, but not the margin in which dates or labels stand, since those belong to the lines beside them. A line is all
of a row within its column; what stands far apart on it are its segments. On a page that runs from right to left all
distances are mirrored, so that a line always begins at a small `left`.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from operator import attrgetter
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium

from web.kit.jsonresume import Unreadable
from web.kit.reading.lines import (
    LINE_END,
    MARK,
    Letter,
    Line,
    Sheet,
    Span,
    Style,
    in_order,
    letters_of,
    most_letters,
    runs_from_the_right,
)

MOST_LETTERS, MOST_WORDS = 250_000, 4_000  # of a document, and of one page; a page of a book has 500 words
TOO_LONG = "There is far more text in this PDF than any résumé has, so it was not read. Please bring a shorter one."
A_SPACE = 0.11  # of the letters' size: a wider gap divides words
FAR = 1.8  # of the letters' size: a wider gap divides segments of a line
SAME_ROW = 0.4  # of the letters' size: how far apart baselines of one row may be
FIRST_MARK = "\u0300"  # no letter below it is combined with another
BREAKS = "\u00ad"  # a hyphen that may be there for the line's sake only
LEADING_STOP = re.compile(r"[.,:;!?]+(?=[^\W\d])")
GUTTER = 7.0  # points that are empty between two columns at least
NEARLY = 0.75  # of the longest strip: the leftmost that is nearly as long divides first
ROWS = 3  # that a column has at least
MANY = 0.25  # of the lines of a margin hold a date
SYMBOLS = frozenset("●○◉◎★☆■□▪▫◆◇⬤⚫⚪▮▯☐☑✓✔►▶▸▹")


class Word(NamedTuple):
    """A span that is one word, with its baseline; the other values are the span's own."""

    span: Span
    base: float
    left: float
    right: float
    size: float

    @classmethod
    def of(cls, span: Span, base: float) -> "Word":
        return cls(span, base, span.left, span.right, span.style.size or 1.0)

    def saying(self, text: str) -> "Word":
        return Word(Span(text, *self.span[1:]), *self[1:])


Row = list[Word]
Known = Callable[[str], bool]


@dataclass
class Block:
    """What is read through before the next: a band of a page, or a column of one or several pages."""

    lines: list[Line]
    gutter: float = 0.0
    other: "Block | None" = None  # the column beside it


def read_layout(document: pdfium.PdfDocument, is_heading: Known, is_dated: Known) -> Sheet:
    """All lines of a document, those of a column one after the other. Raises Unreadable for what no résumé holds."""
    pages, texts, sizes = [], [], []
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
        pages.append(list(words_of(drawn, hyphen)))
        if len(pages[-1]) > MOST_WORDS:
            raise Unreadable(TOO_LONG)
        text.close()
        page.close()
    is_mirrored = runs_from_the_right(texts) or _hangs_from_the_right(pages)
    if is_mirrored:
        pages = [[_mirrored(word, width) for word in words] for words, (width, _) in zip(pages, sizes, strict=True)]
    lines = _in_reading_order(pages, is_heading, is_dated, is_mirrored)
    return Sheet(lines, len(texts), most_letters(lines), is_mirrored, texts, [width for width, _ in sizes])


def _hangs_from_the_right(pages: list[list[Word]]) -> bool:
    """Whether bullets stand at the right end of their lines: a page may run from the right with words that do not."""
    ends = Counter(
        row[-1] is word
        for words in pages
        if any(map(_is_bullet, words))
        for row in rows_of(words)
        for word in (row[0], row[-1])
        if len(row) > 1 and _is_bullet(word)
    )
    return ends[True] > 3 and ends[True] > 2 * ends[False]


def _is_bullet(word: Word) -> bool:
    text = word.span.text.strip()
    return len(text) == 1 and bool(MARK.match(text))


def _mirrored(word: Word, width: float) -> Word:
    return Word.of(word.span._replace(left=width - word.right, right=width - word.left), word.base)


# --- letters to words ------------------------------------------------------------------------------------------------


def words_of(letters: Iterable[Letter], hyphen: str = "-") -> Iterator[Word]:
    """`hyphen` is what stands for one at the end of a line, of which pdfium does not say whether it breaks a word."""
    held: list[Letter] = []
    for letter in letters:
        is_said = _is_said(letter.text)
        if held and not (is_said and _goes_on(held[-1], letter)):
            yield from _word(held, "" if letter.text.strip() else " ")
            held = []
        if is_said:
            held.append(letter._replace(text=hyphen) if letter.text == LINE_END else letter)
    yield from _word(held)


def with_marks(letters: Iterable[Letter]) -> Iterator[Letter]:
    """Signs above and below letters, which are drawn before or after them, as part of theirs."""
    made: list[Letter] = []
    waiting: list[Letter] = []
    for letter in letters:
        if letter.text < FIRST_MARK or not unicodedata.combining(letter.text[0]):
            made.append(letter)
            waiting = waiting and [mark for mark in waiting if not _carry(made, mark)]
        elif not _carry(made, letter):
            waiting.append(letter)
    return iter(made)


def _carry(letters: list[Letter], mark: Letter) -> bool:
    """Give a mark to the letter it stands over, among the last few."""
    middle = (mark.left + mark.right) / 2
    for number in range(len(letters) - 1, max(len(letters) - 6, -1), -1):
        letter = letters[number]
        is_over = letter.left <= middle <= letter.right and abs(letter.base - mark.base) < letter.style.size
        if is_over and letter.text.strip():
            letters[number] = letter._replace(text=letter.text + mark.text)
            return True
    return False


def _goes_on(before: Letter, letter: Letter) -> bool:
    if letter.origin == before.origin:  # one glyph may stand for several letters
        return True
    size = before.hand[0].size
    if abs(letter.base - before.base) > 0.2 * size or letter.hand[0] != before.hand[0]:
        return False
    is_near = -0.6 * size <= letter.left - before.right <= A_SPACE * size
    return is_near or -0.6 * size <= before.left - letter.right <= A_SPACE * size  # from the right


@functools.lru_cache(maxsize=4096)
def _is_said(text: str) -> bool:
    """Whether it is part of a word rather than a space or an icon."""
    is_icon = unicodedata.category(text[:1] or " ") in ("Co", "Cs", "Cc", "Cn") or text[:1] == "\ufffd"
    return text == LINE_END or (bool(text.strip()) and not is_icon)


def _word(letters: list[Letter], ending: str = "") -> Iterator[Word]:
    """`ending` is the space behind it, if one was drawn."""
    if not letters:
        return
    text = unicodedata.normalize("NFC", in_order(letters))
    if not text.isascii() and (all(map(unicodedata.combining, text)) or (len(text) > 1 and set(text) <= SYMBOLS)):
        return
    left, right = min([letter.left for letter in letters]), max([letter.right for letter in letters])
    first = letters[0]
    yield Word.of(Span(text + ending, left, right, *first.hand, right - left), first.base)


# --- words to rows ---------------------------------------------------------------------------------------------------


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words on one baseline, from left to right; from the top down."""
    rows: list[Row] = []
    for word in sorted(words, key=attrgetter("base")):
        near = SAME_ROW * min(word.size, rows[-1][0].size) if rows else 0.0
        if rows and abs(word.base - rows[-1][-1].base) <= near:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_spaced(_untracked(sorted(row, key=attrgetter("left")))) for row in rows]


def _spaced(row: Row) -> Row:
    """With a space behind each word that stands apart from the next, however narrow the gap."""
    made = [
        word.saying(f"{word.span.text} ")
        if after.left - word.right > A_SPACE * word.size and word.span.text[-1] != " "
        else word
        for word, after in pairwise(row)
    ]
    return [*made, row[-1]]


def _untracked(row: Row) -> Row:
    """Letters that are set far apart for their looks, as in "S K I L L S", are words again."""
    if sum(len(word.span.text) <= 2 for word in row) < 3:
        return row
    made: Row = []
    for group in _runs_of_letters(row):
        if len(group) < 3:
            made += group
            continue
        gaps = [after.left - before.right for before, after in pairwise(group)]
        usual = median(gaps)
        held = group[0]
        for gap, word in zip(gaps, group[1:], strict=True):
            if gap > 1.6 * usual + 0.5 or held.span.text.endswith(" "):
                made.append(held)
                held = word
            else:
                held = Word.of(held.span._replace(text=held.span.text + word.span.text, right=word.right), held.base)
        made.append(held)
    return made


def _runs_of_letters(row: Row) -> Iterator[Row]:
    held: Row = []
    for word in row:
        is_next = held and _is_letter(held[-1]) and word.left - held[-1].right < word.size
        if held and not (_is_letter(word) and is_next):
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _is_letter(word: Word) -> bool:
    text = word.span.text.strip()
    return len(text) == 1 and text.isalpha() and text < "\u2e80"


@functools.lru_cache(maxsize=4096)
def segments(line: Line) -> list[Line]:
    """The stretches of a line that stand far apart."""
    made: list[list[Span]] = []
    for span in line.spans:
        if made and span.left - made[-1][-1].right <= FAR * max(span.style.size, 1.0):
            made[-1].append(span)
        else:
            made.append([span])
    return [replace(line, spans=tuple(spans)) for spans in made]


# --- rows to columns -------------------------------------------------------------------------------------------------


def _in_reading_order(pages: list[list[Word]], is_heading: Known, is_dated: Known, is_mirrored: bool) -> list[Line]:
    items: list[Block] = []
    kept = [(rows_of(words), Page(number, is_heading, is_dated, is_mirrored)) for number, words in enumerate(pages)]
    margin = next((found for rows, page in kept if (found := _margin(rows, page))), None)
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


def _columns_of(item: Block) -> list[list[Line]]:
    """The narrower column first, so that the text goes on after the broader one."""
    if item.other is None:
        return [item.lines]
    left, right = item.lines, item.other.lines
    return [right, left] if _breadth(left) > 1.2 * _breadth(right) else [left, right]


def _breadth(lines: list[Line]) -> float:
    return max((line.right for line in lines), default=0.0) - min((line.left for line in lines), default=0.0)


def _with_distances(lines: list[Line], column: int) -> list[Line]:
    made = [replace(line, column=column) for line in lines[:1]]
    for before, line in pairwise(lines):
        above = line.base - before.base if line.page == before.page and line.base > before.base else 0.0
        made.append(replace(line, above=above, column=column))
    return made


@dataclass(frozen=True)
class Page:
    """What is known of a page beside its words; `known` are the gutters of the page before."""

    number: int
    is_heading: Known
    is_dated: Known
    is_mirrored: bool
    known: list[float] = field(default_factory=list)


def _blocks(rows: list[Row], page: Page, margin: "Margin | None" = None) -> list[Block]:
    if margin and (labels := margin.labels(rows)):
        return [Block(_under_labels(rows, labels, page))]
    cut = _best_cut(rows, page)
    if cut is None:
        return [Block([_line(row, page) for row in rows])] if rows else []
    gutter, first, last = cut
    left, right = (
        _lines([word for row in rows[first:last] for word in _half(row, gutter, side)], page) for side in (False, True)
    )
    return [*_blocks(rows[:first], page), Block(left, gutter, Block(right)), *_blocks(rows[last:], page)]


def _lines(words: list[Word], page: Page) -> list[Line]:
    return [line for block in _blocks(rows_of(words), page) for lines in _columns_of(block) for line in lines]


# --- headings in the margin ------------------------------------------------------------------------------------------


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


def _margin(rows: list[Row], page: Page) -> Margin | None:
    heads = [first for row in rows if page.is_heading(_text(first := _first(row), page))]
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
    alike = [*takewhile(lambda word: word.span.style == row[0].span.style, _segments(row)[0])]
    return alike or row[:1]


def _have_text(rows: list[Row], labels: list[Row], heads: list[Row]) -> bool:
    """Whether much stands beside the headings, from their level on."""
    edge = max(row[-1].right for row in labels)
    beside = [word for row in rows for word in row if word.left > edge and word.base >= heads[0][0].base - 12]
    is_much = sum(len(word.span.text) for word in beside) > 4 * sum(
        len(word.span.text) for row in labels for word in row
    )
    level = sum(any(abs(word.base - head[0].base) < head[0].size for word in beside) for head in heads)
    return is_much and level >= 0.6 * len(heads) and len(heads) >= 0.25 * len(labels)


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
        made.append(_line([word.saying(f"{word.span.text} ") for word in group], page))
        made += _lines(within, page) if within else []
    return made


# --- columns ---------------------------------------------------------------------------------------------------------

Cut = tuple[float, int, int]  # where the right column begins, the first row and the one after the last


def _best_cut(rows: list[Row], page: Page) -> Cut | None:
    """The longest empty strip that has a column on both sides."""
    if len(rows) < ROWS:
        return None
    starts = Counter(round(segment[0].left) for row in rows for segment in _segments(row))
    edges = {x for x in starts if starts[x - 1] + starts[x] + starts[x + 1] >= ROWS and starts[x]}
    heads = _heads(rows, page)
    found = {
        _trimmed(rows, (gutter, first, last), page)
        for gutter in sorted(edges)
        for first, last in _free(rows, gutter, heads)
    }
    best: Cut | None = None
    for cut in sorted(found, key=lambda cut: (cut[1] - cut[2], cut[0])):
        rows_free = cut[2] - cut[1]
        if best and (rows_free < NEARLY * (best[2] - best[1]) or cut[0] > best[0]):
            continue
        goes_on = any(abs(cut[0] - known) < 3 for known in page.known) and rows_free >= 2 * ROWS
        if goes_on or _are_columns(rows, cut, page):
            best = cut
    return best


def _heads(rows: list[Row], page: Page) -> set[int]:
    """Which rows are headings: a name in a list that could be one is set like the names beside it, and a heading of
    somebody's own is set like those that are known."""
    found = {number for number, row in enumerate(rows) if page.is_heading(_text(row, page))}
    if not found:
        return found
    every = Counter(row[0].span.style for row in rows)
    known = Counter(rows[number][0].span.style for number in found)
    sure = {style for style, count in known.items() if count >= 2 and 5 * count >= 2 * every[style]}
    found = {number for number in found if 3 * known[rows[number][0].span.style] > every[rows[number][0].span.style]}
    return found | {number for number, row in enumerate(rows) if row[0].span.style in sure and len(_segments(row)) == 1}


def _segments(row: Row) -> list[Row]:
    made: list[Row] = []
    for word in row:
        if made and word.left - made[-1][-1].right < max(GUTTER, 0.8 * word.size):
            made[-1].append(word)
        else:
            made.append([word])
    return made


def _free(rows: list[Row], gutter: int, heads: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of rows in which no word stands on the strip to the left of an edge, whole and between headings."""
    near, far = gutter - 1, gutter - GUTTER
    crossed = {n for n, row in enumerate(rows) if any(word.left < near and word.right > far for word in row)}
    for stops in (crossed, crossed | heads):
        first = 0
        for number in range(len(rows) + 1):
            if number in stops or number == len(rows):
                if number - first >= ROWS:
                    yield first, number
                first = number + 1


def _trimmed(rows: list[Row], cut: Cut, page: Page) -> Cut:
    """Without the rows at either end in which one column has nothing, unless headings show that it is a column still.

    What stands below the shorter column is read behind the longer one. A heading at the top of the longer one stays."""
    gutter, first, last = cut
    halves = [[_half(row, gutter, is_right) for row in rows[first:last]] for is_right in (False, True)]
    if all(half[0] and half[-1] for half in halves):
        return cut
    has_heads = [bool(_heads([part for part in half if part], page)) for half in halves]
    start = first
    for is_right, half in enumerate(halves):
        if has_heads[is_right]:
            continue
        there = [number for number in range(first, last) if half[number - start]]
        if not there:
            return gutter, first, first
        first, last = first if any(has_heads) else there[0], there[-1] + 1
    return gutter, first, last


def _half(row: Row, gutter: float, is_right: bool) -> Row:
    return [word for word in row if is_right == (word.left >= gutter - 1)]


def _are_columns(rows: list[Row], cut: Cut, page: Page) -> bool:
    """Whether both sides are read for themselves; a margin of dates or labels is read with the lines beside it."""
    gutter, first, last = cut
    sides = [
        rows_of(word for row in rows[first:last] for word in _half(row, gutter, is_right)) for is_right in (False, True)
    ]
    if min(map(len, sides)) < ROWS or min(map(_letters_a_row, sides)) < 3:
        return False
    left, right = ([_text(row, page) for row in side] for side in sides)
    left_heads, right_heads = (len(_heads(side, page)) for side in sides)
    left_dates, right_dates = (sum(map(page.is_dated, side)) / len(side) for side in (left, right))
    level = [
        sum(any(abs(a[0].base - b[0].base) <= 2 for b in sides[1 - n]) for a in side) for n, side in enumerate(sides)
    ]
    heads = _heads(sides[0], page)
    below = [text for number, text in enumerate(left) if number not in heads]
    if left_heads and below and sum(map(page.is_dated, below)) >= 0.8 * len(below):
        return False  # headings begin where the dates do that stand beside the rest
    if not left_heads and left_dates >= MANY and right_dates < left_dates / 2:
        return False
    if not right_heads and right_dates >= MANY and left_dates < right_dates / 2:
        return False
    if left_heads and left_heads >= 0.6 * len(left) and level[0] >= 0.7 * len(left):
        return False  # headings in the margin
    if left_heads and right_heads:
        return True
    if (left_heads and level[1] >= 0.8 * len(right)) or (right_heads and level[0] >= 0.8 * len(left)):
        return False  # cards under several headings: each heading's are columns of their own
    is_level = level[0] >= 0.8 * len(left) and len(left) <= len(right)
    looks_alike = sides[0][0][0].span.style == sides[1][0][0].span.style
    if is_level and not left_heads and not looks_alike:
        return False  # labels in the margin
    if left_heads or right_heads:
        return True
    return looks_alike or min(map(_letters_a_row, sides)) >= 14


def _letters_a_row(rows: list[Row]) -> float:
    """Bullets that hang before their points are no column."""
    return sum(len(word.span.text.strip()) for row in rows for word in row) / len(rows)


def _text(row: Row, page: Page) -> str:
    return _line(row, page).text if page.is_mirrored else " ".join("".join(word.span.text for word in row).split())


def _line(row: Row, page: Page) -> Line:
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


def _runs_from(span: Span, *sides: str) -> bool:
    return any(unicodedata.bidirectional(letter) in sides for letter in span.text)


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


def _unbracketed(spans: list[Span]) -> list[Span]:
    """Brackets of a line that runs from the right may be named after their shapes."""
    said = "".join(span.text for span in spans)
    first = next((letter for letter in said if letter in "()[]"), "")
    if first not in (")", "]"):
        return spans
    return [span._replace(text=span.text.translate(BRACKETS)) for span in spans]


BRACKETS = str.maketrans("()[]", ")(][")
