"""What every table shares: ids, times, owners, and the checks that are written the same way everywhere."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from web.kit.content import LONG as LONG
from web.kit.content import SHORT as SHORT
from web.kit.sealed import Sealed

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PARTIAL_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


class Row(SQLModel):
    """An id that sorts by time, and two times that the database keeps."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    created_at: datetime = Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        sa_column_kwargs={"server_default": sa.func.now()},
    )
    updated_at: datetime = Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        sa_column_kwargs={"server_default": sa.func.now()},
    )


def owner(has_index: bool = True) -> Any:
    """Whose a row is. No index of its own where others begin with it: on tables that nobody has counted yet so small a
    one looks best to the planner, and a row's neighbours would be looked for among all of its owner's."""
    return Field(foreign_key="people.id", ondelete="CASCADE", index=has_index)


class Owned(Row):
    """A row of one person's; row-level security compares `owner_id` with the person of the transaction."""

    owner_id: UUID = owner()


def text(default: str = "", nullable: bool = False, **column: Any) -> Any:
    """A text column that is never NULL unless asked for."""
    return Field(default=default, sa_type=sa.Text, nullable=nullable, sa_column_kwargs=column)


def optional_text() -> Any:
    return Field(default=None, sa_type=sa.Text, nullable=True)


def sealed() -> Any:
    """Text that the database sees only encrypted; empty text stays empty."""
    return Field(default="", sa_type=Sealed, nullable=True)


def choice(kind: type[StrEnum], name: str, default: Any = None) -> Any:
    """A text column limited to an enumeration by a CHECK constraint of that name."""
    type_ = sa.Enum(kind, native_enum=False, create_constraint=True, name=name, length=40,
                    values_callable=lambda members: [member.value for member in members])  # fmt: skip
    return Field(default=default, sa_type=type_, nullable=default is None)


def json_list() -> Any:
    return Field(default_factory=list, sa_type=JSONB, nullable=False, sa_column_kwargs={"server_default": "[]"})


def json_object() -> Any:
    return Field(default_factory=dict, sa_type=JSONB, nullable=False, sa_column_kwargs={"server_default": "{}"})


def moment() -> Any:
    return Field(default=None, sa_type=sa.DateTime(timezone=True), nullable=True)


def shorter(letters: int, *columns: str) -> Iterable[sa.CheckConstraint]:
    """One CHECK a column: no more than that many letters."""
    return [sa.CheckConstraint(f"char_length({column}) <= {letters}", name=f"{column}_length") for column in columns]


def partial_dates(*columns: str) -> Iterable[sa.CheckConstraint]:
    """One CHECK a column: a year, a month or a day in ISO 8601 reduced precision."""
    return [sa.CheckConstraint(f"{column} ~ '{PARTIAL_DATE}'", name=f"{column}_is_date") for column in columns]


def in_order(start: str = "start_date", end: str = "end_date") -> sa.CheckConstraint:
    """The end is not before the start, compared at the coarser precision of the two."""
    shared = f"least(length({start}), length({end}))"
    return sa.CheckConstraint(f"left({end}, {shared}) >= left({start}, {shared})", name=f"{end}_after_{start}")
