"""Reading imports. Everything is scoped by its owner here, and once more by row-level security."""

from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from web.imports.tables import Import, KeptReading, State
from web.kit.own import own
from web.profile.queries import default_profile
from web.profile.tables import Profile


def imports_of(db: Session, owner_id: UUID) -> list[Import]:
    """Every file a person brought, the newest first, without what was read in it."""
    wanted = select(Import).where(Import.owner_id == owner_id).order_by(col(Import.id).desc())
    large = (defer(Import.draft), defer(Import.written))  # type: ignore[arg-type]
    return list(db.exec(wanted.options(*large)))


def import_of(db: Session, owner_id: UUID, import_id: UUID, lock: bool = False) -> Import:
    """One of a person's files; raises NotFound for anybody else's."""
    return own(db, Import, owner_id, import_id, lock)


def next_of_upload(db: Session, brought: Import) -> Import | None:
    """Another file of the same upload that waits to be looked at."""
    wanted = select(Import).where(
        Import.owner_id == brought.owner_id, Import.upload_id == brought.upload_id, Import.id != brought.id,
        col(Import.state).in_((State.WAITING, State.READING, State.READY)),
    )  # fmt: skip
    return db.exec(wanted.order_by(col(Import.id))).first()


def kept_reading(db: Session, owner_id: UUID, sha256: bytes, reader: str) -> KeptReading | None:
    """What this very file says, where the same reader read it before."""
    wanted = select(KeptReading).where(
        KeptReading.owner_id == owner_id, KeptReading.sha256 == sha256, KeptReading.reader == reader
    )
    return db.exec(wanted).one_or_none()


def profile_for(db: Session, brought: Import, lock: bool = False) -> Profile:
    """The profile it was brought for, or, where that is in the bin or gone, the one that is worked on."""
    wanted = select(Profile).where(Profile.owner_id == brought.owner_id, Profile.id == brought.profile_id)
    wanted = wanted.where(col(Profile.removed_at).is_(None))
    found = db.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    return found or default_profile(db, brought.owner_id)
