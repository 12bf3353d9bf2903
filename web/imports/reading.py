"""A file read by the worker, stage by stage; each stage is said in a transaction of its own.

Done twice, or begun anew after dying half-way, it ends the same: what was read is kept once, and shown once.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session
from uuid_utils.compat import uuid7

from web.imports import read_document
from web.imports.actions import show
from web.imports.drafts import Draft, draft_of, packed, reader_version
from web.imports.github import fetch_github
from web.imports.guided import guided
from web.imports.queries import kept_reading
from web.imports.tables import Import, KeptReading, Stage, State
from web.kit.clock import now
from web.kit.files import Unstored
from web.kit.house import House
from web.kit.jsonresume import Unreadable
from web.kit.reading import Reading
from web.kit.tasks import Stopped, awaited

MOST_TRIES = 3  # how often reading one file is begun
MOST_REASONS = 20
GONE = "The file is no longer there. Please bring it once more."
AWAY = "The place where we keep files did not answer. Please read it once more in a few minutes."
CUT_SHORT = "Reading this file was cut short again and again. Please bring it as another kind of file."
NOTHING = (
    "We found nothing here that belongs in a résumé. Is this the right file? A PDF or Word file with your work and "
    "education in it serves best."
)


def read_import(house: House, said: Mapping[str, Any]) -> None:
    owner_id, import_id = UUID(said["owner_id"]), UUID(said["import_id"])
    try:
        brought = _begin(house, owner_id, import_id)
        body = _body_of(house, brought)
        reading = guided(house.guide, body, read_document(body, brought.name))
        _say(house, owner_id, import_id, Stage.READ, found={"pages": len(reading.pages)})
        draft = _understood(reading)
        _say(house, owner_id, import_id, Stage.UNDERSTOOD, found=draft.counts)
        _finish(house, owner_id, import_id, body, reading.format, draft)
    except Stopped:
        return
    except Unreadable as error:
        _fail(house, owner_id, import_id, "\n".join(str(problem) for problem in error.problems[:MOST_REASONS]))
    except Unstored:
        _fail(house, owner_id, import_id, AWAY)


def _begin(house: House, owner_id: UUID, import_id: UUID) -> Import:
    with house.database.as_person(owner_id) as db:
        brought = awaited(db, Import, owner_id, import_id)
        brought.tries += 1
        if brought.tries > MOST_TRIES:
            raise Unreadable(CUT_SHORT)
        brought.state, brought.stage, brought.found = State.READING, Stage.RECEIVED, {}
    return brought


def _body_of(house: House, brought: Import) -> bytes:
    """The original; what GitHub says is asked anew each time, and is the original then."""
    if brought.github:
        said = fetch_github(house.outbound, house.settings.github_api, brought.github)
        house.files.put(brought.file, said)
        return said
    body = house.files.get(brought.file)
    if body is None:
        raise Unreadable(GONE)
    return body


def _understood(reading: Reading) -> Draft:
    """What the document says, where it says anything that belongs in a résumé."""
    draft = draft_of(reading)
    if draft.is_empty:
        raise Unreadable(NOTHING)
    return draft


def _say(house: House, owner_id: UUID, import_id: UUID, stage: Stage, found: dict[str, int]) -> None:
    with house.database.as_person(owner_id) as db:
        brought = awaited(db, Import, owner_id, import_id)
        brought.stage, brought.found = stage, found


def _finish(house: House, owner_id: UUID, import_id: UUID, body: bytes, format: str, draft: Draft) -> None:
    with house.database.as_person(owner_id) as db:
        brought = awaited(db, Import, owner_id, import_id)
        brought.size, brought.sha256 = len(body), hashlib.sha256(body).digest()
        show(brought, _kept(db, owner_id, brought.sha256, format, draft))


def _kept(db: Session, owner_id: UUID, sha256: bytes, format: str, draft: Draft) -> KeptReading:
    """Kept for the next time; of two that read the same file at once the first one's words hold for both."""
    reader = reader_version()
    row = insert(KeptReading).values(
        id=uuid7(), owner_id=owner_id, sha256=sha256, reader=reader, format=format, draft=packed(draft),
        confidence=draft.confidence, hits=0, used_at=now(),
    )  # fmt: skip
    db.execute(row.on_conflict_do_update(index_elements=["owner_id", "sha256", "reader"], set_={"used_at": now()}))
    kept = kept_reading(db, owner_id, sha256, reader)
    assert kept
    return kept


def _fail(house: House, owner_id: UUID, import_id: UUID, reason: str) -> None:
    try:
        with house.database.as_person(owner_id) as db:
            brought = awaited(db, Import, owner_id, import_id)
            brought.state, brought.reason = State.FAILED, reason
    except Stopped:
        return
