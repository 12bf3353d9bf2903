"""Everything the environment decides, read once and frozen."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
FEWEST_KEY_BYTES = 32


class Unsafe(Exception):
    """A setting that is missing or would be dangerous; the text names the variable and what to do."""


def _variable(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """Read with `Settings.read()`. The README's table of variables is checked against these fields."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, env_prefix="METIER_")

    environment: Literal["development", "test", "production"] = Field(
        "development", validation_alias=_variable("METIER_ENV"), description="`production` refuses unsafe settings"
    )
    home: Path = Field(
        ROOT / "var", validation_alias=_variable("METIER_HOME"), description="Where data lives: database, files, keys"
    )
    database_url: str = Field(
        "", validation_alias=_variable("DATABASE_URL"), description="A PostgreSQL server; empty: the embedded one"
    )
    database_owner_url: str = Field(
        "",
        validation_alias=_variable("DATABASE_OWNER_URL"),
        description="The owner of the tables, for migrations; empty: the same server address",
    )
    host: str = Field("127.0.0.1", validation_alias=_variable("HOST"), description="The address to listen on")
    port: int = Field(8000, ge=1, le=65535, validation_alias=_variable("PORT"), description="The port to listen on")
    origin: str = Field(
        "",
        validation_alias=_variable("METIER_ORIGIN"),
        description="The address people type, such as `https://metier.example`; empty: `http://localhost:PORT`",
    )
    keys: str = Field(
        "",
        validation_alias=_variable("METIER_KEYS"),
        repr=False,
        description="`id:base64` of 32 bytes, the newest first, comma-separated; empty: made once under METIER_HOME",
    )
    files: str = Field(
        "",
        validation_alias=_variable("METIER_FILES"),
        description="Where printed sheets are kept: a folder or `s3://bucket/prefix`; empty: under METIER_HOME",
    )
    smtp: str = Field(
        "",
        validation_alias=_variable("METIER_SMTP"),
        repr=False,
        description="`smtp://user:password@host:587` or `smtps://…:465`; empty: .eml files under METIER_HOME",
    )
    mail_from: str = Field(
        "Métier <metier@localhost>",
        validation_alias=_variable("METIER_MAIL_FROM"),
        description="Whom letters come from",
    )
    google_id: str = Field(
        "", validation_alias=_variable("METIER_GOOGLE_ID"), description="Client id for Google; empty: no such button"
    )
    google_secret: str = Field(
        "", validation_alias=_variable("METIER_GOOGLE_SECRET"), repr=False, description="The client secret for Google"
    )
    google_issuer: str = Field(
        "https://accounts.google.com",
        validation_alias=_variable("METIER_GOOGLE_ISSUER"),
        description="Who vouches for people there",
    )
    linkedin_id: str = Field(
        "",
        validation_alias=_variable("METIER_LINKEDIN_ID"),
        description="Client id for LinkedIn; empty: no such button",
    )
    linkedin_secret: str = Field(
        "",
        validation_alias=_variable("METIER_LINKEDIN_SECRET"),
        repr=False,
        description="The client secret for LinkedIn",
    )
    linkedin_issuer: str = Field(
        "https://www.linkedin.com/oauth",
        validation_alias=_variable("METIER_LINKEDIN_ISSUER"),
        description="Who vouches for people there",
    )
    github_api: str = Field(
        "https://api.github.com",
        validation_alias=_variable("METIER_GITHUB_API"),
        description="Whom to ask about a user at GitHub",
    )
    presses: int = Field(
        1, ge=1, le=16, validation_alias=_variable("METIER_PRESSES"), description="How many sheets are set at once"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias=_variable("METIER_LOG_LEVEL"), description="The least level that is logged"
    )
    proxies: str = Field(
        "",
        validation_alias=_variable("METIER_PROXIES"),
        description="Addresses of reverse proxies whose X-Forwarded-For is believed, comma-separated",
    )

    @field_validator("smtp")
    @classmethod
    def _mail_server(cls, smtp: str) -> str:
        server = re.fullmatch(r"smtps?://([^\s/@?#]+@)?[^\s/@:?#]+(:(\d{1,5}))?/?", smtp)
        if smtp and not (server and int(server[3] or 25) <= 65535):
            raise ValueError("write it as smtp://user:password@host:587 or smtps://user:password@host:465")
        return smtp

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, sender: str) -> str:
        if "@" not in parseaddr(sender)[1] or not sender.isprintable():
            raise ValueError("write it as Name <name@host>")
        return sender

    @field_validator("google_issuer", "linkedin_issuer", "github_api")
    @classmethod
    def _elsewhere(cls, address: str) -> str:
        if not re.fullmatch(r"https://[^\s?#@]+|http://(localhost|127\.0\.0\.1)(:\d+)?", address):
            raise ValueError("write it as https://host")
        return address.rstrip("/")

    @field_validator("home")
    @classmethod
    def _whole_path(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @model_validator(mode="after")
    def _id_and_secret(self) -> Self:
        for client_id, secret, name in (
            (self.google_id, self.google_secret, "METIER_GOOGLE"),
            (self.linkedin_id, self.linkedin_secret, "METIER_LINKEDIN"),
        ):
            if bool(client_id) != bool(secret):
                raise ValueError(f"{name}_ID and {name}_SECRET belong together: set both, or neither")
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.environment != "production":
            return self
        for missing, name in ((self.database_url, "DATABASE_URL"), (self.keys, "METIER_KEYS")):
            if not missing:
                raise ValueError(f"{name} must be set when METIER_ENV is production")
        if not re.fullmatch(r"https://[^/?#\s@]+/?", self.origin):
            raise ValueError("METIER_ORIGIN must be an https:// address without a path when METIER_ENV is production")
        if self.log_level == "DEBUG":
            raise ValueError("METIER_LOG_LEVEL must not be DEBUG when METIER_ENV is production")
        return self

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Self:
        """The settings of this process; raises Unsafe with one plain line that names the variable."""
        variables = {name: str(field.validation_alias.choices[0]) for name, field in cls.model_fields.items()}  # type: ignore[union-attr]
        try:
            if environment is None:
                return cls()
            given = {name: environment[variable] for name, variable in variables.items() if variable in environment}
            return cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            words = first["msg"].removeprefix("Value error, ")
            place = str(first["loc"][0]) if first["loc"] else ""
            raise Unsafe(f"{variables.get(place, place)}: {words}" if place else words) from None

    @property
    def address(self) -> str:
        """The one address people open, without a slash at its end."""
        return (self.origin or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        return urlsplit(self.address).scheme == "https"

    @property
    def files_place(self) -> str:
        return self.files or str(self.home / "files")

    def key_ring(self) -> dict[str, bytes]:
        """Key id to 32 bytes, the key that seals new values first."""
        return _parse_keys(self.keys or _made_keys(self.home / "keys"))


def _parse_keys(text: str) -> dict[str, bytes]:
    ring: dict[str, bytes] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not name.isalnum() or len(name) > 16 or len(key) != FEWEST_KEY_BYTES:
            raise Unsafe("METIER_KEYS: each key is `id:base64` with 32 bytes behind the base64")
        if name in ring:
            raise Unsafe(f"METIER_KEYS: two keys are named {name}")
        ring[name] = key
    if not ring:
        raise Unsafe("METIER_KEYS holds no key")
    return ring


def _made_keys(path: Path) -> str:
    """A key of this installation's own, made once; two processes that start together agree on one file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"keys.{os.getpid()}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(f"k1:{base64.b64encode(secrets.token_bytes(FEWEST_KEY_BYTES)).decode()}")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
