"""How one would work: where, for how long, with what behind one, and whether a visa is paid for."""

import re
from functools import cache
from typing import NamedTuple

from web.jobs.postings import Employment, How, Posting, Remote
from web.jobs.sections import sentence_at
from web.jobs.vocabulary import Lines, Words, any_of, pattern, vocabulary


class Read(NamedTuple):
    how: How
    words: str


def tell_terms(posting: Posting, kind: str = "", where: str = "") -> None:
    """What a source's fields for just that say: for how long one would work, and where."""
    posting.tell(words=kind, employment=employment_of(kind))
    posting.tell(words=where, remote=remote_of(where))


# --- where ----------------------------------------------------------------------------------------------------------

DENIED = re.compile(r"\b(?:no|not|non|kein|pas de) (?:wfh|hybrid|remote)\b", re.IGNORECASE)
WHERE = (Remote.HYBRID, Remote.ON_SITE, Remote.REMOTE)  # in which order they are looked for
CLAUSE = re.compile(r"[.;:!?,()]|\s(?:but|aber|mais|pero)\s")


def remote_of(said: str) -> Remote | None:
    """Of a field or a label for nothing else, "Yes" and "None" among it. What it denies is not looked at."""
    plain = DENIED.sub(" ", _plain(said))
    first, _, more = plain.partition(". ")
    if re.fullmatch(r"\W*(?:yes|ja|oui|sí)\W*", first, re.IGNORECASE) and more:
        first = more
    return next((remote for remote in WHERE if pattern("where", remote).search(first)), None)


def remote_in(text: str) -> Remote | None:
    """Of a title or a place, which may well say nothing of it."""
    return next((remote for remote in WHERE if pattern("where_in_title", remote).search(text)), None)


def remote_told(lines: Lines) -> tuple[Remote, Read] | None:
    """What is told first; where both home and office are spoken of, it is worked out."""
    found = [
        (lines.index(line), at.start(), told, _near(line, at))
        for remote in WHERE
        for line, at in pattern("where_told", remote).in_lines(lines)
        if (told := _unless_denied(remote, line, at))
    ]
    if not found:
        return None
    first = min(found)
    _, _, remote, words = min(
        (each for each in found if each[2] == Remote.HYBRID and each[0] == first[0]), default=first
    )
    is_sure = all(other == remote for _, _, other, _ in found)
    return remote, Read(How.STATED if is_sure else How.INFERRED, words)


def _unless_denied(remote: Remote, line: str, found: re.Match[str]) -> Remote | None:
    """What a sentence says that denies it: "not fully remote" leaves it open, "working from home is not possible"
    does not."""
    if remote == Remote.ON_SITE or not pattern("denied", "beside").search(_clause(line, found)):
        return remote
    return None if remote == Remote.HYBRID or pattern("denied", "wholly").search(found[0]) else Remote.ON_SITE


def without_remote(text: str) -> str:
    """What is left of a place beside that: "Remote, UK"."""
    return pattern("where_in_title", Remote.REMOTE).regex.sub("", text).strip(" ,-–")


# --- for how long ---------------------------------------------------------------------------------------------------

# These say something else in the midst of a sentence.
SURE = re.compile(
    r"\b(?:full|part)[- ]?time\b|\bpermanent\b|\b(?:voll|teil)zeit\b|\btemps (?:plein|partiel)\b", re.IGNORECASE
)
PART_OF_WHOLE = re.compile(r"(?:(?:pensum|umfang|taux)\s*:?\s*)?[1-9]\d ?(?:[–-] ?[1-9]\d ?)?%.*", re.IGNORECASE)
HOURS = re.compile(
    r"\b\d[\d.,–-]* ?(?:%|h\b|hours?|hrs?|std\.?|stunden|heures|horas)"
    r"(?: ?(?:a|per|/|pro|par|por) ?(?:week|woche|semaine|semana))?",
    re.IGNORECASE,
)
DOUBTFUL = re.compile(r"\b(?:stage|limited|independent|regular|temp|ft|pt|placement)\b", re.IGNORECASE)


def employment_of(*said: str) -> Employment | None:
    """Of fields for nothing else: what is rarer says more, so an internship in full time is an internship."""
    words = " ".join(map(_plain, said))
    kind = _term_in(words)
    is_less = kind in (None, Employment.PERMANENT) and PART_OF_WHOLE.fullmatch(words.strip()) is not None
    return Employment.PART_TIME if is_less else kind


def employment_told(lines: Lines) -> tuple[Employment | None, Read] | None:
    for line, _ in _any_term().in_lines(lines):
        if alone := next(filter(_are_terms, re.split(r"[.;|•·]", line[:1_000])), ""):
            return employment_of(alone), Read(How.STATED, alone.strip())
        for found in _told().finditer(line[:1_000]):
            said = found["before"] or found["after"] or found["alone"]
            kind = _term_in(DOUBTFUL.sub(" ", said) if found["before"] else said)
            is_denied = pattern("denied", "beside").search(_clause(line, found).partition("\uffff")[0] + found[0])
            if kind and not is_denied and not re.search(r"\bexperience\b|\byears?\b", found[0], re.IGNORECASE):
                return kind, Read(How.STATED, found[0].strip())
    return None


def _are_terms(part: str) -> bool:
    """Whether a sentence says nothing else: "Permanent, full-time", "Full-time / part-time"."""
    rest = HOURS.sub(" ", _any_term().regex.sub(" ", part))
    return SURE.search(part) is not None and not re.sub(r"\b(?:and|or|und|oder|et|ou|y|o)\b|[\s,/&()–-]", "", rest)


@cache
def _any_term() -> Words:
    return any_of([term for terms in vocabulary("terms").values() for term in terms])


@cache
def _told() -> re.Pattern[str]:
    kind, after, alone = ("|".join(vocabulary("work")[name]) for name in ("kind", "after_a", "alone"))
    return re.compile(
        rf"(?<![\w-])(?P<before>(?:[\w-]++[ /,]++(?:and |or |und |oder )?){{1,4}}?)(?:{kind})(?!\w)"
        rf"|\b(?:contrat|contrato|en|in|als|as an?|a)\s+(?P<after>{after})(?!\w)|\b(?P<alone>{alone})(?!\w)",
        re.IGNORECASE,
    )


def employment_in_title(title: str) -> Employment | None:
    """What stands in brackets or at the end counts as if it stood alone."""
    if sure := [found[0] for found in pattern("work", "in_title").finditer(title)]:
        return employment_of(*sure)
    plain = re.sub(r"\([^()]*\)", "", title)
    apart = [*re.findall(r"\(([^()]{2,40})\)", title), *re.split(r"\s[-–|]\s|, ", plain)[1:]]
    return next((kind for part in apart if len(part.split()) < 4 and (kind := employment_of(part))), None)


def _term_in(said: str) -> Employment | None:
    kinds = map(Employment, vocabulary("terms"))
    return next((kind for kind in kinds if pattern("terms", kind).search(said)), None)


# --- with what behind one -------------------------------------------------------------------------------------------

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "ein zwei drei vier fünf sechs sieben acht neun zehn",
    "un deux trois quatre cinq six sept huit neuf dix",
    "uno dos tres cuatro cinco seis siete ocho nueve diez",
)
COUNT = {word: number for row in NUMBERS for number, word in enumerate(row.split(), 1)} | {
    "eine": 1,
    "una": 1,
    "une": 1,
}
MOST_YEARS = 40
AT_LEAST = re.compile(r"(?:at least|minimum(?: of)?|mindestens|au moins|al menos|mínimo) $", re.IGNORECASE)
YEAR_WORDS = ("year", "yr", "jahr", " ans", "ann", "año")
YEARS = re.compile(
    rf"(?<![\w.,$€£-])(?P<low>\d{{1,2}}|{'|'.join(COUNT)})\s?(?:\(\w{{1,8}}\)\s?)?(?P<plus>\+|plus)?\s?"
    rf"(?:(?:-|–|—|to|bis|à|a|or|oder)\s?(?P<high>\d{{1,2}}|{'|'.join(COUNT)})\s?\+?\s?)?"
    r"(?:or more\s|oder mehr\s|ou plus\s)?(?:full\s)?(?:years?|yrs?|jahr(?:en?)?|ans?|ann[ée]es?|años?)\b['’]?",
    re.IGNORECASE,
)


def years_in(line: str, is_asked_for: bool) -> tuple[int, str] | None:
    """Years of experience, at least. Where a line is of what is asked for, years need not say of what they are."""
    small = line.lower()
    for found in YEARS.finditer(line) if any(word in small for word in YEAR_WORDS) else ():
        before, behind = line[max(0, found.start() - 50) : found.start()], line[found.end() : found.end() + 80]
        clause = re.split(r"[.;!?]\s", before)[-1] + found[0] + re.split(r"[.;!?]\s", behind, maxsplit=1)[0]
        is_of = behind.startswith(("'", "’")) or pattern("years", "asked_for").regex.match(behind.lstrip()) is not None
        is_least = AT_LEAST.search(before) is not None
        is_experience = pattern("years", "of_experience").search(clause) or ((is_asked_for or is_least) and is_of)
        low = _count(found["low"])
        if (
            is_experience
            and low <= MOST_YEARS
            and not pattern("years", "of_something_else").search(f"{before[-25:]} {behind[:14]}")
            and pattern("years", "of_study").regex.match(behind.lstrip(" -")) is None
        ):
            return low, clause.strip()
    return None


def none_needed(lines: Lines) -> str:
    """The words of a posting that say that no experience is needed."""
    return next((_near(line, found) for line, found in pattern("years", "none_needed").in_lines(lines)), "")


def _count(word: str) -> int:
    return COUNT.get(word.lower()) or int(word)


# --- a visa ---------------------------------------------------------------------------------------------------------


def visa_in(lines: Lines) -> tuple[bool, Read] | None:
    """Whether it is paid for. Who only asks for the right to work most likely does not: that is worked out."""
    for name, is_sponsored, how in (
        ("not_sponsored", False, How.STATED),
        ("sponsored", True, How.STATED),
        ("must_be_allowed", False, How.INFERRED),
    ):
        for line, found in pattern("visa", name).in_lines(lines):
            return is_sponsored, Read(how, _near(line, found))
    return None


# --- helpers --------------------------------------------------------------------------------------------------------


def _plain(said: str) -> str:
    """FullTime, FULL_TIME and full-time as one."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", said)


def _clause(line: str, found: re.Match[str]) -> str:
    """What stands beside something in its part of a sentence, and a sign for itself."""
    before, behind = line[: found.start()], line[found.end() :]
    return f"{CLAUSE.split(before)[-1]}\uffff{CLAUSE.split(behind, maxsplit=1)[0]}"


def _near(line: str, found: re.Match[str]) -> str:
    return line if len(line) <= 160 else sentence_at(line, found.start(), found.end())
