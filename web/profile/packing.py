"""What a person takes along of their careers."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from web.accounts.packing import Piece, as_json, file_name, packs, plain, plain_rows
from web.kit.house import House
from web.kit.jsonresume import canonical
from web.profile.jsonresume import career_of
from web.profile.queries import photo_of
from web.profile.tables import ENTRY_TABLES, Entry, Photo, Preferences, Profile

OF_A_PROFILE: tuple[type[Preferences | Photo | Entry], ...] = (Preferences, Photo, *ENTRY_TABLES)


@packs("Your careers")
def pack_careers(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    """Each profile twice: as other programs read it, and as it stands here, removed entries and drafts included."""
    wanted = select(Profile).where(Profile.owner_id == owner_id).order_by(col(Profile.id))
    for profile in db.exec(wanted).all():
        folder = f"profiles/{file_name(profile.name, 'profile')}"
        career = canonical(career_of(db, profile, audience="self"))
        yield Piece(f"{folder}/resume.json", "A career as JSON Resume, for you and other programs", as_json(career))
        rows = as_json(rows_of_profile(db, profile))
        yield Piece(f"{folder}/profile.json", "The same with all that Métier keeps of it, removed entries too", rows)
        if photo := photo_of(db, profile):
            yield Piece(f"{folder}/photo.jpg", "Your photo, the whole of it", photo.whole)
            yield Piece(f"{folder}/photo-printed.jpg", "What is printed of it", photo.cut)


def rows_of_profile(db: Session, profile: Profile) -> dict[str, Any]:
    rows: dict[str, Any] = {"profile": plain(profile)}
    for table in OF_A_PROFILE:
        rows[str(table.__tablename__)] = plain_rows(db, table, profile.owner_id, table.profile_id == profile.id)
    return rows
