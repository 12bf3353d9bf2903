"""What goes into the parcel that a person takes along: each room packs what is its own.

A packer names its files beforehand, inside one transaction; what takes long is made when its turn comes, so that no
transaction waits for it.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts.queries import person_of
from web.accounts.tables import Authenticator, Export, Identity, Passkey, SignIn
from web.kit.events import details_of, events_of
from web.kit.house import House
from web.kit.mail import Letter
from web.kit.rows import Owned, Row
from web.kit.sealed import SealedBytes

MOST_EVENTS = 50_000
MOST_NAME_BYTES = 80
WITHHELD = {"password_hash", "event_key", "secret", "context"}  # a letter's context holds links that open the account
HISTORY = ("at", "action", "by", "entity", "entity_id", "address", "agent", "old", "new")


class LeftOut(Exception):
    """A file that could not be made; the text is a sentence for the person."""


@dataclass(frozen=True)
class Piece:
    """One file of the parcel: its name there, what it is in words, and its bytes or how they are made. Making may raise
    LeftOut."""

    name: str
    says: str
    content: bytes | Callable[[], bytes]


Packer = Callable[[House, Session, UUID], Iterable[Piece]]
_packers: list[tuple[str, Packer]] = []


def packs(stage: str) -> Callable[[Packer], Packer]:
    """Let this function add its pieces to every parcel; `stage` is what the person reads meanwhile."""

    def enlist(packer: Packer) -> Packer:
        _packers.append((stage, packer))
        return packer

    return enlist


def pieces_of(house: House, db: Session, owner_id: UUID) -> list[tuple[str, Piece]]:
    """Every file that there will be, with its stage; no two names are the same, on any system."""
    found: list[tuple[str, Piece]] = []
    taken = {"readme.txt"}
    for stage, packer in _packers:
        for piece in packer(house, db, owner_id):
            name = _not_in(taken, piece.name)
            taken.add(name.casefold())
            found.append((stage, Piece(name, piece.says, piece.content)))
    return found


def _not_in(taken: set[str], name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{dot}{suffix}"
    return name


# --- as plain files --------------------------------------------------------------------------------------------------


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).encode()


def as_csv(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """For a spreadsheet, which a mark at the beginning tells that this is UTF-8."""
    columns = list(columns)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe: it shows it, and does not reckon."""
    words = "" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def plain(row: Row) -> dict[str, Any]:
    """A row as plain JSON, without keys, hashes and secrets."""
    columns = sa.inspect(type(row)).columns
    return {
        column.name: getattr(row, column.key)
        for column in columns
        if column.name not in WITHHELD and not isinstance(column.type, sa.LargeBinary | SealedBytes)
    }


def plain_rows(db: Session, table: type[Owned], owner_id: UUID, *which: Any) -> list[dict[str, Any]]:
    """Every row that a person has in a table, the oldest first."""
    wanted = select(table).where(table.owner_id == owner_id, *which).order_by(col(table.id))
    return [plain(row) for row in db.exec(wanted)]


def file_name(words: str, otherwise: str) -> str:
    """These words as a name that every system takes."""
    joined = "-".join(re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFC", words)).split()).strip("-_")
    return joined.encode()[:MOST_NAME_BYTES].decode(errors="ignore") or otherwise


# --- what accounts pack ----------------------------------------------------------------------------------------------

OF_THE_ACCOUNT: tuple[type[Owned], ...] = (Identity, SignIn, Authenticator, Passkey, Letter, Export)


@packs("Your account")
def pack_account(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    said = {"person": plain(person_of(db, owner_id))}
    said |= {str(table.__tablename__): plain_rows(db, table, owner_id) for table in OF_THE_ACCOUNT}  # type: ignore[misc]
    yield Piece("account.json", "Your address, your ways in, where you are signed in, and our letters", as_json(said))


@packs("What happened")
def pack_history(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    events = events_of(db, owner_id, MOST_EVENTS)
    details = details_of(events, person_of(db, owner_id).event_key)
    rows = [
        {
            "at": each.at.isoformat(),
            "action": each.action,
            "by": "you" if each.actor_id == owner_id else "Métier",
            "entity": each.entity,
            "entity_id": str(each.entity_id or ""),
            **details[each.id],
        }
        for each in events
    ]
    yield Piece("history.json", "Every act upon your account, with time, address and browser", as_json(rows))
    yield Piece("history.csv", "The same for a spreadsheet", as_csv(HISTORY, rows))


@packs("Your files")
def pack_uploads(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    folder = f"people/{owner_id}/uploads"
    for name in house.files.names_under(folder):

        def fetch(name: str = name) -> bytes:
            body = house.files.get(name)
            if body is None:
                raise LeftOut("The file is no longer there.")
            return body

        yield Piece(f"uploads/{name.removeprefix(folder).lstrip('/')}", "A file you brought", fetch)
