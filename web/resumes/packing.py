"""What a person takes along of their résumés: how each is set, and its sheet."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, select

from web.accounts.packing import LeftOut, Piece, as_json, file_name, packs, plain_rows
from web.kit.house import House
from web.kit.printing import Order, PrintFailed, designs
from web.kit.printing.press import FUNCTION, MEMORY, SECONDS, WORDS
from web.kit.workshop import WorkFailed, run_once
from web.profile.tables import Profile
from web.resumes.actions import Sheet, order_for, present_sheet
from web.resumes.tables import Resume


@packs("Your sheets")
def pack_sheets(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    looks = as_json(plain_rows(db, Resume, owner_id))
    yield Piece("resumes/resumes.json", "Your résumés: design, paper and language of each", looks)
    wanted = select(Resume, Profile.name).where(Resume.owner_id == owner_id, Profile.owner_id == owner_id)
    for resume, career in db.exec(wanted.where(Profile.id == Resume.profile_id).order_by(col(Resume.id))).all():
        wanted_id = str(resume.id)
        _, _, order = order_for(db, owner_id, wanted_id)
        sheet = present_sheet(db, owner_id, wanted_id) if resume.design in designs() else None
        name = file_name(f"{resume.name} {career}", "resume")
        yield Piece(f"resumes/{name}.pdf", "The sheet as it prints today", partial(pdf_of, house, order, sheet))


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
