"""The letters of a page as words, and its words as rows, whatever the order in which they are drawn."""

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from web.kit.reading.lines import LINE_END, Letters, Span, Style, in_order

A_SPACE = 0.11  # of the letters' size: a wider gap divides words
SAME_ROW = 0.4  # of the letters' size: how far apart baselines of one row may be
GUTTER = 7.0  # points that are empty between two columns at least
FIRST_MARK = "\u0300"  # no letter below it is combined with another
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


def segments_of(row: Row) -> list[Row]:
    cuts = [
        number
        for number, (before, word) in enumerate(pairwise(row), 1)
        if (gap := word.left - before.right) >= GUTTER and gap >= 0.8 * word.size
    ]
    return [row[start:end] for start, end in pairwise([0, *cuts, None])]
