"""What a résumé says differently from its profile: pure rules over the profile's rows, without a database.

A résumé follows its profile until it has words of its own. For those it remembers what the profile said at the time, so
that a later change there is noticed and never overwrites anything. Verbs return a new Tailoring.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Self, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlmodel import SQLModel

from web.profile.entries import KINDS
from web.profile.jsonresume.writing import Rows
from web.profile.tables import ENTRY_TABLES, Entry, Profile
from web.resumes.sections import KIND_OF, section_of

HEAD = "head"  # where the profile's own words stand, beside the entries' ids
Break = Literal["page", "keep"]
R = TypeVar("R", bound=SQLModel)
E = TypeVar("E", bound=Entry)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Wording(Frozen):
    """What stands here in place of the profile's words, column by column; `instead_of` is what those were when it was
    written, and `off` names the columns that do not print here."""

    said: dict[str, Any] = {}
    instead_of: dict[str, Any] = {}
    off: list[str] = []


class Tailoring(Frozen):
    """`wordings` and `breaks` are by entry id (HEAD for the profile itself), `order` by kind, `titles` and `sections`
    by the sections a sheet has. With `chosen`, only the entries it names print; without, all but the `hidden` ones do.
    `own` are entries that exist only here: their ids and kinds, their words in `wordings`."""

    wordings: dict[str, Wording] = {}
    chosen: list[str] | None = None
    hidden: list[str] = []
    hidden_sections: list[str] = []
    order: dict[str, list[str]] = {}
    sections: list[str] = []
    titles: dict[str, str] = {}
    breaks: dict[str, Break] = {}
    own: dict[str, str] = {}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        return cls.model_validate(kept)

    def kept(self) -> dict[str, Any]:
        """As it is kept: a JSON object without what says nothing."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def shows(self, entry_id: object) -> bool:
        name = str(entry_id)
        if name in self.own:
            return name not in self.hidden
        return name in self.chosen if self.chosen is not None else name not in self.hidden

    def wording(self, where: object) -> Wording:
        return self.wordings.get(str(where), Wording())


# --- what is printed -------------------------------------------------------------------------------------------------


def tailored(profile: Profile, rows: Rows, tailoring: Tailoring, everything: bool = False) -> tuple[Profile, Rows]:
    """The career as this résumé says it, in copies that no database knows. With `everything`, as the editor needs it,
    also what does not print here: hidden entries and fields."""
    if tailoring == Tailoring():
        return profile, rows
    head = with_words(profile, tailoring.wording(HEAD), everything)
    return head, {
        table: _numbered(
            with_words(row, tailoring.wording(row.id), everything, tailoring.breaks.get(str(row.id)))
            for row in in_order([*rows[table], *_own_rows(profile, table, rows, tailoring)], tailoring)
            if everything or (tailoring.shows(row.id) and not _is_hidden_away(row, tailoring))
        )
        for table in ENTRY_TABLES
    }


def _numbered(copies: Iterable[E]) -> list[E]:
    """Their positions follow their order: a sheet goes by them where skills stand among headings."""
    rows = list(copies)
    for row, position in zip(rows, sorted(row.position for row in rows), strict=True):
        row.position = position
    return rows


def _is_hidden_away(row: Entry, tailoring: Tailoring) -> bool:
    """Whether its whole section is left out. Which section that is may be a matter of the words here."""
    return (
        bool(tailoring.hidden_sections)
        and section_of(with_words(row, tailoring.wording(row.id))) in tailoring.hidden_sections
    )


def with_words(row: R, wording: Wording, everything: bool = False, break_: Break | None = None) -> R:
    copy = copy_of(row)
    for column, value in wording.said.items():
        setattr(copy, column, as_column(type(row), column, value))
    for column in () if everything else wording.off:
        setattr(copy, column, _nothing(getattr(copy, column)))
    if break_:
        copy.extra = {**copy.extra, "break": break_}  # type: ignore[attr-defined]
    return copy


def copy_of(row: R) -> R:
    """The values are put in as they are: a constructor looks at each of them again, and a career has thousands."""
    copy: R = sa.inspect(type(row)).class_manager.new_instance()
    copy.__dict__.update({name: getattr(row, name) for name in type(row).model_fields})
    return copy


def _nothing(value: Any) -> Any:
    return value.__class__() if isinstance(value, (str, list, dict)) and not isinstance(value, StrEnum) else None


def _own_rows(profile: Profile, table: type[Entry], rows: Rows, tailoring: Tailoring) -> list[Entry]:
    """The entries that exist only here. One that was put into the profile since is the profile's."""
    there = {str(row.id) for row in rows[table]}
    last = max((row.position for row in rows[table]), default=0) + 1
    return [
        table(id=UUID(name), owner_id=profile.owner_id, profile_id=profile.id, position=last)
        for name, kind in tailoring.own.items()
        if KINDS[kind].table is table and name not in there
    ]


def in_order(rows: list[E], tailoring: Tailoring) -> list[E]:
    """In this résumé's order; what it does not name keeps the profile's place after the entry it follows there."""
    wanted = tailoring.order.get(KIND_OF[type(rows[0])].slug) if rows else None
    if not wanted:
        return rows
    places = {name: place for place, name in enumerate(wanted)}
    keys, last = [], (-1, 0)
    for number, row in enumerate(rows):
        last = (places[str(row.id)], 0) if str(row.id) in places else (last[0], last[1] + 1)
        keys.append((*last, number))
    return [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]


def printing_controls(tailoring: Tailoring) -> dict[str, Any]:
    """What the press has to know besides the words."""
    said = {"order": tailoring.sections, "titles": tailoring.titles}
    return {name: value for name, value in said.items() if value}


# --- values ----------------------------------------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    """A column's value as a tailoring keeps it."""
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def as_column(table: type[SQLModel], column: str, value: Any) -> Any:
    return _adapter(table, column).validate_python(value)


@cache
def _adapter(table: type[SQLModel], column: str) -> TypeAdapter[Any]:
    kind: Any = table.model_fields[column].annotation
    return TypeAdapter(kind)


# --- verbs -----------------------------------------------------------------------------------------------------------


def say(tailoring: Tailoring, where: object, said: dict[str, Any], profile_says: dict[str, Any]) -> Tailoring:
    """These columns are worded so here. What is the same as in the profile follows the profile again."""
    old = tailoring.wording(where)
    words, before = dict(old.said), dict(old.instead_of)
    for column, value in said.items():
        if str(where) not in tailoring.own and value == profile_says[column]:
            words.pop(column, None)
            before.pop(column, None)
        else:
            words[column] = value
            before.setdefault(column, profile_says.get(column))
    return _worded(tailoring, where, old.model_copy(update={"said": words, "instead_of": before}))


def unsay(tailoring: Tailoring, where: object, *columns: str) -> Tailoring:
    """Back to the profile's words."""
    old = tailoring.wording(where)
    kept = {
        part: {name: value for name, value in words.items() if name not in columns}
        for part, words in (("said", old.said), ("instead_of", old.instead_of))
    }
    return _worded(tailoring, where, old.model_copy(update=kept))


def agree(tailoring: Tailoring, where: object, column: str, profile_says: Any) -> Tailoring:
    """Keep the words that stand here, knowing what the profile says now."""
    old = tailoring.wording(where)
    return _worded(tailoring, where, old.model_copy(update={"instead_of": {**old.instead_of, column: profile_says}}))


def show_field(tailoring: Tailoring, where: object, column: str, shown: bool) -> Tailoring:
    old = tailoring.wording(where)
    off = [name for name in old.off if name != column] + ([] if shown else [column])
    return _worded(tailoring, where, old.model_copy(update={"off": off}))


def _worded(tailoring: Tailoring, where: object, wording: Wording) -> Tailoring:
    others = {name: words for name, words in tailoring.wordings.items() if name != str(where)}
    return _with(tailoring, wordings=others if wording == Wording() else {**others, str(where): wording})


def show_entry(tailoring: Tailoring, entry_id: object, shown: bool) -> Tailoring:
    name = str(entry_id)
    if tailoring.chosen is not None and name not in tailoring.own:
        return _with(tailoring, chosen=_marked(tailoring.chosen, name, shown))
    return _with(tailoring, hidden=_marked(tailoring.hidden, name, not shown))


def show_section(tailoring: Tailoring, section: str, shown: bool) -> Tailoring:
    return _with(tailoring, hidden_sections=_marked(tailoring.hidden_sections, section, not shown))


def put_entries(tailoring: Tailoring, kind: str, ids: Iterable[object]) -> Tailoring:
    return _with(tailoring, order={**tailoring.order, kind: [str(each) for each in ids]})


def put_sections(tailoring: Tailoring, sections: Iterable[str]) -> Tailoring:
    return _with(tailoring, sections=list(sections))


def title_section(tailoring: Tailoring, section: str, title: str) -> Tailoring:
    others = {name: words for name, words in tailoring.titles.items() if name != section}
    return _with(tailoring, titles={**others, section: title} if title else others)


def break_before(tailoring: Tailoring, entry_id: object, break_: Break | None) -> Tailoring:
    others = {name: kept for name, kept in tailoring.breaks.items() if name != str(entry_id)}
    return _with(tailoring, breaks={**others, str(entry_id): break_} if break_ else others)


def add_own(tailoring: Tailoring, kind: str, entry_id: UUID) -> Tailoring:
    return _with(tailoring, own={**tailoring.own, str(entry_id): kind})


def remove_own(tailoring: Tailoring, entry_id: object) -> Tailoring:
    """Its words go with it; history keeps them."""
    name = str(entry_id)
    return _with(
        _worded(tailoring, name, Wording()),
        own={other: kind for other, kind in tailoring.own.items() if other != name},
        hidden=_marked(tailoring.hidden, name, False),
        breaks={other: kept for other, kept in tailoring.breaks.items() if other != name},
    )


def _marked(names: list[str], name: str, is_there: bool) -> list[str]:
    return [other for other in names if other != name] + ([name] if is_there else [])


def _with(tailoring: Tailoring, **changes: Any) -> Tailoring:
    return tailoring.model_copy(update=changes)


# --- what changed in the profile -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """Something that the profile says otherwise since this résumé was last looked at. `where` is HEAD or an entry's id,
    `column` is empty where the whole entry came or went. `said_here` tells that this résumé has words of its own."""

    where: str
    kind: str
    column: str
    before: Any
    now: Any
    said_here: bool = False


UNPRINTED = {
    "id", "created_at", "updated_at", "owner_id", "profile_id", "position", "removed_at", "unsettled", "extra",
    "enhanced", "technology_id", "group_id", "experience_ids", "name", "language", "is_default", "steps_seen",
    "onboarded_at", "came_along_at", "weight", "revision",
}  # fmt: skip


def changes_between(before: tuple[Profile, Rows], now: tuple[Profile, Rows], tailoring: Tailoring) -> list[Change]:
    """What a person may want to know of before this résumé leaves the house, in the order in which it prints."""
    found = list(_words_between(HEAD, HEAD, before[0], now[0], tailoring))
    for slug, kind in KINDS.items():
        older = {row.id: row for row in before[1][kind.table]}
        newer = {row.id: row for row in now[1][kind.table]}
        for row_id in [*newer, *(gone for gone in older if gone not in newer)]:
            was, is_ = older.get(row_id), newer.get(row_id)
            if not tailoring.shows(row_id) or _is_hidden_away(is_ or older[row_id], tailoring):
                continue
            if was is not None and is_ is not None:
                found += _words_between(str(row_id), slug, was, is_, tailoring)
            else:
                said_here = is_ is None and str(row_id) in tailoring.wordings
                found.append(
                    Change(str(row_id), slug, "", was and kind.heading(was), is_ and kind.heading(is_), said_here)
                )
    return found


def _words_between(where: str, kind: str, was: Any, is_: Any, tailoring: Tailoring) -> Iterable[Change]:
    wording = tailoring.wording(where)
    for column in type(is_).model_fields:
        if column in UNPRINTED - ({"name", "language"} if where != HEAD else set()) or column in wording.off:
            continue
        said_here = column in wording.said
        before = wording.instead_of.get(column) if said_here else as_json(getattr(was, column))
        now = as_json(getattr(is_, column))
        if before != now:
            yield Change(where, kind, column, before, now, said_here)
