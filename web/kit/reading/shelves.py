"""Skills, languages and interests of anybody's sheet: lists in lines, in tables, in cards, in pills."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from web.kit.reading import moments, roles
from web.kit.reading.groups import pieces
from web.kit.reading.headings import plain
from web.kit.reading.lines import Line, Style, joined, segments
from web.kit.reading.paragraphs import MARKS, bare
from web.kit.reading.sections import Hand, hand

Data = dict[str, Any]
ITEMS = re.compile(r"\s*[,،、;；|•·⋅●]\s*(?![^()]*\))|\s+[/]\s+|\t")
NAMED = re.compile(r"(?P<name>[^:：,]{2,40})[:：]\s*(?P<items>.*)")
LEVEL_FIRST = re.compile(r"(?P<level>.+?)\s+(?:in|of)\s+(?P<name>\w+)")
LEVEL_LAST = re.compile(r"(?P<name>[^\W\d][\w’' -]{2,20}?)\s*[(:–—-]\s*(?P<level>[^()]+)\)?")
PILL = 0.75  # of the letters' size: how far apart two skills stand that nothing else divides
PROSE = 9  # words; what has more is a sentence


def skills(lines: list[Line], body: Style) -> list[Data]:
    """Groups with names and what is under each; what is in no group is one of its own."""
    made: list[Data] = []
    lines = untabled(without_prose(lines))
    title = _hand_of_titles(lines, body)
    is_open = hangs = False  # whether the last item goes on in the next line, perhaps or for certain
    for line in lines:
        text = bare(line.text)
        if not text or _is_prose(text):
            is_open = hangs = False
            continue
        named = NAMED.fullmatch(text)
        beside = _label_beside(line)
        is_open = is_open and not line.has_bullet and not (named and not hangs)
        if named and not is_open:
            made.append(
                {"name": named["name"].strip(), "keywords": _items(named["items"]), "is_ended": text[-1:] in ",;、،"}
            )
        elif beside:
            made.append({"name": beside[0], "keywords": _items(beside[1]), "is_ended": text[-1:] in ",;、،"})
        elif all(roles.is_level(stretch) for stretch in _stretches(line)):
            if made and roles.is_level(text):
                made[-1]["level"] = text
        elif title and hand(line)._replace(is_capital=False) == title and not ITEMS.search(text):
            name, level = _with_level(text)
            made.append({"name": name, "level": level, "keywords": []})
        else:
            _add(made, line, is_open, bool(title))
        hangs = text.rstrip()[-1:] in (",", "、", "،", "(", "&")
        is_open = hangs or (bool(ITEMS.search(text)) and _is_long(line, lines))
    return [_kept(entry) for entry in made if entry.get("name") or entry.get("keywords")]


def without_prose(lines: list[Line]) -> list[Line]:
    """Points that are sentences name no skill by itself."""
    points: list[list[Line]] = []
    for line in lines:
        if points and not line.has_bullet and points[-1][0].has_bullet and line.left > points[-1][0].left + 3:
            points[-1].append(line)
        else:
            points.append([line])
    return [line for point in points if not _is_sentence(" ".join(bare(line.text) for line in point)) for line in point]


def _is_sentence(text: str) -> bool:
    words = len(text.split()) if text[:1] < "\u2e80" else len(text) / 2
    named = NAMED.fullmatch(text)
    items = ITEMS.split(named["items"] if named else text)
    return words > PROSE and text.rstrip()[-1:] in ".。；;" and words / len(items) > 2.6


def untabled(lines: list[Line]) -> list[Line]:
    """Cards that stand side by side, one below the other; a table of labels stays as it is."""
    made: list[Line] = []
    run: list[list[Line]] = []
    for line in [*lines, None]:
        parts = segments(line) if line else []
        columns = [part.left for part in max(run, key=len)] if run else []
        is_next = parts and all(any(abs(part.left - left) <= 3 for left in columns) for part in parts)
        if run and not (is_next and len({hand(part) for part in parts}) == 1):
            made += _by_columns(run)
            run = []
        if line is not None and (run or (len(parts) > 1 and len({hand(part) for part in parts}) == 1)):
            run.append(parts)
        elif line is not None:
            made.append(line)
    return made


def _by_columns(run: list[list[Line]]) -> list[Line]:
    several = [parts for parts in run if len(parts) > 1]
    if len(several) < 2:
        return [replace(parts[0], spans=tuple(span for part in parts for span in part.spans)) for parts in run]
    columns = [part.left for part in max(run, key=len)]
    return [part for left in columns for parts in run for part in parts if abs(part.left - left) <= 3]


def _hand_of_titles(lines: list[Line], body: Style) -> Hand | None:
    """How the names of groups are set, where other lines stand between them."""
    hands = [hand(line)._replace(is_capital=False) for line in lines]
    first = next(iter(hands), None)
    is_set_apart = first is not None and len(set(hands)) > 1 and hands.count(first) < len(hands)
    stands_out = first is not None and (
        first.is_bold or first.size > min(one.size for one in hands) or first.is_slanted
    )
    return first if is_set_apart and stands_out else None


def _is_long(line: Line, lines: list[Line]) -> bool:
    edge = max(other.right for other in lines)
    are_wide_apart = all(other.above > 2 * other.size for other in lines[1:])  # then each is a paragraph
    return line.right > edge - 6 * line.size and len(line.text) > 30 and not are_wide_apart


def _is_prose(text: str) -> bool:
    words = text.split()
    return (
        len(words) > PROSE
        and (text.rstrip().endswith(".") or len(ITEMS.split(text)) < len(words) / 6)
        and not NAMED.fullmatch(text)
    )


def _label_beside(line: Line) -> tuple[str, str] | None:
    """A name set apart from the items behind it: bold, or at the left of a table."""
    found = pieces(line)
    if len(found) > 1 and found[0][1].is_bold and not any(one[1].is_bold for one in found[1:]):
        rest = " ".join(text for text, _ in found[1:]).strip(" :-–")
        if rest and not roles.is_level(rest) and not found[0][0].rstrip().endswith(","):
            return MARKS.sub("", found[0][0]).strip(" :-–"), rest
    return None


def _add(made: list[Data], line: Line, is_open: bool, has_titles: bool) -> None:
    found = [item for stretch in _stretches(line) for item in _items(stretch)]
    if not found:
        return
    if made and (is_open or (has_titles and "keywords" in made[-1])):
        held = made[-1].setdefault("keywords", [])
        if is_open and held and not _ends(made[-1]):
            held[-1] = f"{held[-1]} {found.pop(0)}"
        held += found
        made[-1]["is_ended"] = line.text.rstrip()[-1:] in ",;、،"
    elif made and made[-1].get("is_loose"):
        made[-1]["keywords"] += found
    else:
        made.append({"name": "", "keywords": found, "is_loose": True, "is_ended": line.text.rstrip()[-1:] in ",;、،"})


def _ends(entry: Data) -> bool:
    return bool(entry.get("is_ended"))


def _stretches(line: Line) -> Iterator[str]:
    held: list[Any] = []
    for span in line.spans:
        if held and span.left - held[-1].right > PILL * max(span.style.size, 1):
            yield bare(joined(held))
            held = []
        held.append(span)
    yield bare(joined(held))


def _items(text: str) -> list[str]:
    found = []
    for item in ITEMS.split(text):
        item = item.strip(" .:;[]") if not re.search(r"\b\w\.\w\.$", item) else item.strip(" :;[]")
        item = re.sub(
            r"^(?:and|und|et|y|e|or|proficient in|knowledge of|experience (?:with|in))\s+", "", item, flags=re.I
        )
        name, _ = _with_level(item)
        if name and not roles.is_level(name) and len(name) < 80:
            found.append(name)
    return found


def _with_level(text: str) -> tuple[str, str]:
    """ "Python (advanced)", "Python – expert", "Web Development Master"."""
    if (
        found := re.fullmatch(r"(?P<name>.+?)\s*[(\[–—:-]\s*(?P<level>[^()\[\]]+?)\s*[)\]]?", text.strip())
    ) and roles.is_level(found["level"]):
        return found["name"].strip(), found["level"]
    words = text.split()
    if (
        len(words) > 1
        and roles.is_level(words[-1])
        and plain(words[-1]) not in ("basic", "base", "master", "c1", "c2", "good", "limited", "professional")
        and not words[-1].isdigit()
    ):
        return " ".join(words[:-1]), words[-1]
    if len(words) > 1 and words[-1] in ("Master", "Expert", "Beginner", "Intermediate", "Advanced"):
        return " ".join(words[:-1]), words[-1]
    return text.strip(), ""


def _kept(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if value and not key.startswith("is_")}


# --- languages -------------------------------------------------------------------------------------------------------


def languages(lines: list[Line]) -> list[Data]:
    made: list[Data] = []
    for line in untabled(lines):
        for stretch in _stretches(line):
            for item in _apart(stretch):
                _take_language(made, item)
    return [_kept(entry) for entry in made]


def spoken(items: list[str]) -> list[Data]:
    made: list[Data] = []
    for item in items:
        _take_language(made, item)
    return [_kept(entry) for entry in made]


def _apart(text: str) -> Iterator[str]:
    yield from (
        item
        for item in re.split(r"\s*[,،、;|•·⋅]\s*(?![^()（）]*[)）])|\s+(?:and|und|et|y|e)\s+", text)
        if item.strip()
    )


def _take_language(made: list[Data], item: str) -> None:
    item = unicodedata.normalize("NFKC", item).strip(" .:–—-")
    words = re.split(r"[\s(:：–—-]+", item)
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:count])
        if roles.is_tongue(name):
            rest = item[len(name) :].strip(" ():：–—-/,.")
            made.append({"language": name, "fluency": rest})
            return
    found = LEVEL_FIRST.fullmatch(item)
    if found and roles.is_tongue(found["name"]):
        made.append({"language": found["name"], "fluency": found["level"]})
        return
    free = next((entry for entry in made if not entry["fluency"]), None)
    if free is not None and len(item.split()) < 6:
        free["fluency"] = item.strip("()[]")
    elif (found := LEVEL_LAST.fullmatch(item)) and roles.is_level(found["level"]):
        made.append({"language": found["name"], "fluency": found["level"]})


def interests(lines: list[Line], body: Style) -> list[Data]:
    return [entry for entry in skills(lines, body) if not moments.read(str(entry.get("name", "")))]
