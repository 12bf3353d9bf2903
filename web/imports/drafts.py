"""What was read in a file, kept until the person has looked at it: the career, and where each value of it stands."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from statistics import fmean
from typing import Any

from web.kit.printing.words import words_of
from web.kit.reading import Reading
from web.kit.reading.traces import Trace
from web.settings import ROOT

CERTAIN, SURE = 0.9, 0.6  # from here on a value is certain, or fairly sure; below it is a guess
REUSED = 0.75  # a reading less sure than this on the whole is not used again
READERS = ("web/imports", "web/kit/reading")
TALKS = {"talks": "speaking", "achievements": "other"}  # what readers of pages call them, and their kind
TALK_KEYS = ("title", "issuer", "date", "authors", "url", "summary")
GRANT_KEYS = {"awarder": "organisation", "date": "startDate", "extra": "summary"}
LISTS = (
    "work", "education", "skills", "languages", "projects", "certificates", "awards", "publications", "volunteer",
    "interests", "references",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A career as JSON Resume, a trace for each value by JSON pointer, and sentences on what has no place in it.
    `aside` is what other rooms may want of the file, such as the applications in a LinkedIn export."""

    career: dict[str, Any]
    traces: dict[str, Trace] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    pages: int = 0
    aside: dict[str, Any] = field(default_factory=dict)

    def trace(self, place: str) -> Trace:
        """Where a value stands. A file with named fields says each of them for certain, and traces none."""
        return self.traces.get(place) or Trace(SURE if self.traces else 1.0, "")

    @property
    def confidence(self) -> float:
        """The mean over all values."""
        return fmean(trace.confidence for trace in self.traces.values()) if self.traces else 1.0

    @property
    def counts(self) -> dict[str, int]:
        """How many of each list there are."""
        return {name: len(self.career[name]) for name in LISTS if self.career.get(name)}

    @property
    def is_empty(self) -> bool:
        """Whether not even a name or a single entry was found."""
        basics = {key: value for key, value in self.career.get("basics", {}).items() if value}
        return not basics and not any(self.career.get(key) for key in self.career if key not in ("meta", "$schema"))


def draft_of(reading: Reading) -> Draft:
    career, traces = _with_grants(*_with_talks(reading.career, reading.traces))
    return Draft(career, traces, reading.left, len(reading.pages), reading.aside)


def _with_talks(career: dict[str, Any], traces: dict[str, Trace]) -> tuple[dict[str, Any], dict[str, Trace]]:
    """Readers of a page find talks and more under names of their own; a profile keeps both in one list."""
    lists = {name: career[name] for name in TALKS if isinstance(career.get(name), list)}
    if not lists:
        return career, traces
    metier = dict(career.get("meta", {}).get("metier", {}))
    kept, moved = list(metier.get("achievements", [])), dict(traces)
    for name, entries in lists.items():
        for index, entry in enumerate(entries):
            old, new = f"/{name}/{index}/", f"/meta/metier/achievements/{len(kept)}/"
            moved |= {new + place.removeprefix(old): moved.pop(place) for place in traces if place.startswith(old)}
            kept.append({"kind": TALKS[name], **{key: entry[key] for key in TALK_KEYS if entry.get(key)}})
    rest = {key: value for key, value in career.items() if key not in lists}
    meta = {**career.get("meta", {}), "metier": {**metier, "achievements": kept}}
    return {**rest, "meta": meta}, moved


def _with_grants(career: dict[str, Any], traces: dict[str, Trace]) -> tuple[dict[str, Any], dict[str, Trace]]:
    """Grants that were seen on a page stand under a heading of the person's own, where they can be edited: they last a
    while, as no award does. A file that names them keeps them as they are."""
    places = [place for place in traces if place.startswith("/grants/")]
    if all(traces[place].confidence == 1 for place in places):
        return career, traces
    metier = career.get("meta", {}).get("metier", {})
    sections = metier.get("sections", [])
    heading = words_of(metier.get("language", "en"))["grants"]
    new = f"/meta/metier/sections/{len(sections)}/entries/"
    moved = {place: trace for place, trace in traces.items() if place not in places}
    for place in places:
        number, key, *_ = place.removeprefix("/grants/").split("/")
        moved[f"{new}{number}/{GRANT_KEYS.get(key, key)}"] = traces[place]
    own = {"name": heading, "entries": [_own_entry(grant) for grant in career["grants"]]}
    rest_of_it = {key: value for key, value in career.items() if key != "grants"}
    return {**rest_of_it, "meta": {"metier": {**metier, "sections": [*sections, own]}}}, moved


def _own_entry(grant: dict[str, Any]) -> dict[str, Any]:
    entry = {GRANT_KEYS.get(key, key): value for key, value in grant.items() if key != "extra"}
    return entry | ({"summary": ", ".join(grant["extra"])} if grant.get("extra") else {})


def packed(draft: Draft) -> bytes:
    return zlib.compress(json.dumps(asdict(draft), ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(body: bytes) -> Draft:
    said = json.loads(zlib.decompress(body))
    return Draft(**{**said, "traces": {place: Trace.of(trace) for place, trace in said["traces"].items()}})


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the readers themselves: whoever changes one makes a new version."""
    found = hashlib.sha256()
    for path in sorted(path for folder in READERS for path in (ROOT / folder).rglob("*")):
        if path.suffix in (".py", ".toml") and "pages" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def values_in(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text or number below a place, each with its JSON pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values_in(inner, f"{place}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from values_in(inner, f"{place}/{index}")
    elif value not in (None, ""):
        yield place, str(value)
