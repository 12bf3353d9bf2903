"""What to do with each thing that was found: pure rules over a draft and the career that is there.

A `Proposal` is one field of the person's, one entry, or one heading with its skills. What is new is added where it is
at least fairly sure, what is there already is left alone, and what speaks of an entry that is there is merged into it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean
from typing import Any
from uuid import UUID

from web.imports.drafts import CERTAIN, SURE, Draft, values_in
from web.imports.likeness import ALIKE, Data, Rule, same_address
from web.imports.words import FIELDS
from web.kit.jsonresume import ENTRIES, METIER, SHAPE
from web.kit.printing import LANGUAGES
from web.kit.rows import SHORT
from web.profile.technologies import fold

LOCATION = ("address", "postalCode", "city", "region", "countryCode")
NAMED_BY = {
    "work": ("name", "position"), "volunteer": ("organization", "position"),
    "education": ("institution", "area", "studyType"), "projects": ("name",), "certificates": ("name",),
    "awards": ("title",), "publications": ("name",), "languages": ("language",), "interests": ("name",),
    "references": ("name",), "profiles": ("url", "username"), "details": ("label", "value"),
    "achievements": ("title",), "entries": ("title",),
}  # what has to be right for an entry to be one  # fmt: skip
SECTIONS = tuple(name for name in ENTRIES if name != "skills")


class Do(StrEnum):
    SKIP = "skip"
    ADD = "add"
    MERGE = "merge"
    REPLACE = "replace"


ENGLISH = "en"  # every profile's, until somebody says otherwise
BESIDE_MINE = (Do.SKIP, Do.MERGE, Do.REPLACE, Do.ADD)


@dataclass(frozen=True)
class There:
    """The career that is there, as JSON Resume: fields of the person's, and the entries of each list by their id."""

    fields: Data = field(default_factory=dict)
    entries: dict[str, list[tuple[UUID, Data]]] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()  # folded names
    headings: frozenset[str] = frozenset()  # of groups of skills
    has_preferences: bool = False
    language: str = ENGLISH  # of the profile


@dataclass(frozen=True)
class Proposal:
    """`place` is where it stands in the draft, by JSON pointer. `mine` is the entry or value that is there, `gains`
    what merging would add to it, `apart` the keys of single values that the two say otherwise. What is there already
    leaves no choice."""

    place: str
    section: str
    found: Any
    confidence: float
    choices: tuple[Do, ...]
    proposed: Do
    mine: Any = None
    mine_id: UUID | None = None
    gains: Data = field(default_factory=dict)
    apart: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        return not self.choices

    @property
    def is_certain(self) -> bool:
        return self.confidence >= CERTAIN

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < SURE


def proposals(draft: Draft, there: There) -> list[Proposal]:
    """One for each thing in the draft, in the order of a résumé."""
    return [
        *_fields(draft, there),
        *_entries(draft, there, "profiles", "/basics/profiles"),
        *(found for section in SECTIONS for found in _entries(draft, there, section, f"/{section}")),
        *_skills(draft, there),
        *_entries(draft, there, "details", "/meta/metier/details"),
        *_entries(draft, there, "achievements", "/meta/metier/achievements"),
        *_own_sections(draft, there),
        *_preferences(draft, there),
        *_rest(draft),
    ]


def language_taken(draft: Draft, there: There) -> str:
    """The language in which the file has its headings, where the profile takes it on: while no entry stands in it, and
    nobody chose another one. Empty where the profile's stays."""
    said: str = draft.career.get("meta", {}).get("metier", {}).get("language", "")
    is_begun = any(there.entries.values()) or there.skills or there.fields.get("summary")
    return said if said in LANGUAGES and said != there.language == ENGLISH and not is_begun else ""


# --- fields of the person's ------------------------------------------------------------------------------------------


def _fields(draft: Draft, there: There) -> Iterator[Proposal]:
    basics = draft.career.get("basics", {})
    location = basics.get("location") or {}
    places = [(key, "/basics/" + key, basics.get(key)) for key in FIELDS if key not in (*LOCATION, "text")]
    places += [(key, "/basics/location/" + key, location.get(key)) for key in LOCATION]
    if not location.get("city"):  # a place in one line, as many write it
        places.append(("city", "/basics/location/text", location.get("text")))
    for key, place, value in places:
        if not value or (key == "image" and len(value) > SHORT):
            continue
        mine, sure = there.fields.get(key) or "", draft.trace(place).confidence
        if _same_value(key, mine, value):
            yield _settled(place, "basics", value, sure, mine)
        else:
            does = Do.SKIP if mine or sure < SURE else Do.ADD
            yield Proposal(place, "basics", value, sure, (Do.SKIP, Do.REPLACE if mine else Do.ADD), does, mine)


def _same_value(key: str, mine: str, value: str) -> bool:
    if key == "phone":
        return re.sub(r"\D", "", mine) == re.sub(r"\D", "", value)
    return same_address(mine, value) if key == "url" and mine else _plain(mine) == _plain(value)


def _settled(place: str, section: str, found: Any, sure: float, mine: Any, mine_id: UUID | None = None) -> Proposal:
    return Proposal(place, section, found, sure, (), Do.SKIP, mine, mine_id)


# --- entries ---------------------------------------------------------------------------------------------------------


def _entries(draft: Draft, there: There, section: str, place: str) -> Iterator[Proposal]:
    """Each entry that is there is proposed once at most, to the entry found that is most like it."""
    found = _at(draft.career, place) or []
    free = list(there.entries.get(section, []))
    for index, entry in enumerate(found):
        yield _entry(draft, section, f"{place}/{index}", entry, free)


def _entry(draft: Draft, section: str, place: str, entry: Data, free: list[tuple[UUID, Data]]) -> Proposal:
    sure = confidence_of(draft, section, place, entry)
    twin = _twin_of(entry, free, ALIKE[section])
    if twin is None:
        return Proposal(place, section, entry, sure, (Do.SKIP, Do.ADD), Do.SKIP if sure < SURE else Do.ADD)
    free.remove(twin)
    mine_id, mine = twin
    gains, apart = gains_of(mine, entry), apart_in(mine, entry)
    if not gains and not apart:
        return _settled(place, section, entry, sure, mine, mine_id)
    does = Do.MERGE if gains and sure >= SURE else Do.SKIP
    return Proposal(place, section, entry, sure, BESIDE_MINE, does, mine, mine_id, gains, apart)


def _twin_of(entry: Data, free: list[tuple[UUID, Data]], alike: Rule) -> tuple[UUID, Data] | None:
    """The same entry if it is there, else one that speaks of the same thing."""
    same = (each for each in free if not apart_in(each[1], entry) and not gains_of(each[1], entry))
    near = (each for each in free if alike(entry, each[1]))
    return next(same, None) or next(near, None)


def confidence_of(draft: Draft, section: str, place: str, entry: Data) -> float:
    """How sure it is that this is an entry: what names it decides."""
    named = [draft.trace(f"{place}/{key}").confidence for key in NAMED_BY[section] if entry.get(key)]
    return min(named) if named else _mean(draft, place, entry)


def _mean(draft: Draft, place: str, value: Any) -> float:
    return fmean([draft.trace(at).confidence for at, _ in values_in(value, place)] or [SURE])


def gains_of(mine: Data, found: Data) -> Data:
    """What merging adds to an entry: values it lacks, lines it does not have, a date that says more."""
    gains: Data = {}
    for key, value in found.items():
        there = mine.get(key)
        if isinstance(value, list):
            known = {_plain(line) for line in there or []}
            if new := [line for line in value if _plain(line) not in known]:
                gains[key] = [*(there or []), *new]
        elif value and (not there or (value != there and _is_finer(key, value, there))):
            gains[key] = value
    return gains


def _is_finer(key: str, date: Any, other: Any) -> bool:
    """Whether a date says what another one says, and the month or the day as well."""
    return key.lower().endswith("date") and str(date).startswith(str(other))


def _plain(value: Any) -> str:
    return " ".join(str(value).casefold().split()).rstrip(".,;")


def apart_in(mine: Data, found: Data) -> tuple[str, ...]:
    """The keys of what stands otherwise in an entry that is there."""
    pairs = [(key, value, mine.get(key)) for key, value in found.items() if not isinstance(value, list | dict)]
    return tuple(key for key, value, there in pairs if value and there and not _agree(key, value, there))


def _agree(key: str, one: Any, other: Any) -> bool:
    return _plain(one) == _plain(other) or _is_finer(key, one, other) or _is_finer(key, other, one)


def _own_sections(draft: Draft, there: There) -> Iterator[Proposal]:
    for index, section in enumerate(_at(draft.career, "/meta/metier/sections") or []):
        name = section.get("name", "")
        mine = [(id_, entry) for id_, entry in there.entries.get("entries", []) if entry.get("section") == name]
        free = [(id_, {key: value for key, value in entry.items() if key != "section"}) for id_, entry in mine]
        for number, entry in enumerate(section.get("entries", [])):
            yield _entry(draft, "entries", f"/meta/metier/sections/{index}/entries/{number}", entry, free)


# --- skills, and what is left ----------------------------------------------------------------------------------------


def _skills(draft: Draft, there: There) -> Iterator[Proposal]:
    """A heading with its skills, or one skill. `gains` are those that are nowhere in the profile yet."""
    seen = set(there.skills)
    for index, item in enumerate(draft.career.get("skills", [])):
        place = f"/skills/{index}"
        named = item.get("keywords") or [item.get("name", "")]
        new = [name for name in named if name and fold(name) not in seen]
        sure = _mean(draft, place, {"keywords": item["keywords"]} if item.get("keywords") else item)
        if not new:
            yield _settled(place, "skills", item, sure, item)
            continue
        seen |= {fold(name) for name in new}
        gains = {**item, "keywords": new} if item.get("keywords") else item
        is_there = item.get("name", "") in there.headings and bool(item.get("keywords"))
        does = Do.MERGE if is_there else Do.ADD
        yield Proposal(
            place, "skills", item, sure, (Do.SKIP, does), Do.SKIP if sure < SURE else does, gains=gains
        )  # fmt: skip


def _preferences(draft: Draft, there: There) -> Iterator[Proposal]:
    wanted = _at(draft.career, "/meta/metier/preferences")
    if wanted:
        does = Do.SKIP if there.has_preferences else Do.ADD
        yield Proposal("/meta/metier/preferences", "preferences", wanted, 1.0, (Do.SKIP, Do.ADD), does)


def _rest(draft: Draft) -> Iterator[Proposal]:
    """Keys that no column of ours is for. They are kept, and go into every file that is taken along."""
    if rest := rest_of(draft.career):
        yield Proposal("/rest", "rest", rest, 1.0, (Do.SKIP, Do.ADD), Do.ADD)


def rest_of(career: Data) -> Data:
    """What a file says beyond JSON Resume, by place."""
    basics = career.get("basics", {})
    known = (
        ("", career, SHAPE), ("basics.", basics, SHAPE["basics"]),
        ("basics.location.", basics.get("location") or {}, SHAPE["basics"]["location"]),
        ("meta.metier.", career.get("meta", {}).get("metier", {}), METIER),
    )  # fmt: skip
    rest = {f"{at}{key}": value for at, values, shape in known for key, value in values.items() if key not in shape}
    if not (basics.get("location") or {}).get("city"):
        rest.pop("basics.location.text", None)  # it is the town
    if len(basics.get("image", "")) > SHORT:  # a picture in the file itself
        rest["basics.image"] = basics["image"]
    half = career.get("meta", {}).get("metier", {}).get("unsettled")
    return rest | ({"half an answer": half} if half else {})


def _at(career: Data, place: str) -> Any:
    value: Any = career
    for key in place.strip("/").split("/"):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
