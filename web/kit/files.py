"""Where printed sheets lie: a folder, or an S3 bucket by setting.

Names are paths such as `people/<id>/prints/<key>.pdf`.
"""

from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, from_url


class Unstored(Exception):
    """The store refused: it is full, away, or not allowed. The text is for the log, not for people."""


class Files:
    """A file store. Every method raises Unstored when the store does not answer as it should."""

    def __init__(self, place: str) -> None:
        if "://" in place:
            self._store = from_url(place)
        else:
            Path(place).mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(place, mkdir=True)

    def put(self, name: str, body: bytes) -> None:
        """Write whole or not at all; a second writing of the same name replaces the first."""
        try:
            obstore.put(self._store, name, body)
        except (BaseError, OSError) as error:
            raise Unstored(type(error).__name__) from error

    def get(self, name: str) -> bytes | None:
        """The bytes, or None where there is no such file."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise Unstored(type(error).__name__) from error

    def delete(self, *names: str) -> None:
        """Remove these files; one that is not there is no error."""
        for name in names:
            try:
                obstore.delete(self._store, name)
            except (NotFoundError, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise Unstored(type(error).__name__) from error

    def names_under(self, prefix: str) -> list[str]:
        """Every file whose name starts with this folder, such as `people/<id>`."""
        try:
            return [str(meta["path"]) for chunk in obstore.list(self._store, prefix) for meta in chunk]
        except (BaseError, OSError) as error:
            raise Unstored(type(error).__name__) from error

    def delete_under(self, prefix: str) -> None:
        self.delete(*self.names_under(prefix))

    def check(self) -> None:
        """Write, read and remove a small file; raises Unstored when that fails."""
        self.put("check/alive", b"alive")
        if self.get("check/alive") != b"alive":
            raise Unstored("what was written did not come back")
