"""Whether the process lives, and whether it can do its work. Neither answer says anything about anybody."""

import sqlalchemy as sa
from litestar import MediaType, Response, get
from sqlmodel import Session

from web.db import is_at_head
from web.kit.files import Unstored
from web.kit.visits import Visit, in_transaction


@get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    return "alive"


@get("/readyz", media_type=MediaType.TEXT)
@in_transaction
def readyz(db: Session, visit: Visit) -> Response[str]:
    """Database, migrations and file store, each in a word; 503 while one is missing."""
    found = {"database": _database(db), "migrations": _migrations(db, visit), "files": _files(visit)}
    ready = all(found.values())
    words = "\n".join(f"{name} {'ready' if there else 'missing'}" for name, there in found.items())
    return Response(words, status_code=200 if ready else 503, media_type=MediaType.TEXT)


def _database(db: Session) -> bool:
    return bool(db.scalar(sa.text("select true")))


def _migrations(db: Session, visit: Visit) -> bool:
    return is_at_head(visit.house.settings, db)


def _files(visit: Visit) -> bool:
    try:
        visit.house.files.check()
    except Unstored:
        return False
    return True


routes = [healthz, readyz]
