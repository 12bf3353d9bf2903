"""Where the words of a printed career are written: from an index in JSON Resume to the piece of the editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from web.profile.jsonresume.keys import CUSTOM, DETAILS, PROFILES, SECTIONS, TALKS, Section
from web.profile.jsonresume.writing import Rows, entry_of, groups_and_loose_skills, is_talk, members_of, rows_of
from web.profile.tables import (
    Achievement,
    CustomEntry,
    Detail,
    Entry,
    Link,
    Profile,
    Skill,
    SkillGroup,
    Visibility,
)
from web.resumes.tables import Resume
from web.resumes.tailoring import Tailoring, tailored

HEAD, SUMMARY = "head", "summary"


@dataclass(frozen=True)
class Places:
    """The pieces behind the lists of a printed career, by section, in the order of those lists."""

    resume_id: UUID
    pieces: dict[str, list[str]]

    def piece(self, section: str, index: int = 0) -> str:
        """The name of the piece; the head's for what has none of its own."""
        names = self.pieces.get(section, [])
        return names[index] if index < len(names) else SUMMARY if section == SUMMARY else HEAD

    def address(self, section: str, index: int = 0) -> str:
        name = self.piece(section, index)
        return f"/resumes/{self.resume_id}?open={name}#entry-{name}"


def places_of(db: Session, resume: Resume, profile: Profile) -> Places:
    """Of this résumé as it prints: what is left out here has no place."""
    _, rows = tailored(profile, rows_of(db, profile), Tailoring.read(resume.tailoring))
    pieces = {section.name: _printed(section, filter(section.holds, rows[section.table])) for section in SECTIONS}
    pieces |= {
        "profiles": _printed(PROFILES, rows[Link]),
        "details": _printed(DETAILS, rows[Detail]),
        "achievements": _printed(TALKS, [row for row in rows[Achievement] if is_talk(row)]),
        "skills": [str(item.id) for item in _skills(rows)],
    }
    return Places(resume.id, pieces | _own_sections(rows))


def _printed(section: Section, rows: Iterable[Entry]) -> list[str]:
    """Entries that say nothing, and private ones, are in no list."""
    seen = (row for row in rows if getattr(row, "visibility", None) != Visibility.PRIVATE)
    return [str(row.id) for row in seen if entry_of(section, row, "reader")]


def _skills(rows: Rows) -> list[SkillGroup | Skill]:
    members = members_of(rows)
    return [item for item in groups_and_loose_skills(rows) if isinstance(item, Skill) or members[item.id]]


def _own_sections(rows: Rows) -> dict[str, list[str]]:
    """Entries under the person's own headings, a heading where its first entry stands."""
    headings: dict[str, list[CustomEntry]] = {}
    for row in rows[CustomEntry]:
        headings.setdefault(row.section, []).append(row)
    return {f"sections[{number}]": _printed(CUSTOM, found) for number, found in enumerate(headings.values())}
