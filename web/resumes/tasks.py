"""Sheets that nobody looks at any more are cleared away; they are set again when somebody does."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from web.kit.clock import now
from web.kit.house import House
from web.kit.tasks import Chore
from web.resumes.actions import sheet_of
from web.resumes.tables import Print

SHEET_DAYS = 7


def clear_expired_prints(house: House) -> int:
    """Drop every sheet not used for SHEET_DAYS, the row first: no row names a missing file. Returns how many."""
    since = now() - timedelta(days=SHEET_DAYS)
    with house.database.as_nobody() as db:
        expired = db.execute(sa.text("select owner_id, print_id from expired_prints(:since)"), {"since": since}).all()
    for owner_id, print_id in expired:
        with house.database.as_person(owner_id) as db:
            row = db.get(Print, print_id)
            if row is None or row.used_at >= since:
                continue
            sheet = sheet_of(row)
            db.delete(row)
            if twin_of(db, row):
                continue
        house.files.delete(sheet.pdf, *(sheet.picture(page) for page in range(1, sheet.pages + 1)))
    return len(expired)


def twin_of(db: Session, row: Print) -> Print | None:
    """The same sheet of another résumé, such as a copy: the two share their files."""
    same = select(Print).where(Print.owner_id == row.owner_id, Print.key == row.key, Print.id != row.id)
    return db.exec(same.limit(1)).first()


CHORES = [Chore("clear_expired_prints", "27 * * * *", clear_expired_prints)]
