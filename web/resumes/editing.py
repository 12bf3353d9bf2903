"""Writing in a résumé. Every verb is one step that can be undone.

The profile stays as it is, but for what is put into it on purpose.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from web.kit.forms import Form, Reading, Settled, raw_of, settle
from web.kit.visits import NotFound, TooMuch
from web.profile.actions import add_entry, save_entry
from web.profile.entries import KINDS, Kind
from web.profile.forms import HeadForm, SummaryForm
from web.profile.jsonresume.writing import Rows
from web.profile.queries import entries_of
from web.profile.tables import Entry, Profile
from web.resumes.actions import resume_of, resume_with
from web.resumes.states import changing, keep_career
from web.resumes.tables import MOST_TAILORED, Resume
from web.resumes.tailoring import (
    HEAD,
    Break,
    Tailoring,
    Wording,
    as_json,
    break_before,
    remove_own,
    say,
    show_entry,
    show_field,
    tailored,
    unsay,
    with_words,
)

SEALING = 100  # bytes that the seal adds, at most
LONGEST_IN_A_STEP = 120  # letters of a name in the words for a step
UNSETTLED = "unsettled"
TOO_MANY_WORDS = (
    "This résumé now holds 150 KB of words of its own, which is the most. Shorten something here, or put it into your "
    "profile, then save again."
)


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

    def keep(self, tailoring: Tailoring, what: str, touches: str = "", looks: dict[str, Any] | None = None) -> None:
        """Keep it as a step; raises TooMuch before anything is changed. `looks` are controls that
        change with it."""
        kept = tailoring.kept()
        if len(json.dumps(kept, ensure_ascii=False).encode()) + SEALING > MOST_TAILORED:
            raise TooMuch(TOO_MANY_WORDS)
        controls = self.resume.controls | (looks or {})
        if (kept, controls) == (self.resume.tailoring, self.resume.controls):
            return
        # from here on it is its owner's own, and they hear of changes underneath
        is_first = not self.resume.tailoring or self.resume.state_id is None
        with changing(self.db, self.resume, self.profile, what, touches[:300]):
            self.resume.tailoring, self.resume.controls = kept, controls
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


def desk_and_piece(db: Session, owner_id: UUID, wanted: str, slug: str, entry_id: UUID) -> tuple[Desk, Piece]:
    """For writing on, which is what happens most: in one query."""
    if slug in HEADS:
        desk = desk_of(db, owner_id, wanted)
        return desk, piece_of(desk, slug, entry_id)
    resume, profile, entry = resume_with(db, owner_id, wanted, kind_named(slug).table, entry_id, lock=True)
    desk = Desk(db, resume, profile)
    return desk, _piece(desk, kind_named(slug), entry_id, entry)


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
    table = kind.table
    mine = select(table).where(table.owner_id == profile.owner_id, table.profile_id == profile.id, table.id == entry_id)
    return _piece(desk, kind, entry_id, desk.db.exec(mine).one_or_none())


def _piece(desk: Desk, kind: Kind, entry_id: UUID, row: Entry | None) -> Piece:
    profile, tailoring = desk.profile, desk.tailoring
    is_own = tailoring.own.get(str(entry_id)) == kind.slug
    if row is None and not is_own:
        raise NotFound
    row = row or kind.table(id=entry_id, owner_id=profile.owner_id, profile_id=profile.id)
    wording = tailoring.wording(entry_id)
    here = with_words(row, wording, everything=True)
    return Piece(kind.slug, str(entry_id), kind.form, row, here, wording, kind, is_own)


def kind_named(slug: str) -> Kind:
    if slug not in KINDS:
        raise NotFound
    return KINDS[slug]


def rows_here(desk: Desk, kind: Kind, tailoring: Tailoring | None = None) -> list[Entry]:
    """The entries of one kind in this résumé's order, those left out as well, without gathering the others."""
    nothing: Rows = {other.table: [] for other in KINDS.values()}
    rows = {**nothing, kind.table: entries_of(desk.db, desk.profile, kind)}
    return tailored(desk.profile, rows, tailoring or desk.tailoring, everything=True)[1][kind.table]


def see_profile(desk: Desk) -> None:
    """This is what the profile says, and it is agreed with."""
    desk.resume.seen_revision = keep_career(desk.db, desk.profile)


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
    columns = (*piece.form.model_fields, UNSETTLED)
    before = {name: _said(piece.here, name) for name in columns}
    if piece.kind:
        settled = save_entry(desk.db, piece.here, piece.kind, reading, was)
    else:
        settled = settle(piece.here, piece.form, reading, was)
    said = {name: now for name in columns if (now := _said(piece.here, name)) != before[name]}
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
