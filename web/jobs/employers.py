"""Whose job it is: who speaks of themselves in a posting, who stands by name in a line of it, or in its address."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from web.jobs.places import TOWN, is_where
from web.jobs.sections import Section, bare
from web.jobs.vocabulary import Lines, Words, any_of, pattern, vocabulary
from web.kit.reading.roles import is_body

LONGEST = 60  # letters of a name
MOST_IN_LINE = 500  # letters of a line in which a name is looked for,
MOST_LETTERS = 20_000  # and of a text
_WORD = r"[A-Z0-9À-Þ][\w&.'’+-]*"
_SMALL = r"of(?: the)?|for|and|&|für|et|de|du|des|la|le|der|die|und|y"
NAME = rf"(?P<name>{_WORD}(?: (?:(?:{_SMALL}) )?{_WORD}){{0,4}})"
THE = re.compile(r"(?:The |Die |Der |Das |L['’])(?=\S+ \S)")  # "Die Stadt Marburg", and not "Die Zeit"
AT = re.compile(
    rf"(?:- )?(?:At|Bei|Chez|En) {NAME}(?:, | \((?P<place>[A-ZÀ-Þ][^()]{{1,40}})\),? | we\b| \w+ (?:wir|Sie|du)\b)"
)
ABOUT = re.compile(rf"(?:#+ )?(?:Join|About|Über|À propos de?|À propos d['’]|Sobre) ?{NAME}:?$")
AS = re.compile(rf"As an? [^.,]{{3,80}}? at {NAME}[,.]")


class Employer(NamedTuple):
    name: str
    words: str  # that name them
    place: str = ""  # if that is said along with it


def is_name(words: str) -> bool:
    """Whether a few words could be the name of a company."""
    is_written_so = 2 < len(words) <= LONGEST and re.fullmatch(NAME, words) is not None
    return (
        is_written_so
        and not words.isdecimal()
        and not is_where(words)
        and pattern("job", "no_name").regex.match(words) is None
    )


@cache
def firm() -> re.Pattern[str]:
    """What shows that a name is a company's, and ends it: "GmbH", "Ltd"."""
    return re.compile(rf"\b(?:{'|'.join(vocabulary('job')['firm'])})(?=[^\w&]|$)")


def employer_in_piece(piece: str, text: str) -> str:
    """Whoever a few words at the head name, if it is clear that it is somebody; of a part, whose part it is:
    "Department of Biology, University of Fenwick"."""
    names = (piece, piece.rpartition(", ")[2])
    return next((name for name in names if is_name(name) and _is_somebody(name, text)), "")


def _is_somebody(name: str, text: str) -> bool:
    return text.count(name) > 1 or is_body(name) or pattern("job", "body").search(name) is not None


def employer_in(lines: Lines, sections: list[Section], text: str) -> Employer | None:
    for found in (*_speakers(lines), *_who_tell(sections, text), *_who_sign(lines)):
        name = THE.sub("", re.sub(r"['’]s$", "", found["name"].rstrip(".,'’")), count=1)
        if is_name(name):
            return Employer(name, found[0].strip(" .,:!?"), found.groupdict().get("place") or "")
    return None


def _speakers(lines: Lines) -> Iterator[re.Match[str]]:
    """Names beside words of whoever looks for people, the surest first."""
    yield from (found for _, found in _hiring().in_lines(lines))
    for beside in (AT, ABOUT):
        yield from (found for line in lines if (found := beside.match(line[:MOST_IN_LINE])))
    yield from (found for _, found in _seated().in_lines(lines))
    yield from (found for line in lines if "As a" in line for found in AS.finditer(line[:MOST_IN_LINE]))


@cache
def _hiring() -> Words:
    return any_of(
        vocabulary("job")["hiring"],
        rf"(?:^|[.!?:,] |\b(?:at|bei|chez) )(?-i:{NAME})(?: in (?-i:(?P<place>{TOWN})))? (?:{{}})\b",
    )


@cache
def _seated() -> Words:
    return any_of(vocabulary("job")["seated"], rf"(?:^|[.!?:] |(?-i:[a-zß-ÿ]) )(?-i:{NAME}), (?:{{}}) ")


def _who_tell(sections: list[Section], text: str) -> Iterator[re.Match[str]]:
    """Who begins a line with what they do: under a heading for that, or where it is clear that they are somebody."""
    for section in sections:
        is_about_them = bare(section.heading) in vocabulary("job")["about"]
        for line in section.lines:
            found = _telling().match(line[:MOST_IN_LINE])
            if found and (is_about_them or _is_somebody(found["name"], text)):
                yield found


@cache
def _telling() -> re.Pattern[str]:
    verbs = "|".join(vocabulary("job")["tells"])
    return re.compile(rf"{NAME}(?: (?:in|à|en|aus|from) (?P<place>{TOWN}))? (?:{verbs})\b")


def _who_sign(lines: Lines) -> Iterator[re.Match[str]]:
    """A line that is nothing but a firm."""
    for line in lines:
        is_firm = len(line) <= LONGEST and (ends := firm().search(line)) and ends.end() == len(line)
        if is_firm and (found := re.fullmatch(NAME, line)):
            yield found


def employer_in_address(url: str, lines: Lines, text: str) -> str:
    """Whose name the address has, as the text spells it."""
    parts = urlsplit(url)
    for slug in ((parts.hostname or "").partition(".")[0], *parts.path.split("/")[1:2]):
        letters = re.sub(r"[\W_]", "", slug).lower()
        if 4 <= len(letters) <= 40 and letters[:3] in lines.small:
            spelt = re.search(r"\b" + r"[\W_]{0,3}".join(letters) + r"\b", text[:MOST_LETTERS], re.IGNORECASE)
            if spelt and spelt[0][0].isupper():
                return " ".join(spelt[0].split())
    return ""
