"""Whose job it is: who speaks of themselves in a posting, who stands by name in a line of it, or in its address."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from web.jobs.places import TOWN, is_where, town_in
from web.jobs.sections import Section, bare
from web.jobs.vocabulary import Lines, Words, any_of, pattern, vocabulary
from web.kit.reading.roles import is_body, is_post

LONGEST = 60  # letters of a name
MOST_IN_LINE = 500  # letters of a line in which a name is looked for,
MOST_LETTERS = 20_000  # and of a text
_WORD = r"[A-Z0-9À-Þ][\w&.'’+-]*"
_SMALL = r"of(?: the)?|for|and|&|für|et|de|du|des|la|le|der|die|und|y"
NAME = rf"(?P<name>{_WORD}(?: (?:(?:{_SMALL}) )?{_WORD}){{0,6}})"
THE = re.compile(r"(?:The |Die |Der |Das |L['’])(?=\S+ \S)")  # "Die Stadt Marburg", and not "Die Zeit"
AT = re.compile(
    rf"(?:- )?(?:At|Bei|Chez|En) {NAME}(?:, | \((?P<place>[A-ZÀ-Þ][^()]{{1,40}})\),? | we\b| \w+ (?:wir|Sie|du)\b)"
)
ABOUT = re.compile(rf"(?:#+ )?(?:Join|About|Über|À propos de?|À propos d['’]|Sobre) ?{NAME}:?$")
_BEFORE = "|".join((  # who says it themselves, and then their name
    r"I run", r"[Tt]his is \w+ (?:from|at)", r"That's us:", r"[Ww]e(?:'re| are)(?= [^,.–]{3,60}(?:,| –))",
    r"[Ww]ir sind(?= [^,.–]{3,60},)", r"[Nn]ous sommes(?= [^,.–]{3,60},)",
    r"(?i:looking for|sucht|cherche)[^.]{3,60} (?:at|bei|chez)",
))  # fmt: skip
BEGUN = ("At ", "Bei ", "Chez ", "En ", "Join", "About", "Über", "À propos", "Sobre")  # how lines for these two begin
OWN = Words(
    re.compile(rf"\b(?:{_BEFORE}) {NAME}(?: in (?P<place>{TOWN}))?"),
    ("i run", "this is", "that's us", "we're", "we are", "wir sind", "nous sommes", "looking for", "sucht", "cherche"),
)
SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Þ0-9])")
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


def employer_in_piece(piece: str, text: str) -> Employer | None:
    """Whoever a few words at the head name, if it is clear that it is somebody, with the town behind them; of a part,
    whose part it is: "Department of Biology, University of Fenwick"."""
    before, _, rest = piece.partition(", ")
    for name, place in ((piece, ""), (before if is_where(rest) else "", rest), (piece.rpartition(", ")[2], "")):
        if is_name(THE.sub("", name, count=1)) and _is_somebody(name, text):
            return Employer(name, piece, place)
    return None


def _is_somebody(name: str, text: str) -> bool:
    return text.count(name) > 1 or is_body(name) or pattern("job", "body").search(name) is not None


def employer_in(lines: Lines, sections: list[Section], text: str) -> Employer | None:
    for found in (*_speakers(lines), *_who_tell(sections, text), *_who_sign(lines)):
        name = re.sub(r"(?<=[a-zß-ÿ]{3})\. [A-ZÀ-Þ].*$", "", found["name"])  # where the next sentence begins
        name = THE.sub("", re.sub(r"['’]s$", "", name.rstrip(".,'’")), count=1)
        if is_name(name) and (not is_post(name) or _is_somebody(name, "")):
            return Employer(name, found[0].strip(" .,:!?"), town_in(found.groupdict().get("place") or ""))
    return None


def _speakers(lines: Lines) -> Iterator[re.Match[str]]:
    """Names beside words of whoever looks for people, the surest first."""
    yield from (found for _, found in _hiring().in_lines(lines))
    begun = [line[:MOST_IN_LINE] for line in lines if line.lstrip("-# ").startswith(BEGUN)]
    for beside in (AT, ABOUT):
        yield from (found for line in begun if (found := beside.match(line)))
    yield from (found for _, found in _seated().in_lines(lines))
    yield from (found for _, found in OWN.in_lines(lines))
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
            for sentence in SENTENCES.split(line[:MOST_IN_LINE], maxsplit=1):
                found = _telling().match(sentence)
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
