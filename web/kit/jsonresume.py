"""JSON Resume 1.0.0: read with clear words about what is wrong, tidied, and put into one order.

`SHAPE` is the whole schema of https://github.com/jsonresume/resume-schema. Keys it does not know are kept as they are.
What Métier knows and JSON Resume lacks stands under `meta.metier`. There, lists that speak about entries elsewhere
("work", "projects", …) name the entry they mean in `of`, because another program may move entries about.

A few keys that the schema has in one section only are read in others as well, since it allows more keys everywhere
and printing needs them: `location` and `summary` in education, `location` in volunteer, `authors` in publications.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from web.kit.content import LARGEST_CONTENT, LONG, SHORT

LARGEST_FILE = 1_000_000  # bytes as they come, white space included
DEEPEST = 20
MOST_PROBLEMS = 50
PRESENT = "present"  # what `endDate` says of something that goes on

Leaf = Callable[[Any], Any]
Shape = dict[str, Any] | list[Any] | Leaf


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `work[2].startDate`, or nothing for the file as a whole."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words


class Unreadable(Exception):
    """Something that cannot be read as a résumé, with every reason found, at most MOST_PROBLEMS."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = [Problem("", p) if isinstance(p, str) else p for p in problems][:MOST_PROBLEMS]
        super().__init__(*self.problems)

    def __str__(self) -> str:
        more = len(self.problems) - 1
        return str(self.problems[0]) + (f" (and {more} more)" if more else "")


# --- what may stand where ---------------------------------------------------------------------------------------


class Wrong(ValueError):
    """A value that does not belong where it stands; the message says what does."""


def text(most: int) -> Leaf:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            quotes = "; put it in quotes" if isinstance(value, int | float) and not isinstance(value, bool) else ""
            raise Wrong(f"{kind_of(value)} stands where text belongs{quotes}")
        if len(value) > most:
            raise Wrong(f"{len(value):,} letters are too many; {most:,} is the most")
        return value

    return read


def address(value: Any) -> str:
    """A web address, with or without its scheme. Links that run or carry something are refused."""
    found: str = text(2_000)(value)
    scheme = re.match(r"[\s\x00-\x1f]*([a-z][a-z0-9+.\-]*):", re.sub(r"[\t\r\n]", "", found), re.IGNORECASE)
    if scheme and scheme[1].lower() in ("javascript", "vbscript", "data", "file", "blob"):
        raise Wrong(f"{quoted(found)} is not a web address; write https://example.org")
    return found


def image(value: Any) -> str:
    """A picture's address, or the picture itself as a data address."""
    found: str = text(LARGEST_CONTENT)(value)
    return found if found.startswith("data:image/") else str(address(found))


def partial_date(value: Any) -> str:
    """2019, 2019-03 or 2019-03-14; single digits and a time of day behind the date are tidied away."""
    found: str = text(SHORT)(value).strip()
    parts = re.fullmatch(r"([12]\d{3})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d\d:\d\d.*)?)?)?", found, re.ASCII)
    if not found:
        return ""
    if not parts or not 1 <= int(parts[2] or 1) <= 12:
        raise Wrong(f"{quoted(found)} is not a date; write 2019, 2019-03 or 2019-03-14")
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise Wrong(f"{quoted(found)} is not a day in the calendar") from None
    return "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)


def end_date(value: Any) -> str:
    """A date, or the word that something goes on."""
    if isinstance(value, str) and value.strip().lower() in (PRESENT, "current", "now", "ongoing", "today"):
        return PRESENT
    return partial_date(value)


def whole(low: int, high: int) -> Leaf:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Wrong(f"{_shown(value)} is not a whole number from {low:,} to {high:,}")
        return value

    return read


def one_of(*values: str) -> Leaf:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            raise Wrong(f"{_shown(value)} is none of {', '.join(values)}")
        return value

    return read


def currency(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise Wrong(f"{_shown(value)} is not a currency; write three letters, such as EUR")
    return value


def tick(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{_shown(value)} stands where true or false belongs")
    return value


LINE, LONG_LINE, PARAGRAPH = text(SHORT), text(2 * SHORT), text(LONG)
DATES: dict[str, Any] = {"startDate": partial_date, "endDate": end_date}

ENTRIES: dict[str, dict[str, Any]] = {
    "work": {
        "name": LINE, "position": LINE, "location": LINE, "description": PARAGRAPH, "url": address, **DATES,
        "summary": PARAGRAPH, "highlights": [PARAGRAPH],
    },
    "volunteer": {
        "organization": LINE, "position": LINE, "location": LINE, "url": address, **DATES,
        "summary": PARAGRAPH, "highlights": [PARAGRAPH],
    },
    "education": {
        "institution": LINE, "area": LINE, "studyType": LINE, "location": LINE, "url": address, **DATES,
        "score": LINE, "summary": PARAGRAPH, "courses": [PARAGRAPH],
    },
    "awards": {"title": LONG_LINE, "date": partial_date, "awarder": LONG_LINE, "summary": PARAGRAPH},
    "certificates": {"name": LINE, "date": partial_date, "url": address, "issuer": LINE},
    "publications": {
        "name": LONG_LINE, "publisher": LONG_LINE, "releaseDate": partial_date, "url": address,
        "authors": [PARAGRAPH], "summary": PARAGRAPH,
    },
    "skills": {"name": LINE, "level": LINE, "keywords": [LINE]},
    "languages": {"language": LINE, "fluency": LINE},
    "interests": {"name": LINE, "keywords": [PARAGRAPH]},
    "references": {"name": LINE, "reference": PARAGRAPH},
    "projects": {
        "name": LINE, "description": PARAGRAPH, "highlights": [PARAGRAPH], "keywords": [PARAGRAPH], **DATES,
        "url": address, "roles": [LINE], "entity": LINE, "type": LINE,
    },
}  # fmt: skip

OF: dict[str, Any] = {"of": PARAGRAPH}
# Salaries are in hundredths of their currency.
METIER: dict[str, Any] = {
    "name": LINE,
    "language": text(35),
    "details": [{"label": LINE, "value": LINE}],
    "work": [{
        **OF, "achievements": whole(0, 1_000), "technologies": [PARAGRAPH], "companySize": LINE, "industry": LINE,
        "employmentType": one_of("full-time", "part-time", "contract", "freelance", "temporary", "internship",
                                 "apprenticeship", "voluntary", "family"),
        "enhanced": {}, "unsettled": {},
    }],
    "profiles": [{**OF, "unsettled": {}}],
    "volunteer": [{**OF, "unsettled": {}}],
    "education": [{**OF, "honours": LINE, "unsettled": {}}],
    "awards": [{**OF, "url": address, "authors": [PARAGRAPH], "unsettled": {}}],
    "certificates": [{**OF, "credentialId": LINE, "expiryDate": partial_date, "unsettled": {}}],
    "publications": [{**OF, "unsettled": {}}],
    "achievements": [{
        "kind": one_of("speaking", "other"), "title": LONG_LINE, "issuer": LONG_LINE, "date": partial_date,
        "authors": [PARAGRAPH], "url": address, "summary": PARAGRAPH, "unsettled": {},
    }],
    "skills": [{
        **OF, "kind": one_of("technical", "soft"), "level": whole(1, 5), "levelWords": LINE, "years": whole(0, 80),
        "startedYear": whole(1930, 2100), "isPrimary": tick, "unsettled": {},
    }],
    "headings": [{**OF, "unsettled": {}}],
    "languages": [{**OF, "unsettled": {}}],
    "interests": [{**OF, "unsettled": {}}],
    "references": [{**OF, "unsettled": {}}],
    "projects": [{
        **OF, "achievements": whole(0, 1_000), "status": one_of("planned", "active", "paused", "done"),
        "challenges": PARAGRAPH, "teamSize": whole(1, 100_000), "months": whole(0, 1_200),
        "users": whole(0, 10**15 - 1), "budgetBand": LINE, "demoUrl": address, "codeUrl": address,
        "documentationUrl": address, "clients": LINE,
        "companyAlias": LINE, "visibility": one_of("public", "anonymised", "private"), "experiences": [PARAGRAPH],
        "unsettled": {},
    }],
    "sections": [{"name": LINE, "entries": [{
        "title": LINE, "organisation": LINE, "location": LINE, "url": address, **DATES, "summary": PARAGRAPH,
        "highlights": [PARAGRAPH], "unsettled": {},
    }]}],
    "preferences": {
        "targetTitles": [PARAGRAPH], "industries": [PARAGRAPH], "preferredLocations": [PARAGRAPH],
        "excludedCompanies": [PARAGRAPH], "salaryLeast": whole(0, 10**15), "salaryMost": whole(0, 10**15),
        "salaryCurrency": currency, "salaryPeriod": one_of("hour", "month", "year"),
        "remotePolicy": one_of("on-site", "hybrid", "remote", "any"), "needsVisa": tick, "wouldRelocate": tick,
        "workAuthorisation": LINE, "unsettled": {},
    },
    "unsettled": {},
}  # fmt: skip

SHAPE: dict[str, Any] = {
    "$schema": address,
    "basics": {
        "name": LINE, "label": LINE, "image": image, "email": LINE, "phone": LINE, "url": address,
        "summary": PARAGRAPH,
        "location": {"address": LINE, "postalCode": LINE, "city": LINE, "countryCode": LINE, "region": LINE},
        "profiles": [{"network": LINE, "username": LINE, "url": address}],
    },
    **{section: [entry] for section, entry in ENTRIES.items()},
    "meta": {"canonical": address, "version": LINE, "lastModified": LINE, "metier": METIER},
}  # fmt: skip

# What versions 0.x called something, what 1.0.0 calls it, and a key found only where that holds.
RENAMED = (("website", "url", "url"), ("company", "name", "position"), ("picture", "image", "image"))


# --- reading ----------------------------------------------------------------------------------------------------


def parse(body: bytes) -> dict[str, Any]:
    """The résumé in a JSON Resume file, tidied; raises Unreadable with every problem found."""
    if len(body) > LARGEST_FILE:
        raise Unreadable(f"This file has more than {LARGEST_FILE:,} bytes, the most that is read.")
    return tidied(_value_in(body))


def _value_in(body: bytes) -> Any:
    if not body.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("This file is empty.")
    try:
        written = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError as error:
        raise Unreadable(f"This is not text: byte {error.start + 1:,} is not {error.encoding.upper()}.") from None
    try:
        return json.loads(written, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise Unreadable(f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise Unreadable(f"This is nested too deeply; {DEEPEST} levels are the most.") from None
    except Wrong as error:
        raise Unreadable(f"{error}.") from None
    except ValueError:  # Python's own guard against numbers with thousands of digits
        raise Unreadable("A number in this file has too many digits.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Wrong(f"{quoted(twice)} stands twice in one object; keep one of them")
    return found


def _no_number(constant: str) -> NoReturn:
    raise Wrong(f"{constant} is not a number that JSON knows")


def _finite(digits: str) -> float:
    if not math.isfinite(float(digits)):
        raise Wrong(f"{digits[:40]} is too large a number")
    return float(digits)


def tidied(data: Any) -> dict[str, Any]:
    """The same résumé without nulls, with old names brought up to date and dates in one form.

    Raises Unreadable for what is not a résumé, or has the wrong kind of value somewhere.
    """
    if not isinstance(data, dict):
        raise Unreadable(f"This is JSON, but not a résumé: {kind_of(data)} stands where an object belongs.")
    if not data.keys() & (ENTRIES.keys() | {"basics"}):
        raise Unreadable("This is JSON, but not a résumé: it has no basics, work, education, skills or the like.")
    problems = list(_unsound(data, "", 1))
    if not problems:
        data = _tidy(SHAPE, data, "", problems)
    if problems:
        raise Unreadable(*problems)
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
    if size > LARGEST_CONTENT:
        raise Unreadable(f"This résumé says {size:,} bytes; {LARGEST_CONTENT:,} is the most one may have.")
    tidy: dict[str, Any] = data
    return tidy


def _unsound(value: Any, place: str, depth: int) -> Iterator[Problem]:
    """Nesting that no résumé needs, and letters that no database or PDF can hold."""
    if depth > DEEPEST:
        yield Problem(place, f"this is nested too deeply; {DEEPEST} levels are the most")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _unsound(key, place, depth)
            yield from _unsound(inner, _at(place, key), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unsound(inner, _at(place, index), depth + 1)
    elif isinstance(value, str) and (found := re.search("[\0\ud800-\udfff]", value)):
        name = "the letter NUL" if found[0] == "\0" else "half of a letter (a lone surrogate)"
        yield Problem(place, f"{name} cannot be kept; take it out")


def _tidy(shape: Shape, value: Any, place: str, problems: list[Problem]) -> Any:
    if value is None:
        return None
    if isinstance(shape, dict):
        return _tidy_object(shape, value, place, problems)
    if isinstance(shape, list):
        return _tidy_list(shape[0], value, place, problems)
    try:
        return shape(value)
    except Wrong as error:
        problems.append(Problem(place, str(error)))
        return None


def _tidy_object(shape: dict[str, Shape], value: Any, place: str, problems: list[Problem]) -> dict[str, Any] | None:
    if place == "basics.location" and isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        problems.append(Problem(place, f"{kind_of(value)} stands where an object belongs"))
        return None
    kept = {}
    for key, inner in _with_new_names(shape, value).items():
        if key in shape:
            inner = _tidy(shape[key], inner, _at(place, key), problems)
        if inner is not None or key not in shape:
            kept[key] = inner
    problems.extend(_out_of_order(shape, kept, place))
    return kept


def _with_new_names(shape: dict[str, Shape], value: dict[str, Any]) -> dict[str, Any]:
    renamed = dict(value)
    for old, new, beside in RENAMED:
        if new in shape and beside in shape and renamed.get(old) and not renamed.get(new):
            renamed[new] = renamed.pop(old)
    return renamed


def _tidy_list(shape: Shape, value: Any, place: str, problems: list[Problem]) -> list[Any]:
    if not isinstance(value, list):
        problems.append(Problem(place, f"{kind_of(value)} stands where a list belongs"))
        return []
    tidy = [_tidy(shape, inner, _at(place, index), problems) for index, inner in enumerate(value)]
    return [inner for inner in tidy if inner is not None]


def _out_of_order(shape: dict[str, Shape], value: dict[str, Any], place: str) -> Iterator[Problem]:
    start, end = value.get("startDate"), value.get("endDate")
    if "endDate" in shape and start and end and end != PRESENT and is_before(end, start):
        yield Problem(_at(place, "endDate"), f"{quoted(end)} is before its start, {quoted(start)}")
    least, most = value.get("salaryLeast"), value.get("salaryMost")
    if least is not None and most is not None and most < least:
        yield Problem(_at(place, "salaryMost"), f"{most:,} is less than salaryLeast, {least:,}")


def is_before(one: str, other: str) -> bool:
    """Whether a partial date is before another, at the coarser precision of the two."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]


def _at(place: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{place}[{step}]"
    return f"{place}.{step[:60]}" if place else step[:60]


def quoted(value: str) -> str:
    return json.dumps(value if len(value) <= 40 else value[:39] + "…", ensure_ascii=False)


def _shown(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else kind_of(value)


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return f"the number {value}" if len(str(value)) < 40 else "a number"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


# --- one order --------------------------------------------------------------------------------------------------


def canonical(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with keys in the schema's order, then unknown ones by name; lists stay as they are."""
    ordered: dict[str, Any] = _in_order(SHAPE, data)
    return ordered


def _in_order(shape: Shape | None, value: Any) -> Any:
    if isinstance(value, list):
        return [_in_order(shape[0] if isinstance(shape, list) else None, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    known = shape if isinstance(shape, dict) else {}
    names = [name for name in known if name in value] + sorted(value.keys() - known.keys())
    return {name: _in_order(known.get(name), value[name]) for name in names}


def compact(data: dict[str, Any]) -> dict[str, Any]:
    """The same data in canonical order without what says nothing: empty text, lists and objects under known keys."""
    kept: dict[str, Any] = _without_empty(SHAPE, canonical(data))
    return kept


def _without_empty(shape: Shape | None, value: Any) -> Any:
    if isinstance(value, list) and isinstance(shape, list):
        entries = [_without_empty(shape[0], each) for each in value]
        return [each for each in entries if each not in EMPTY]
    if not isinstance(value, dict) or not isinstance(shape, dict):
        return value
    inner = {name: _without_empty(shape.get(name), each) for name, each in value.items()}
    return {name: each for name, each in inner.items() if each not in EMPTY or name not in shape}


EMPTY: tuple[Any, ...] = (None, "", [], {})


def written(data: dict[str, Any]) -> str:
    """A résumé as a file for people and programs to read."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
