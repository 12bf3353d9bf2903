"""Lines of anybody's sheet divided into what stands above the first heading and what stands under each.

A heading is known by its words, in any language; how the known ones are set tells which other lines are headings too,
and which lines merely say a word that could be one.
"""

import functools
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from web.kit.reading.blocks import Section
from web.kit.reading.headings import kind_of, plain
from web.kit.reading.lines import Line, Sheet, Style, segments
from web.kit.reading.moments import find_all

WORDS = tomllib.loads((Path(__file__).parent / "sections.toml").read_text("utf-8"))
FILLERS = frozenset(WORDS["filler"])
GREETING = re.compile("|".join(map(re.escape, WORDS["greeting"])), re.IGNORECASE)
CLOSING = re.compile("|".join(map(re.escape, WORDS["closing"])), re.IGNORECASE)


REMARK = re.compile(
    r"(?:(?:last )?updated|zuletzt aktualisiert|stand:|(?:curriculum vitae|resume|résumé|lebenslauf|cv|photo|avatar|"
    r"profile[- ](?:pic|photo|picture))$)",
    re.IGNORECASE,
)


DIGITS, NUMBER = re.compile(r"\d+"), re.compile(r"\d{1,3}")
PAGE = re.compile(
    r"\W*(?:page|seite|p\.|pág\w*|pagina|sida|side|strona|стр\.?|第)?\W*\d{1,3}\W*(?:(?:/|of|von|de|sur|di|van|av|z|из)\W*\d{1,3})?\W*(?:页)?",
    re.IGNORECASE,
)


class Hand(NamedTuple):
    """How a line is set, as one sees it at a glance."""

    size: float
    is_bold: bool
    is_slanted: bool
    colour: int
    is_capital: bool


@dataclass(frozen=True)
class Parts:
    head: list[Line]
    sections: list[Section]


def divided_anyhow(sheet: Sheet) -> Parts:
    lines = without_letters(without_running(sheet.lines, sheet.pages), sheet.pages)
    hands = _heading_hands(lines, sheet.body)
    margin = _margin_of_headings(lines)
    page = min((line.page for line in lines), default=0)
    top = min((line.base for line in lines if line.page == page and _opens(line, hands, margin)), default=0.0)
    head: list[Line] = []
    sections: list[Section] = []
    held: list[Line] = []
    title, kind, column, is_open = "", "", -1, False
    for line in lines:
        if line.column != column:
            column = line.column
            if line.page == page and line.base <= top + 1 and not _opens(line, hands, margin):
                sections += [Section(title, kind, tuple(held))] if is_open else []
                title, kind, held, is_open = "", "", [], False
        opened = _opens(line, hands, margin)
        if opened and not (not opened[1] and not sections and not is_open):
            if is_open and not held and not kind and not opened[1]:
                title = f"{title} {opened[0]}"
                continue
            sections += [Section(title, kind, tuple(held))] if is_open else []
            title, kind, held, is_open = opened[0], opened[1], [], True
            held += opened[2]
        else:
            (held if is_open else head).append(line)
    return Parts(head, [*sections, Section(title, kind, tuple(held))] if is_open else sections)


# --- what is no part of a career -------------------------------------------------------------------------------------


def without_running(lines: list[Line], pages: int) -> list[Line]:
    """Without the head and foot of later pages, and remarks on when the sheet was made."""
    keys = [(DIGITS.sub("#", line.text), round(line.base)) for line in lines]
    pages_of: dict[tuple[str, int], set[int]] = {}
    for line, key in zip(lines, keys, strict=True):
        pages_of.setdefault(key, set()).add(line.page)
    kept = []
    for line, key in zip(lines, keys, strict=True):
        repeats = len(pages_of[key]) > 1 and len(pages_of[key]) >= min(pages, 2) and _is_at_edge(line, lines)
        if repeats and (line.page > min(pages_of[key]) or re.search(r"\d", line.text)):
            continue
        if _is_page_number(line, pages) or REMARK.match(line.text.strip()):
            continue
        kept.append(line)
    return kept


def _is_at_edge(line: Line, lines: list[Line]) -> bool:
    bases = [other.base for other in lines if other.page == line.page]
    return line.base in (min(bases), max(bases)) or line.base > 720 or line.base < 60


def _is_page_number(line: Line, pages: int) -> bool:
    numbers = [int(number) for number in NUMBER.findall(line.text)]
    if numbers[:1] == [line.page + 1] and (pages > 1 or len(numbers) > 1) and PAGE.fullmatch(line.text):
        return True
    is_counted = numbers[-2:] == [line.page + 1, pages] and (pages > 1 or bool(re.search(r"1\s?/\s?1$", line.text)))
    return is_counted and len(line.text) < 60 and not find_all(line.text)


def without_letters(lines: list[Line], pages: int) -> list[Line]:
    """Without pages that are a cover letter: a greeting, and a closing word below it."""
    letters = set()
    for page in {line.page for line in lines} if pages > 1 else ():
        there = [line for line in lines if line.page == page]
        greets = any(len(line.text) < 70 and GREETING.match(line.text.strip()) for line in there)
        closes = greets and any(len(line.text) < 50 and CLOSING.match(line.text.strip()) for line in there)
        if closes and sum(bool(kind_of(line.text)) for line in there) < 2:
            letters.add(page)
    return [line for line in lines if line.page not in letters]


# --- headings --------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def guess(text: str) -> str:
    """The kind of section that a heading opens, by a part of it where the whole is not known: "Awards & talks"."""
    bare = text.strip().strip(":：-–—|•· ")
    if kind := kind_of(bare) or kind_of(bare.replace(" ", "")):
        return kind
    words = plain(re.sub(r"^\W*(?:\d+|[IVX]+)[.)]\s", "", bare)).split()
    if not words or len(words) > 6:
        return ""
    kept = [word for word in words if word not in FILLERS]
    if kind := kind_of(" ".join(kept)):
        return kind
    parts = [
        part
        for part in re.split(
            r"\s*(?:&|/|\||,|\band\b|\bund\b|\bet\b|\by\b|\be\b|\boch\b|\bog\b|\bja\b|\bi\b|\ben\b|\bи\b|\bта\b|•|·)\s*",
            bare.casefold(),
        )
        if part
    ]
    for part in parts if len(parts) > 1 else ():
        if kind := kind_of(part) or kind_of(" ".join(word for word in plain(part).split() if word not in FILLERS)):
            return kind
    for cut in range(1, len(kept)):
        if kind := kind_of(" ".join(kept[cut:])) or kind_of(" ".join(kept[:-cut])):
            return kind
    return ""


@functools.lru_cache(maxsize=4096)
def _kind(text: str) -> str:
    bare = text.strip().strip(":：-–—|•· ")
    return "" if len(bare) > 60 else kind_of(bare) or kind_of(bare.replace(" ", ""))


def is_heading(text: str) -> bool:
    """Whether a line by its words alone could open a section."""
    return bool(_kind(text))


@functools.lru_cache(maxsize=4096)
def hand(line: Line) -> Hand:
    """Of the letters, whatever mark stands before them."""
    style, styles = line.style, [span.style for span in line.spans]
    if styles.count(style) < len(styles):
        letters: Counter[Style] = Counter()
        for span in line.spans:
            letters[span.style] += sum(map(str.isalnum, span.text))
        style = max(letters, key=letters.__getitem__)
    return Hand(style.size, style.is_bold, style.is_slanted, style.colour, line.text.isupper() and len(line.text) > 2)


def _heading_hands(lines: list[Line], body: Style) -> dict[Hand, float]:
    """How headings are set, and which part of what is set so is a heading that is known."""
    known: Counter[Hand] = Counter()
    every: Counter[Hand] = Counter()
    kinds: dict[Hand, set[str]] = {}
    for line in lines:
        if len(segments(line)) == 1 and not line.has_bullet:
            set_as = hand(line)
            every[set_as] += 1
            if kind := _kind(line.text):
                known[set_as] += 1
                kinds.setdefault(set_as, set()).add(kind)
    plain_hand = (body.size, body.is_bold, body.colour, False)
    sure = set()
    for set_as, count in known.items():
        stands_out = _looks(set_as) != plain_hand and (set_as.is_capital or set_as.size >= body.size or set_as.is_bold)
        share = count / every[set_as]
        if stands_out and ((len(kinds[set_as]) >= 2 and share >= 0.3) or share >= 0.5):
            sure.add(set_as)
    if not sure and known:
        sure.add(max(known, key=lambda set_as: (known[set_as], set_as.size)))
    shares = {set_as: known[set_as] / every[set_as] for set_as in _of_most_weight(sure, known)}
    return {set_as: 0.0 if _looks(set_as) == plain_hand else share for set_as, share in shares.items()}


def _looks(set_as: Hand) -> tuple[float, bool, int, bool]:
    return set_as.size, set_as.is_bold, set_as.colour, set_as.is_capital


def _of_most_weight(sure: set[Hand], known: Counter[Hand]) -> set[Hand]:
    """Where large headings are many, a small word that is one by chance, such as "Languages" over a list, is none."""
    if not sure:
        return sure
    main = max(sure, key=lambda set_as: (known[set_as], set_as.size))
    return {
        set_as for set_as in sure if set_as == main or known[set_as] >= 2 or set_as.size >= main.size or known[main] < 3
    }


def _margin_of_headings(lines: list[Line]) -> float | None:
    """Where headings begin that stand beside their text, if most of what begins there is one."""
    known: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for line in lines:
        first, *rest = segments(line)
        every[round(first.left)] += 1
        known[round(first.left)] += bool(rest and _kind(first.text))
    best = max(known, key=lambda left: known[left], default=None)
    return float(best) if best is not None and known[best] >= 2 and known[best] >= 0.3 * every[best] else None


def _opens(line: Line, hands: dict[Hand, float], margin: float | None) -> tuple[str, str, list[Line]] | None:
    """A heading's words, its kind, and what stands beside it."""
    parts = segments(line)
    first = parts[0]
    if margin is not None and abs(first.left - margin) <= 1.5 and (kind := _kind(first.text)) and len(parts) > 1:
        rest = replace(line, spans=tuple(span for part in parts[1:] for span in part.spans))
        return first.text, kind, [rest]
    if (
        margin is not None
        and abs(first.left - margin) <= 1.5
        and _kind(_leading(line))
        and len(parts) == 1
        and hand(line) not in hands
    ):
        return None
    if len(parts) > 1 or line.has_bullet or hand(line) not in hands:
        return None
    text = line.text.strip()
    share = hands[hand(line)]
    kind = guess(text) if share else _kind(text)
    if kind:
        return text, kind, []
    is_own = (
        share >= 0.4
        and 2 < len(text) <= 45
        and not find_all(text)
        and text[-1] not in ".,;"
        and "@" not in text
        and any(map(str.isalpha, text))
    )
    return (text, "", []) if is_own else None


def _leading(line: Line) -> str:
    """The words of a line that are set like its first."""
    style = line.spans[0].style
    return "".join(span.text for span in line.spans if span.style == style)
