"""What a person takes along of their résumés: what each says and looks like, its history, and its sheet."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from web.accounts.packing import LeftOut, Piece, as_json, file_name, packs, plain, plain_rows
from web.kit.house import House
from web.kit.printing import Order, PrintFailed, designs
from web.kit.printing.press import FUNCTION, MEMORY, SECONDS, WORDS
from web.kit.rows import Owned
from web.kit.workshop import WorkFailed, run_once
from web.profile.tables import Profile
from web.resumes.actions import Sheet, order_for, present_sheet
from web.resumes.deltas import Content, differences, spread
from web.resumes.tables import Dismissal, KeptCareer, Resume, ResumeState, Taking

OF_RESUMES: tuple[type[Owned], ...] = (Resume, Taking, Dismissal)


@packs("Your sheets")
def pack_sheets(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    looks = {str(table.__tablename__): plain_rows(db, table, owner_id) for table in OF_RESUMES}
    yield Piece(
        "resumes/resumes.json", "Your résumés: what each says and looks like, and what you took", as_json(looks)
    )
    wanted = select(Resume, Profile).where(Resume.owner_id == owner_id, Profile.owner_id == owner_id)
    for resume, profile in db.exec(wanted.where(Profile.id == Resume.profile_id).order_by(col(Resume.id))).all():
        name = file_name(f"{resume.name} {profile.name}", "resume")
        states = select(ResumeState).where(ResumeState.owner_id == owner_id, ResumeState.resume_id == resume.id)
        versions = versions_of(db.exec(states.order_by(col(ResumeState.id))).all())
        yield Piece(f"resumes/{name}-history.json", "All its earlier versions, change by change", as_json(versions))
        if resume.removed_at is None and profile.removed_at is None:
            wanted_id = str(resume.id)
            _, _, order = order_for(db, owner_id, wanted_id)
            sheet = present_sheet(db, owner_id, wanted_id) if resume.design in designs() else None
            yield Piece(f"resumes/{name}.pdf", "The sheet as it prints today", partial(pdf_of, house, order, sheet))


@packs("What your careers were like")
def pack_kept_careers(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    """An earlier version of a résumé leans on the career of its time."""
    kept = select(KeptCareer).where(KeptCareer.owner_id == owner_id).order_by(col(KeptCareer.profile_id))
    careers = db.exec(kept.order_by(col(KeptCareer.revision))).all()
    body = as_json(versions_of(careers))
    yield Piece("resumes/careers.json", "What your careers said when a résumé was changed, change by change", body)


def versions_of(rows: Sequence[ResumeState | KeptCareer]) -> list[dict[str, Any]]:
    """These versions in their order, the body of each as what differs from the one before (`deltas.differences`): a
    thousand of them spelt out would be a hundred megabytes."""
    by_id, before = {row.id: row for row in rows}, Content()
    found = []
    for row in rows:
        content = spread(row.body, spread(by_id[row.keyframe_id].body) if row.keyframe_id else None)
        found.append(plain(row) | {"body": differences(before, content)})
        before = content
    return found


def pdf_of(house: House, order: Order, sheet: Sheet | None) -> bytes:
    """The sheet that was set before, or a new one; raises LeftOut where it cannot be set."""
    if sheet and (kept := house.files.get(sheet.pdf)):
        return kept
    try:
        order.check()
        made: dict[str, bytes] = run_once(FUNCTION, order.packed(), False, seconds=SECONDS, memory=MEMORY)
    except PrintFailed as failure:
        raise LeftOut(str(failure)) from None
    except WorkFailed as failure:
        raise LeftOut(WORDS.get(type(failure), str(failure))) from None
    return made["pdf"]
