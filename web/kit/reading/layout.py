"""A page of anybody's as lines in the order in which a person reads them, whatever the order in which they are drawn.

Letters make words, words make rows, and a page is cut where an empty strip runs down between two texts: side bars and
columns, but not the margin in which dates or labels stand, since those belong to the lines beside them. A line is all
of a row within its column; what stands far apart on it are its segments. On a page that runs from right to left all
distances are mirrored, so that a line always begins at a small `left`.
"""

import functools
import re
import unicodedata
from bisect import bisect_left
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
    BULLETS,
    LINE_END,
    Letters,
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
MARKS = frozenset(BULLETS)
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
BASE, LEFT = attrgetter("base"), attrgetter("left")
Known = Callable[[str], bool]


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


# --- letters to words ------------------------------------------------------------------------------------------------


def words_of(letters: Letters, hyphen: str = "-") -> list[Word]:
    """`hyphen` is what stands for one at the end of a line, of which pdfium does not say whether it breaks a word."""
    made = [_word(letters, first, end, hyphen, ending) for first, end, ending in _stretches(letters)]
    return [word for word in made if word]


def _stretches(letters: Letters) -> Iterator[tuple[int, int, str]]:
    """Letters that stand right beside each other, on one baseline and in one hand: the first of them, the one after the
    last, and the space behind them, if one was drawn."""
    silent = {text for text in set(letters.texts) if not _is_said(text)}
    first, before, base, style = 0, -1, 0.0, Style()
    before_left = before_right = back = near = 0.0
    for number, (text, left, right, run) in enumerate(zip(*letters[:4], strict=True)):
        is_alike = run == before
        if not is_alike:
            hand = letters.hands[run][0]
            is_alike = hand == style and abs(letters.bases[run] - base) <= 0.2 * style.size
            before, base, style = run, letters.bases[run], hand
            back, near = -0.6 * style.size, A_SPACE * style.size
        if text in silent:
            if first < number:
                yield first, number, "" if text.strip() else " "
            first = number + 1
        elif first < number and not (
            (is_alike and back <= left - before_right <= near)
            or left == before_left  # one glyph may stand for several letters
            or (is_alike and back <= before_left - right <= near)  # from the right
        ):
            yield first, number, ""
            first = number
        before_left, before_right = left, right
    if first < len(letters.texts):
        yield first, len(letters.texts), ""


def with_marks(letters: Letters) -> Letters:
    """Signs above and below letters, which are drawn before or after them, as part of theirs."""
    texts, made, waiting = list(letters.texts), list[int](), list[int]()
    for number, text in enumerate(letters.texts):
        if text < FIRST_MARK or not unicodedata.combining(text[0]):
            made.append(number)
            waiting = waiting and [mark for mark in waiting if not _carry(letters, texts, made, mark)]
        elif not _carry(letters, texts, made, number):
            waiting.append(number)
    return letters._replace(
        texts=[texts[number] for number in made],
        lefts=[letters.lefts[number] for number in made],
        rights=[letters.rights[number] for number in made],
        runs=[letters.runs[number] for number in made],
    )


def _carry(letters: Letters, texts: list[str], made: list[int], mark: int) -> bool:
    """Give a mark to the letter it stands over, among the last few."""
    middle, base = (letters.lefts[mark] + letters.rights[mark]) / 2, letters.bases[letters.runs[mark]]
    for number in made[:-6:-1]:
        run = letters.runs[number]
        is_level = abs(letters.bases[run] - base) < letters.hands[run][0].size
        if is_level and letters.lefts[number] <= middle <= letters.rights[number] and texts[number].strip():
            texts[number] += letters.texts[mark]
            return True
    return False


@functools.lru_cache(maxsize=4096)
def _is_said(text: str) -> bool:
    """Whether it is part of a word rather than a space or an icon."""
    is_icon = unicodedata.category(text[:1] or " ") in ("Co", "Cs", "Cc", "Cn") or text[:1] == "\ufffd"
    return text == LINE_END or (bool(text.strip()) and not is_icon)


def _word(letters: Letters, first: int, end: int, hyphen: str, ending: str) -> Word | None:
    texts, lefts, rights = letters.texts[first:end], letters.lefts[first:end], letters.rights[first:end]
    text = "".join(texts)
    if not text.isascii():
        text = unicodedata.normalize("NFC", in_order(texts, lefts)).replace(LINE_END, hyphen)
        if all(map(unicodedata.combining, text)) or (len(text) > 1 and set(text) <= SYMBOLS):
            return None
    left, right, run = min(lefts), max(rights), letters.runs[first]
    style, face = letters.hands[run]
    span = Span(text + ending, left, right, style, face, right - left)
    return Word(span, letters.bases[run], left, right, style.size or 1.0)


# --- words to rows ---------------------------------------------------------------------------------------------------


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words on one baseline, from left to right; from the top down."""
    rows: list[Row] = []
    row: Row = []
    for word in sorted(words, key=BASE):
        if row and word.base - row[-1].base <= SAME_ROW * min(word.size, row[0].size):
            row.append(word)
        else:
            rows.append(row := [word])
    return [_spaced(_untracked(sorted(row, key=LEFT))) for row in rows]


def _spaced(row: Row) -> Row:
    """With a space behind each word that stands apart from the next, however narrow the gap."""
    made = [
        word.saying(f"{word.span.text} ")
        if word.span.text[-1] != " " and after.left - word.right > A_SPACE * word.size
        else word
        for word, after in pairwise(row)
    ]
    return [*made, row[-1]]


def _untracked(row: Row) -> Row:
    """Letters that are set far apart for their looks, as in "S K I L L S", are words again."""
    if sum([len(word.span.text) <= 2 for word in row]) < 3:
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
    cuts = [
        number
        for number, (before, span) in enumerate(pairwise(line.spans), 1)
        if (gap := span.left - before.right) > FAR and gap > FAR * span.style.size
    ]
    if not cuts:
        return [line]
    return [replace(line, spans=line.spans[start:end]) for start, end in pairwise([0, *cuts, None])]


# --- rows to columns -------------------------------------------------------------------------------------------------


def _in_reading_order(pages: list[list[Row]], is_heading: Known, is_dated: Known, is_mirrored: bool) -> list[Line]:
    items: list[Block] = []
    kept = [(rows, Page(number, is_heading, is_dated, is_mirrored)) for number, rows in enumerate(pages)]
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
    made = []
    for before, line in pairwise([*lines[:1], *lines]):
        above = line.base - before.base if line.page == before.page and line.base > before.base else 0.0
        made.append(Line(line.page, line.base, line.spans, above, column))
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
    style = row[0].span.style
    return [*takewhile(lambda word: word.span.style == style, _segments(row)[0])]


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
        if _has_both_sides(rows[first:last], gutter)
    }
    best: Cut | None = None
    for cut in sorted(found, key=lambda cut: (cut[1] - cut[2], cut[0])):
        rows_free = cut[2] - cut[1]
        if rows_free < ROWS or (best and (rows_free < NEARLY * (best[2] - best[1]) or cut[0] > best[0])):
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
    cuts = [
        number
        for number, (before, word) in enumerate(pairwise(row), 1)
        if (gap := word.left - before.right) >= GUTTER and gap >= 0.8 * word.size
    ]
    return [row[start:end] for start, end in pairwise([0, *cuts, None])]


def _free(rows: list[Row], gutter: int, heads: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of rows in which no word stands on the strip to the left of an edge, whole and between headings."""
    near, far = gutter - 1, gutter - GUTTER
    before = [bisect_left(row, near, key=LEFT) for row in rows]
    crossed = {n for n, row in enumerate(rows) if before[n] and row[before[n] - 1].right > far}
    for stops in (crossed, crossed | heads):
        first = 0
        for number in range(len(rows) + 1):
            if number in stops or number == len(rows):
                if number - first >= ROWS:
                    yield first, number
                first = number + 1


def _has_both_sides(rows: list[Row], gutter: int) -> bool:
    return any(row[0].left < gutter - 1 for row in rows) and any(row[-1].left >= gutter - 1 for row in rows)


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
    middle = bisect_left(row, gutter - 1, key=LEFT)
    return row[middle:] if is_right else row[:middle]


def _are_columns(rows: list[Row], cut: Cut, page: Page) -> bool:
    """Whether both sides are read for themselves; a margin of dates or labels is read with the lines beside it."""
    gutter, first, last = cut
    sides = [
        rows_of(word for row in rows[first:last] for word in _half(row, gutter, is_right)) for is_right in (False, True)
    ]
    if min(map(len, sides)) < ROWS or min(map(_letters_a_row, sides)) < 3:
        return False
    left, right = ([_text(row, page) for row in side] for side in sides)
    heads, right_heads = _heads(sides[0], page), len(_heads(sides[1], page))
    left_heads = len(heads)
    left_dates, right_dates = (sum(map(page.is_dated, side)) / len(side) for side in (left, right))
    level = [
        sum(any(abs(a[0].base - b[0].base) <= 2 for b in sides[1 - n]) for a in side) for n, side in enumerate(sides)
    ]
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
    return _line(row, page).text if page.is_mirrored else " ".join("".join([word.span.text for word in row]).split())


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
