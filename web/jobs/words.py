"""What the words of a posting say, for the fields that its source left empty."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from web.jobs import terms
from web.jobs.days import deadline_in, last_day, posted_in
from web.jobs.employers import employer_in, employer_in_address, employer_in_piece
from web.jobs.head import read_head
from web.jobs.places import is_where
from web.jobs.postings import How, Posting, Remote, Said
from web.jobs.salary import pay_in, pay_in_field
from web.jobs.sections import Kind, Section, labelled, sections_of, sentences, whole_lines
from web.jobs.skills import split
from web.jobs.titles import NOTE, bare_title
from web.jobs.vocabulary import Lines, Words, any_of, pattern, vocabulary
from web.kit.content import SHORT
from web.kit.reading.roles import is_place

MOST_YEARS_TOLD = 15  # of experience that somebody asks for; with more a company tells of itself
MOST_BENEFITS, MOST_SKILLS = 40, 60
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
PLACE = r"(?P<place>[A-ZÀ-Þ][\w'’-]*(?:[ ,]+(?:[A-ZÀ-Þ][\w'’-]*|of|de|upon|sur)){0,4})"
BARE_DOLLAR, NAMED_DOLLAR = re.compile(r"(?<![A-Z])\$"), re.compile(r"\bUSD?\b|US\$")
HOW = re.compile(r"^(?:(?:hybrid|remote|on-?site|fully)\s)+(?:work )?(?:in|from)\s", re.IGNORECASE)
MOST_WORDS_OF_PLACE = 9
ITEM = re.compile(r"(?:- |\d{1,2}[.)](?!\d) ?)(\S.*)")
IN_TITLE = re.compile(r"(?:\bin|\bà|\ben|\bbased in|[-–,(@|])\s*(?P<place>[A-ZÀ-Þ][\w .,'’-]*?)\s*\)?$")


def read_words(posting: Posting, seen_on: date | None, is_only_text: bool = False) -> None:
    """Fill what is empty still. `seen_on` is the day from which days without a year are counted, unless the posting
    says when it was written."""
    lines = whole_lines(posting.text)
    said = Lines(line for line in lines if line)
    _read_labels(posting, said, seen_on)
    if is_only_text:
        read_head(posting, said)
    _read_days(posting, said, seen_on)
    _read_title(posting)
    if said:
        sections = sections_of(lines)
        _read_names(posting, said, sections)
        _read_terms(posting, said, sections)
        _read_skills(posting, sections)
        posting.tell(benefits=_benefits(sections))
        _read_coin(posting)


# --- labels and days --------------------------------------------------------------------------------------------------


def _years(value: str) -> int | None:
    found = terms.years_in(f"{value} experience", True)
    return found[0] if found else None


def _visa(value: str) -> bool | None:
    if re.match(r"\W*(?:yes|ja|oui|sí|available|provided|offered|möglich)\b", value, re.IGNORECASE):
        return True
    return False if re.match(r"\W*(?:no|none|nein|non|not|unavailable)\b", value, re.IGNORECASE) else None


def _place(value: str) -> str:
    """Without what it says of how one works there, and of who sits there: "Hybrid in Paris", "The Quail, Leeds, UK"."""
    bare = NOTE.sub(lambda found: "" if terms.remote_in(found[1]) or len(found[1].split()) > 4 else found[0], value)
    bare = HOW.sub("", bare) or bare
    if not terms.without_remote(bare) or _is_how(bare):
        return ""
    before, _, rest = bare.partition(", ")
    if len(bare.split()) > MOST_WORDS_OF_PLACE:
        return before if is_where(before) else ""
    return rest if "," in rest and is_where(rest) and not re.search(r"\d", before) else bare or value


def _is_how(words: str) -> bool:
    """Whether what stands for a place says only that one works there: "on site"."""
    return not pattern("where_in_title", Remote.ON_SITE).regex.sub("", words).strip(" ,.-–")


DECIDED: dict[str, Callable[[str], object]] = {
    "title": lambda value: bare_title(value)[:SHORT],
    "company": lambda value: value[:SHORT],
    "place": lambda value: _place(value)[:SHORT],
    "remote": terms.remote_of,
    "employment": terms.employment_of,
    "years": _years,
    "visa": _visa,
}


def _read_labels(posting: Posting, lines: Lines, seen_on: date | None) -> None:
    for name, value, line in labelled(lines):
        if name == "salary":
            if pay := pay_in([line]) or pay_in_field(value):
                pay.tell(posting)
        elif name in DECIDED:
            decided: dict[str, Any] = {name: DECIDED[name](value)}
            posting.tell(words=line, **decided)
            if name == "place":
                _read_place(posting, value, line)
        elif found := last_day(value, posting.posted_on or seen_on, lines):
            posting.tell(How.STATED if found.is_whole else How.INFERRED, line, **{name: found.day})


def _read_place(posting: Posting, value: str, line: str) -> None:
    """What a place says besides: how one works there, and whose it is."""
    posting.tell(words=line, remote=terms.remote_in(value))
    employer = employer_in_piece(value, posting.text)
    if employer and posting.text.count(employer.name) > 1:
        posting.tell(How.INFERRED, line, company=employer.name)


def _read_days(posting: Posting, lines: Lines, seen_on: date | None) -> None:
    if posted := posted_in(lines):
        posting.tell(words=posted.words, posted_on=posted.day)
    if closes := deadline_in(lines, posting.posted_on or seen_on):
        posting.tell(How.STATED if closes.is_whole else How.INFERRED, closes.words, closes_on=closes.day)


# --- names ------------------------------------------------------------------------------------------------------------


def _read_title(posting: Posting) -> None:
    """What a title and a place say besides."""
    for line in (posting.place, posting.title):
        posting.tell(words=line, remote=terms.remote_in(line))
    posting.tell(words=posting.title, employment=terms.employment_in_title(posting.title))
    if found := IN_TITLE.search(posting.title):
        place = terms.without_remote(found["place"])
        posting.tell(How.INFERRED, posting.title, place=place if is_place(place) else "")


def _read_names(posting: Posting, lines: Lines, sections: list[Section]) -> None:
    if not posting.company and (found := employer_in(lines, sections, posting.text)):
        posting.tell(How.INFERRED, found.words, company=found.name, place=found.place)
    if not posting.company and (name := employer_in_address(posting.url, lines, posting.text)):
        posting.tell(How.INFERRED, name, company=name)
    if not posting.place and (based := next(_based().in_lines(lines), None)):
        posting.tell(How.INFERRED, based[1][0], place=based[1]["place"].strip(" ,."))


@cache
def _based() -> Words:
    return any_of(vocabulary("job")["based"], rf"\b(?:{{}})\s+(?-i:{PLACE})")


# --- terms, skills, benefits ------------------------------------------------------------------------------------------


def _read_terms(posting: Posting, lines: Lines, sections: list[Section]) -> None:
    if "salary" not in posting.said and (pay := pay_in(lines)):
        pay.tell(posting)
    if posting.remote is None and (where := terms.remote_told(lines)):
        posting.tell(where[1].how, where[1].words, remote=where[0])
    if posting.employment is None and (kind := terms.employment_told(lines)):
        posting.tell(kind[1].how, kind[1].words, employment=kind[0])
    if posting.visa is None and (visa := terms.visa_in(lines)):
        posting.tell(visa[1].how, visa[1].words, visa=visa[0])
    if posting.years is None:
        _read_years(posting, sections)
    if posting.years is None and (words := terms.none_needed(lines)):
        posting.tell(words=words, years=0)


def _read_years(posting: Posting, sections: list[Section]) -> None:
    """What is asked for comes before what is told elsewhere; what would be nice is not asked for."""
    asked, told = (Kind.REQUIRED,), (Kind.HEAD, Kind.OTHER)
    for section in (section for kinds in (asked, told) for section in sections if section.kind in kinds):
        for part in (part for line in section.lines for part in sentences(line)):
            found = terms.years_in(part, section.kind == Kind.REQUIRED)
            is_theirs = found and section.kind != Kind.REQUIRED and found[0] > MOST_YEARS_TOLD
            if found and not (is_theirs or pattern("skills", "preferred").search(found[1])):
                posting.tell(words=found[1], years=found[0])
                return


def _read_skills(posting: Posting, sections: list[Section]) -> None:
    are_asked_for = any(section.kind in (Kind.REQUIRED, Kind.PREFERRED) for section in sections)
    wanted = (Kind.REQUIRED, Kind.PREFERRED) if are_asked_for else (Kind.HEAD, Kind.OTHER)
    required: dict[str, str] = {}
    preferred: dict[str, str] = {}
    parts: list[str] = []
    for section in (section for section in sections if section.kind in wanted):
        here = [part for line in section.lines for part in sentences(ADDRESS.sub("", line))]
        must, may = split(here, section.kind == Kind.PREFERRED)
        required |= {name: words for name, words in must.items() if name not in required}
        preferred |= {name: words for name, words in may.items() if name not in preferred}
        parts += here
    only = {name: words for name, words in preferred.items() if name not in required}
    how = How.STATED if are_asked_for else How.INFERRED
    own = posting.company.casefold()  # a company that is in the list speaks of itself
    for field, named in (("required", required), ("preferred", only)):
        skills = [words for words in named.values() if words.casefold() != own][:MOST_SKILLS]
        worked_out_from = next((part.rstrip(".") for part in parts if skills and skills[0] in part), "")
        told: dict[str, Any] = {field: skills}
        posting.tell(how, "" if are_asked_for else worked_out_from, **told)


def _benefits(sections: list[Section]) -> list[str]:
    lines = [line for section in sections if section.kind == Kind.BENEFITS for line in section.lines]
    block = [line for section in sections if section.kind == Kind.BENEFITS for line in section.block]
    items = [found[1] for line in lines if (found := ITEM.fullmatch(line))]
    if not items and len(lines) == 1 and lines[0].count(",") > 1:
        items = re.split(r",\s+(?:and |und |et |y )?", lines[0])
    items = items or _unmarked(block)
    return [item.rstrip(" ;,.") for item in items][:MOST_BENEFITS]


def _unmarked(lines: list[str]) -> list[str]:
    """A list without any signs. Where most of its lines are no sentences, those that are belong to something else."""
    bare = [line for line in lines if not line.endswith((".", "!", "?", ":"))]
    return [line for line in (bare if 2 * len(bare) > len(lines) else lines) if len(line) <= SHORT]


# --- whose dollars ----------------------------------------------------------------------------------------------------


def _read_coin(posting: Posting) -> None:
    """A "$" alone is that of the country where the job is."""
    pay = posting.said.get("salary")
    is_bare = pay and posting.currency == "USD" and BARE_DOLLAR.search(pay.words) and not NAMED_DOLLAR.search(pay.words)
    if pay is None or not is_bare:
        return
    coins = vocabulary("dollars").items()
    here = {code for code, words in coins if any_of(words).search(posting.place)}
    here = here or {code for code, words in coins if any_of(words).search(posting.text)}
    if len(here) == 1 and here != {"USD"}:
        posting.currency = here.pop()
        posting.said["salary"] = Said(How.INFERRED, pay.words)
