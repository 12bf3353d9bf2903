"""A file as a career."""

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from web.kit.content import LARGEST_CONTENT
from web.kit.jsonresume import (
    ENTRIES,
    METIER,
    PRESENT,
    Problem,
    Unreadable,
    compact,
    is_before,
    quoted,
)
from web.kit.rows import SHORT
from web.profile.jsonresume.keys import (
    BASICS,
    CUSTOM,
    DETAILS,
    HEADINGS,
    LOCATION,
    PREFERENCES,
    PROFILES,
    SECTIONS,
    SKILLS,
    TALKS,
    UNSETTLED,
    WORK,
    Data,
    Section,
    column_value,
    said,
    values_of,
)
from web.profile.jsonresume.writing import Rows, entry_of, groups_and_loose_skills, is_talk, members_of, rows_of
from web.profile.tables import (
    Achievement,
    AchievementKind,
    Certification,
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
    Technology,
)
from web.profile.technologies import fold, settled


def fill(db: Session, profile: Profile, data: Data) -> None:
    """Take what a résumé says into a profile, all of it or, where it does not fit, nothing.

    `data` is what `web.kit.jsonresume.parse` returns. Entries come after those that are there, except such as are
    there already; of the personal fields and preferences only empty ones are filled. Raises Unreadable when profile
    and file together are more than a profile may hold, or a certificate expires before it was issued.
    """
    data = compact(data)
    metier = data.get("meta", {}).get("metier", {})
    there = rows_of(db, profile)
    try:
        with db.begin_nested():
            _fill_profile(profile, data, metier)
            _fill_preferences(db, profile, metier.get("preferences", {}))
            new = list(_Taking(profile, data, metier, there).rows())
            _recognise_technologies(db, new, there)
            db.add_all(row for row in new if isinstance(row, SkillGroup))
            db.flush()
            db.add_all(new)
            db.flush()
    except IntegrityError as error:
        if "ck_profiles_weight" not in str(error.orig):
            raise
        most = f"{LARGEST_CONTENT:,} bytes, the most a profile may hold"
        raise Unreadable(f"Together with what is here already this is more than {most}.") from None
    db.expire(profile, ["weight"])


def _fill_profile(profile: Profile, data: Data, metier: Data) -> None:
    basics = dict(data.get("basics", {}))
    location = basics.get("location", {})
    is_blank = not said(values_of(profile, BASICS | LOCATION))
    waiting = {
        "file": _without(data, ENTRIES.keys() | {"basics", "meta"}),
        "basics": _without(basics, BASICS.keys() | {"location", "profiles"}),
        "location": _without(location, LOCATION),
        "meta": _without(data.get("meta", {}), {"metier"}),
        "metier": _without(metier, METIER),
    }
    if len(basics.get("image", "")) > SHORT:  # a picture inside the file waits until there is a place for photos
        waiting["basics"]["image"] = basics.pop("image")
    _fill_empty(profile, basics, BASICS)
    _fill_empty(profile, location, LOCATION)
    profile.extra = {name: {**kept, **profile.extra.get(name, {})} for name, kept in waiting.items()}
    profile.unsettled = {**metier.get("unsettled", {}), **profile.unsettled}
    if is_blank:
        profile.name = metier.get("name", profile.name)
        profile.language = metier.get("language", profile.language)


SALARY = ("salaryLeast", "salaryMost", "salaryCurrency", "salaryPeriod")


def _fill_preferences(db: Session, profile: Profile, wanted: Data) -> None:
    """A salary is taken as a whole or not at all, for half of one means something else."""
    if not wanted:
        return
    found = db.exec(select(Preferences).where(Preferences.profile_id == profile.id)).one_or_none()
    preferences = found or Preferences(owner_id=profile.owner_id, profile_id=profile.id)
    has_salary = any(values_of(preferences, PREFERENCES)[key] is not None for key in SALARY)
    _fill_empty(preferences, _without(wanted, SALARY) if has_salary else wanted, PREFERENCES)
    db.add(preferences)


def _fill_empty(row: Any, values: Data, columns: dict[str, str]) -> None:
    for key, column in columns.items():
        if key in values and getattr(row, column) in (None, "", [], {}):
            setattr(row, column, column_value(key, values[key]))


class _Remarks:
    """What `meta.metier` says of the entries of one list, taken once each by the name of the entry."""

    def __init__(self, metier: Data, section: Section) -> None:
        self.left: list[Data] = list(metier.get(section.name, [])) if section.of else []

    def of(self, label: str) -> Data:
        found = next((remark for remark in self.left if remark.get("of", "") == label), None)
        if found is None:
            return {}
        self.left.remove(found)
        return found


class _Taking:
    """The rows that a file adds to those that are there."""

    def __init__(self, profile: Profile, data: Data, metier: Data, there: Rows) -> None:
        self.data, self.metier, self.there = data, metier, there
        self.mine: dict[str, Any] = {"owner_id": profile.owner_id, "profile_id": profile.id}
        self.positions = {table: _after(rows) for table, rows in there.items()}
        self.jobs = {WORK.label(entry_of(WORK, row, "self")): str(row.id) for row in reversed(there[Experience])}

    def rows(self) -> Iterator[Entry]:
        return chain(
            self.list_of(PROFILES, self.data.get("basics", {}).get("profiles", []), self.there[Link]),
            self.list_of(DETAILS, self.metier.get("details", []), self.there[Detail]),
            *(self.section(section) for section in SECTIONS),
            self.talks(),
            *(self.custom_section(section) for section in self.metier.get("sections", [])),
            self.skills(),
        )

    def row(self, section: Section, entry: Data, remarks: Data, /, **more: Any) -> Any:
        row = section.table(**self.mine, position=next(self.positions[section.table]), **more)
        _read_entry(section, row, entry)
        _read_remarks(section, row, remarks)
        return row

    def list_of(self, section: Section, entries: list[Data], there: Iterable[Any], /, **more: Any) -> Iterator[Entry]:
        known, remarks = [entry_of(section, row, "self") for row in there], _Remarks(self.metier, section)
        for entry in entries:
            remark = remarks.of(section.label(entry))
            if entry not in known:
                yield self.row(section, entry, remark, **more)

    def section(self, section: Section) -> Iterator[Entry]:
        known = [entry_of(section, row, "self") for row in self.there[section.table] if section.holds(row)]
        remarks = _Remarks(self.metier, section)
        for entry in self.data.get(section.name, []):
            label = section.label(entry)
            remark = remarks.of(label)
            if entry in known:
                continue
            row = self.row(section, entry, remark, **({"kind": section.kind} if section.kind else {}))
            if isinstance(row, Experience):
                self.jobs.setdefault(label, str(row.id))
            if isinstance(row, Project):
                row.experience_ids = [self.jobs[job] for job in remark.get("experiences", []) if job in self.jobs]
            yield row

    def talks(self) -> Iterator[Entry]:
        known = [entry_of(TALKS, row, "self") for row in self.there[Achievement] if is_talk(row)]
        for talk in self.metier.get("achievements", []):
            if talk not in known:
                row = self.row(TALKS, talk, {})
                row.kind = AchievementKind(talk.get("kind", AchievementKind.OTHER))
                yield row

    def custom_section(self, section: Data) -> Iterator[Entry]:
        name = section.get("name", "")
        there = [row for row in self.there[CustomEntry] if row.section == name]
        return self.list_of(CUSTOM, section.get("entries", []), there, section=name)

    def skills(self) -> Iterator[Entry]:
        """Headings and their skills. A heading that is there already takes in the skills it does not have yet."""
        remarks = _Remarks(self.metier, SKILLS)
        positions = _after(groups_and_loose_skills(self.there))
        loose = [item for item in groups_and_loose_skills(self.there) if isinstance(item, Skill)]
        known = [entry_of(SKILLS, skill, "self") for skill in loose]
        headings = {group.name: group for group in self.there[SkillGroup]}
        members, of_headings = members_of(self.there), _Remarks(self.metier, HEADINGS)
        for item in self.data.get("skills", []):
            if not item.get("keywords"):
                remark = remarks.of(item.get("name", ""))
                if item not in known:
                    row = self.row(SKILLS, item, remark)
                    row.position = next(positions)
                    yield row
                continue
            group, about_group = headings.get(item.get("name", "")), of_headings.of(item.get("name", ""))
            if group is None:
                group = self.row(HEADINGS, _without(item, ("keywords",)), about_group)
                group.position = next(positions)
                yield group
            yield from self.keywords(group, item["keywords"], members.get(group.id, []), remarks)

    def keywords(
        self, group: SkillGroup, keywords: list[str], members: list[Skill], remarks: _Remarks
    ) -> Iterator[Entry]:
        positions, known = _after(members), {skill.name for skill in members}
        for keyword in keywords:
            remark = remarks.of(keyword)
            if keyword not in known:
                skill = Skill(**self.mine, position=next(positions), name=keyword, group_id=group.id)
                _read_remarks(SKILLS, skill, remark)
                yield skill


def _after(rows: Iterable[Any]) -> Iterator[int]:
    return count(max((row.position for row in rows), default=-1) + 1)


def _read_entry(section: Section, row: Any, entry: Data) -> None:
    row.extra = _without(entry, section.columns)
    for key, column in section.columns.items():
        if key in entry:
            setattr(row, column, column_value(key, entry[key]))
    if "endDate" in section.columns and entry.get("endDate") == PRESENT:
        row.is_current, row.end_date = True, None
    if "roles" in section.columns and "roles" in entry:
        row.role = ", ".join(entry["roles"])[:SHORT]
        if entry["roles"] != [row.role]:
            row.extra = {**row.extra, "roles": entry["roles"]}


def _read_remarks(section: Section, row: Any, remarks: Data) -> None:
    for key, column in (section.beyond | section.private | UNSETTLED).items():
        if key in remarks:
            setattr(row, column, column_value(key, remarks[key]))
    if isinstance(row, Skill):
        row.kind = SkillKind(remarks.get("kind", SkillKind.TECHNICAL))
        row.level_words = remarks.get("levelWords", row.level_words)
    if isinstance(row, Certification) and row.expiry_date and is_before(row.expiry_date, row.issued_date or ""):
        raise Unreadable(Problem("meta.metier.certificates", f"{quoted(row.name)} expires before it was issued"))
    if isinstance(row, Experience | Project):
        ended = max(0, len(row.lines) - remarks.get("achievements", 0))
        row.lines, row.achievements = row.lines[:ended], row.lines[ended:]


def _without(values: Data, known: Iterable[str]) -> Data:
    left_out = set(known)
    return {key: value for key, value in values.items() if key not in left_out}


def _recognise_technologies(db: Session, new: list[Entry], there: Rows) -> None:
    """Tie new skills to the technologies they name, each at most once in a profile."""
    skills = [row for row in new if isinstance(row, Skill)]
    keys = {skill.id: fold(settled(skill.name) or "") for skill in skills}
    wanted = sa.select(col(Technology.folded), col(Technology.id)).where(col(Technology.folded).in_(set(keys.values())))
    ids = dict(tuple(row) for row in db.execute(wanted)) if skills else {}
    taken = {skill.technology_id for skill in there[Skill]}
    for skill in skills:
        found = ids.get(keys[skill.id])
        if found and found not in taken:
            taken.add(found)
            skill.technology_id = found
