"""Applications out of what LinkedIn hands out: an archive brought here, or one brought for the career in it."""

import csv
import io
from uuid import UUID

from sqlmodel import Session, col, select

from web.imports.drafts import unpacked
from web.imports.files.archives import MARK, Archive
from web.imports.formats.linkedin import letters
from web.imports.tables import Import
from web.kit.jsonresume import Unreadable

NAME = "LinkedIn export"
TABLES = ("jobapplications", "userjobs")  # how LinkedIn's tables are called, of which there may be several, and Huntr's
NONE = "There are no job applications in this LinkedIn export. Ask LinkedIn for the larger archive: it has them."
NO_TABLE = "This is an archive without a table of job applications in it. Bring the table itself, saved as CSV."


def sheet_in(body: bytes) -> bytes:
    """The table of applications where this is an archive that holds one; else the file as it is. LinkedIn parts a long
    one: `Job Applications.csv`, `Job Applications_1.csv`, each with the same header. Raises Unreadable."""
    if not body.startswith(MARK):
        return body
    archive = Archive(body)
    wanted = [name for name in archive.names if letters(name.rpartition("/")[2]).startswith(TABLES)]
    if not wanted:
        raise Unreadable(NO_TABLE)
    first, *others = (archive.read(name) for name in wanted)
    return b"\n".join([first.rstrip(), *(other.partition(b"\n")[2].rstrip() for other in others)])


def archives_of(db: Session, owner_id: UUID) -> list[Import]:
    """The LinkedIn archives with applications in them that a person brought, the newest first."""
    wanted = select(Import).where(Import.owner_id == owner_id, Import.format == NAME)
    brought = db.exec(wanted.order_by(col(Import.id).desc()))
    return [each for each in brought if each.draft and unpacked(each.draft).aside.get("applications")]


def applications_in(brought: Import) -> str:
    """The applications that were set aside when the archive was read, as the table that they were."""
    rows = unpacked(brought.draft).aside.get("applications") if brought.draft else None
    if not rows:
        raise Unreadable(NONE)
    header = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
