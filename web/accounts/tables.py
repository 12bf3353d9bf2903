"""People, the ways they prove who they are, and where they are signed in."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from web.kit.clock import now
from web.kit.rows import SHORT, Owned, Row, choice, json_list, moment, sealed, shorter, text
from web.kit.sealed import Sealed

SHA256_BYTES = 32


def is_sha256(*columns: str) -> list[sa.CheckConstraint]:
    size = f"octet_length({{}}) = {SHA256_BYTES}"
    return [sa.CheckConstraint(size.format(column), name=f"{column}_is_sha256") for column in columns]


class Plan(StrEnum):
    FREE = "free"
    PLUS = "plus"
    PRO = "pro"


def new_event_key() -> str:
    """What the audit trail says of a person is sealed with this: 256 bits, in hex."""
    return secrets.token_hex(32)


class Person(Row, table=True):
    """Somebody who uses Métier. A guest is a person who has not registered yet.

    An address is found, and unique, by `email_index`, a keyed hash. `event_key` seals what the audit trail says of the
    person: once it is gone nobody can read that any more. `unread` is kept by a trigger on the notifications, and
    `is_admin` the app's role may not write."""

    __tablename__ = "people"
    __table_args__ = (
        sa.CheckConstraint("(email is null) = (email_index is null)", name="email_is_indexed"),
        *is_sha256("email_index"),
    )

    plan: Plan = choice(Plan, "plan", Plan.FREE)
    registered_at: datetime | None = moment()
    seen_at: datetime = Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        index=True,
        sa_column_kwargs={"server_default": sa.func.now()},
    )
    email: str = sealed()
    email_index: bytes | None = Field(default=None, sa_type=sa.LargeBinary, unique=True)
    password_hash: str = text(server_default="")
    password_changed_at: datetime | None = moment()
    signed_in_at: datetime | None = moment()
    is_admin: bool = Field(default=None, sa_column_kwargs={"server_default": sa.false()})
    disabled_at: datetime | None = moment()
    erased_at: datetime | None = Field(default=None, sa_type=sa.DateTime(timezone=True), nullable=True, index=True)
    unread: int = Field(default=None, sa_column_kwargs={"server_default": "0"})
    event_key: str = Field(default_factory=new_event_key, sa_type=Sealed, nullable=True)

    @property
    def is_guest(self) -> bool:
        return self.registered_at is None


class Method(StrEnum):
    """How somebody came in."""

    GUEST = "guest"
    PASSWORD = "password"
    PASSKEY = "passkey"
    GOOGLE = "google"
    LINKEDIN = "linkedin"


class SignIn(Owned, table=True):
    """A browser that may act for a person. Only the SHA-256 of its token is kept.

    It ends at `expires_at`, or when it was not seen for `idle_seconds`. `proved_at` is when the person last showed who
    they are: sensitive acts ask for that anew."""

    __tablename__ = "sign_ins"
    __table_args__ = (*is_sha256("token_hash"),)

    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    expires_at: datetime = Field(sa_type=sa.DateTime(timezone=True), index=True)
    agent: str = text()
    address: str = sealed()
    method: Method = choice(Method, "method", Method.GUEST)
    idle_seconds: int = Field(default=None, sa_column_kwargs={"server_default": "2592000"})
    seen_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
    proved_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )

    @property
    def is_live(self) -> bool:
        return self.expires_at > now() and self.seen_at + timedelta(seconds=self.idle_seconds) > now()


class Provider(StrEnum):
    GOOGLE = "google"
    LINKEDIN = "linkedin"


class Identity(Owned, table=True):
    """A person at a provider. `key` is the SHA-256 of issuer and subject: the address may change, they do not."""

    __tablename__ = "identities"
    __table_args__ = (*is_sha256("key"), sa.UniqueConstraint("owner_id", "provider"))

    provider: Provider = choice(Provider, "provider")
    key: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    email: str = sealed()
    used_at: datetime | None = moment()


class Purpose(StrEnum):
    """What the link in a letter is good for."""

    REGISTER = "register"
    RESET = "reset"
    CHANGE_ADDRESS = "change-address"


class Token(Owned, table=True):
    """The link in a letter: once, until it expires, and only while `binding`, a hash of the account's state, holds."""

    __tablename__ = "tokens"
    __table_args__ = (*is_sha256("token_hash", "binding"),)

    purpose: Purpose = choice(Purpose, "purpose")
    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    binding: bytes = Field(sa_type=sa.LargeBinary)
    detail: str = sealed()
    expires_at: datetime = Field(sa_type=sa.DateTime(timezone=True), index=True)
    used_at: datetime | None = moment()


class Authenticator(Owned, table=True):
    """An app that makes codes (TOTP, RFC 6238). It counts from the moment a first code was shown to be right."""

    __tablename__ = "authenticators"

    secret: str = sealed()
    confirmed_at: datetime | None = moment()


class RecoveryCode(Owned, table=True):
    """One of ten codes on paper, each good once. Only its keyed hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (*is_sha256("code_hash"), sa.UniqueConstraint("owner_id", "code_hash"))

    code_hash: bytes = Field(sa_type=sa.LargeBinary)
    used_at: datetime | None = moment()


class Passkey(Owned, table=True):
    """A WebAuthn credential of a device or a password manager."""

    __tablename__ = "passkeys"
    __table_args__ = (*shorter(SHORT, "name"),)

    credential_id: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=sa.LargeBinary)
    sign_count: int = Field(default=0, sa_type=sa.BigInteger)
    transports: list[str] = json_list()
    name: str = text()
    used_at: datetime | None = moment()


class ExportState(StrEnum):
    WAITING = "waiting"
    PACKING = "packing"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (ExportState.WAITING, ExportState.PACKING)


class Export(Owned, table=True):
    """Everything of a person's as one ZIP; `stage` and `done` of `total` say how far the worker is."""

    __tablename__ = "exports"

    state: ExportState = choice(ExportState, "state", ExportState.WAITING)
    stage: str = text()
    done: int = Field(default=0)
    total: int = Field(default=0)
    reason: str = text()
    bytes: int = Field(default=0, sa_type=sa.BigInteger)
    expires_at: datetime | None = moment()

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def file(self) -> str:
        return f"people/{self.owner_id}/exports/{self.id}.zip"
