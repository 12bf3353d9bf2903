"""Opening other people's ZIPs: Word and OpenDocument files are some, and so is what LinkedIn hands out.

Nothing is ever unpacked to disk. What an archive says of itself is not believed: bytes are counted while they come.
"""

import stat
import zipfile
import zlib
from io import BytesIO

from web.kit.jsonresume import Unreadable

MARK = b"PK\x03\x04"
MOST_MEMBERS = 2_000
LARGEST_MEMBER = 8_000_000  # bytes of one file as it comes out
LARGEST_IN_ALL = 24_000_000


class Archive:
    """A ZIP whose files are read one by one; raises Unreadable for what is damaged, locked, swollen or sly."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError):
            raise Unreadable(DAMAGED) from None
        if len(members) > MOST_MEMBERS:
            raise Unreadable(f"This archive holds {len(members):,} files; {MOST_MEMBERS:,} are the most that are read.")
        if any(_leads_out(member) for member in members):
            raise Unreadable("This archive names files outside of itself, which no honest one does. It was not opened.")
        self._members = {member.filename: member for member in members if not member.is_dir()}
        self._read = 0

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def has(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One file, which must be there."""
        member = self._members[name]
        if member.flag_bits & 1:
            raise Unreadable("This file is locked with a password. Please save it without one.")
        most = min(LARGEST_MEMBER, LARGEST_IN_ALL - self._read)
        try:
            with self._zip.open(member) as opened:
                body = opened.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
            raise Unreadable(DAMAGED) from None
        if len(body) > most:
            raise Unreadable("This file unpacks to far more than any résumé holds, so it was not read.")
        self._read += len(body)
        return body


DAMAGED = "This file is cut short or damaged. Please save it once more where it was made."


def holds(body: bytes, *names: str) -> bool:
    """Whether a file is a ZIP with all of these files in it, as far as that can be seen without opening them."""
    if not body.startswith(MARK):
        return False
    try:
        with zipfile.ZipFile(BytesIO(body)) as found:
            return set(names) <= set(found.namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError):
        return False


def _leads_out(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":") or stat.S_ISLNK(member.external_attr >> 16)
