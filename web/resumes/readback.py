"""What the sheet says beside what a reader found in it, value by value: pure comparison of two JSON Resumes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from web.kit.marks import plain
from web.kit.printing.lists import NAMED_BY, view
from web.kit.printing.names import named
from web.kit.printing.text import bare, clean, paragraphs
from web.kit.printing.words import words_of

Data = dict[str, Any]
Values = Callable[[Data], list[str]]
WIDE = re.compile("(?<=[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]) | (?=[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef])")
DATES = frozenset({"startDate", "endDate", "date", "releaseDate", "expiryDate"})
MONTH = re.compile(r"(\d{4}(?:-\d\d)?)(?:-\d\d)?")


class Verdict(StrEnum):
    READ = "read"
    PARTLY = "partly"  # some of the words, or words of something else with them
    ELSEWHERE = "elsewhere"  # all of it, in the wrong box
    MISSING = "missing"


@dataclass(frozen=True)
class Value:
    """One value of the sheet. `section` and `index` say which entry it is of; `basics` has no index."""

    section: str
    index: int
    label: str
    said: str
    got: str
    verdict: Verdict


def as_printed(career: Data, language: str, settled: Data) -> Data:
    """The career in the words of its sheet: without marks, its name and dates as the design was told to set them."""
    said: Data = _without_marks(career, "year" if settled.get("dates") == "year" else "")
    basics = said.get("basics") or {}
    name = named(clean(basics.get("name")), settled.get("names", "written"), language)
    return {**said, "basics": {**basics, "name": name}}


def _without_marks(value: Any, dates: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _without_marks(inner, dates, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_marks(inner, dates, key) for inner in value]
    if not isinstance(value, str):
        return value
    if key in DATES and dates == "year":
        return value[:4] if MONTH.fullmatch(value) else value
    return value if key in ("url", "email") else plain(value)


def compare(printed: Data, read: Data, titles: dict[str, str] | None = None) -> list[Value]:
    """Every value that is printed, with what a reader has in its place. `titles` are headings that a person chose."""
    made = list(_of_basics(printed, read))
    for section, fields in FIELDS.items():
        said = list(enumerate(_entries(printed, section)))
        if section in ("skills", "interests"):
            said = [one for index, entry in said for one in _apart(index, entry)]
        found = _entries(read, section) or _under(read, (titles or {}).get(section, ""))
        made += _of_section(section, fields, said, found)
    return [*made, *_of_own_sections(printed, read)]


def _under(read: Data, title: str) -> list[Data]:
    """What a reader found under a heading it does not know: there, but not in its box."""
    return [
        entry for other in _own_sections(read) if title and other.get("name") == title for entry in other["entries"]
    ]


# --- values ----------------------------------------------------------------------------------------------------------


def _value(section: str, index: int, label: str, said: str, found: list[str], all_found: str) -> Value:
    wanted = folded(said)
    if any(folded(one) == wanted for one in found):
        return Value(section, index, label, said, said, Verdict.READ)
    near = next((one for one in found if one and (_overlap(one, said) or folded(one) in wanted)), "")
    if near and (folded(near) in wanted or wanted in folded(near)):
        return Value(section, index, label, said, near, Verdict.PARTLY)
    if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", all_found):
        return Value(section, index, label, said, near, Verdict.ELSEWHERE)
    return Value(section, index, label, said, near, Verdict.PARTLY if near else Verdict.MISSING)


def folded(text: str) -> str:
    """Words as they are compared: one kind of space, none between letters of scripts that have none."""
    return WIDE.sub("", unicodedata.normalize("NFC", clean(text)))


def _overlap(one: str, other: str) -> bool:
    """Whether two texts share most of their words."""
    first, second = set(folded(one).split()), set(folded(other).split())
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def _texts(value: Any) -> list[str]:
    return [text for text in map(clean, value if isinstance(value, list) else [value]) if text]


def _key(*names: str) -> Values:
    return lambda entry: [text for name in names for text in _texts(entry.get(name))]


def _paragraphs(*names: str) -> Values:
    return lambda entry: [text for name in names for text in paragraphs(entry.get(name))]


def _sentences(*names: str) -> Values:
    """Paragraphs that a line of a list prints behind each other."""
    return lambda entry: [" ".join(text for name in names for text in paragraphs(entry.get(name)))]


def _listed(*names: str) -> Values:
    """Items that a sheet prints between commas, each once."""
    return lambda entry: list(
        dict.fromkeys(item for name in names for text in _texts(entry.get(name)) for item in text.split(", "))
    )


def _dates(*names: str) -> Values:
    """Dates as exact as a sheet prints them; one that is given twice stands there once."""

    def values(entry: Data) -> list[str]:
        found = [MONTH.sub(r"\1", text) for name in names for text in _texts(entry.get(name))]
        return [" – ".join(dict.fromkeys(found))] if found else []

    return values


def _year(name: str) -> Values:
    """All that some designs print of a publication's date."""
    return lambda entry: [text[:4] for text in _texts(entry.get(name))]


def _addresses(*names: str) -> Values:
    return lambda entry: [bare(text) for name in names for text in _texts(entry.get(name))]


STAY = ("Dates", _dates("startDate", "endDate"))
TEXT = ("Text", _paragraphs("description", "summary"))
POINTS = ("Points", _key("highlights"))
TOOLS = ("Tools", _listed("keywords", "technologies"))
FIELDS: dict[str, tuple[tuple[str, Values], ...]] = {
    "work": (
        ("Position", _key("position")), ("Employer", _key("name")), ("Place", _key("location")), STAY, TEXT, POINTS,
        TOOLS,
    ),
    "volunteer": (
        ("Position", _key("position")), ("Organisation", _key("organization")), ("Place", _key("location")), STAY,
        TEXT, POINTS, TOOLS,
    ),
    "projects": (
        ("Name", _key("name")), ("For", _key("entity")), ("Roles", _listed("roles", "type", "location")), STAY, TEXT,
        POINTS, TOOLS, ("Links", _addresses("demoUrl", "codeUrl", "documentationUrl", "links")),
    ),
    "education": (
        ("Degree", _key("studyType")), ("Subject", _key("area")), ("School", _key("institution")),
        ("Place", _key("location")), STAY, ("Result", _listed("score", "honours")), TEXT,
        ("Courses and points", _key("highlights", "courses")), TOOLS,
    ),
    "skills": (("Skill", _key("name")), ("Level", _key("level")), ("Skills", _listed("keywords"))),
    "languages": (("Language", _key("language")), ("Fluency", _key("fluency"))),
    "certificates": (
        ("Name", _key("name")), ("Issuer", _key("issuer")), ("Date", _dates("date")),
        ("Valid until", _dates("expiryDate")), ("Number", _key("credentialId")), ("Text", _sentences("summary")),
    ),
    "awards": (
        ("Title", _key("title")), ("From", _key("awarder")), ("Date", _dates("date")), ("Authors", _key("authors")),
        ("Text", _sentences("summary")),
    ),
    "grants": (
        ("Title", _key("title")), ("From", _key("awarder")), STAY, ("Remarks", _listed("role", "amount", "extra")),
    ),
    "publications": (
        ("Title", _key("name")), ("Published by", _key("publisher")), ("Year", _year("releaseDate")),
        ("Kind", _listed("type")), ("Authors", _key("authors")), ("Text", _sentences("summary")),
    ),
    "achievements": (
        ("Title", _key("title")), ("From", _key("issuer")), ("Date", _dates("date")), ("Authors", _key("authors")),
        ("Text", _sentences("summary")),
    ),
    "interests": (("Interest", _key("name")), ("Interests", _listed("keywords"))),
    "references": (("Name", _key("name")), ("Text", _paragraphs("reference"))),
}  # fmt: skip
OWN = (
    ("Title", _key("title")), ("Organisation", _key("organisation", "org")), ("Place", _listed("location", "place")),
    STAY, TEXT, POINTS,
)  # fmt: skip


# --- the head --------------------------------------------------------------------------------------------------------


def _of_basics(printed: Data, read: Data) -> Iterator[Value]:
    """The head as a sheet prints it: contacts are compared as their printed words."""
    said, found = (view(one, "en", words_of("en")) for one in (printed, _printable(read)))
    all_found = _all_words(read.get("basics"))
    for label, key in (("Name", "name"), ("Headline", "label")):
        if said[key]:
            yield _value("basics", 0, label, said[key], [found[key]], all_found)
    for contact in said["contacts"]:
        same_kind = [other["text"] for other in found["contacts"] if _kind(other) == _kind(contact)]
        yield _value("basics", 0, CONTACTS[contact["kind"]], contact["text"], same_kind, all_found)
    for text in said["summary"]:
        yield _value("basics", 0, "Summary", text, found["summary"], all_found)


CONTACTS = {
    "place": "Place", "phone": "Telephone", "email": "E-mail", "url": "Web address", "profile": "Profile",
    "detail": "Detail",
}  # fmt: skip


def _kind(contact: Data) -> str:
    """An address of the web is one, whether it is somebody's own or a profile's."""
    return "url" if contact["kind"] == "profile" else str(contact["kind"])


def _printable(read: Data) -> Data:
    basics = read.get("basics", {})
    return {"basics": basics, "meta": {"metier": {"details": basics.get("details", [])}}}


# --- sections --------------------------------------------------------------------------------------------------------


def _entries(career: Data, section: str) -> list[Data]:
    """The entries of a section, each with what `meta.metier` adds to it, as the sheet has them."""
    metier = (career.get("meta") or {}).get("metier") or {}
    rows = career.get(section) or (metier.get(section) if section == "achievements" else [])
    remarks = [one for one in metier.get(section) or [] if isinstance(one, dict) and one.get("of")]
    return [{**_remark_on(row, section, remarks), **row} for row in rows or [] if isinstance(row, dict)]


def _remark_on(row: Data, section: str, remarks: list[Data]) -> Data:
    label = ", ".join(str(row[key]) for key in NAMED_BY.get(section, ()) if row.get(key))
    found = next((remark for remark in remarks if label and remark["of"] == label), None)
    if found is None:
        return {}
    remarks.remove(found)
    return found


def _of_section(
    section: str, fields: Iterable[tuple[str, Values]], printed: list[tuple[int, Data]], read: list[Data]
) -> Iterator[Value]:
    left = list(enumerate(read))
    for index, entry in printed:
        found = _best(entry, left, index, fields)
        all_found = _all_words(found)
        for label, values in fields:
            for said in values(entry):
                if said:
                    yield _value(section, index, label, said, values(found), all_found)


def _apart(index: int, entry: Data) -> list[tuple[int, Data]]:
    """Skills under no heading stand on the sheet like those that have none below them."""
    if clean(entry.get("name")):
        return [(index, entry)]
    return [(index, {"name": keyword}) for keyword in _listed("keywords")(entry)]


def _best(entry: Data, left: list[tuple[int, Data]], index: int, fields: Iterable[tuple[str, Values]]) -> Data:
    """The entry of the reader's that shares most with this one; among equals that in the same place."""
    said = {folded(value) for _, values in fields for value in values(entry)}

    def score(one: tuple[int, Data]) -> tuple[int, int]:
        return len(said & {folded(value) for _, values in fields for value in values(one[1])}), -abs(one[0] - index)

    best = max(left, key=score, default=None)
    if best is None:
        return {}
    left.remove(best)
    return best[1]


def _all_words(found: Any) -> str:
    """Everything that was found, behind each other."""
    if isinstance(found, dict):
        return " ".join(map(_all_words, found.values()))
    if isinstance(found, list):
        return " ".join(map(_all_words, found))
    return folded(str(found or ""))


def _of_own_sections(printed: Data, read: Data) -> Iterator[Value]:
    """Sections of the person's own are looked for under their heading; a known heading may have put them elsewhere."""
    made = _own_sections(read)
    for number, section in enumerate(_own_sections(printed)):
        name = clean(section.get("name"))
        same = [entry for other in made if other.get("name") == name for entry in other.get("entries", [])]
        yield from _of_section(
            f"sections[{number}]", OWN, list(enumerate(section.get("entries") or [])), same or _anywhere(read)
        )


def _own_sections(career: Data) -> list[Data]:
    metier = (career.get("meta") or {}).get("metier") or {}
    return [one for one in metier.get("sections") or career.get("sections") or [] if isinstance(one, dict)]


def _anywhere(read: Data) -> list[Data]:
    """Entries under any heading, in the words of a section of one's own."""
    return [
        {
            **entry,
            "title": entry.get("position") or entry.get("title") or entry.get("name") or entry.get("studyType"),
            "organisation": entry.get("organization") or entry.get("awarder") or entry.get("issuer")
            or entry.get("institution") or (entry.get("name") if entry.get("position") else ""),
            "location": entry.get("location") or ", ".join(entry.get("extra", [])),
            "startDate": entry.get("startDate") or entry.get("date"),
        }
        for section in FIELDS for entry in read.get(section, [])
    ]  # fmt: skip
