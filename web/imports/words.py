"""What was found, in words: what things are called, how an entry reads, how sure it is and where it stands."""

from datetime import date
from typing import Any

from babel import Locale

from web.imports.drafts import CERTAIN, SURE
from web.kit.jsonresume import PRESENT
from web.kit.numbers import in_words
from web.kit.reading.traces import Trace

Data = dict[str, Any]

FIELDS = {
    "name": "Name", "label": "What you do", "image": "Picture", "email": "E-mail", "phone": "Telephone",
    "url": "Website", "summary": "In short", "address": "Street and number", "postalCode": "Postcode", "city": "Town",
    "region": "County or region", "countryCode": "Country", "text": "Town",
}  # of the person's  # fmt: skip
SECTIONS = {
    "basics": "Contact", "profiles": "Elsewhere", "work": "Work", "education": "Learning", "skills": "Good at",
    "languages": "Languages", "projects": "Projects", "certificates": "Certificates", "awards": "Awards",
    "publications": "Publications", "volunteer": "Voluntary work", "interests": "Interests",
    "references": "References", "details": "Personal details", "achievements": "Talks and more",
    "entries": "Under your own headings", "preferences": "What you are looking for", "rest": "Whatever else it says",
}  # in the order they are shown  # fmt: skip
ONE = {
    "profiles": "A profile elsewhere", "work": "A place where you worked", "education": "A course of study",
    "skills": "Skills", "languages": "A language", "projects": "A project", "certificates": "A certificate",
    "awards": "An award", "publications": "A publication", "volunteer": "Voluntary work", "interests": "An interest",
    "references": "A reference", "details": "A detail", "achievements": "A talk, or more", "entries": "An entry",
    "preferences": "Your wishes", "rest": "Other facts",
}  # what a row that is new is called  # fmt: skip
MANY = {
    "work": ("place of work", "places of work"), "education": ("course of study", "courses of study"),
    "skills": ("group of skills", "groups of skills"), "languages": ("language", "languages"),
    "projects": ("project", "projects"), "certificates": ("certificate", "certificates"), "awards": ("award", "awards"),
    "publications": ("publication", "publications"), "volunteer": ("voluntary post", "voluntary posts"),
    "interests": ("interest", "interests"), "references": ("reference", "references"), "pages": ("page", "pages"),
}  # fmt: skip
KEYS = {
    "name": "Name", "position": "Title", "organization": "Organisation", "organisation": "Organisation",
    "location": "Town", "description": "About it", "url": "Address", "startDate": "Started", "endDate": "Finished",
    "summary": "In short", "highlights": "Line", "institution": "School", "area": "In what",
    "studyType": "What you got", "score": "Grade", "courses": "Course", "title": "Title", "date": "When",
    "awarder": "From", "issuer": "From", "publisher": "Published by", "releaseDate": "When", "authors": "With",
    "keywords": "Skill", "level": "Level", "language": "Language", "fluency": "How well", "reference": "Their words",
    "entity": "For", "roles": "Role", "type": "Kind", "network": "Where", "username": "Name there", "label": "What",
    "value": "Detail", "kind": "Kind",
}  # fmt: skip
KEYS_OF = {
    "work": {"name": "Employer"}, "certificates": {"name": "Certificate"}, "projects": {"keywords": "Tool"},
    "interests": {"keywords": "Of that"}, "skills": {"name": "Heading"},
}  # fmt: skip
HEADINGS = {
    "work": ("position", "name", "location"), "volunteer": ("position", "organization", "location"),
    "education": ("studyType", "area", "institution", "location"), "projects": ("name", "entity"),
    "certificates": ("name", "issuer"), "awards": ("title", "awarder"), "publications": ("name", "publisher"),
    "languages": ("language", "fluency"), "interests": ("name",), "references": ("name",),
    "profiles": ("network", "username", "url"), "details": ("label", "value"), "achievements": ("title", "issuer"),
    "entries": ("title", "organisation"),
}  # fmt: skip
DATES = (("startDate", "endDate"), ("date", ""), ("releaseDate", ""))
MOST_QUOTED = 120


STATES = {
    "waiting": "Waits for its turn", "reading": "Is being read", "ready": "Read, to be looked at",
    "failed": "Could not be read", "cancelled": "Stopped", "taken": "In your profile", "undone": "Taken back",
}  # fmt: skip


def counted(found: dict[str, int]) -> list[str]:
    """Such as “3 places of work”, from counts by section."""
    return [f"{many} {MANY[name][many != 1]}" for name, many in found.items() if many and name in MANY]


def label_of(section: str, key: str) -> str:
    return FIELDS.get(key, key) if section == "basics" else KEYS_OF.get(section, {}).get(key) or KEYS.get(key, key)


def heading_of(section: str, entry: Any) -> str:
    """An entry or a value in a line."""
    if isinstance(entry, str):
        return entry
    if section == "skills":
        return ", ".join(entry.get("keywords") or [entry.get("name", "")])
    if section in ("preferences", "rest"):
        return ", ".join(entry)
    named = ", ".join(str(entry[key]) for key in HEADINGS[section] if entry.get(key))
    return named or next(iter(said(entry)), "")


def said(entry: Data) -> list[str]:
    """Each text of an entry, single ones before those of lists."""
    single = [str(value) for value in entry.values() if value and not isinstance(value, list | dict)]
    return single + [str(line) for value in entry.values() if isinstance(value, list) for line in value]


def when_of(entry: Any) -> str:
    """When it was, such as “September 2009 to February 2019”."""
    if not isinstance(entry, dict):
        return ""
    for start, end in DATES:
        first, last = day(entry.get(start, "")), day(entry.get(end, ""))
        if first or last:
            return " to ".join(dict.fromkeys(filter(None, (first, last)))) if first else f"until {last}"
    return ""


def day(written: Any) -> str:
    """A partial date in words; anything else as it is."""
    if written == PRESENT:
        return "now"
    text = str(written or "")
    try:
        found = date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text)
    except ValueError:
        return text
    return found.strftime({4: "%Y", 7: "%B %Y"}.get(len(text), "%-d %B %Y"))


def more_of(entry: Any) -> str:
    """What an entry says beyond its heading and its dates, in short."""
    if not isinstance(entry, dict):
        return ""
    lines = [line for key in ("highlights", "courses") for line in entry.get(key) or []]
    return f"{len(lines)} lines" if len(lines) > 1 else "one line" if lines else ""


def sure(confidence: float) -> str:
    return "certain" if confidence >= CERTAIN else "fairly sure" if confidence >= SURE else "a guess"


def whence(trace: Trace, value: str = "") -> str:
    """Where a value stands, and in what words, where they are others."""
    place = trace.whence or (f"page {trace.page}" if trace.page else "")
    words = trace.words if len(trace.words) <= MOST_QUOTED else trace.words[: MOST_QUOTED - 1] + "…"
    return ", ".join(filter(None, (place, f"“{words}”" if letters(trace.words) != letters(value) else "")))


def letters(words: str) -> str:
    """What two wordings have in common that differ in breaks, case and points only."""
    return "".join(filter(str.isalnum, words.casefold()))


def language(tag: str) -> str:
    return Locale.parse(tag, sep="-").english_name or tag


def gained(section: str, mine: Data, gains: Data) -> str:
    """What merging adds, such as “Town, 2 lines”."""
    told = []
    for key, value in gains.items():
        new = len(value) - len((mine or {}).get(key) or []) if isinstance(value, list) else 0
        label = label_of(section, key)
        told.append(
            f"{in_words(new)} {MANY_KEYS.get(key, (label.lower(), label.lower()))[new != 1]}" if new else label.lower()
        )
    return ", ".join(told)


MANY_KEYS = {
    "highlights": ("line", "lines"), "courses": ("course", "courses"), "keywords": ("word", "words"),
    "authors": ("name", "names"), "roles": ("role", "roles"),
}  # fmt: skip
