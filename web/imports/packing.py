"""What a person takes along of what they brought: the list, and each original that is still there."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, select

from web.accounts.packing import LeftOut, Piece, as_json, file_name, packs, plain
from web.imports.drafts import unpacked
from web.imports.tables import Import, KeptReading
from web.kit.house import House


@packs("What you brought")
def pack_imports(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    brought = db.exec(select(Import).where(Import.owner_id == owner_id).order_by(col(Import.id))).all()
    said = [plain(each) | {"read": unpacked(each.draft).career if each.draft else None} for each in brought]
    yield Piece("imports/imports.json", "The files you brought, and what was read in them", as_json(said))
    kept = db.exec(select(KeptReading).where(KeptReading.owner_id == owner_id).order_by(col(KeptReading.id))).all()
    read = [plain(each) | {"read": unpacked(each.draft).career} for each in kept]
    yield Piece("imports/readings.json", "The same, kept so that no file is read twice", as_json(read))
    for each in brought:
        if each.sha256 and not each.forgotten_at:
            fetch = partial(original_of, house, each.file)
            yield Piece(f"imports/{name_of_original(each)}", "A file you brought", fetch)


def name_of_original(brought: Import) -> str:
    """Its own name, as every system takes it."""
    stem, dot, suffix = brought.name.rpartition(".")
    name = file_name(stem if dot else suffix, "original")
    return f"{name}.{file_name(suffix, '')[:10]}".rstrip(".") if dot else name


def original_of(house: House, file: str) -> bytes:
    """The original; raises LeftOut where it is gone."""
    body = house.files.get(file)
    if body is None:
        raise LeftOut("The file is no longer there.")
    return body
