"""The files that people brought, and what was read in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from web.accounts.tables import is_sha256
from web.kit.rows import SHORT, Owned, choice, json_object, moment, shorter, text
from web.kit.sealed import SealedBytes, SealedObject


class State(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TAKEN = "taken"
    UNDONE = "undone"


class Stage(StrEnum):
    RECEIVED = "received"
    READ = "read"
    UNDERSTOOD = "understood"
    READY = "ready"


UNDER_WAY = (State.WAITING, State.READING)


class Import(Owned, table=True):
    """A file somebody brought. `stage` and `found` (how many of each section) say how far reading it is; `draft` is
    what it says (`drafts.py`), `written` what taking it did, so that it can be undone. `github` is the user name where
    there was no file to bring. Files of one upload share `upload_id`.
    The profile it was brought for may be gone; the file is not."""

    __tablename__ = "imports"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"],
            ["profiles.owner_id", "profiles.id"],
            onupdate="CASCADE",
            ondelete="SET NULL (profile_id)",
        ),
        sa.Index(None, "profile_id"),
        *is_sha256("sha256"),
        *shorter(SHORT, "name", "media_type", "format", "reader", "github"),
        sa.CheckConstraint("confidence between 0 and 1", name="confidence"),
    )

    profile_id: UUID | None
    upload_id: UUID
    name: str = text()
    media_type: str = text()
    size: int = Field(default=0)  # bytes
    sha256: bytes | None = Field(default=None, sa_type=sa.LargeBinary, nullable=True)
    github: str = text()
    state: State = choice(State, "state", State.WAITING)
    stage: Stage = choice(Stage, "stage", Stage.RECEIVED)
    tries: int = Field(default=0)
    reason: str = text()
    format: str = text()
    reader: str = text()
    found: dict[str, Any] = json_object()
    confidence: float | None = Field(default=None)
    draft: bytes = Field(default=None, sa_type=SealedBytes, nullable=True)
    written: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)
    taken_at: datetime | None = moment()
    undone_at: datetime | None = moment()
    forgotten_at: datetime | None = moment()  # when its original was deleted

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def called(self) -> str:
        """Its name, as its owner would say it."""
        return f"{self.github} at GitHub" if self.github else self.name or "A file without a name"

    @property
    def file(self) -> str:
        return f"people/{self.owner_id}/imports/{self.id}"


class KeptReading(Owned, table=True):
    """What a file of a person's says, so that the same file is not read twice by the same reader."""

    __tablename__ = "kept_readings"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "sha256", "reader"),
        *is_sha256("sha256"),
        *shorter(SHORT, "format", "reader"),
    )

    sha256: bytes = Field(sa_type=sa.LargeBinary)
    reader: str = text()
    format: str = text()
    draft: bytes = Field(default=None, sa_type=SealedBytes, nullable=True)
    confidence: float
    hits: int = Field(default=0)
    used_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
