"""What is in a résumé, and in which order: its entries and its sections. Every verb is one step that can be undone."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlmodel import col, select
from uuid_utils.compat import uuid7

from web.kit.printing import designs
from web.kit.visits import NotFound
from web.profile.entries import Kind
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.search import find_entries, folded, words_in
from web.profile.tables import Entry, Skill, SkillGroup
from web.resumes.editing import Desk, Piece, rows_here, short
from web.resumes.sections import CONTACTS, Section, section_of, sections_of
from web.resumes.tailoring import (
    add_own,
    put_entries,
    put_sections,
    remove_own,
    show_entry,
    show_section,
    tailored,
    title_section,
)

MOST_FOUND = 60  # entries that a search shows


# --- entries ---------------------------------------------------------------------------------------------------------


def add_piece(desk: Desk, kind: Kind) -> UUID:
    """An entry that only this résumé has, where the profile would put it."""
    entry_id = uuid7()
    tailoring = add_own(desk.tailoring, kind.slug, entry_id)
    ids = [str(row.id) for row in rows_here(desk, kind, tailoring) if row.id != entry_id]
    ids = [str(entry_id), *ids] if kind.newest_first else [*ids, str(entry_id)]
    desk.keep(put_entries(tailoring, kind.slug, ids), f"Added a {kind.name}, only here")
    return entry_id


def remove_piece(desk: Desk, piece: Piece) -> None:
    if not piece.is_own:
        raise NotFound
    desk.keep(remove_own(desk.tailoring, piece.where), f"Removed {piece.name}")


def show_piece(desk: Desk, piece: Piece, shown: bool) -> None:
    """In or left out; a heading goes with what stands under it."""
    tailoring = show_entry(desk.tailoring, piece.where, shown)
    if isinstance(piece.original, SkillGroup):
        members = select(Skill.id).where(
            Skill.owner_id == desk.profile.owner_id,
            Skill.group_id == piece.original.id,
            col(Skill.removed_at).is_(None),
        )
        for skill_id in desk.db.exec(members):
            tailoring = show_entry(tailoring, skill_id, shown)
    desk.keep(tailoring, f"{'Put back' if shown else 'Left out'} {piece.name}")


def move_piece(desk: Desk, piece: Piece, by: int) -> None:
    """One place up (-1) or down (+1) among those of its section; at the end nothing happens."""
    if piece.kind is None:
        raise NotFound
    rows = rows_here(desk, piece.kind)
    own = section_of(piece.here)
    ids = [str(row.id) for row in rows if section_of(row) == own]
    desk.keep(
        put_entries(desk.tailoring, piece.slug, reordered([str(row.id) for row in rows], moved(ids, piece.where, by))),
        f"Moved {piece.name} {'up' if by < 0 else 'down'}",
    )


def order_pieces(desk: Desk, kind: Kind, ids: list[str]) -> None:
    """These in this order, where they stand now; what a tab did not know of stays where it is."""
    present = [str(row.id) for row in rows_here(desk, kind)]
    desk.keep(put_entries(desk.tailoring, kind.slug, reordered(present, ids)), f"Another order: {kind.name}")


def moved(names: list[str], name: str, by: int) -> list[str]:
    at = names.index(name) if name in names else -1
    if at < 0 or not 0 <= at + by < len(names):
        return names
    made = list(names)
    made[at], made[at + by] = made[at + by], made[at]
    return made


def reordered(present: list[str], wanted: Iterable[str]) -> list[str]:
    """Those of `wanted` that are there, in that order, on the places they have together; all others stay."""
    there = set(present)
    queue = [name for name in dict.fromkeys(wanted) if name in there]
    named, following = set(queue), iter(queue)
    return [next(following) if name in named else name for name in present]


# --- sections --------------------------------------------------------------------------------------------------------


def present_sections(desk: Desk, rows: Rows | None = None) -> list[Section]:
    """`rows` are the career as this résumé says it, with what it leaves out."""
    tailoring = desk.tailoring
    if rows is None:
        rows = tailored(desk.profile, rows_of(desk.db, desk.profile), tailoring, everything=True)[1]
    design = designs().get(desk.resume.design)
    wanted = tailoring.sections or (design.settled(desk.resume.controls).get("order") if design else None) or ()
    return sections_of(rows, desk.resume.language, wanted, tailoring.titles, tailoring.hidden_sections)


def title_of(desk: Desk, slug: str, title: str) -> None:
    section = _section(desk, slug)
    said = "" if title == section.usual else title
    desk.keep(title_section(desk.tailoring, slug, said), f"Title of {short(section.usual)}", f"title/{slug}")


def show_part(desk: Desk, slug: str, shown: bool) -> None:
    section = _section(desk, slug)
    words = f"{'Put back' if shown else 'Left out'} {short(section.title)}"
    desk.keep(show_section(desk.tailoring, slug, shown), words)


def move_part(desk: Desk, slug: str, by: int) -> None:
    section = _section(desk, slug)
    slugs = [each.slug for each in present_sections(desk) if not each.is_fixed]
    words = f"Moved {short(section.title)} {'up' if by < 0 else 'down'}"
    desk.keep(put_sections(desk.tailoring, moved(slugs, slug, by)), words)


def order_parts(desk: Desk, slugs: list[str]) -> None:
    present = [each.slug for each in present_sections(desk) if not each.is_fixed]
    desk.keep(put_sections(desk.tailoring, reordered(present, slugs)), "Another order of sections")


def _section(desk: Desk, slug: str) -> Section:
    """A section that this résumé has and may arrange; raises NotFound."""
    found = next((each for each in present_sections(desk) if each.slug == slug and slug != CONTACTS), None)
    if found is None:
        raise NotFound
    return found


def found_in(desk: Desk, sections: list[Section], words: str) -> list[Section]:
    """Of each section only what has these words, in the profile or here."""
    wanted = words_in(words)
    if not wanted:
        return sections
    found = {each.entry.id for each in find_entries(desk.db, desk.profile.owner_id, desk.profile, words, MOST_FOUND)}

    def has_them(kind: Kind, row: Entry) -> bool:
        said = folded(f"{kind.heading(row)} {kind.line(row)}")
        return row.id in found or all(word in said for word in wanted)

    made = []
    for section in sections:
        shelves = [(kind, [row for row in rows if has_them(kind, row)]) for kind, rows in section.shelves]
        made.append(replace(section, shelves=[(kind, rows) for kind, rows in shelves if rows]))
    return [section for section in made if section.shelves]
