"""What a posting's text is made of: labelled lines at its head, and passages under headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from web.jobs.places import is_where
from web.jobs.vocabulary import Lines, pattern, vocabulary

MOST_LETTERS = 60_000  # that are looked through for what they say; all of it is kept
MOST_IN_LINE = 4_000
HEADING, MOST_IN_LABEL = 70, 40  # letters, at most
FEWEST_LINES = 5  # that a posting has above others
LABEL = re.compile(r"[-•*]?\s*\**([^\W\d_][^\n:：]{1,40}?)\**\s*[:：]\**\s*(\S.*)")
PLACED = re.compile(r"(?:Location|Standort|Lieu|Ubicación|Base) (\S.{2,60})")  # from a table that lost its lines
COLON = re.compile("[:：]")
QUOTED = re.compile(r"^(?:>\s?)+")  # of a letter that was passed on
VALUED = frozenset({"title", "company", "place", "remote", "employment", "salary", "posted_on", "closes_on"})
WRAPPED = range(60, 141)  # letters of a line that a program broke,
ARTICLE = re.compile(r"^(?:the|our|your|die|unsere|deine|ihre|les|nos|vos|tes|los|las|tus|nuestros|le|el) (?=\w)")
PARTED = re.compile(r" [·|•] ")  # what is no sentence
BROKEN = re.compile(r"(?<=[a-zß-ÿ])-$")  # a word that a program broke
FULL = 75  # and of one behind which a sentence goes on even with a capital
ENDS = re.compile(r"[.!?:]\s")
SENTENCE = re.compile(
    r"(?<=[.!?;])\s+(?=\S)|\s*;\s*|, (?:and|but) (?=(?:some|any|ideally|preferably|experience|knowledge)\b)"
    r"|, (?=(?:ideally|preferably|gerne? auch|idealerweise|idéalement|de préférence|idealmente)\b)"
)


class Kind(StrEnum):
    REQUIRED = "required"
    PREFERRED = "preferred"
    BENEFITS = "benefits"
    OTHER = "other"
    HEAD = "head"  # what stands before the first heading


@dataclass
class Section:
    kind: Kind
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)  # those of them that stand close together at its beginning


@cache
def _headings() -> dict[Kind, re.Pattern[str]]:
    return {
        Kind(kind): re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")
        for kind, words in vocabulary("headings").items()
    }


@cache
def _first_words() -> dict[str, Kind]:
    return {words: Kind(kind) for kind, every in vocabulary("headings").items() for words in every}


@cache
def _labels() -> dict[str, str]:
    return {label: name for name, labels in vocabulary("labels").items() for label in labels}


def whole_lines(text: str) -> Lines:
    """The lines of a text, those made whole that a program broke; "" for an empty one. What boards and letters put
    around a posting is left out, and the other postings below it."""
    lines: list[str] = []
    last = 0
    for line in text[:MOST_LETTERS].split("\n"):
        words = line.strip().replace("**", "")
        words = QUOTED.sub("", words) if words.startswith(">") else words
        if len(words) <= HEADING and _around().fullmatch(words):
            continue
        if len(lines) > FEWEST_LINES and _is_of_others(words):
            break
        if lines and words and lines[-1] and last in WRAPPED and _goes_on(lines[-1], words, last):
            lines[-1] = BROKEN.sub("", lines[-1]) + words if BROKEN.search(lines[-1]) else f"{lines[-1]} {words}"
        else:
            lines.append(words)
        last = len(words)
    return Lines(line[:MOST_IN_LINE] for line in _with_their_labels(lines))


@cache
def _around() -> re.Pattern[str]:
    """A line of those, one of nothing but buttons, "Apply  Save for later", or of a menu, "Home  Jobs  Log in"."""
    whole, buttons, menu = ("|".join(vocabulary("job")[name]) for name in ("around", "buttons", "menu"))
    return re.compile(rf"(?:{whole})|\W*(?:\b(?:{buttons})\b\W*)+|\W*(?:\b(?:{menu})\b\W*){{2,}}", re.IGNORECASE)


def _is_of_others(line: str) -> bool:
    """Whether a line heads the other postings that a board shows below."""
    return len(line) <= HEADING and pattern("job", "others").regex.match(line.lstrip("-#*_ ")) is not None


def _with_their_labels(lines: list[str]) -> Iterator[str]:
    """A label and the line below it as one line; where it has no colon, only with a few words."""
    label, labels = "", _labels()
    for line in lines:
        if label:
            is_value = _is_value(line) and (label.endswith((":", "：")) or len(line) <= HEADING)
            yield f"{label.rstrip(' :：')}: {line}" if is_value else label
            label = ""
            if is_value:
                continue
        if len(line) <= MOST_IN_LABEL and labels.get(line.strip(" *:：").lower()) in VALUED:
            label = line
        else:
            yield line
    if label:
        yield label


def _is_value(line: str) -> bool:
    return bool(line) and not (line.startswith("- ") or line.endswith((".", ":", "：")) or any(labelled([line])))


def _goes_on(line: str, words: str, last: int) -> bool:
    if (
        words.startswith("- ")
        or PARTED.search(line)
        or (line.endswith((".", ":", "!", "?")) and not words[0].islower())
        or any(labelled([words]))
    ):
        return False
    return words[0].islower() or last >= FULL


def labelled(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """The name of a field, its value and the whole line, for lines such as "Location: Berlin"."""
    for line in lines:
        found = LABEL.fullmatch(line) if len(line) < 300 and COLON.search(line, 0, 60) else None
        name = _labels().get(found[1].strip(" *").lower()) if found else None
        if found and name:
            yield name, found[2].strip(" *"), line
        elif (found := PLACED.fullmatch(line)) and is_where(found[1]):
            yield "place", found[1], line


@cache
def _inline() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_first_words(), key=len, reverse=True)))
    return re.compile(rf"(?<=[.;!?]) +(?=(?:{words}):)", re.IGNORECASE)


def _parted(lines: list[str]) -> Iterator[str]:
    """A paragraph that has its headings within it is several lines."""
    for line in lines:
        yield from _inline().split(line) if len(line) > HEADING and ":" in line else [line]


def sections_of(lines: list[str]) -> list[Section]:
    sections = [Section(Kind.HEAD)]
    is_after_gap = True
    lines = list(_parted(lines))
    for number, line in enumerate(lines):
        if not line:
            is_after_gap = True
            continue
        below = next((each for each in lines[number + 1 : number + 3] if each), "")
        is_title = number == 0 and not is_heading(line)
        kind, rest = (None, line) if is_title else _known_heading(line, is_after_gap)
        above = sections[-1].lines[-1:]
        is_after_items = is_after_gap and bool(above) and above[0].startswith("- ") and not line.startswith("- ")
        if kind is None and (is_after_items or (is_after_gap and _is_some_heading(line, below))):
            kind = Kind.OTHER
        if kind:
            sections.append(Section(kind, line))
        if rest:
            is_still_block = not is_after_gap or len(sections[-1].block) < 2
            if is_still_block and len(sections[-1].block) == len(sections[-1].lines):
                sections[-1].block.append(rest)
            sections[-1].lines.append(rest)
        is_after_gap = False
    return sections


def _known_heading(line: str, is_apart: bool) -> tuple[Kind | None, str]:
    """What kind of passage begins here, and what of the line is already in it."""
    start = line[:HEADING].partition(":")[0].strip("-#*_ ").replace("’", "'").lower()
    after = line.partition(":")[2].strip(" *_") if start in _first_words() else ""
    if after:
        return _first_words()[start], after
    is_item = line.startswith("- ")
    words = line.removeprefix("- ").strip("#*_ ")
    if len(words) > HEADING or words.endswith((".", ",", ";", "!")) or (is_item and not words.endswith(":")):
        return None, line
    small = bare(words)
    if exact := _first_words().get(small) or _first_words().get(ARTICLE.sub("", small)):
        return exact, ""
    if not is_apart and not words.endswith((":", "?")):
        return None, line
    found = {kind: at.start() for kind, known in _headings().items() if (at := known.search(small))}
    if found.get(Kind.OTHER, 0) > 0:  # "apply" or "contact" in the midst of a line says nothing of it
        del found[Kind.OTHER]
    if not found:
        return None, line
    kind = Kind.PREFERRED if Kind.PREFERRED in found else min(found, key=lambda kind: found[kind])
    return kind, line if found[kind] else ""


def is_heading(line: str) -> bool:
    """Whether a line is just what heads passages of postings: "Benefits", and not "Benefits adviser"."""
    return bare(line) in _first_words()


def bare(line: str) -> str:
    """A line as headings are listed."""
    return line.strip("-#*_ :?").replace("’", "'").lower()


def _is_some_heading(line: str, below: str) -> bool:
    """Whether a short line of words nobody knows stands over a list."""
    is_short = len(line) <= HEADING and not line.startswith("- ") and not line.endswith((".", ",", ";", "!"))
    return is_short and below.startswith("- ")


def sentence_at(line: str, start: int, end: int) -> str:
    """The sentence in which something stands."""
    return f"{ENDS.split(line[:start])[-1]}{line[start:end]}{ENDS.split(line[end:], maxsplit=1)[0]}".strip(" .")


def sentences(line: str) -> list[str]:
    return [part for part in SENTENCE.split(line.removeprefix("- ")) if part]
