"""Whether the process lives, and whether it can do its work. Neither answer says anything about anybody."""

from typing import Any

from litestar import MediaType, Request, Response, get
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from web.db import is_at_head
from web.kit.files import Unstored
from web.kit.house import House


@get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
def healthz() -> str:
    return "alive"


@get("/readyz", media_type=MediaType.TEXT, sync_to_thread=True)
def readyz(request: Request[Any, Any, Any]) -> Response[str]:
    """Database, migrations and file store, each in a word; 503 while one is missing."""
    house: House = request.app.state.house
    found = {**_database(house), "files": _files(house)}
    words = "\n".join(f"{name} {'ready' if there else 'missing'}" for name, there in found.items())
    return Response(words, status_code=200 if all(found.values()) else 503, media_type=MediaType.TEXT)


def _database(house: House) -> dict[str, bool]:
    try:
        with house.database.as_nobody() as db:
            return {"database": True, "migrations": is_at_head(house.settings, db)}
    except ProgrammingError:  # no migration ever ran
        return {"database": True, "migrations": False}
    except (OperationalError, PoolTimeout):
        return {"database": False, "migrations": False}


def _files(house: House) -> bool:
    try:
        house.files.check()
    except Unstored:
        return False
    return True


routes = [healthz, readyz]
