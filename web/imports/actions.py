"""Bringing files, and letting go of them. What is read in them stands in `reading.py`, what is taken in `taking.py`."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, func, select
from uuid_utils.compat import uuid7

from web.imports.drafts import REUSED, reader_version, unpacked
from web.imports.queries import kept_reading, profile_for
from web.imports.tables import Import, KeptReading, Stage, State
from web.kit.clock import now
from web.kit.house import House
from web.kit.rows import SHORT
from web.kit.tasks import send
from web.kit.visits import TooMuch
from web.profile.tables import Profile

MOST_UPLOADS = (60, 3_600)  # files that a person may have read, and within how many seconds
MOST_IMPORTS = 100  # that are kept of one person
TOO_MANY = f"You keep {MOST_IMPORTS} files here, the most there may be. Delete one, then bring this one."


@dataclass(frozen=True)
class Brought:
    """A file as a browser sent it."""

    name: str
    media_type: str
    body: bytes


def bring(db: Session, house: House, profile: Profile, files: list[Brought]) -> list[Import]:
    """Keep the originals and have them read; one that was read before is there at once. A file is in its place before
    its row is, and goes with the person should the row never come. Raises TooMuch."""
    need_room(db, profile.owner_id, len(files))
    upload_id = uuid7()
    made = []
    for file in files:
        brought = Import(
            owner_id=profile.owner_id, profile_id=profile.id, upload_id=upload_id, name=file.name[:SHORT],
            media_type=file.media_type[:SHORT], size=len(file.body), sha256=hashlib.sha256(file.body).digest(),
        )  # fmt: skip
        house.files.put(brought.file, file.body)
        db.add(brought)
        db.flush()
        have_read(db, brought)
        made.append(brought)
    return made


def bring_github(db: Session, profile: Profile, user: str) -> Import:
    """Have what GitHub shows of a user fetched and read. Raises TooMuch."""
    need_room(db, profile.owner_id, 1)
    brought = Import(
        owner_id=profile.owner_id, profile_id=profile.id, upload_id=uuid7(), name=f"github-{user}.json", github=user,
    )  # fmt: skip
    db.add(brought)
    db.flush()
    have_read(db, brought)
    return brought


def need_room(db: Session, owner_id: UUID, many: int) -> None:
    there = db.exec(select(func.count()).select_from(Import).where(Import.owner_id == owner_id)).one()
    if there + many > MOST_IMPORTS:
        raise TooMuch(TOO_MANY)


def have_read(db: Session, brought: Import) -> None:
    """Read it now where the same file was read by the same reader and well, else have the worker read it."""
    brought.state, brought.stage, brought.reason, brought.tries = State.WAITING, Stage.RECEIVED, "", 0
    brought.found, brought.written, brought.taken_at, brought.undone_at = {}, {}, None, None
    kept = kept_reading(db, brought.owner_id, brought.sha256, reader_version()) if brought.sha256 else None
    if kept and kept.confidence >= REUSED:
        kept.hits, kept.used_at = kept.hits + 1, now()
        show(brought, kept)
    else:
        send(db, "read_import", lock=f"import:{brought.id}", owner_id=brought.owner_id, import_id=brought.id)


def show(brought: Import, kept: KeptReading) -> None:
    """It can be looked at: this is what it says."""
    brought.state, brought.stage, brought.format, brought.reader = State.READY, Stage.READY, kept.format, kept.reader
    brought.found, brought.confidence, brought.draft = unpacked(kept.draft).counts, kept.confidence, kept.draft


def cancel(brought: Import) -> None:
    """The worker looks before each step."""
    if brought.is_under_way:
        brought.state = State.CANCELLED


def read_again(db: Session, house: House, brought: Import) -> Import:
    """With the reader of today, where the original is still there. What was taken already stays as it is, so that it
    can be undone, and the file is brought a second time."""
    if brought.is_under_way or brought.forgotten_at:
        return brought
    if brought.state is not State.TAKEN:
        have_read(db, brought)
        return brought
    profile = profile_for(db, brought)
    if brought.github:
        return bring_github(db, profile, brought.github)
    body = house.files.get(brought.file)
    return bring(db, house, profile, [Brought(brought.name, brought.media_type, body)])[0] if body else brought


def forget_original(house: House, brought: Import) -> None:
    """The file first: killed between the two, the person asks once more."""
    if brought.forgotten_at is None:
        house.files.delete(brought.file)
        brought.forgotten_at = now()


def remove(db: Session, house: House, brought: Import) -> None:
    """Original and row; what was taken from it stays in the profile."""
    house.files.delete(brought.file)
    db.delete(brought)
