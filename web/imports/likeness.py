"""Whether two entries of a career speak of the same thing, though they do not say it in the same words.

Pure: entries are JSON Resume, as `web.kit.jsonresume.tidied` leaves them. A name may be spelt otherwise (Ltd or GmbH or
nothing, capitals, accents, full stops), cut short ("Univ. of Leeds"), or be its own initials ("PTF").
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from web.kit.jsonresume import PRESENT

Data = dict[str, Any]
Rule = Callable[[Data, Data], bool]

LEGAL_FORMS = frozenset({
    "ltd", "limited", "llc", "llp", "lp", "inc", "incorporated", "corp", "corporation", "co", "company", "plc",
    "pty", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "sa", "sas", "sarl", "sl", "slu", "srl",
    "spa", "sro", "bv", "nv", "vof", "oy", "oyj", "ab", "as", "asa", "aps", "doo", "dd", "kft", "zrt", "ooo", "oao",
    "zao", "kk", "kabushiki", "kaisha", "group", "holding", "holdings"
})  # fmt: skip
SMALL_WORDS = frozenset({
    "the", "a", "an", "of", "and", "und", "et", "y", "e", "i", "de", "der", "die", "das", "du", "des", "la", "le",
    "les", "di", "da", "von", "zu", "for", "für"
})  # fmt: skip
SHORT_FORMS = {"st": "saint", "intl": "international", "uni": "university", "dept": "department", "bros": "brothers"}
ENOUGH = 0.5  # of the shorter of two times, so much has to be shared
LEAST_SHORTENED = 3  # letters of a word that is cut short


# --- names -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4_000)
def words_of(name: str) -> tuple[str, ...]:
    """A name as bare words: no accents, no punctuation, no legal form, no small words."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    bare = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", bare.casefold())  # "e.V." and "U.S." are one word each
    words = re.findall(r"\w+", re.sub(r"['’]", "", bare))
    told = [SHORT_FORMS.get(word, word) for word in words if word not in LEGAL_FORMS and word not in SMALL_WORDS]
    return tuple(told) or tuple(words)


def same_words(one: str, other: str) -> bool:
    return bool(one and other) and words_of(one) == words_of(other)


def same_name(one: str, other: str) -> bool:
    """Another spelling of one name."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    return (
        first == second or _is_cut_short(first, second) or _are_initials(first, second) or _are_initials(second, first)
    )


def near_name(one: str, other: str) -> bool:
    """The same name, or one that says more than the other, such as a branch. Needs other evidence beside it."""
    first, second = set(words_of(one)), set(words_of(other))
    return same_name(one, other) or bool(first and second and (first <= second or second <= first))


def _is_cut_short(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Word by word the same, or the beginning of the other's, and at least one of them whole."""
    if len(first) != len(second):
        return False
    pairs = list(zip(first, second, strict=True))
    return any(one == other for one, other in pairs) and all(
        one == other
        or (min(len(one), len(other)) >= LEAST_SHORTENED and (one.startswith(other) or other.startswith(one)))
        for one, other in pairs
    )


def _are_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "PTF" or "PTF Halifax" for "Pennine Timber Frame"."""
    return len(long) >= 3 and short[0] == "".join(word[0] for word in long)


# --- times -----------------------------------------------------------------------------------------------------------


def _months(date: str, middle: float) -> float:
    """Months since the year nought; a bare year is taken at its middle."""
    year, _, rest = date.partition("-")
    return int(year) * 12 + (int(rest[:2]) - 1 + middle if rest else 6)


def _span(entry: Data) -> tuple[float, float] | None:
    start, end = entry.get("startDate", ""), entry.get("endDate", "")
    if not start and (not end or end == PRESENT):
        return None
    last = float("inf") if end == PRESENT or not end else _months(end, 1)
    first = _months(start, 0) if start else last
    return first, max(first, last)


def overlap(one: Data, other: Data) -> bool | None:
    """Whether two entries share most of the shorter one's time; None where one of them does not say when."""
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return None
    shared = min(first[1], second[1]) - max(first[0], second[0])
    shorter = min(first[1] - first[0], second[1] - second[0])
    if shorter == float("inf"):  # both go on: they began within a year of each other
        return abs(first[0] - second[0]) <= 12
    return shared >= ENOUGH * shorter and shared >= 0 and (shared > 0 or first == second)


# --- entries ---------------------------------------------------------------------------------------------------------


def _share_words(one: str, other: str) -> bool:
    return not one or not other or bool(set(words_of(one)) & set(words_of(other)))


def posts(place: str) -> Rule:
    """Work, paid or not, at what stands under `place`."""

    def alike(one: Data, other: Data) -> bool:
        title, at = same_words(one.get("position", ""), other.get("position", "")), overlap(one, other)
        if not one.get(place) or not other.get(place):
            return title and at is True
        if same_name(one[place], other[place]):
            return title if at is None else at
        return (
            near_name(one[place], other[place])
            and at is True
            and _share_words(one.get("position", ""), other.get("position", ""))
        )

    return alike


def courses(one: Data, other: Data) -> bool:
    subject = _share_words(one.get("area", ""), other.get("area", "")) and _share_words(
        one.get("studyType", ""), other.get("studyType", "")
    )
    if not one.get("institution") or not other.get("institution"):
        whole = all(each.get("area") or each.get("studyType") for each in (one, other))
        return whole and subject and overlap(one, other) is not False
    return near_name(one["institution"], other["institution"]) and subject and overlap(one, other) is not False


def certificates(one: Data, other: Data) -> bool:
    issuers = one.get("issuer", ""), other.get("issuer", "")
    return same_name(one.get("name", ""), other.get("name", "")) and (not all(issuers) or near_name(*issuers))


def own_entries(one: Data, other: Data) -> bool:
    named = same_words(one.get("title", ""), other.get("title", ""))
    places = one.get("organisation", ""), other.get("organisation", "")
    return named and (not all(places) or near_name(*places)) and overlap(one, other) is not False


def profiles(one: Data, other: Data) -> bool:
    if one.get("url") and other.get("url"):
        return same_address(one["url"], other["url"])
    return bool(one.get("username")) and (
        one["username"].casefold() == other.get("username", "").casefold()
        and same_words(one.get("network", ""), other.get("network", ""))
    )


def same_address(one: str, other: str) -> bool:
    """Two spellings of one web address: with or without its scheme, `www.` and the last stroke."""

    def bare(url: str) -> str:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        return (parts.netloc.casefold().removeprefix("www.") + parts.path).rstrip("/").casefold()

    return bare(one) == bare(other)


def by(key: str) -> Rule:
    """Entries of one name."""
    return lambda one, other: same_name(one.get(key, ""), other.get(key, ""))


def by_words(key: str) -> Rule:
    """Entries of the same words: a short name of a language or a skill is no other's beginning."""
    return lambda one, other: same_words(one.get(key, ""), other.get(key, ""))


ALIKE: dict[str, Rule] = {
    "profiles": profiles, "details": by_words("label"), "work": posts("name"), "volunteer": posts("organization"),
    "education": courses, "projects": by("name"), "certificates": certificates, "awards": by("title"),
    "publications": by("name"), "achievements": by("title"), "languages": by_words("language"),
    "interests": by_words("name"), "references": by("name"), "entries": own_entries,
}  # fmt: skip
