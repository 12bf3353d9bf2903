"""A career as a file."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from sqlmodel import Session, col, select

from web.kit.jsonresume import PRESENT, compact
from web.profile.jsonresume.keys import (
    BASICS,
    CUSTOM,
    DETAILS,
    HEADINGS,
    LOCATION,
    PREFERENCES,
    PROFILES,
    READERS_EXTRA,
    SECTIONS,
    SKILLS,
    TALKS,
    UNSETTLED,
    WORK,
    Data,
    Section,
    said,
    values_of,
)
from web.profile.tables import (
    ENTRY_TABLES,
    Achievement,
    AchievementKind,
    CustomEntry,
    Detail,
    Entry,
    Experience,
    Link,
    Preferences,
    Profile,
    Project,
    Skill,
    SkillGroup,
    SkillKind,
    Visibility,
)

Audience = Literal["self", "reader"]
Rows = dict[type[Entry], list[Any]]


def career_of(db: Session, profile: Profile, audience: Audience = "self") -> Data:
    """The profile as JSON Resume, in as many queries as there are tables.

    For the person it holds everything. For a `reader`, whom a printed sheet reaches with this attached, it leaves out
    preferences, levels, drafts, private projects, and the real names behind an anonymised project.
    """
    rows = rows_of(db, profile)
    preferences = None
    if audience == "self":
        preferences = db.exec(select(Preferences).where(Preferences.profile_id == profile.id)).one_or_none()
    return written_for(audience, profile, rows, preferences)


def rows_of(db: Session, profile: Profile) -> Rows:
    """Every entry that was not removed, by table, in the person's order."""
    return {
        table: list(
            db.exec(
                select(table)
                .where(table.owner_id == profile.owner_id, table.profile_id == profile.id)
                .where(col(table.removed_at).is_(None))
                .order_by(col(table.position), col(table.id))
            )
        )
        for table in ENTRY_TABLES
    }


def written_for(audience: Audience, profile: Profile, rows: Rows, preferences: Preferences | None = None) -> Data:
    """The same from rows that are at hand, without a query."""
    extra = {name: _for_audience(audience, name, kept) for name, kept in profile.extra.items()}
    jobs = {str(row.id): WORK.label(entry_of(WORK, row, audience)) for row in rows[Experience]}
    pairs = {
        section.name: [
            _pair(section, row, audience, jobs)
            for row in rows[section.table]
            if section.holds(row) and _may_see(audience, row)
        ]
        for section in SECTIONS
    }
    metier = {
        **{section.name: list(_remarks(section, pairs[section.name])) for section in SECTIONS},
        "language": profile.language if profile.language != "en" else "",
        "details": [entry_of(DETAILS, row, audience) for row in rows[Detail]],
        "achievements": [entry_of(TALKS, row, audience) for row in rows[Achievement] if is_talk(row)],
        "sections": list(_custom_sections(rows[CustomEntry], audience)),
        **(_for_oneself(profile, rows, preferences) if audience == "self" else {}),
        **extra.get("metier", {}),
    }
    return compact(
        {
            "basics": {
                **extra.get("basics", {}),
                **said(values_of(profile, BASICS)),
                "location": {**extra.get("location", {}), **said(values_of(profile, LOCATION))},
                "profiles": [entry_of(PROFILES, row, audience) for row in rows[Link]],
            },
            **{name: [entry for entry, _ in written] for name, written in pairs.items()},
            "skills": list(_skills(rows, audience)),
            **extra.get("file", {}),
            "meta": {**extra.get("meta", {}), "metier": metier},
        }
    )


def _for_audience(audience: Audience, name: str, kept: Data) -> Data:
    if audience == "self":
        return kept
    return {key: value for key, value in kept.items() if key in READERS_EXTRA[name]}


def _may_see(audience: Audience, row: Any) -> bool:
    return audience == "self" or getattr(row, "visibility", None) != Visibility.PRIVATE


def _for_oneself(profile: Profile, rows: Rows, preferences: Preferences | None) -> Data:
    """What only the person themselves gets to see, apart from what is said of single entries."""
    headings = [item for item in groups_and_loose_skills(rows) if isinstance(item, SkillGroup)]
    listed = ((PROFILES, rows[Link]), (HEADINGS, headings), (SKILLS, _skills_in_order(rows)))
    return {
        "name": profile.name if profile.name != "Main" else "",
        "unsettled": profile.unsettled,
        "preferences": values_of(preferences, PREFERENCES) if preferences else {},
        **{
            section.name: list(_remarks(section, [_pair(section, row, "self", {}) for row in found]))
            for section, found in listed
        },
    }


def _pair(section: Section, row: Any, audience: Audience, jobs: dict[str, str]) -> tuple[Data, Data]:
    """An entry, and what is said of it under `meta.metier`."""
    entry, beyond = entry_of(section, row, audience), _beyond(section, row, audience)
    if isinstance(row, Project) and audience == "self":
        beyond["experiences"] = [jobs[place] for place in row.experience_ids if place in jobs]
        beyond["visibility"] = "" if row.visibility == Visibility.PUBLIC else row.visibility.value
    elif isinstance(row, Project) and row.visibility == Visibility.ANONYMISED:
        return _veiled(row, {key: value for key, value in entry.items() if key in section.columns}, beyond)
    return entry, beyond


def entry_of(section: Section, row: Any, audience: Audience) -> Data:
    """A row under the keys that JSON Resume has, with what waited in `extra`."""
    values = values_of(row, section.columns)
    if getattr(row, "is_current", False):
        values["endDate"] = PRESENT
    if "highlights" in values:
        values["highlights"] = [*row.lines, *getattr(row, "achievements", [])]
    if "roles" in values:
        several = row.extra.get("roles", [])
        values["roles"] = several if ", ".join(several) == row.role else [row.role]
    if audience == "reader":
        values.pop("unsettled", None)
    return {**row.extra, **said(values)}


def _beyond(section: Section, row: Any, audience: Audience) -> Data:
    values = values_of(row, section.beyond)
    if section.table in (Experience, Project):
        values["achievements"] = len(row.achievements)
    if audience == "self":
        values |= values_of(row, section.private | UNSETTLED)
    if isinstance(row, Skill):
        values["kind"] = "soft" if row.kind == SkillKind.SOFT else ""
        values["levelWords"] = row.level_words if row.group_id else ""
        values["isPrimary"] = row.is_primary or None
    return values


def _remarks(section: Section, written: Iterable[tuple[Data, Data]]) -> Iterator[Data]:
    for entry, beyond in written:
        if remark := {key: value for key, value in said(beyond).items() if (key, value) != ("achievements", 0)}:
            yield {"of": section.label(entry), **remark}


def _veiled(project: Project, entry: Data, beyond: Data) -> tuple[Data, Data]:
    """An anonymised project as strangers may see it: no addresses, and its alias for every name of a client."""
    names = [name for name in (project.entity, *re.split(r"[,;\n]", project.clients)) if name.strip()]
    pattern = re.compile("|".join(map(_pattern_of, sorted(names, key=len, reverse=True))), re.IGNORECASE)

    def veil(value: Any) -> Any:
        if isinstance(value, list):
            return [veil(each) for each in value]
        return pattern.sub(lambda _: project.company_alias or "…", value) if names and isinstance(value, str) else value

    def shown(values: Data) -> Data:
        return {key: veil(value) for key, value in values.items() if not key.lower().endswith("url")}

    return {**shown(entry), "entity": project.company_alias}, shown(beyond)


def _pattern_of(name: str) -> str:
    """A name however it is spaced; a very short one only as a word of its own."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    return spaced if len(name.strip()) > 3 else rf"\b{spaced}\b"


def _custom_sections(rows: list[CustomEntry], audience: Audience) -> Iterator[Data]:
    """Entries under their headings; a heading stands where its first entry stands."""
    headings: dict[str, list[Data]] = {}
    for row in rows:
        headings.setdefault(row.section, []).append(entry_of(CUSTOM, row, audience))
    for heading, entries in headings.items():
        yield {"name": heading, "entries": entries}


def _skills(rows: Rows, audience: Audience) -> Iterator[Data]:
    """Headings with their skills as keywords, and skills without a heading, in one order."""
    members = members_of(rows)
    for item in groups_and_loose_skills(rows):
        if isinstance(item, Skill):
            yield entry_of(SKILLS, item, audience)
        elif members[item.id]:
            keywords = [skill.name for skill in members[item.id]]
            yield {**item.extra, "name": item.name, "level": item.level_words, "keywords": keywords}


def _skills_in_order(rows: Rows) -> Iterator[Skill]:
    members = members_of(rows)
    for item in groups_and_loose_skills(rows):
        yield from [item] if isinstance(item, Skill) else members[item.id]


def members_of(rows: Rows) -> dict[Any, list[Skill]]:
    return {group.id: [skill for skill in rows[Skill] if skill.group_id == group.id] for group in rows[SkillGroup]}


def groups_and_loose_skills(rows: Rows) -> list[SkillGroup | Skill]:
    groups = {group.id for group in rows[SkillGroup]}
    loose = [skill for skill in rows[Skill] if skill.group_id not in groups]
    return sorted([*rows[SkillGroup], *loose], key=lambda item: item.position)


def is_talk(row: Achievement) -> bool:
    return row.kind in (AchievementKind.SPEAKING, AchievementKind.OTHER)
