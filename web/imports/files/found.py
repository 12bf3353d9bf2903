"""A career as a file with named fields gives it: each value is certain, and its place in the file is kept beside it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from web.kit.jsonresume import Unreadable, canonical, tidied
from web.kit.reading import Reading
from web.kit.reading.career import NETWORKS
from web.kit.reading.traces import Trace, pointer

Data = dict[str, Any]
# By which of its keys an entry is named under `meta.metier`; a copy of the profile's, which takes long to load.
NAMED_BY = {"work": ("position", "name"), "certificates": ("name", "issuer"), "projects": ("name", "entity")}


class Words(str):
    """A value that the file writes otherwise: `Words("2020-01", "Jan 2020")`."""

    source: str

    def __new__(cls, value: str, source: str) -> "Words":
        made = super().__new__(cls, value)
        made.source = source
        return made


class Found:
    """Gathers values with where they stand (`whence`: "Positions.csv, row 3"), and sentences on what has no place."""

    def __init__(self) -> None:
        self.career: Data = {}
        self.traces: dict[str, Trace] = {}
        self.left: list[str] = []
        self.aside: Data = {}

    def basics(self, whence: str, **values: Any) -> None:
        """Of two values for one field the first stays, and the other is named."""
        for key, value in _without_empty(values).items():
            there = self.career.setdefault("basics", {})
            if there.get(key) and there[key] != value:
                self.leave(f"{whence} says {_quoted(value)} as well; a profile has one {key}.")
            else:
                there[key] = self._kept(value, whence, "basics", key)

    def profile(self, whence: str, network: str, username: str = "", url: str = "") -> None:
        if username or url:
            self._append(("basics", "profiles"), {"network": network, "username": username, "url": url}, whence)

    def site(self, whence: str, url: str, label: str = "", may_be_theirs: bool = True) -> None:
        """The first plain site is theirs; one of a network, and every other, is a profile."""
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).split("/")[0]
        network = next((name for name in NETWORKS if host == f"{name.lower().replace(' ', '')}.com"), "")
        if network:
            self.profile(whence, network, url.rstrip("/").rpartition("/")[2], url)
        elif may_be_theirs and "url" not in self.career.get("basics", {}):
            self.basics(whence, url=url)
        else:
            self.profile(whence, label, "", url)

    def detail(self, whence: str, label: str, value: str) -> None:
        """Something personal that JSON Resume has no key for, such as a date of birth."""
        if value:
            self._append(("meta", "metier", "details"), {"label": label, "value": value}, whence)

    def add(self, section: str, whence: str, entry: Mapping[str, Any], **beyond: Any) -> None:
        """An entry, and what only Métier has a place for. The same entry twice is one."""
        made = _without_empty(entry)
        if not made or made in self.career.get(section, []):
            return
        self._append((section,), made, whence)
        if remarks := _without_empty(beyond):
            of = ", ".join(made[key] for key in NAMED_BY[section] if key in made)
            self._append(("meta", "metier", section), {"of": of, **remarks}, whence)

    def add_own(self, section: str, whence: str, entry: Mapping[str, Any]) -> None:
        """An entry under a heading of its own."""
        sections = self.career.setdefault("meta", {}).setdefault("metier", {}).setdefault("sections", [])
        names = [one["name"] for one in sections]
        if section not in names:
            sections.append({"name": section, "entries": []})
            names.append(section)
        self._append(("meta", "metier", "sections", names.index(section), "entries"), entry, whence)

    def leave(self, sentence: str) -> None:
        if sentence not in self.left:
            self.left.append(sentence)

    def reading(self) -> Reading:
        return Reading(career=canonical(self.career), traces=self.traces, left=self.left, aside=self.aside)

    def _append(self, keys: tuple[str | int, ...], entry: Mapping[str, Any], whence: str) -> None:
        made = _without_empty(entry)
        if not made:
            return
        place: Any = self.career
        for key in keys[:-1]:
            place = place[key] if isinstance(key, int) else place.setdefault(key, {})
        entries: list[Any] = place.setdefault(keys[-1], [])
        entries.append(self._kept(made, whence, *keys, len(entries)))

    def _kept(self, value: Any, whence: str, *keys: str | int) -> Any:
        """The value as plain JSON, with a trace for each leaf of it."""
        if isinstance(value, Mapping):
            return {key: self._kept(inner, whence, *keys, key) for key, inner in _without_empty(value).items()}
        if isinstance(value, list):
            return [self._kept(inner, whence, *keys, index) for index, inner in enumerate(value)]
        words = value.source if isinstance(value, Words) else str(value)
        self.traces[pointer(*keys)] = Trace(1.0, words, whence=whence)
        return str(value) if isinstance(value, str) else value


def _without_empty(values: Mapping[str, Any]) -> Data:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _quoted(value: Any) -> str:
    return f"“{value if len(str(value)) <= 80 else str(value)[:79] + '…'}”"


def certain(career: Data, whence: str = "") -> Reading:
    """A career that came whole, such as JSON Resume: as it is, and every value of it certain."""
    found = Found()
    found._kept(career, whence)
    return Reading(career=career, traces=found.traces)


# --- what may be kept ------------------------------------------------------------------------------------------------


def fitting(reading: Reading) -> Reading:
    """The same reading with only what a profile may hold; what is too long or no date is taken out and named."""
    traces, left = dict(reading.traces), list(reading.left)
    career = reading.career
    taken: set[str] = set()
    while True:
        try:
            return replace(reading, career=tidied(career), traces=traces, left=left)
        except Unreadable as error:
            places = {problem.place for problem in error.problems}
            if "" in places or places & taken:
                raise
            taken |= places
            for problem in error.problems:
                keys = _keys_of(problem.place)
                left.append(f"{_quoted(_take_out(career, keys))} was left out: {problem}.")
                traces.pop(pointer(*keys), None)


def _keys_of(place: str) -> list[str | int]:
    """ "work[2].name" as steps."""
    return [int(step[1:]) if step.startswith("[") else step for step in re.findall(r"\[\d+|[^.\[\]]+", place)]


def _take_out(career: Data, keys: list[str | int]) -> Any:
    """What stood there. Places in lists stay taken, so that pointers to their neighbours stay right."""
    holder: Any = career
    for key in keys[:-1]:
        holder = holder[key]
    taken = holder[keys[-1]]
    holder[keys[-1]] = ""
    return taken
