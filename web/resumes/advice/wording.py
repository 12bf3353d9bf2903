"""How it is said: by whom, with which verbs, in which tense."""

import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from web.kit.numbers import in_words
from web.resumes.advice import ENGLISH, Facts, Found, Point, Rule

PLACE = 4
FIRST_PERSON = {
    "en": r"(?<!(?:hase|evel|type|part|tage|rade|lass|tier) )\bI\b(?!\.)|\b(?:[Mm]y|[Mm]yself|[Oo]ur)\b",
    "de": r"\b(?:[Ii]ch|[Mm]ein(?:e|er|em|en|es)?|[Mm]ir|[Mm]ich)\b",
    "fr": r"\b(?:[Jj]e|[Mm]on|[Mm]a|[Mm]es)\b|\b[Jj][’']",
    "es": r"\b(?:[Yy]o|[Mm]is?)\b",
    "it": r"\b(?:[Ii]o|[Mm]i[oae]i?|[Mm]iei)\b",
    "nl": r"\b(?:[Ii]k|[Mm]ijn)\b",
}
FILLERS = {
    "en": r"responsible for|duties (?:included?|were)|responsibilities included?|tasked with|in charge of",
    "de": r"(?:verantwortlich|zuständig) für|zu meinen aufgaben",
    "fr": r"responsable d[eu]s?\b|chargée? d[eu]s?\b",
    "es": r"responsable de|encargad[oa] de",
    "it": r"responsabile d[ei]l*|incaricat[oa] di",
    "nl": r"verantwoordelijk voor",
}
WEAK = re.compile(
    r"(?:helped|assisted|worked|participated|took part|was involved|involved|engaged|supported)\s+(?:with|in|on|to)\b",
    re.I,
)
WORN = re.compile(
    r"\b(?:team player|hard[- ]working|hard worker|go-getter|self-starter|results?[- ](?:driven|oriented)|"
    r"detail[- ]oriented|think(?:ing)? outside the box|synerg\w+|proven track record|guru|ninja|rock ?star|"
    r"best of breed|go-to person|highly motivated|fast[- ]paced|multi-?task\w*|people person|passionate about)\b",
    re.IGNORECASE,
)
MOST_OF_ONE_VERB = 3
MOST_OF_ONE_WORD = 6
COMMON = frozenset({
    "about", "after", "again", "among", "around", "because", "before", "being", "between", "could", "during",
    "every", "first", "from", "have", "having", "into", "more", "most", "other", "over", "than", "that", "their",
    "them", "then", "there", "these", "they", "this", "those", "through", "under", "until", "using", "very", "well",
    "were", "what", "when", "where", "which", "while", "with", "within", "without", "would", "years", "year",
    "months", "month", "people", "team", "company", "work", "working",
})  # fmt: skip


def _first_person(facts: Facts) -> Iterator[Found]:
    pattern = re.compile(FIRST_PERSON[facts.tongue])
    for point in facts.points():
        if pattern.search(point.text):
            yield Found(point.section, point.index, "Leave out “I” and “my”: say what was done.", point.text)


def _fillers(facts: Facts) -> Iterator[Found]:
    pattern = re.compile(FILLERS[facts.tongue], re.IGNORECASE)
    for point in facts.points():
        if found := pattern.search(point.text):
            words = f"Say what you did in place of “{found[0].lower()}”."
            yield Found(point.section, point.index, words, point.text)


def _weak(facts: Facts) -> Iterator[Found]:
    for point in facts.points():
        if found := WEAK.match(point.text):
            words = f"Say which part was yours in place of “{found[0].lower()}”."
            yield Found(point.section, point.index, words, point.text)


def _worn(facts: Facts) -> Iterator[Found]:
    summary = str(facts.basics.get("summary") or "")
    if found := WORN.search(summary):
        yield Found("summary", 0, f"“{found[0]}” says little: say what shows it.", found[0])
    for point in facts.points():
        if found := WORN.search(point.text):
            yield Found(point.section, point.index, f"“{found[0]}” says little: say what shows it.", point.text)


# --- verbs -----------------------------------------------------------------------------------------------------------


@functools.cache
def _verbs() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Base forms, past forms, and every form."""
    lines = (Path(__file__).parent / "verbs.txt").read_text("utf-8").splitlines()
    pairs = [word.partition(":")[::2] for line in lines if not line.startswith("#") for word in line.split()]
    bases = frozenset(base for base, _ in pairs)
    pasts = frozenset(past or _past(base) for base, past in pairs)
    others = frozenset(form for base in bases for form in (_third(base), _ing(base)))
    return bases, pasts, bases | pasts | others


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base[-1] == "y" and base[-2] not in "aeiou" else f"{base}ed"


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base[-1] == "y" and base[-2] not in "aeiou" else f"{base}s"


def _ing(base: str) -> str:
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith("ee") else f"{base}ing"


def verb_of(text: str) -> str:
    """The English verb a text begins with, behind adverbs; nothing where it begins with something else."""
    words: list[str] = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
    for word in words[:3]:
        if is_verb(word):
            return word
        if not word.endswith("ly") and word not in ("also", "then", "and", "often", "first", "jointly"):
            return ""
    return ""


def is_verb(word: str) -> bool:
    """Of the list, of its kind with a prefix, or a regular past; doubled letters as in "planned" are past forms too."""
    plain = re.sub(r"^(?:re|co|over|under|out|pre)-?(?=\w{4})", "", word)
    forms = _verbs()[2]
    return word in forms or plain in forms or (word.endswith("ed") and len(word) > 4) or _undoubled(word) in forms


def _undoubled(word: str) -> str:
    """ "running" to "run": a last letter that is doubled before -ing."""
    found = re.fullmatch(r"(\w+?)(\w)\2ing", word)
    return f"{found[1]}{found[2]}" if found else word


def _no_verb(facts: Facts) -> Iterator[Found]:
    for point in facts.points("work", "volunteer"):
        if not verb_of(point.text):
            yield Found(point.section, point.index, "Begin this with what you did: a verb.", point.text)


def _tense(facts: Facts) -> Iterator[Found]:
    """Posts that are over are told in the past."""
    bases, pasts, _ = _verbs()
    for point in facts.points("work", "volunteer"):
        end = str(facts.entries(point.section)[point.index].get("endDate") or "present")
        verb = verb_of(point.text)
        is_over = end != "present" and end[:7] < facts.today.isoformat()[: len(end[:7])]
        is_now = verb in bases - pasts or any(verb == _third(base) for base in bases - pasts if base[0] == verb[:1])
        if is_over and verb and is_now:
            yield Found(point.section, point.index, f"This post is over: put “{verb}” into the past.", point.text)


def _same_verb(facts: Facts) -> Iterator[Found]:
    points = [(verb_of(point.text), point) for point in facts.points("work", "volunteer")]
    counted = Counter(verb for verb, _ in points if verb)
    for verb, count in counted.most_common(3):
        if count > MOST_OF_ONE_VERB:
            point = next(point for found, point in points if found == verb)
            words = f"{in_words(count).capitalize()} points begin with “{verb}”. Vary them, or put two together."
            yield Found(point.section, point.index, words, verb)


def _same_word(facts: Facts) -> Iterator[Found]:
    """One word all over the points; each point counts once."""
    seen: dict[str, list[Point]] = {}
    for point in facts.points():
        for word in {word for word in re.findall(r"[a-z]{5,}", point.text.lower()) if word not in COMMON}:
            seen.setdefault(word, []).append(point)
    total = len(list(facts.points()))
    for word, points in sorted(seen.items(), key=lambda one: -len(one[1]))[:1]:
        if len(points) > MOST_OF_ONE_WORD and 3 * len(points) > total:
            of = f"{in_words(len(points))} of {in_words(total)} points"
            words = f"“{word.capitalize()}” stands in {of}. Say some of them otherwise."
            yield Found(points[0].section, points[0].index, words, word)


def _doubled(facts: Facts) -> Iterator[Found]:
    for point in facts.points():
        found = re.search(r"\b([a-z]{2,}) \1\b", point.text.lower())
        if found and found[1] not in ("had", "that"):
            yield Found(point.section, point.index, f"“{found[1]}” stands here twice.", point.text)


HARVARD = "Harvard’s career office tells applicants to be active rather than passive, and specific rather than general."
RULES = [
    Rule(
        "first-person",
        "Harvard’s career office lists personal pronouns among what to leave out: everybody knows whose résumé it is.",
        _first_person,
        frozenset(FIRST_PERSON),
    ),
    Rule(
        "no-verb",
        f"A point that begins with a verb says at once what you did. {HARVARD}",
        _no_verb,
        ENGLISH,
    ),
    Rule(
        "filler",
        f"A duty is what anybody in your place had. {HARVARD}",
        _fillers,
        frozenset(FILLERS),
    ),
    Rule(
        "weak-opening",
        f"Readers cannot see how much of it was yours. {HARVARD}",
        _weak,
        ENGLISH,
    ),
    Rule(
        "tense",
        "Present tense for a post that is over reads like a mistake; career offices agree on the past for"
        " what is past.",
        _tense,
        ENGLISH,
    ),
    Rule(
        "same-verb",
        "The same beginning over and over makes different work look the same.",
        _same_verb,
        ENGLISH,
    ),
    Rule(
        "same-word",
        "A word that stands everywhere is no longer read.",
        _same_word,
        ENGLISH,
    ),
    Rule(
        "doubled-word",
        "Careless mistakes are among the first reasons for which recruiters put an application aside.",
        _doubled,
        ENGLISH,
    ),
    Rule(
        "worn-words",
        "LinkedIn publishes lists of such words: so many use them that they tell nobody apart.",
        _worn,
        ENGLISH,
    ),
]
