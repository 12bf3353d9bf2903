"""Everything of a person's as one ZIP of open formats: asked for, packed by the worker, kept for a week."""

import io
import time
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts import limits
from web.accounts.packing import LeftOut, Piece, pieces_of
from web.accounts.queries import person_of
from web.accounts.tables import UNDER_WAY, Export, ExportState
from web.kit.clock import now
from web.kit.events import record
from web.kit.files import Unstored
from web.kit.house import House
from web.kit.own import own
from web.kit.tasks import Stopped, awaited, send
from web.kit.visits import NotFound, Visit

EXPORT_DAYS = 7
GIVE_UP = timedelta(hours=2)  # what was not packed by then never will be
MOST_SECONDS = 900  # for one parcel; what has no time left is left out of it by name
MOST_BYTES = 100_000_000  # of one parcel, which is held in memory


# --- asking ----------------------------------------------------------------------------------------------------------


def ask_for_export(db: Session, visit: Visit) -> None:
    """Have everything packed, unless that is under way already."""
    person = person_of(db, visit.person_id, lock=True)
    if any(each.is_under_way for each in exports_of(db, person.id)):
        return
    visit.count("export", *limits.MOST_EXPORTS)
    export = Export(owner_id=person.id, expires_at=now() + GIVE_UP)
    db.add(export)
    db.flush()
    send(db, "pack_export", lock=f"export:{person.id}", owner_id=person.id, export_id=export.id)
    record(db, "export-asked", person.id, whence=visit.whence, entity="exports", entity_id=export.id)


def exports_of(db: Session, owner_id: UUID) -> list[Export]:
    """What a person asked for and may still want to see, the newest first."""
    wanted = select(Export).where(Export.owner_id == owner_id, Export.state != ExportState.CANCELLED)
    wanted = wanted.where(col(Export.expires_at) > now())
    return list(db.exec(wanted.order_by(col(Export.id).desc())))


def export_of(db: Session, owner_id: UUID, export_id: UUID, lock: bool = False) -> Export:
    """One of a person's exports; raises NotFound for anybody else's and for one that is over."""
    export = own(db, Export, owner_id, export_id, lock)
    if export.expires_at and export.expires_at <= now():
        raise NotFound
    return export


def stop_exports(db: Session, owner_id: UUID, *which: Any) -> None:
    """Stop what is being packed: the worker looks before each file."""
    wanted = sa.update(Export).where(col(Export.owner_id) == owner_id, col(Export.state).in_(UNDER_WAY), *which)
    db.execute(wanted.values(state=ExportState.CANCELLED))


# --- packing, by the worker ------------------------------------------------------------------------------------------


class TooLargeParcel(Exception):
    """More than one ZIP should hold."""


def pack_export(house: House, said: Mapping[str, Any]) -> None:
    """Make one ZIP and say that it is there. Done twice, or begun anew after dying half-way, it ends the same."""
    owner_id, export_id = UUID(said["owner_id"]), UUID(said["export_id"])
    try:
        pieces = _begin(house, owner_id, export_id)
        body = _packed(house, owner_id, export_id, pieces)
        house.files.put(_file(owner_id, export_id), body)
        _finish(house, owner_id, export_id, len(body))
    except Stopped:
        _tidy_up(house, owner_id, export_id)
    except TooLargeParcel:
        _fail(house, owner_id, export_id, "There is more here than one ZIP should hold. Write to us, and we help.")
    except Unstored:
        _fail(house, owner_id, export_id, "The place where we keep files did not answer. Please ask once more.")


def _file(owner_id: UUID, export_id: UUID) -> str:
    return Export(id=export_id, owner_id=owner_id).file


def _begin(house: House, owner_id: UUID, export_id: UUID) -> list[tuple[str, Piece]]:
    with house.database.as_person(owner_id) as db:
        export = awaited(db, Export, owner_id, export_id)
        pieces = pieces_of(house, db, owner_id)
        export.state, export.done, export.total = ExportState.PACKING, 0, len(pieces)
    return pieces


def _packed(house: House, owner_id: UUID, export_id: UUID, pieces: list[tuple[str, Piece]]) -> bytes:
    parcel = io.BytesIO()
    until = time.monotonic() + MOST_SECONDS
    contents = []
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as opened:
        for done, (stage, piece) in enumerate(pieces):
            with house.database.as_person(owner_id) as db:
                export = awaited(db, Export, owner_id, export_id)
                export.stage, export.done = stage, done
            contents.append(f"{piece.name}\n    {_put(opened, piece, until)}\n")
            if parcel.tell() > MOST_BYTES:
                raise TooLargeParcel
        opened.writestr("README.txt", README.format(day=now().strftime("%-d %B %Y"), contents="\n".join(contents)))
    return parcel.getvalue()


def _put(opened: zipfile.ZipFile, piece: Piece, until: float) -> str:
    """One file into the ZIP; returns what the list of contents says of it."""
    try:
        if time.monotonic() > until:
            raise LeftOut("Packing took too long to come to it.")
        body = piece.content if isinstance(piece.content, bytes) else piece.content()
    except LeftOut as reason:
        return f"NOT IN HERE. {reason}"
    opened.writestr(piece.name, body)
    return piece.says


README = """Everything you have at Métier, as of {day}.

The files are in open formats: JSON and CSV are text in UTF-8, `resume.json` follows JSON Resume
(https://jsonresume.org), and each PDF of Métier's carries its résumé as JSON Resume inside.
Left out are only keys and secrets: your password's hash, the secrets of your second proof, and links from letters.

{contents}"""


def _finish(house: House, owner_id: UUID, export_id: UUID, size: int) -> None:
    with house.database.as_person(owner_id) as db:
        export = awaited(db, Export, owner_id, export_id)
        export.state, export.bytes, export.done = ExportState.READY, size, export.total
        export.expires_at = now() + timedelta(days=EXPORT_DAYS)
        facts = {"email": person_of(db, owner_id).email, "link": "/account/exports"}
        record(db, "export-ready", owner_id, entity="exports", entity_id=export_id, facts=facts)


def _tidy_up(house: House, owner_id: UUID, export_id: UUID) -> None:
    """No file stays behind that no row names; one that another run finished is left alone."""
    with house.database.as_person(owner_id) as db:
        export = db.get(Export, export_id)
        if export is None or export.state is not ExportState.READY:
            house.files.delete(_file(owner_id, export_id))


def _fail(house: House, owner_id: UUID, export_id: UUID, reason: str) -> None:
    with house.database.as_person(owner_id) as db:
        export = awaited(db, Export, owner_id, export_id)
        export.state, export.reason, export.expires_at = ExportState.FAILED, reason, now() + timedelta(days=1)


# --- over ------------------------------------------------------------------------------------------------------------


def clear_expired_exports(house: House) -> int:
    """Forget exports whose time is over, the file first: killed between the two, the next run finds the row. One that
    was never finished is given up. Returns how many."""
    with house.database.as_nobody() as db:
        expired = db.execute(sa.text("select owner_id, export_id from expired_exports(:at)"), {"at": now()}).all()
    for owner_id, export_id in expired:
        with house.database.as_person(owner_id) as db:
            export = db.get(Export, export_id, with_for_update=True)
            if export is None or export.expires_at is None or export.expires_at > now():
                continue
            if export.is_under_way:
                export.state, export.reason = ExportState.FAILED, "It could not be packed. Please ask once more."
                export.expires_at = now() + timedelta(days=1)
            else:
                house.files.delete(export.file)
                db.delete(export)
    return len(expired)
