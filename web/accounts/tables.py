"""People and where they are signed in."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from web.kit.rows import Owned, Row, choice, moment, text


class Plan(StrEnum):
    FREE = "free"
    PLUS = "plus"
    PRO = "pro"


class Person(Row, table=True):
    """Somebody who uses Métier. A guest is a person who has not registered yet."""

    __tablename__ = "people"

    plan: Plan = choice(Plan, "plan", Plan.FREE)
    registered_at: datetime | None = moment()
    seen_at: datetime = Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        index=True,
        sa_column_kwargs={"server_default": sa.func.now()},
    )


class SignIn(Owned, table=True):
    """A browser that may act for a person. Only the SHA-256 of its token is kept."""

    __tablename__ = "sign_ins"
    __table_args__ = (sa.CheckConstraint("octet_length(token_hash) = 32", name="token_hash_is_sha256"),)

    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    expires_at: datetime = Field(sa_type=sa.DateTime(timezone=True), index=True)
    agent: str = text()
