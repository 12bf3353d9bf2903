"""What was taken along of a résumé: which format, in which state, how often."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from uuid_utils.compat import uuid7

from web.kit.clock import day_in_words
from web.kit.events import record
from web.kit.visits import Visit
from web.resumes.exports import formats
from web.resumes.tables import Resume, Taking

PDF, JSON = "pdf", "json"
LETTER, PROFILE = "letter", "profile"  # what goes with it, and what it is made from
MOST_SHOWN = 50


@dataclass(frozen=True)
class Taken:
    """All that was taken of one résumé in one format."""

    format: str
    taken_at: datetime
    times: int

    @property
    def words(self) -> str:
        return f"{name_of(self.format)} {day_in_words(self.taken_at)}{often(self.times)}"


def name_of(format: str) -> str:
    """A format as people say it, also one that is no longer on the shelf."""
    ours: dict[str, str] = {
        PDF: "PDF",
        JSON: "JSON Resume",
        LETTER: "Cover letter",
        PROFILE: "Whole profile",
        **{suffix: each.NAME for suffix, each in formats().items()},
    }
    return ours.get(format, format.upper())


def often(times: int) -> str:
    return "" if times == 1 else ", twice" if times == 2 else f", {times} times"


def note_taken(
    db: Session, visit: Visit, resume_id: UUID, format: str, state_id: UUID | None, revision: int, size: int
) -> None:
    """Count a download: one statement, and an event where this state was never taken in this format before."""
    said = {
        "id": uuid7(), "owner": visit.person_id, "resume": resume_id, "format": format, "state": state_id,
        "revision": revision, "bytes": size,
    }  # fmt: skip
    if db.scalar(_NOTE, said):
        new = {"format": name_of(format), "bytes": f"{size:,}"}
        record(db, "resume-taken", visit.person_id, whence=visit.whence, entity="resumes", entity_id=resume_id, new=new)


# Written out, for the download of a ready sheet waits for it.
_NOTE = sa.text("""
    insert into takings as t (id, owner_id, resume_id, format, state_id, revision, bytes, times)
    values (:id, :owner, :resume, :format, cast(:state as uuid), :revision, :bytes, 1)
    on conflict (resume_id, format, state_id, revision)
        do update set times = t.times + 1, bytes = excluded.bytes, taken_at = now()
    returning times = 1
""")


def takings_of(db: Session, resume: Resume) -> list[Taking]:
    """What was taken of it state by state, the newest first."""
    wanted = select(Taking).where(Taking.owner_id == resume.owner_id, Taking.resume_id == resume.id)
    return list(db.exec(wanted.order_by(col(Taking.taken_at).desc(), col(Taking.id)).limit(MOST_SHOWN)))


def taken_of_each(db: Session, owner_id: UUID, resume_ids: list[UUID]) -> dict[UUID, list[Taken]]:
    """What was taken of each of these résumés, format by format, the newest first."""
    newest, times = sa.func.max(Taking.taken_at), sa.func.sum(Taking.times)
    wanted = (
        sa.select(col(Taking.resume_id), col(Taking.format), newest, times)
        .where(col(Taking.owner_id) == owner_id, col(Taking.resume_id).in_(resume_ids))
        .group_by(col(Taking.resume_id), col(Taking.format))
        .order_by(newest.desc())
    )
    found: dict[UUID, list[Taken]] = {}
    for resume_id, format, taken_at, total in db.execute(wanted):
        found.setdefault(resume_id, []).append(Taken(format, taken_at, total))
    return found
