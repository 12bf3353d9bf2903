"""A sheet of anybody's as JSON Resume: who it is, then section by section."""

from collections.abc import Callable
from typing import Any

from web.kit.reading import fields, moments, people, roles, shelves
from web.kit.reading.blocks import Section
from web.kit.reading.groups import Group, Grouping
from web.kit.reading.headings import kind_of, language_of
from web.kit.reading.lines import Line, Sheet
from web.kit.reading.paragraphs import Room, joined_lines, unhung, unmarked
from web.kit.reading.sections import divided_anyhow
from web.kit.reading.works import works

Data = dict[str, Any]
Made = list[Data]


def is_beside(text: str) -> bool:
    """What stands in a margin beside the lines that it belongs to: a date, or a place."""
    return bool(moments.find_all(text)) or roles.is_place(text)


def career_of(sheet: Sheet) -> Data:
    parts = divided_anyhow(sheet)
    room = Room.of([*parts.head, *(line for section in parts.sections for line in section.lines)])
    contact = _lines_of(parts.sections, "contact")
    summary = _lines_of(parts.sections, "summary")
    language = language_of(section.title for section in parts.sections)
    said: Data = {"basics": people.basics_of(parts.head, contact, summary, room, sheet.body.size)}
    said["meta"] = {"metier": {"language": language}}
    for section in parts.sections:
        if section.kind in READERS:
            said.setdefault(section.kind, []).extend(READERS[section.kind](section, room, sheet))
        elif not section.kind and _is_skill(section):
            said.setdefault("skills", []).append(_skill(section, sheet))
        elif section.kind not in ("contact", "summary"):
            own = {"name": section.title, "entries": _own(section, room, sheet)}
            said["meta"]["metier"].setdefault("sections", []).append(own)
    if not said.get("education"):
        said["education"] = _studies_among([*parts.head, *contact], room, sheet)
    _move_languages(said)
    return {key: value for key, value in said.items() if value}


def _studies_among(lines: list[Line], room: Room, sheet: Sheet) -> Made:
    """A degree with its school and its time, said among the personal details."""
    found = [
        line
        for line in lines
        if roles.is_degree(line.text) and roles.is_school(line.text) and moments.find_all(line.text)
    ]
    return fields.studies([group for line in found for group in Grouping([unmarked(line)], room, sheet.body).groups()])


def _move_languages(said: Data) -> None:
    """ "Languages: Spanish, English" among the skills, if they are languages that people speak."""
    for group in list(said.get("skills", ())):
        words = group.get("keywords", [])
        found = shelves.spoken(words) if kind_of(group.get("name", "")) == "languages" else []
        if found and len(found) == len(words):
            said["skills"].remove(group)
            said.setdefault("languages", []).extend(found)


def _is_skill(section: Section) -> bool:
    """A heading with a level below it, and perhaps some short words: a skill that is set like a section."""
    first, rest = section.lines[:1], section.lines[1:]
    return bool(first) and roles.is_level(first[0].text) and all(len(line.text) < 40 for line in rest)


def _skill(section: Section, sheet: Sheet) -> Data:
    below = shelves.skills(list(section.lines[1:]), sheet.body)
    words = [word for group in below for word in (group.get("name"), *group.get("keywords", ())) if word]
    return fields.kept({"name": section.title, "level": section.lines[0].text, "keywords": words})


def _lines_of(sections: list[Section], kind: str) -> list[Line]:
    return [line for section in sections if section.kind == kind for line in section.lines]


def _groups(section: Section, room: Room, sheet: Sheet) -> list[Group]:
    return Grouping(list(section.lines), room, sheet.body).groups()


def _works(section: Section, room: Room, sheet: Sheet) -> Made:
    return [
        entry for entry in fields.works(_groups(section, room, sheet)) if entry.get("name") or entry.get("position")
    ]


def _volunteer(section: Section, room: Room, sheet: Sheet) -> Made:
    return fields.works(_groups(section, room, sheet), "organization")


def _studies(section: Section, room: Room, sheet: Sheet) -> Made:
    found = fields.studies(_groups(section, room, sheet))
    return [entry for entry in found if entry.get("institution") or entry.get("studyType") or entry.get("area")]


def _titled(*keys: str) -> Callable[[Section, Room, Sheet], Made]:
    return lambda section, room, sheet: fields.titled(_groups(section, room, sheet), *keys)


def _publications(section: Section, room: Room, sheet: Sheet) -> Made:
    return works(list(section.lines)) or fields.titled(
        _groups(section, room, sheet), "name", "publisher", "releaseDate"
    )


def _references(section: Section, room: Room, sheet: Sheet) -> Made:
    texts = joined_lines(list(section.lines), room)
    return [{"reference": "\n".join(texts)}] if texts else []


def _own(section: Section, room: Room, sheet: Sheet) -> Made:
    made = []
    for group in _groups(section, room, sheet):
        texts = [cell.text for cell in group.cells]
        title, org = [*texts, "", ""][:2]
        entry = {"title": title, "organisation": org, **fields.time_of(group.stays)}
        made.append(fields.kept({**entry, "summary": "\n".join(group.texts), "highlights": list(group.points)}))
    return [entry for entry in made if entry]


READERS: dict[str, Callable[[Section, Room, Sheet], Made]] = {
    "work": _works,
    "volunteer": _volunteer,
    "education": _studies,
    "projects": lambda section, room, sheet: fields.projects(_groups(section, room, sheet)),
    "skills": lambda section, room, sheet: shelves.skills(unhung(list(section.lines), room), sheet.body),
    "interests": lambda section, room, sheet: shelves.interests(unhung(list(section.lines), room), sheet.body),
    "languages": lambda section, room, sheet: shelves.languages(unhung(list(section.lines), room)),
    "certificates": _titled("name", "issuer", "date"),
    "awards": _titled("title", "awarder", "date"),
    "grants": _titled("title", "awarder", "date"),
    "achievements": _titled("title", "issuer", "date"),
    "talks": _titled("title", "issuer", "date"),
    "publications": _publications,
    "references": _references,
}
