"""Résumés: named views of a profile, and the sheets printed from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from web.kit.rows import SHORT, Owned, choice, json_object, shorter, text
from web.kit.sealed import SealedLines


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class Resume(Owned, table=True):
    """How one profile is printed. The design is a slug on the shelf of designs."""

    __tablename__ = "resumes"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("owner_id", "id"),
        sa.Index("ix_resumes_one_default", "profile_id", unique=True, postgresql_where=sa.text("is_default")),
        *shorter(SHORT, "name", "design"),
        *shorter(20, "language"),
    )

    profile_id: UUID
    name: str = text("Résumé")
    design: str = text("margin")
    paper: Paper = choice(Paper, "paper", Paper.A4)
    language: str = text("en")
    controls: dict[str, Any] = json_object()
    is_default: bool = Field(default=True)


class Print(Owned, table=True):
    """A sheet that was set once; its bytes lie in the file store under `key`, a hash of design version and content.

    It is the present one as long as the profile's revision, the résumé's time of change and the design's edition are
    those it was set for: one comparison in place of gathering the whole career anew."""

    __tablename__ = "prints"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"], ["resumes.owner_id", "resumes.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("resume_id", "key"),
        sa.CheckConstraint("key ~ '^[0-9a-f]{64}$'", name="key_is_sha256"),
        sa.CheckConstraint("pages between 1 and 1000", name="pages"),
    )

    resume_id: UUID
    key: str = text()
    design: str = text()
    edition: str = text()
    profile_revision: int = Field(sa_type=sa.BigInteger)
    resume_stamp: datetime = Field(sa_type=sa.DateTime(timezone=True))
    step: int = Field(default=0)
    pages: int
    bytes: int
    words: list[str] = Field(default_factory=list, sa_type=SealedLines, nullable=True)
    used_at: datetime = Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        index=True,
        sa_column_kwargs={"server_default": sa.func.now()},
    )
