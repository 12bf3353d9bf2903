"""Many résumés of one person: what there is, making one more, and putting one away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from web.kit.clock import day_in_words, now
from web.kit.events import record
from web.kit.forms import Form, Line, chosen_from, mark_of
from web.kit.rows import SHORT
from web.kit.visits import Visit
from web.profile.tables import Profile
from web.resumes.actions import resume_of
from web.resumes.states import changing, keep_career
from web.resumes.tables import Print, Resume, Tone
from web.resumes.tailoring import Tailoring

MOST_RESUMES = 200  # that somebody may keep, those in the bin included
LOOKS = ("design", "paper", "controls", "has_photo", "tailoring", "seen_revision")  # what a copy has of the other


# --- what there is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A résumé as lists show it: without the words that it says, however many those are."""

    id: UUID
    name: str
    target_title: str
    career: str
    is_default: bool
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    removed_at: datetime | None

    @property
    def changed(self) -> str:
        return f"{'made' if self.updated_at == self.created_at else 'changed'} {day_in_words(self.updated_at)}"


def kept_resumes(db: Session, owner_id: UUID) -> list[Kept]:
    """All of a person's, those put away too, the one changed last first. A removed profile takes its own along."""
    wanted = (
        sa.select(
            col(Resume.id), col(Resume.name), col(Resume.target_title), col(Profile.name), col(Resume.is_default),
            col(Resume.created_at), col(Resume.updated_at), col(Resume.archived_at), col(Resume.removed_at),
        )
        .join(Profile, col(Profile.id) == col(Resume.profile_id))
        .where(col(Resume.owner_id) == owner_id, col(Profile.owner_id) == owner_id, col(Profile.removed_at).is_(None))
        .order_by(col(Resume.updated_at).desc(), col(Resume.id).desc())
    )  # fmt: skip
    return [Kept(*row) for row in db.execute(wanted)]


def sheets_ready(db: Session, owner_id: UUID, resume_ids: list[UUID]) -> dict[UUID, str]:
    """The key of each one's sheet that was set last in its design, where there is one: nobody waits for the press."""
    same = sa.and_(col(Resume.id) == col(Print.resume_id), col(Resume.design) == col(Print.design))
    wanted = (
        sa.select(col(Print.resume_id), col(Print.key))
        .join(Resume, same)
        .where(col(Print.owner_id) == owner_id, col(Print.resume_id).in_(resume_ids))
        .order_by(col(Print.resume_id), col(Print.id).desc())
        .ext(distinct_on(col(Print.resume_id)))
    )
    return {row.resume_id: row.key for row in db.execute(wanted)}


# --- making ----------------------------------------------------------------------------------------------------------


class About(Form):
    """What a résumé is called, what for, and how it speaks."""

    name: Line = ""
    target_title: Line = ""
    tone: Annotated[Tone | None, chosen_from(Tone)] = None
    language: Line = ""


def is_full(db: Session, owner_id: UUID) -> bool:
    """Whether there is no room for one more. Of two who ask at once the second waits for what the first one makes."""
    _one_at_a_time(db, owner_id)
    mine = select(sa.func.count()).select_from(Resume).where(Resume.owner_id == owner_id)
    return db.exec(mine).one() >= MOST_RESUMES


def _one_at_a_time(db: Session, owner_id: UUID) -> None:
    """Lock all that there are, in one order, so that nobody waits in a circle; what is read afterwards holds."""
    mine = select(Resume.id).where(Resume.owner_id == owner_id).order_by(col(Resume.id))
    db.exec(mine.with_for_update(key_share=True)).all()


def make_one(
    db: Session, visit: Visit, profile: Profile, about: Mapping[str, Any], like: Resume | None = None
) -> Resume:
    """One more résumé of a profile, with everything in it; or with the looks and the tailoring of another one."""
    looks = {column: getattr(like, column) for column in LOOKS} if like else {"seen_revision": profile.revision}
    resume = Resume(owner_id=profile.owner_id, profile_id=profile.id, is_default=False, **looks, **about)
    db.add(resume)
    db.flush()
    _record(db, visit, "resume-made", resume)
    return resume


def make_empty(db: Session, visit: Visit, profile: Profile, about: Mapping[str, Any]) -> Resume:
    """One that says nothing until something is chosen for it."""
    resume = make_one(db, visit, profile, about)
    resume.seen_revision = keep_career(db, profile)
    resume.tailoring = Tailoring(chosen=[]).kept()
    return resume


def duplicate(db: Session, visit: Visit, resume: Resume, profile: Profile) -> Resume:
    about = {column: getattr(resume, column) for column in About.model_fields}
    return make_one(db, visit, profile, about | {"name": f"Copy of {resume.name}"[:SHORT]}, like=resume)


# --- saying what it is -----------------------------------------------------------------------------------------------


def marks_of(resume: Resume) -> dict[str, str]:
    """What stands for each answer as a tab saw it."""
    return {name: mark_of(str(getattr(resume, name))) for name in About.model_fields}


def describe(
    db: Session, visit: Visit, resume: Resume, profile: Profile, said: Mapping[str, Any], was: Mapping[str, str]
) -> dict[str, str]:
    """Take what this tab changed. Where another one changed the same meanwhile nothing is taken, and that is said."""
    present = marks_of(resume)
    mine = {name: value for name, value in said.items() if mark_of(str(value)) not in (was.get(name), present[name])}
    elsewhere = {
        name: f"Another tab made this “{getattr(resume, name)}” meanwhile. Save once more to keep yours."
        for name in mine
        if was.get(name, present[name]) != present[name]
    }
    if mine and not elsewhere:
        old = {name: getattr(resume, name) for name in mine}
        with changing(db, resume, profile, "Changed what it is called and what for"):
            for name, value in mine.items():
                setattr(resume, name, value)
        _record(db, visit, "resume-described", resume, old=old, new=mine)
    return elsewhere


# --- putting away ----------------------------------------------------------------------------------------------------


def make_default(db: Session, visit: Visit, wanted: str) -> Resume:
    """The one of its profile that the questions show."""
    _one_at_a_time(db, visit.person_id)
    resume, _ = resume_of(db, visit.person_id, wanted)
    if not resume.is_default:
        of_profile = sa.update(Resume).where(col(Resume.profile_id) == resume.profile_id, col(Resume.is_default))
        db.execute(of_profile.values(is_default=False))
        resume.is_default, resume.archived_at = True, None
        db.flush()
        _record(db, visit, "resume-made-default", resume)
    return resume


def archive(db: Session, visit: Visit, resume: Resume) -> None:
    """Out of the list; it can still be opened, printed and taken along."""
    if resume.archived_at is None:
        resume.archived_at = now()
        _record(db, visit, "resume-archived", resume)


def unarchive(db: Session, visit: Visit, resume: Resume) -> None:
    if resume.archived_at is not None:
        resume.archived_at = None
        _record(db, visit, "resume-unarchived", resume)


def remove(db: Session, visit: Visit, resume: Resume) -> None:
    """Into the bin, out of which it can be taken until it is cleared away."""
    if resume.removed_at is None:
        resume.removed_at = now()
        _record(db, visit, "resume-removed", resume)


def restore(db: Session, visit: Visit, resume: Resume) -> None:
    if resume.removed_at is not None:
        resume.removed_at = None
        _record(db, visit, "resume-restored", resume)


def _record(
    db: Session, visit: Visit, action: str, resume: Resume,
    old: Mapping[str, Any] | None = None, new: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    record(
        db, action, resume.owner_id, whence=visit.whence, entity="resumes", entity_id=resume.id,
        old=old, new=new or {"name": resume.name},
    )  # fmt: skip
