"""Writing in a résumé: its words, what is in it, and in which order. Every verb is one step that can be undone.

The profile stays as it is, but for what is put into it on purpose.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select
from uuid_utils.compat import uuid7

from web.kit.forms import EMail, Form, Line, Paragraph, Reading, Settled, WebAddress, raw_of, settle
from web.kit.printing import designs
from web.kit.visits import NotFound
from web.profile.actions import add_entry, save_entry
from web.profile.entries import KINDS, Kind
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.search import find_entries, folded, words_in
from web.profile.tables import Entry, Profile, Skill, SkillGroup
from web.resumes.actions import resume_of
from web.resumes.sections import CONTACTS, Section, section_of, sections_of
from web.resumes.states import career_at, changing, keep_career
from web.resumes.tables import MOST_TAILORED, Resume
from web.resumes.tailoring import (
    HEAD,
    Break,
    Change,
    Tailoring,
    Wording,
    add_own,
    agree,
    as_json,
    break_before,
    changes_between,
    copy_of,
    put_entries,
    put_sections,
    remove_own,
    say,
    show_entry,
    show_field,
    show_section,
    tailored,
    title_section,
    unsay,
    with_words,
)

SEALING = 100  # bytes that the seal adds, at most
LONGEST_IN_A_STEP = 120  # letters of a name in the words for a step
UNSETTLED = "unsettled"
MOST_FOUND = 60  # entries that a search shows


class TooManyWords(Exception):
    """This résumé's own words are more than it may hold; nothing was changed."""


class HeadForm(Form):
    full_name: Line = ""
    headline: Line = ""
    email: EMail = ""
    phone: Line = ""
    url: WebAddress = ""
    address: Line = ""
    postal_code: Line = ""
    city: Line = ""
    region: Line = ""
    country: Line = ""


class SummaryForm(Form):
    summary: Paragraph = ""


HEADS: dict[str, type[Form]] = {"head": HeadForm, "summary": SummaryForm}
NAMES_OF_HEADS = {"head": "your name and how to reach you", "summary": "the summary"}


# --- what is on the desk ---------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """A résumé that is being written, and the profile it follows."""

    db: Session
    resume: Resume
    profile: Profile

    @property
    def tailoring(self) -> Tailoring:
        return Tailoring.read(self.resume.tailoring)

    def keep(self, tailoring: Tailoring, what: str, touches: str = "") -> None:
        """Keep it as a step; raises TooManyWords before anything is changed."""
        kept = tailoring.kept()
        if len(json.dumps(kept, ensure_ascii=False).encode()) + SEALING > MOST_TAILORED:
            raise TooManyWords
        if kept == self.resume.tailoring:
            return
        # from here on it is its owner's own, and they hear of changes underneath
        is_first = not self.resume.tailoring or self.resume.state_id is None
        with changing(self.db, self.resume, self.profile, what, touches[:300]):
            self.resume.tailoring = kept
        if is_first:
            self.resume.seen_revision = self.profile.revision


@dataclass
class Piece:
    """What is written in place at once: an entry, or a part of the head. `original` is the profile's row (a blank one
    for an entry that is only here) and `here` a copy with this résumé's words."""

    slug: str
    where: str
    form: type[Form]
    original: Any
    here: Any
    wording: Wording
    kind: Kind | None = None
    is_own: bool = False

    @property
    def name(self) -> str:
        """As it is called in the words for a step."""
        if self.kind is None:
            return NAMES_OF_HEADS[self.slug]
        return short(self.kind.heading(self.here)) or f"a {self.kind.name} without a name"

    @property
    def columns(self) -> list[str]:
        """The columns with words of their own here, those that are no value yet as well."""
        said = self.wording.said
        waiting = said.get(UNSETTLED, self.original.unsettled)
        return [
            name
            for name in self.form.model_fields
            if name in said or waiting.get(name) != self.original.unsettled.get(name)
        ]


def short(name: str) -> str:
    return name if len(name) <= LONGEST_IN_A_STEP else f"{name[: LONGEST_IN_A_STEP - 1].rstrip()}…"


def desk_of(db: Session, owner_id: UUID, wanted: str, lock: bool = True) -> Desk:
    return Desk(db, *resume_of(db, owner_id, wanted, lock=lock))


def piece_of(desk: Desk, slug: str, entry_id: UUID) -> Piece:
    """One entry of the profile or of the résumé's own, or a part of the head; raises NotFound for anything else. For an
    entry that was removed meanwhile, what is written waits (`orphans_of`)."""
    profile, tailoring = desk.profile, desk.tailoring
    if slug in HEADS:
        if entry_id != profile.id:
            raise NotFound
        wording = tailoring.wording(HEAD)
        return Piece(slug, HEAD, HEADS[slug], profile, with_words(profile, wording, everything=True), wording)
    kind = kind_named(slug)
    is_own = tailoring.own.get(str(entry_id)) == slug
    row = _row_of(desk, kind, entry_id)
    if row is None and not is_own:
        raise NotFound
    row = row or kind.table(id=entry_id, owner_id=profile.owner_id, profile_id=profile.id)
    wording = tailoring.wording(entry_id)
    here = with_words(row, wording, everything=True)
    return Piece(slug, str(entry_id), kind.form, row, here, wording, kind, is_own)


def kind_named(slug: str) -> Kind:
    if slug not in KINDS:
        raise NotFound
    return KINDS[slug]


def _row_of(desk: Desk, kind: Kind, entry_id: UUID) -> Entry | None:
    table, profile = kind.table, desk.profile
    mine = select(table).where(table.owner_id == profile.owner_id, table.profile_id == profile.id, table.id == entry_id)
    return desk.db.exec(mine).one_or_none()


# --- words -----------------------------------------------------------------------------------------------------------


@dataclass
class Prints:
    """What a tab asks to print of an entry: the columns it saw with their state, and those it wants; how the page is to
    break before it, where the tab changed that."""

    seen: dict[str, str]
    wanted: set[str]
    break_: str | None = None


def save_words(
    desk: Desk, piece: Piece, reading: Reading, was: dict[str, str], prints: Prints | None = None
) -> Settled:
    """Word it so here. What is the same as in the profile follows the profile."""
    before = copy_of(piece.here)
    if piece.kind:
        settled = save_entry(desk.db, piece.here, piece.kind, reading, was)
    else:
        settled = settle(piece.here, piece.form, reading, was)
    columns = (*piece.form.model_fields, UNSETTLED)
    said = {name: _said(piece.here, name) for name in columns if _said(piece.here, name) != _said(before, name)}
    profile_says = {name: _said(piece.original, name) for name in columns}
    tailoring = say(desk.tailoring, piece.where, said, profile_says)
    if prints:
        tailoring = _printing(tailoring, piece.where, prints)
    desk.keep(tailoring, f"Wording of {piece.name}", f"{piece.where}/{','.join(sorted(said))}" if said else "")
    piece.wording = tailoring.wording(piece.where)
    return settled


def _said(row: Any, column: str) -> Any:
    return as_json(getattr(row, column))


def _printing(tailoring: Tailoring, where: str, prints: Prints) -> Tailoring:
    """Only what this tab changed: another may have changed the rest."""
    for column, state in prints.seen.items():
        is_wanted = column in prints.wanted
        if is_wanted != (state == "on"):
            tailoring = show_field(tailoring, where, column, is_wanted)
    if prints.break_ is not None:
        kept: dict[str, Break] = {"page": "page", "keep": "keep"}
        tailoring = break_before(tailoring, where, kept.get(prints.break_))
    return tailoring


def use_profiles(desk: Desk, piece: Piece, column: str = "") -> None:
    """Back to the profile's words, for one column or the whole piece."""
    columns = [column] if column else [*piece.columns, UNSETTLED]
    tailoring = unsay(desk.tailoring, piece.where, *columns)
    if column and column in piece.here.unsettled:
        kept = {name: raw for name, raw in piece.here.unsettled.items() if name != column}
        tailoring = say(tailoring, piece.where, {UNSETTLED: kept}, {UNSETTLED: piece.original.unsettled})
    desk.keep(tailoring, f"Back to your profile’s words: {piece.name}")


def put_into_profile(desk: Desk, piece: Piece, column: str = "") -> None:
    """The words here become the profile's, which checks them as its own; raises IntegrityError where it is full."""
    was_agreed = desk.resume.seen_revision == desk.profile.revision
    columns = [column] if column else piece.columns
    reading = piece.form.check({name: raw_of(piece.here, name) for name in columns})
    if piece.is_own and piece.kind:
        add_entry(desk.db, desk.profile, piece.kind, reading, entry_id=UUID(piece.where))
        tailoring = _become_profiles(desk.tailoring, piece.where)
    elif piece.kind:
        save_entry(desk.db, piece.original, piece.kind, reading, {})
        tailoring = unsay(desk.tailoring, piece.where, *columns, *([] if column else [UNSETTLED]))
    else:
        settle(piece.original, piece.form, reading, {})
        tailoring = unsay(desk.tailoring, piece.where, *columns, *([] if column else [UNSETTLED]))
    desk.db.flush()
    desk.db.refresh(desk.profile)
    desk.keep(tailoring, f"Put into your profile: {piece.name}")
    if was_agreed:
        see_profile(desk)


def _become_profiles(tailoring: Tailoring, where: str) -> Tailoring:
    """It stays where it is and as it is shown, and follows the profile from now on."""
    shown, off, break_ = tailoring.shows(where), tailoring.wording(where).off, tailoring.breaks.get(where)
    made = break_before(remove_own(tailoring, where), where, break_)
    for column in off:
        made = show_field(made, where, column, False)
    return show_entry(made, where, shown)


# --- what is in it, and in which order -------------------------------------------------------------------------------


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


def rows_here(desk: Desk, kind: Kind, tailoring: Tailoring | None = None) -> list[Entry]:
    """The entries of one kind in this résumé's order, those left out as well, without gathering the others."""
    table, profile = kind.table, desk.profile
    mine = (
        select(table)
        .where(table.owner_id == profile.owner_id, table.profile_id == profile.id, col(table.removed_at).is_(None))
        .order_by(col(table.position), col(table.id))
    )
    nothing: Rows = {other.table: [] for other in KINDS.values()}
    rows = {**nothing, table: list(desk.db.exec(mine))}
    return tailored(profile, rows, tailoring or desk.tailoring, everything=True)[1][table]


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


# --- the profile changed underneath ----------------------------------------------------------------------------------


def news_of(desk: Desk, rows: Rows) -> list[Change]:
    """What the profile says otherwise since its owner last agreed. Nothing while a résumé only follows it."""
    if not desk.resume.tailoring or desk.resume.seen_revision == desk.profile.revision:
        return []
    seen = career_at(desk.db, desk.profile, desk.resume.seen_revision)
    return changes_between(seen, (desk.profile, rows), desk.tailoring) if seen else []


def see_profile(desk: Desk) -> None:
    """This is what the profile says, and it is agreed with."""
    desk.resume.seen_revision = keep_career(desk.db, desk.profile)


def decide(desk: Desk, left: Callable[[Change], bool]) -> None:
    """Take each change, or leave it as it was; the whole is one step. `left` tells which stay."""
    rows = rows_of(desk.db, desk.profile)
    seen = career_at(desk.db, desk.profile, desk.resume.seen_revision)
    tailoring = desk.tailoring
    for change in news_of(desk, rows):
        if left(change):
            tailoring = _left(tailoring, change, seen[1] if seen else rows)
        elif change.said_here and change.column:
            tailoring = unsay(tailoring, change.where, change.column)
        elif change.said_here:
            tailoring = remove_own(tailoring, change.where)
    desk.keep(tailoring, "Went through what changed in your profile")
    see_profile(desk)


def _left(tailoring: Tailoring, change: Change, before: Rows) -> Tailoring:
    """As it was: own words stay, the profile's old words become own words, an entry that came stays out, and one that
    went lives on here."""
    if change.column and change.said_here:
        return agree(tailoring, change.where, change.column, change.now)
    if change.column:
        return say(tailoring, change.where, {change.column: change.before}, {change.column: change.now})
    if change.before is None:
        return show_entry(tailoring, change.where, False)
    beside = before[KINDS[change.kind].table]
    row = next(row for row in beside if str(row.id) == change.where)
    return live_on(tailoring, KINDS[change.kind], row, beside)


def live_on(tailoring: Tailoring, kind: Kind, row: Entry, beside: list[Entry]) -> Tailoring:
    """An entry that the profile has no more, as one that only this résumé has, in its old place among those beside."""
    old, new = str(row.id), uuid7()
    here = with_words(row, tailoring.wording(old), everything=True)
    said = {name: as_json(getattr(here, name)) for name in kind.form.model_fields if getattr(here, name)}
    wording = Wording(said=said, off=tailoring.wording(old).off)
    made = add_own(tailoring, kind.slug, new)
    in_place = [
        str(each.id) for each in sorted({row.id: row, **{each.id: each for each in beside}}.values(), key=_place)
    ]
    order = made.order.get(kind.slug, [])
    order = order if old in order else in_place
    wordings = {name: words for name, words in made.wordings.items() if name != old}
    made = made.model_copy(update={"wordings": {**wordings, str(new): wording}})
    made = put_entries(made, kind.slug, [str(new) if name == old else name for name in order])
    return break_before(break_before(made, new, made.breaks.get(old)), old, None)


def _place(row: Entry) -> tuple[int, UUID]:
    return row.position, row.id


# --- words whose entry is gone ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Orphan:
    """Words of this résumé's own for an entry that the profile has no more. Without a row, it was cleared away."""

    where: str
    words: list[str]
    kind: Kind | None = None
    row: Entry | None = None


def orphans_of(desk: Desk, rows: Rows) -> list[Orphan]:
    """Rare, and so looked for only where a wording points at nothing."""
    tailoring = desk.tailoring
    there = {str(row.id) for found in rows.values() for row in found} | set(tailoring.own) | {HEAD}
    lost = [where for where in tailoring.wordings if where not in there]
    found: dict[str, tuple[Kind, Entry]] = {}
    for kind in KINDS.values() if lost else ():
        table = kind.table
        gone = select(table).where(table.profile_id == desk.profile.id, col(table.id).in_(map(UUID, lost)))
        found |= {str(row.id): (kind, row) for row in desk.db.exec(gone)}
    return [Orphan(where, _texts(tailoring.wording(where)), *found.get(where, (None, None))) for where in lost]


def _texts(wording: Wording) -> list[str]:
    values = [wording.said[name] for name in wording.said if name != UNSETTLED]
    lines = [line for value in values for line in (value if isinstance(value, list) else [value])]
    return [line for line in lines if isinstance(line, str) and line]


def keep_orphan(desk: Desk, where: str) -> None:
    orphan = _orphan(desk, where)
    if orphan.kind is None or orphan.row is None:
        raise NotFound
    tailoring = live_on(desk.tailoring, orphan.kind, orphan.row, rows_here(desk, orphan.kind))
    desk.keep(tailoring, f"Kept {short(orphan.kind.heading(orphan.row))}, only here")


def forget_orphan(desk: Desk, where: str) -> None:
    orphan = _orphan(desk, where)
    desk.keep(remove_own(desk.tailoring, orphan.where), "Let words go whose entry is gone")


def _orphan(desk: Desk, where: str) -> Orphan:
    found = next((each for each in orphans_of(desk, rows_of(desk.db, desk.profile)) if each.where == where), None)
    if found is None:
        raise NotFound
    return found
