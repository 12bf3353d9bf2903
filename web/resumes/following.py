"""What changed underneath: the profile that a résumé follows, and words here whose entry is gone. To take or leave each
is a step that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from uuid_utils.compat import uuid7

from web.kit.visits import NotFound
from web.profile.entries import KINDS, Kind
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.tables import Entry
from web.resumes.editing import UNSETTLED, Desk, rows_here, see_profile, short
from web.resumes.states import career_at
from web.resumes.tailoring import (
    HEAD,
    Change,
    Tailoring,
    Wording,
    add_own,
    agree,
    as_json,
    break_before,
    changes_between,
    put_entries,
    remove_own,
    say,
    show_entry,
    unsay,
    with_words,
)

# --- the profile changed underneath ----------------------------------------------------------------------------------


def news_of(desk: Desk, rows: Rows) -> list[Change]:
    """What the profile says otherwise since its owner last agreed. Nothing while a résumé only follows it."""
    if not desk.resume.tailoring or desk.resume.seen_revision == desk.profile.revision:
        return []
    seen = career_at(desk.db, desk.profile, desk.resume.seen_revision)
    return changes_between(seen, (desk.profile, rows), desk.tailoring) if seen else []


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
        table, profile = kind.table, desk.profile
        mine = select(table).where(table.owner_id == profile.owner_id, table.profile_id == profile.id)
        gone = mine.where(col(table.id).in_(map(UUID, lost)))
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
