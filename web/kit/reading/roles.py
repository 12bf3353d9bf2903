"""What a stretch of words is, as far as words alone tell: a post, a body, a school, a degree, a place, a level."""

import functools
import re
import tomllib
import zoneinfo
from pathlib import Path

from babel import Locale

from web.kit.printing.words import LANGUAGES
from web.kit.reading.entries import STATES, countries
from web.kit.reading.headings import plain

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "roles.toml").read_text("utf-8"))
MAILS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESSES = re.compile(
    r"(?<![\w@.])(?:https?://[^\s|,;)>\]]+|www\.[^\s|,;)>\]]+"
    r"|(?:[\w-]+\.)+(?:com|org|net|io|dev|me|edu|gov|info|app|ai|co|uk|de|fr|es|it|nl|se|no|dk|fi|pl|cz|hu|ro|gr|tr|ru|ua|cn|jp|kr"
    r"|vn|id|il|sa|br|pt|at|ch|be|eu|us|ca|au|nz|in|ext|example|games|design|tech|xyz|site|online|blog|page|cv|academy|studio)"
    r"(?:/[^\s|,;)>\]]*)?)(?![\w@])",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b(?:\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{3}\s?\d{2}|\d{2}-\d{3})\b")
TOWN = re.compile(r"[^\W\d_][\w.’' -]{1,28}")
AROUND = " \t,;:|·•⋅-–—()[]"


def is_post(text: str) -> bool:
    return _says("post", text)


def is_body(text: str) -> bool:
    return _says("body", text)


def is_school(text: str) -> bool:
    return _says("school", text)


def is_degree(text: str) -> bool:
    return _says("degree", text)


def is_level(text: str) -> bool:
    """Whether all of it says how well; "Expert", "Native speaker", "C1", "4/5"."""
    bare = plain(text)
    return bare in _levels() or bool(re.fullmatch(r"[abc][12]\+?|\d{1,2} \d{1,2}|\d{1,3}", bare))


def is_label(text: str) -> bool:
    """A word above a list within an entry, which names nothing: "Highlights"."""
    return plain(text) in _labels()


@functools.lru_cache(maxsize=8192)
def _says(kind: str, text: str) -> bool:
    return bool(_matcher(kind).search(f" {plain(text)} "))


@functools.cache
def _matcher(kind: str) -> re.Pattern[str]:
    stems = [stem for stem in WORDS[kind] if not stem.startswith("=")]
    whole = [stem[1:] for stem in WORDS[kind] if stem.startswith("=")]
    wide = [plain(stem) for stem in stems if stem[0] >= "\u2e80"]
    thin = [plain(stem) for stem in stems if stem[0] < "\u2e80"]
    parts = [rf"(?<= )(?:{_any(thin)})", rf"(?<= )(?:{_any(whole)})(?= )"]
    inner = [stem for stem in thin if len(stem) > 5]  # "Softwareentwicklerin", "Fachhochschule"
    parts += [f"(?:{_any(wide)})"] if wide else []
    return re.compile("|".join([*parts, f"(?:{_any(inner)})"]))


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


@functools.cache
def _levels() -> frozenset[str]:
    return frozenset(map(plain, WORDS["level"]))


@functools.cache
def _labels() -> frozenset[str]:
    return frozenset(map(plain, WORDS["label"]))


@functools.cache
def _remote() -> frozenset[str]:
    return frozenset(map(plain, WORDS["remote"]))


@functools.lru_cache(maxsize=8192)
def is_place(text: str) -> bool:
    """A town with its region or country, a country, or a word for working from anywhere."""
    text = re.sub(r"\s*\((?:remote|hybrid|on-?site)\)$", "", text.strip(AROUND), flags=re.IGNORECASE)
    if not text or len(text) > 60 or "@" in text:
        return False
    if plain(text) in _remote() or is_region(text) or plain(text) in towns():
        return True
    parts = [part.strip() for part in re.split(r"[,،、/]\s*|\s[–—-]\s", text) if part.strip()]
    if not 2 <= len(parts) <= 4 or is_body(parts[0]) or is_school(parts[0]) or is_post(parts[0]):
        return False
    last = POSTCODE.sub("", parts[-1]).strip()
    is_end = is_region(last) or plain(last) in _remote() or (plain(last) in towns() and bool(POSTCODE.search(text)))
    return (is_end or plain(parts[0]) in towns()) and all(
        TOWN.fullmatch(POSTCODE.sub("", part).strip() or "aa") for part in parts
    )


def is_region(text: str) -> bool:
    text = text.strip(" .")
    return text.replace(".", "") in STATES or text.casefold() in countries() or text.casefold() in REGIONS


REGIONS = frozenset(WORDS["region"])


@functools.cache
def towns() -> frozenset[str]:
    """Towns after which a time zone is called, and some of the largest that have none of their own."""
    zones = (name.rsplit("/", 1)[-1].replace("_", " ") for name in zoneinfo.available_timezones() if "/" in name)
    return frozenset(plain(name) for name in (*zones, *WORDS["town"]) if not any(map(str.isdigit, name)))


@functools.cache
def tongues() -> frozenset[str]:
    """The names of languages, in the languages of the sheets."""
    tags = [tag.replace("-", "_") for tag in LANGUAGES]
    every = (name for tag in tags for code, name in Locale.parse(tag).languages.items() if len(code) == 2)
    return frozenset(plain(name) for name in (*every, *WORDS["tongue"]))


def is_tongue(text: str) -> bool:
    return plain(text) in tongues()
