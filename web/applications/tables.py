"""Applications: where each stands, what happened, who is who, and what was sent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from web.jobs.tables import of_a_job
from web.kit.rows import SHORT, Owned, choice, json_list, json_object, moment, owner, sealed, shorter, text
from web.kit.sealed import SealedBytes, SealedObject

MOST_WORDS = 20_000  # letters of a note


class Method(StrEnum):
    MANUAL = "manual"
    ASSISTED = "assisted"
    AUTOMATIC = "automatic"


class Response(StrEnum):
    """What kind of answer came, if one came."""

    NONE = ""
    RECEIPT = "receipt"
    QUESTION = "question"
    INVITATION = "invitation"
    OFFER = "offer"
    REFUSAL = "refusal"


class Application(Owned, table=True):
    """One person's way to one job. `stage` is a slug of the person's stages (`stages.py`), `place` where the card lies
    in its lane. `touched_at` is when something last happened, so that a quiet one is found."""

    __tablename__ = "applications"
    __table_args__ = (
        of_a_job(),
        sa.UniqueConstraint("owner_id", "id"),
        sa.UniqueConstraint("owner_id", "job_id"),
        sa.ForeignKeyConstraint(
            ["owner_id", "resume_id"], ["resumes.owner_id", "resumes.id"],
            onupdate="CASCADE", ondelete="SET NULL (resume_id)", deferrable=True, initially="IMMEDIATE",
        ),
        sa.Index(None, "resume_id"),
        sa.Index("ix_applications_board", "owner_id", "stage", "place"),
        sa.CheckConstraint("excitement between 0 and 5", name="excitement"),
        *shorter(40, "stage"),
        *shorter(SHORT, "salary_hoped"),
        *shorter(MOST_WORDS, "notes"),
    )  # fmt: skip

    owner_id: UUID = owner(has_index=False)
    job_id: UUID
    resume_id: UUID | None = Field(default=None)
    stage: str = text("saved")
    stage_since: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
    touched_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
    place: float = Field(default=0.0)
    method: Method = choice(Method, "method", Method.MANUAL)
    applied_on: date | None = Field(default=None)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)
    notes: str = text()
    excitement: int = Field(default=0)
    salary_hoped: str = text()
    response: Response = choice(Response, "response", Response.NONE)
    response_on: date | None = Field(default=None)
    archived_at: datetime | None = moment()
    removed_at: datetime | None = moment()


def of_an_application(**waits: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id", "application_id"], ["applications.owner_id", "applications.id"],
        onupdate="CASCADE", ondelete="CASCADE", **waits,
    )  # fmt: skip


class Kind(StrEnum):
    SAVED = "saved"
    MOVED = "moved"
    SENT = "sent"
    NOTE = "note"
    LETTER = "letter"
    CALL = "call"
    INTERVIEW = "interview"
    STEP = "step"  # something to do by a day
    FILE = "file"
    OTHER = "other"


class Moment(Owned, table=True):
    """Something that happened or is to happen with an application: one item of its timeline.

    `at` is the moment in UTC; `zone` is the time zone it was said in, "" where only the day counts (then `at` is noon
    of that day, UTC). What lies ahead and is not done is what is next; it is told of beforehand once: `told_for` is the
    `at` that was told of, so that another one is told of anew."""

    __tablename__ = "moments"
    __table_args__ = (
        of_an_application(),
        sa.Index(None, "owner_id", "application_id"),
        sa.Index(None, "application_id", "at"),
        sa.Index(
            "ix_moments_ahead",
            "owner_id",
            "at",
            postgresql_where=sa.text("done_at is null and kind in ('step', 'interview')"),
        ),
        sa.CheckConstraint("minutes between 0 and 10080", name="minutes"),
        *shorter(SHORT, "title", "zone", "file_name"),
        *shorter(SHORT * 2, "place"),
        *shorter(MOST_WORDS, "words"),
    )

    owner_id: UUID = owner(has_index=False)
    application_id: UUID
    kind: Kind = choice(Kind, "kind", Kind.NOTE)
    at: datetime = Field(sa_type=sa.DateTime(timezone=True))
    zone: str = text()
    minutes: int = Field(default=0)
    title: str = text()
    place: str = text()
    words: str = text()
    detail: dict[str, Any] = json_object()
    file_name: str = text()
    done_at: datetime | None = moment()
    told_for: datetime | None = moment()

    @property
    def is_whole_day(self) -> bool:
        return not self.zone

    @property
    def file(self) -> str:
        return f"people/{self.owner_id}/applications/{self.application_id}/{self.id}"


class Contact(Owned, table=True):
    """Somebody one has to do with, over one application or several."""

    __tablename__ = "contacts"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "id"),
        *shorter(SHORT, "name", "role", "company"),
        *shorter(2_000, "how_met"),
    )

    owner_id: UUID = owner(has_index=False)
    name: str = text()
    role: str = text()
    company: str = text()
    email: str = sealed()
    phone: str = sealed()
    how_met: str = text()


class Acquaintance(Owned, table=True):
    """That a contact belongs to an application."""

    __tablename__ = "acquaintances"
    __table_args__ = (
        of_an_application(deferrable=True, initially="IMMEDIATE"),
        sa.ForeignKeyConstraint(
            ["owner_id", "contact_id"], ["contacts.owner_id", "contacts.id"],
            onupdate="CASCADE", ondelete="CASCADE", deferrable=True, initially="IMMEDIATE",
        ),
        sa.UniqueConstraint("owner_id", "application_id", "contact_id"),
        sa.Index(None, "owner_id", "contact_id"),
    )  # fmt: skip

    owner_id: UUID = owner(has_index=False)
    application_id: UUID
    contact_id: UUID


class Sending(Owned, table=True):
    """What was sent, frozen: the sheet's and the cover letter's bytes lie in the file store, with their hashes here;
    the answers and the posting stand in `frozen`. `state_id` is the résumé's state in its history."""

    __tablename__ = "sendings"
    __table_args__ = (
        of_an_application(),
        sa.Index(None, "owner_id", "application_id"),
        sa.Index(None, "application_id"),
        sa.Index(None, "owner_id", "resume_id"),
        *shorter(SHORT, "resume_name", "design"),
    )

    owner_id: UUID = owner(has_index=False)
    application_id: UUID
    sent_at: datetime = Field(sa_type=sa.DateTime(timezone=True))
    resume_id: UUID | None = Field(default=None)
    state_id: UUID | None = Field(default=None)
    resume_name: str = text()
    design: str = text()
    order: bytes = Field(default=None, sa_type=SealedBytes, nullable=True)  # what is to be set, until it is
    sheet_sha256: bytes | None = Field(default=None, sa_type=sa.LargeBinary, nullable=True)
    letter_sha256: bytes | None = Field(default=None, sa_type=sa.LargeBinary, nullable=True)
    frozen: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)


class Remind(StrEnum):
    """How a person wants to be reminded."""

    DIGEST = "digest"
    EACH = "each"
    NEVER = "never"


class Tally(Owned, table=True):
    """What the figures count of an application, whose id it has. The database itself writes it (the migration says
    how); `stays` are `stage:days`, `resume` the name it was sent under, or the id of the one that is chosen."""

    __tablename__ = "tallies"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id", "id"], ["applications.owner_id", "applications.id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
    )

    is_counted: bool
    reached: int
    is_answered: bool
    resume: str = text()
    design: str = text()
    source: str = text()
    month: str = text()
    stays: list[str] = Field(sa_type=ARRAY(sa.Text), nullable=False)


class Board(Owned, table=True):
    """How a person arranged their stages, and when and how they want to be reminded. `told_on` is the last day, where
    they are, that had its digest, and `due_at` when the next one is due; None until the first round sets it."""

    __tablename__ = "boards"
    __table_args__ = (
        sa.UniqueConstraint("owner_id"),
        sa.CheckConstraint("digest_hour between 0 and 23", name="digest_hour"),
        sa.CheckConstraint("hours_before between 0 and 336", name="hours_before"),
        sa.CheckConstraint("quiet_days between 0 and 365", name="quiet_days"),
        *shorter(SHORT, "zone"),
    )

    stages: list[dict[str, Any]] = json_list()
    zone: str = text("UTC")
    by_letter: bool = Field(default=True)
    remind: Remind = choice(Remind, "remind", Remind.DIGEST)
    digest_hour: int = Field(default=7)
    hours_before: int = Field(default=24)
    quiet_days: int = Field(default=14)
    feed_hash: bytes | None = Field(default=None, sa_type=sa.LargeBinary, nullable=True, index=True)
    told_on: date | None = Field(default=None)
    due_at: datetime | None = Field(default=None, sa_type=sa.DateTime(timezone=True), nullable=True, index=True)


class View(Owned, table=True):
    """A list as somebody wants to see it again: its filters and its order, as the address says them."""

    __tablename__ = "views"
    __table_args__ = (sa.UniqueConstraint("owner_id", "name"), *shorter(SHORT, "name"), *shorter(2_000, "query"))

    name: str = text()
    query: str = text()


class Act(Owned, table=True):
    """Something that was done and can be taken back: the rows as they were before (`undoing.py`)."""

    __tablename__ = "acts"
    __table_args__ = (*shorter(SHORT, "words"),)

    words: str = text()
    before: bytes = Field(default=None, sa_type=SealedBytes, nullable=True)
    undone_at: datetime | None = moment()


class SheetState(StrEnum):
    READY = "ready"  # to be looked at
    WAITING = "waiting"
    BRINGING = "bringing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Spreadsheet(Owned, table=True):
    """A spreadsheet whose rows are to become applications. `sheet` is its text, packed, until they are; `columns` what
    each column says (names of `columns.Says`); `day_first` how its days are written, None where it does not tell. How
    many were brought, were there already or were left out stands in `said`, with sentences on what did not fit.
    `act_id` takes all of it back."""

    __tablename__ = "spreadsheets"
    __table_args__ = (
        sa.CheckConstraint("done between 0 and total", name="done"),
        *shorter(SHORT, "name", "reason"),
    )

    name: str = text()
    sheet: bytes = Field(default=None, sa_type=SealedBytes, nullable=True)
    columns: list[str] = json_list()
    day_first: bool | None = Field(default=None)
    state: SheetState = choice(SheetState, "state", SheetState.READY)
    done: int = Field(default=0)
    total: int = Field(default=0)
    said: dict[str, Any] = Field(default_factory=dict, sa_type=SealedObject, nullable=True)
    reason: str = text()
    act_id: UUID | None = Field(default=None)

    @property
    def is_under_way(self) -> bool:
        return self.state in (SheetState.WAITING, SheetState.BRINGING)
