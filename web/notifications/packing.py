"""What a person takes along of their notices."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session

from web.accounts.packing import Piece, as_json, packs, plain_rows
from web.kit.house import House
from web.notifications.tables import Notification


@packs("Your notices")
def pack_notices(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    yield Piece("notices.json", "What we told you about your account", as_json(plain_rows(db, Notification, owner_id)))
