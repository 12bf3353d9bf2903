"""Résumés: named views of a profile, and the sheets printed from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from web.kit.rows import SHORT, Owned, choice, json_object, moment, shorter, text
from web.kit.sealed import SealedBytes, SealedLines, SealedObject


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


MOST_TAILORED = 150_000  # bytes; a career's whole words, said differently, with what they replace and the seal


class Tone(StrEnum):
    """How a résumé speaks; what is written for it keeps to that."""

    PLAIN = "plain"
    WARM = "warm"
    FORMAL = "formal"
    BOLD = "bold"


class Resume(Owned, table=True):
    """How one profile is printed. The design is a slug on the shelf of designs.

    `tailoring` is what this résumé says differently from its profile (`tailoring.py`), `state_id` the state in its
    history that it is in now, and `seen_revision` the profile's when its owner last agreed with what it says."""

    __tablename__ = "resumes"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("owner_id", "id"),
        sa.Index("ix_resumes_one_default", "profile_id", unique=True, postgresql_where=sa.text("is_default")),
        sa.CheckConstraint("not (is_default and removed_at is not null)", name="default_is_there"),
        sa.CheckConstraint(f"octet_length(tailoring) <= {MOST_TAILORED}", name="tailoring"),
        *shorter(SHORT, "name", "design", "target_title"),
        *shorter(20, "language"),
    )

    profile_id: UUID
    name: str = text("Résumé")
    target_title: str = text()
    tone: Tone = choice(Tone, "tone", Tone.PLAIN)
    design: str = text("margin")
    paper: Paper = choice(Paper, "paper", Paper.A4)
    language: str = text("en")
    controls: dict[str, Any] = json_object()
    tailoring: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)
    letter: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)
    has_photo: bool = Field(default=False)
    is_default: bool = Field(default=True)
    state_id: UUID | None = Field(default=None)
    seen_revision: int = Field(default=0, sa_type=sa.BigInteger)
    archived_at: datetime | None = moment()
    removed_at: datetime | None = moment()


def of_a_resume() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id", "resume_id"], ["resumes.owner_id", "resumes.id"], onupdate="CASCADE", ondelete="CASCADE"
    )


class KeptCareer(Owned, table=True):
    """A profile as it stood at one revision: its rows as JSON, kept small (`deltas.py`), whole or as what differs from
    its keyframe."""

    __tablename__ = "kept_careers"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "profile_id"], ["profiles.owner_id", "profiles.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("profile_id", "revision"),
    )

    profile_id: UUID
    revision: int = Field(sa_type=sa.BigInteger)
    keyframe_id: UUID | None = Field(default=None)
    body: bytes = Field(sa_type=SealedBytes, nullable=True)


class ResumeState(Owned, table=True):
    """What a résumé was like once: its looks and its tailoring, over the career at `revision`.

    States form a tree: `parent_id` is the one it was made from. `body` is all of it, or what differs from its
    keyframe, kept small (`deltas.py`). `touches` names what was being changed, so that typing makes one step."""

    __tablename__ = "resume_states"
    __table_args__ = (
        of_a_resume(),
        sa.Index(None, "resume_id", "id"),
        sa.Index(None, "parent_id"),
        *shorter(SHORT, "what", "touches", "name"),
    )

    resume_id: UUID
    parent_id: UUID | None = Field(default=None)
    keyframe_id: UUID | None = Field(default=None)
    revision: int = Field(sa_type=sa.BigInteger)
    body: bytes = Field(sa_type=SealedBytes, nullable=True)
    what: str = text()
    touches: str = text()
    name: str = text()


class Taking(Owned, table=True):
    """How often a résumé was taken along as a file of one format, in which state."""

    __tablename__ = "takings"
    __table_args__ = (
        of_a_resume(),
        sa.UniqueConstraint("resume_id", "format", "state_id", "revision", postgresql_nulls_not_distinct=True),
        sa.CheckConstraint("times > 0 and bytes >= 0", name="counts"),
        *shorter(40, "format"),
    )

    resume_id: UUID
    format: str = text()
    state_id: UUID | None = Field(default=None)
    revision: int = Field(sa_type=sa.BigInteger)
    bytes: int
    times: int = Field(default=1)
    taken_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )


class Dismissal(Owned, table=True):
    """A piece of advice that is not for this person: the rule, and which field or entry it was about."""

    __tablename__ = "dismissals"
    __table_args__ = (
        of_a_resume(),
        sa.UniqueConstraint("resume_id", "rule", "about"),
        *shorter(SHORT, "rule", "about"),
    )

    resume_id: UUID
    rule: str = text()
    about: str = text()


class Print(Owned, table=True):
    """A sheet that was set once; its bytes lie in the file store under `key`, a hash of design version and content.

    It is the present one as long as the profile's revision, the résumé's time of change and the design's edition are
    those it was set for: one comparison in place of gathering the whole career anew."""

    __tablename__ = "prints"
    __table_args__ = (
        of_a_resume(),
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
