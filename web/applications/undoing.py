"""Taking back what was done: whatever rows an act made, changed or deleted are kept as they were.

Inside `undoable` every flush is watched. A field goes back where nobody changed it since; a row that was made goes,
with what hangs on it; a row that was deleted comes back."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Session, select
from uuid_utils.compat import uuid7

from web.applications.leftovers import sweep_in
from web.applications.tables import Acquaintance, Act, Application, Board, Contact, Moment, Sending, View
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.own import own, own_or_none
from web.kit.rows import SHORT, Owned
from web.kit.sealed import SealedBytes
from web.kit.visits import Visit

KINDS: dict[str, type[Owned]] = {
    str(table.__tablename__): table for table in (Job, Application, Moment, Contact, Acquaintance, View, Board, Sending)
}
MOST_ACTS = 50  # that are kept of one person
AT_A_TIME = 1_000  # rows that one statement deletes, so that none of them takes long
NEVER = {"id", "owner_id", "created_at", "updated_at"}


@dataclass
class Watched:
    """What an act did so far, by table and id: `made`, `changed` field by field as (before, after), `deleted` whole."""

    made: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, dict[str, dict[str, list[Any]]]] = field(default_factory=dict)
    deleted: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    act_id: UUID | None = None


@contextmanager
def undoable(db: Session, owner_id: UUID, words: str) -> Iterator[Watched]:
    """Do something that can be taken back; `words` say what it was. `act_id` is there afterwards."""
    watched = Watched()

    def watch(session: Any, context: Any, instances: Any) -> None:
        _watch(session, watched)

    sa.event.listen(db, "before_flush", watch)
    try:
        yield watched
        db.flush()
    finally:
        sa.event.remove(db, "before_flush", watch)
    said = json.dumps([watched.made, watched.changed, watched.deleted]).encode()
    watched.act_id = uuid7()
    kept = {"id": watched.act_id, "owner": owner_id, "words": words[:SHORT], "before": zlib.compress(said)}
    db.execute(_KEEP, {**kept, "others": MOST_ACTS - 1})


def _watch(session: Any, watched: Watched) -> None:
    for row in session.new:
        if (table := _table_of(row)) and not _hangs_on_new(row, watched, session):
            watched.made.setdefault(table, []).append(str(row.id))
    for row in session.dirty:
        if (table := _table_of(row)) and str(row.id) not in watched.made.get(table, ()):
            _watch_changes(row, watched.changed.setdefault(table, {}).setdefault(str(row.id), {}))
    for row in session.deleted:
        if table := _table_of(row):
            watched.deleted.setdefault(table, {})[str(row.id)] = {
                name: _plain(row, name, getattr(row, name)) for name in _names(row)
            }


def _watch_changes(row: Any, fields: dict[str, list[Any]]) -> None:
    for name in _names(row):
        history = sa.inspect(row).attrs[name].history
        if history.has_changes() and history.deleted:
            before = fields.get(name, [_plain(row, name, history.deleted[0])])[0]
            fields[name] = [before, _plain(row, name, getattr(row, name))]


def _table_of(row: Any) -> str:
    name = str(getattr(row, "__tablename__", ""))
    return name if name in KINDS else ""


def _hangs_on_new(row: Any, watched: Watched, session: Any) -> bool:
    """A row goes by itself when the one goes that it hangs on."""
    new = {str(each.id) for each in session.new if _table_of(each)} | {i for ids in watched.made.values() for i in ids}
    return any(str(getattr(row, name, None)) in new for name in ("job_id", "application_id"))


def _names(row: Any) -> list[str]:
    return [name for name in type(row).model_fields if name not in NEVER]


def _plain(row: Any, name: str, value: Any) -> Any:
    table: Any = type(row)
    return _adapter(table, name).dump_python(value, mode="json")


@lru_cache(maxsize=512)
def _adapter(table: type[Owned], name: str) -> TypeAdapter[Any]:
    kind: Any = table.model_fields[name].annotation
    return TypeAdapter(kind)


# The newest takes the place of the oldest.
_KEEP = sa.text("""
    with gone as (
         delete from acts where owner_id = :owner and id not in
         (select id from acts where owner_id = :owner order by id desc limit :others))
    insert into acts (id, owner_id, words, before) values (:id, :owner, :words, :before)
""").bindparams(sa.bindparam("before", type_=SealedBytes))


# --- taking back -----------------------------------------------------------------------------------------------------


def act_of(db: Session, owner_id: UUID, act_id: UUID) -> Act:
    return own(db, Act, owner_id, act_id, lock=True)


def done_now(db: Session, visit: Visit) -> dict[str, Any]:
    """What was done a moment ago, as the page's address names it, for the page to offer to take it back; `stays` where
    something was changed since and could not go back."""
    asked = visit.request.query_params
    act_id = None
    with suppress(ValueError):
        act_id = UUID(asked.get("done", ""))
    return {"done": kept_act(db, visit.person_id, act_id), "stays": bool(asked.get("stays"))}


def kept_act(db: Session, owner_id: UUID, act_id: UUID | None) -> Act | None:
    """An act's words, without the rows that it keeps; None where it is not kept any more."""
    wanted = select(Act).where(Act.owner_id == owner_id, Act.id == act_id).options(sa.orm.defer(Act.before))  # type: ignore[arg-type]
    return db.exec(wanted).one_or_none() if act_id else None


def take_back(db: Session, act: Act) -> int:
    """Put everything back; returns how many fields stay because somebody changed them since. Twice is once."""
    if act.undone_at is not None:
        return 0
    made, changed, deleted = json.loads(zlib.decompress(act.before))
    stays = 0
    for table in sorted(deleted, key=list(KINDS).index):  # what others hang on comes back first
        db.add_all(_row(KINDS[table], act.owner_id, UUID(row_id), row) for row_id, row in deleted[table].items())
        db.flush()
    for table, rows in changed.items():
        for row_id, fields in rows.items():
            stays += _put_back(db, KINDS[table], act.owner_id, UUID(row_id), fields)
    for table, ids in made.items():
        kind: Any = KINDS[table]
        for start in range(0, len(ids), AT_A_TIME):
            some = [UUID(each) for each in ids[start : start + AT_A_TIME]]
            db.execute(sa.delete(kind).where(kind.owner_id == act.owner_id, kind.id.in_(some)))
    act.undone_at = now()
    if made.keys() & {"sendings", "moments"}:
        sweep_in(db, act.owner_id, days=1)
    return stays


def _row(table: type[Owned], owner_id: UUID, row_id: UUID, values: dict[str, Any]) -> Owned:
    said = {name: _adapter(table, name).validate_python(value) for name, value in values.items()}
    return table(id=row_id, owner_id=owner_id, **said)


def _put_back(db: Session, table: Any, owner_id: UUID, row_id: UUID, fields: dict[str, list[Any]]) -> int:
    row: Any = own_or_none(db, table, owner_id, row_id, lock=True)
    if row is None:
        return len(fields)
    stays = 0
    for name, (before, after) in fields.items():
        if _plain(row, name, getattr(row, name)) == after:
            setattr(row, name, _adapter(table, name).validate_python(before))
        else:
            stays += 1
    return stays
