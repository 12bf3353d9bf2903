"""Skills that a text names, by the product's own list of technologies, as the text writes them."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from web.jobs.vocabulary import pattern, vocabulary
from web.profile.technologies import fold, rows

CHUNK = re.compile(r"[^\s,;:()\[\]{}\"“”„«»|•·/&]+|[,;:()\[\]{}|•/&]")
MOST_IN_NAME = 5  # words
LONGEST = 40  # letters of a word in a name
MEANT = re.compile(
    r"[ -](?:developer|engineer|programm|language|entwickl|scripting|desarrollador|développeu"
    r"|skills|kenntnis|intermedi|avanzad|avancé)",
    re.IGNORECASE,
)
ELIDED = re.compile(r"\b[dl]['’](?=\w)", re.IGNORECASE)  # "la connaissance d'InDesign"
COMPOUND = re.compile(r"-(?=kenntnis|erfahrung|know-?how|skills|umfeld|projekt)", re.IGNORECASE)  # "Excel-Kenntnisse"
PARTED = re.compile(r"[,;:()\[\]{}|•]")  # stands between two things
NAME = r"[A-ZÀ-Þ][\w.+#-]*[\w+#](?: [A-ZÀ-Þ][\w.+#-]*[\w+#]){0,2}"
LEAST_KNOWN = 2  # in a row of names; German writes all nouns as if they were some
SEPARATES = re.compile(r",? (?:or|and|und|oder|ou|et|o|y) |, ?| ?/ ?")
ROW = re.compile(rf"{NAME}(?:(?:{SEPARATES.pattern}){NAME})+")
BUT = re.compile(r",? (?:but|although|though|aber|sondern|mais|pero|sino) ")
SMALL = re.compile(r"[^\w+#.]+")


class Skill(NamedTuple):
    name: str  # as it is listed
    words: str  # as it is written


class _Names(NamedTuple):
    by_fold: dict[str, tuple[str, str]]  # to the name as it is listed, and as the list writes this one of its names
    lengths: dict[str, int]  # the first word of names, folded, to how many words and signs there are at most


@cache
def _names() -> _Names:
    by_fold: dict[str, tuple[str, str]] = {}
    lengths: dict[str, int] = {}
    for row in rows():
        for written in (row["name"], *row["aliases"]):
            words = CHUNK.findall(written)
            if len(words) > MOST_IN_NAME or not _small(words[0]):
                continue
            if written == row["name"] or fold(written) not in by_fold:
                by_fold[fold(written)] = (row["name"], written)
            first = _small(words[0])
            lengths[first] = max(lengths.get(first, 0), len(words))
    return _Names(by_fold, lengths)


@lru_cache(maxsize=20_000)
def _small(word: str) -> str:
    """The key of a word; that of a name is the keys of its words in one."""
    if len(word) > LONGEST:
        return ""
    return SMALL.sub("", word.casefold()).rstrip(".") if word.isascii() else fold(word)


def skills_in(sentence: str) -> list[Skill]:
    """In the order in which they are named."""
    found = list(_found(sentence))
    is_any_sure = any(is_sure for _, is_sure in found)
    named = [skill for skill, is_sure in found if is_sure or is_any_sure]
    return [*named, *_beside(sentence, [skill.words for skill in named])] if named else []


def _beside(sentence: str, known: list[str]) -> Iterator[Skill]:
    """Names that are not listed, in a row with as many that are: "Statsig, Eppo, Optimizely or LaunchDarkly"."""
    for run in ROW.finditer(sentence):
        names = SEPARATES.split(run[0])
        unknown = [name for name in names if not any(words in name or name in words for words in known)]
        if max(LEAST_KNOWN, len(unknown)) <= len(names) - len(unknown):
            yield from (Skill(name, name) for name in unknown)


def _found(sentence: str) -> Iterator[tuple[Skill, bool]]:
    """Each with whether it surely is one, or only where another stands beside it."""
    by_fold, lengths = _names()
    sentence = COMPOUND.sub(" ", ELIDED.sub("  ", sentence))
    chunks = list(CHUNK.finditer(sentence))
    keys = [_small(chunk[0]) for chunk in chunks]
    after = 0
    for number, first in enumerate(keys):
        if number < after or first not in lengths:
            continue
        for length in range(min(lengths[first], len(chunks) - number), 0, -1):
            listed = by_fold.get("".join(keys[number : number + length])) if keys[number + length - 1] else None
            words = sentence[chunks[number].start() : chunks[number + length - 1].end()].rstrip(".!?'’")
            if listed is None or (length > 1 and (PARTED.search(words) or listed[1].isalnum())):
                continue
            behind = sentence[chunks[number + length - 1].end() :]
            is_alone = words == sentence.strip(" .")
            is_sure = _is_sure(words, listed[1], number == 0 and not is_alone, MEANT.match(behind) is not None)
            if is_sure is not None:
                yield Skill(listed[0], words), is_sure
                after = number + length
                break


@cache
def _doubtful() -> tuple[frozenset[str], frozenset[str]]:
    words = vocabulary("skills")
    return frozenset(words["ordinary"].split()), frozenset(words["beside"].split())


def _is_sure(words: str, written: str, is_first: bool, is_meant: bool) -> bool | None:
    """Whether it surely is the technology that is written so; None where it surely is not."""
    key = written.lower()
    ordinary, beside = _doubtful()
    if key in ordinary or key in beside or len(key) == 1:
        if words not in (written, written.upper()):
            return None
        return is_meant or not (is_first or key in beside or len(key) == 1)
    if len(key) <= 3 and words.islower() and not written.islower():
        return None  # "ai" and "it" in small letters are something else
    return True


def split(sentences: list[str], is_preferred: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Skills required and skills preferred, each by its name as listed, with the words; sentence by sentence."""
    required: dict[str, str] = {}
    preferred: dict[str, str] = {}
    asked = filter(None, map(_asked_for, sentences))
    for sentence in (part for whole in asked for part in _parts(whole)):
        if found := skills_in(sentence):
            kind = preferred if is_preferred or pattern("skills", "preferred").search(sentence) else required
            for skill in found:
                kind.setdefault(skill.name, skill.words)
    return required, preferred


def _asked_for(sentence: str) -> str:
    """A sentence without what it says is not asked for: "You need no Excel, but SAP"; "SAP too, but others do that"."""
    if pattern("skills", "preferred").search(sentence):
        return sentence  # "HL7 would help, but we'll teach you"
    first, *others = BUT.split(sentence, maxsplit=1)
    denied = pattern("skills", "denied")
    if any(map(denied.search, others)):
        return ""
    return " ".join(others) if denied.search(first) else sentence


def _parts(sentence: str) -> list[str]:
    """Of "very good Excel, SAP a plus", what is asked for and what would be nice."""
    sure, _, last = sentence.rpartition(", ")
    nice = pattern("skills", "preferred")
    are_two = sure and nice.search(last) and not nice.search(sure) and pattern("skills", "surely").search(sure)
    return [sure, last] if are_two else [sentence]
