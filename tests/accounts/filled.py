"""Somebody who has a row in every table there is: written from the catalogue, so that a new table is in it by itself."""

import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from web.db import owner_url
from web.imports.drafts import Draft, packed
from web.kit.reading.traces import Trace
from web.kit.sealed import SEALED, SealedBytes, SealedLines, SealedObject
from web.resumes.deltas import squeeze
from web.settings import Settings

SHAPED = {
    "currency": "EUR",
    "_date": "2020-01",
    "date": "2020-01",
    "language": "en",
    "key": "a" * 64,
    "applications.stage": "saved",
}


def owned_tables() -> list[sa.Table]:
    """Every table whose rows hang on a person, what others refer to first."""
    return [
        table
        for table in SQLModel.metadata.sorted_tables
        if "owner_id" in table.c and any(key.column.table.name == "people" for key in table.c.owner_id.foreign_keys)
    ]


@contextmanager
def keeper_of(settings: Settings) -> Iterator[sa.Connection]:
    """The owner of the tables, who sees behind every wall."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def fill(keeper: sa.Connection, person_id: UUID, canary: str) -> dict[str, UUID]:
    """One more row in every table of a person's; returns their ids. Each text says `canary-table-column`."""
    made: dict[str, dict[str, Any]] = {"people": {"id": person_id}}
    for table in owned_tables():
        if table.name == "tallies":  # the database's own, which it wrote with the application
            made[table.name] = {"id": uuid7()}
            continue
        row = {column.name: value_for(column, canary) for column in table.columns if not has_own_value(column)}
        for key in table.foreign_key_constraints:
            if key.referred_table.name in made:
                row |= {
                    column.name: made[key.referred_table.name][element.column.name]
                    for column, element in zip(key.columns, key.elements, strict=True)
                }
        row |= {"id": uuid7(), "owner_id": person_id}
        keeper.execute(sa.insert(table).values(**row))
        made[table.name] = row
    return {name: row["id"] for name, row in made.items()}


def has_own_value(column: sa.Column[Any]) -> bool:
    is_kept = column.name in ("weight", "revision") and column.server_default is not None
    return is_kept or column.name in ("created_at", "updated_at", "removed_at")


def value_for(column: sa.Column[Any], canary: str) -> Any:
    words = f"{canary}-{column.table.name}-{column.name}"
    kind = column.type
    if isinstance(kind, sa.Enum):
        return kind.enums[-1]  # the last state is one in which nobody waits for anything any more
    if column.name == "draft":
        traces = {"/basics/name": Trace(0.9, words, page=1, boxes=((10.0, 10.0, 90.0, 20.0),))}
        return packed(Draft({"basics": {"name": words}}, traces))  # what was read in a file
    if column.name == "before":
        return zlib.compress(b"[{}, {}, {}]")  # what an act did, of which nothing is left
    if column.name == "sheet":
        return zlib.compress(f"Job,Employer\n{words},{words}".encode())  # a spreadsheet that was brought
    if column.name == "columns":
        return ["TITLE", "COMPANY"]
    if column.name == "stages":
        return [{"slug": "own-canary", "name": canary}]
    if column.name == "body":
        return squeeze({"profile": {}, "name": words})  # a version of a résumé or of a career
    if isinstance(kind, SEALED):
        return {SealedBytes: words.encode(), SealedLines: [words], SealedObject: {words: words}}.get(type(kind), words)
    if isinstance(kind, sa.Text):
        name = f"{column.table.name}.{column.name}"
        return next((shape for end, shape in SHAPED.items() if name.endswith(end)), words)
    if column.name == "extra":
        return {"basics": {words: words}}  # what a file brought along stands under the headings of JSON Resume
    if isinstance(kind, JSONB):
        return [words] if callable(getattr(column.default, "arg", None)) and is_list(column) else {words: words}
    if isinstance(kind, sa.LargeBinary):
        return secrets.token_bytes(32)
    if isinstance(kind, sa.DateTime):
        return datetime.now(UTC) + timedelta(days=3)
    if isinstance(kind, sa.Boolean):
        return False
    if column.name == "upload_id":
        return uuid7()
    if isinstance(kind, sa.Float):
        return 1.0
    if isinstance(kind, sa.Integer):
        return {"started_year": 2000, "turn": 90}.get(column.name, 1)
    return None


def is_list(column: sa.Column[Any]) -> bool:
    default = column.server_default
    return default is None or "[" in str(getattr(default, "arg", ""))
