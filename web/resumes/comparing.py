"""Two states of a résumé side by side: what reads differently, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from web.kit.outline import Kind
from web.kit.printing import LANGUAGES
from web.resumes.deltas import Content
from web.resumes.outline import Block

ALIKE = 0.4  # two lines that share so many of their words are one line that was changed
MOST_PAIRS = 4_000  # of lines looked at for being alike; beyond it they are shown one by one
MOST_WORDS = 400_000  # pairs of words looked at in one line; beyond it the whole line is shown anew
WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other side lacks them."""

    text: str
    is_only_here: bool = False


@dataclass(frozen=True)
class Row:
    """A line as the one state has it and as the other does; nothing on a side where it is not there. `place` is the
    section and the entry in which it stands."""

    place: str
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


def compared(left: Sequence[Block], right: Sequence[Block]) -> list[Row]:
    """The lines that are not the same, in the order in which the sheet has them."""
    places = _places(left), _places(right)
    before, after = [_line(block) for block in left], [_line(block) for block in right]
    rows: list[Row] = []
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            for one, other in _paired(left[i:i_end], right[j:j_end]):
                place = places[0][i + one] if one is not None else places[1][j + (other or 0)]
                rows.append(Row(place, *_words(_text(left, i, one), _text(right, j, other))))
    return rows


def _line(block: Block) -> tuple[Kind, str]:
    return block.kind, block.text


def _text(blocks: Sequence[Block], start: int, number: int | None) -> str:
    return "" if number is None else blocks[start + number].text


def _places(blocks: Sequence[Block]) -> list[str]:
    """Where each line stands: under which section, and which entry there."""
    section, entry, found = "", "", []
    for block in blocks:
        if block.kind is Kind.SECTION:
            section, entry = block.text, ""
        found.append(", ".join(part for part in (section, entry) if part))
        if block.kind is Kind.ENTRY:
            entry = block.text
    return found


def _paired(left: Sequence[Block], right: Sequence[Block]) -> Iterator[tuple[int | None, int | None]]:
    """Each line of the left with the next line of the right that is like it, the others alone, in order."""
    taken = 0
    is_worth_it = len(left) * len(right) <= MOST_PAIRS
    for number, block in enumerate(left):
        rest = range(taken, len(right)) if is_worth_it else ()
        other = next((there for there in rest if _are_alike(block, right[there])), None)
        if other is not None:
            yield from ((None, new) for new in range(taken, other))
            taken = other + 1
        yield number, other
    yield from ((None, new) for new in range(taken, len(right)))


def _are_alike(one: Block, other: Block) -> bool:
    if one.kind is not other.kind:
        return False
    if one.kind in (Kind.NAME, Kind.LABEL, Kind.CONTACTS):
        return True
    words, others = set(one.text.split()), set(other.text.split())
    return len(words & others) >= ALIKE * max(len(words), len(others))


def _words(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = WORD.findall(left), WORD.findall(right)
    if not before or not after or len(before) * len(after) > MOST_WORDS:
        return _whole(left), _whole(right)
    bare = [word.strip() for word in before], [word.strip() for word in after]
    codes = SequenceMatcher(None, *bare, autojunk=False).get_opcodes()
    return (
        tuple(Piece("".join(before[i:i_end]), what != "equal") for what, i, i_end, _, _ in codes if i < i_end),
        tuple(Piece("".join(after[j:j_end]), what != "equal") for what, _, _, j, j_end in codes if j < j_end),
    )


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()


# --- how it looks ----------------------------------------------------------------------------------------------------

LOOKS = {
    "name": "Name of the résumé", "target_title": "What it is for", "tone": "How it speaks", "paper": "Paper",
    "has_photo": "Photo",
}  # fmt: skip


def looks_compared(left: Content, right: Content) -> list[Row]:
    """What is different beside the words, each in the two states; their `controls` are in words already."""
    said, others = dict(_looks(left)), dict(_looks(right))
    return [
        Row(name, _whole(said.get(name, "")), _whole(others.get(name, "")))
        for name in dict.fromkeys([*said, *others])
        if said.get(name, "") != others.get(name, "")
    ]


def _looks(content: Content) -> Iterator[tuple[str, str]]:
    for column, name in LOOKS.items():
        yield name, _spelt(content.get(column))
    yield "Design", str(content.get("design", "")).capitalize()
    yield "Language", LANGUAGES.get(content.get("language", ""), "")
    for name, value in content.get("controls", {}).items():
        yield name, _spelt(value)
    tailoring = content.get("tailoring", {})
    yield "Sections left out", _spelt(tailoring.get("hidden_sections"))
    yield "Order of the sections", _spelt(tailoring.get("sections"))
    for section, title in tailoring.get("titles", {}).items():
        yield f"Title over {section}", title


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
