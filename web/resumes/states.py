"""The history of a résumé: every state it was in, kept small; undo, redo and going back.

A state is the résumé's looks and its tailoring. Most differ by a few words from the one before, so a state is kept as
what differs from an earlier one, its keyframe: some hundred bytes in place of many thousand. Nothing is ever taken out:
who undoes and then writes on starts a new branch of the tree.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array, insert
from sqlalchemy.orm import aliased, defer, make_transient, make_transient_to_detached
from sqlmodel import Session, col, select
from uuid_utils.compat import uuid7

from web.kit.clock import now
from web.kit.forms import mark_of
from web.kit.rows import SHORT
from web.kit.visits import NotFound
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.tables import ENTRY_TABLES, Profile
from web.resumes.deltas import Content, holds, packed, spread, squeeze, squeeze_like
from web.resumes.tables import KeptCareer, Paper, Resume, ResumeState, Taking, Tone
from web.resumes.tailoring import as_column, as_json

KEPT = ("name", "target_title", "tone", "design", "paper", "language", "controls", "has_photo", "tailoring", "letter")
ONE_STEP = timedelta(seconds=60)  # typing within it makes one step
AT_FIRST = "As it was at first"
ELSEWHERE = "Changed by Métier"  # what was not done as a step


class ChangedMeanwhile(Exception):
    """The step would be taken from another state than the one that the person saw."""


# --- changing --------------------------------------------------------------------------------------------------------


@contextmanager
def changing(db: Session, resume: Resume, profile: Profile, what: str, touches: str = "") -> Iterator[None]:
    """Whatever is done to the résumé inside becomes one step that can be undone. `what` is what the person did, in
    words; `touches` names the field, where going on typing there is still the same step. The résumé's row is locked."""
    before = content_of(resume)
    near = _near(db, resume, profile)
    yield
    after = content_of(resume)
    if after == before:
        return
    present = _state_with(db, resume, profile, before)
    revision = profile.revision if near.kept_revision == profile.revision else keep_career(db, profile)
    if touches == present.touches != "" and not near.is_leant_on and _is_one_step(db, present, before, after):
        state = present
        _write(db, state, after)
        state.revision = revision
    else:
        state = _made(db, resume, revision, after, present, what, touches)
        resume.state_id = state.id
    _put_down(db, resume, state)


@dataclass(frozen=True)
class Near:
    """What a save while typing needs of the history, in one query: `states` are the present one, its parent and the
    keyframes of the two. The session holds them for as long as somebody does."""

    states: Sequence[ResumeState]
    is_leant_on: bool
    kept_revision: int | None


def _near(db: Session, resume: Resume, profile: Profile) -> Near:
    asked = {"state": resume.state_id, "resume": resume.id, "profile": profile.id, "revision": profile.revision}
    rows = db.execute(_NEAR, asked).all() if resume.state_id else []
    return Near(
        [row.ResumeState for row in rows],
        any(row.is_leant_on for row in rows),
        profile.revision if any(row.is_kept for row in rows) else None,
    )


def _near_query() -> sa.Select[ResumeState, bool, bool]:
    """Put together once: every pause in typing asks it."""
    state, resume = sa.bindparam("state", type_=sa.Uuid()), sa.bindparam("resume", type_=sa.Uuid())
    profile, revision = sa.bindparam("profile", type_=sa.Uuid()), sa.bindparam("revision", type_=sa.BigInteger())
    present, parent = aliased(ResumeState), aliased(ResumeState)
    columns = (col(present.id), col(present.parent_id), col(present.keyframe_id), col(parent.keyframe_id))
    pairs = sa.select(sa.func.unnest(array(columns))).select_from(present)
    around = pairs.outerjoin(parent, col(parent.id) == col(present.parent_id)).where(col(present.id) == state)
    leant_on = sa.or_(
        sa.exists().where(col(ResumeState.parent_id) == state),
        sa.exists().where(col(Taking.resume_id) == resume, col(Taking.state_id) == state),
    )
    kept = sa.exists().where(col(KeptCareer.profile_id) == profile, col(KeptCareer.revision) == revision)
    near = sa.any_(sa.func.array(around.scalar_subquery()))  # with IN, all of a long history would be gone through
    return sa.select(ResumeState, leant_on.label("is_leant_on"), kept.label("is_kept")).where(
        col(ResumeState.resume_id) == resume, col(ResumeState.id) == near
    )


_NEAR = _near_query()


def content_of(resume: Resume) -> Content:
    return {column: as_json(getattr(resume, column)) for column in KEPT}


def take(resume: Resume, content: Content) -> None:
    """Make the résumé what it was in a state. What a state from before a column existed does not say stays."""
    for column, value in content.items():
        if column in KEPT:
            kind = {"paper": Paper, "tone": Tone}.get(column)
            setattr(resume, column, kind(value) if kind else value)


def _state_with(db: Session, resume: Resume, profile: Profile, content: Content) -> ResumeState:
    """The résumé's present state; a new one where it says something else than the state that was kept last."""
    present = state_of(db, resume, resume.state_id) if resume.state_id else None
    if present and content_in(db, present) == content:
        return present
    what = ELSEWHERE if present else AT_FIRST
    state = _keep(db, resume, keep_career(db, profile), content, present, what)
    resume.state_id = state.id
    return state


def _is_one_step(db: Session, present: ResumeState, before: Content, after: Content) -> bool:
    """Whether nothing is lost when the present state is written over: what it said stands in the new one, or still
    stands in the state before. One that somebody named is never written over, nor is a keyframe."""
    if present.name or present.parent_id is None or present.keyframe_id is None:
        return False
    if present.created_at < now() - ONE_STEP:
        return False
    return holds(after, before) or holds(content_in(db, state_of(db, present.resume_id, present.parent_id)), before)


# --- keeping ---------------------------------------------------------------------------------------------------------


def _keep(
    db: Session, resume: Resume, revision: int, content: Content, parent: ResumeState | None, what: str,
    like: ResumeState | None = None,
) -> ResumeState:  # fmt: skip
    state = _made(db, resume, revision, content, parent, what, like=like)
    db.add(state)
    return state


def _made(
    db: Session, resume: Resume, revision: int, content: Content, parent: ResumeState | None, what: str,
    touches: str = "", like: ResumeState | None = None,
) -> ResumeState:  # fmt: skip
    like = like or parent
    state = ResumeState(
        owner_id=resume.owner_id, resume_id=resume.id, parent_id=parent.id if parent else None,
        keyframe_id=(like.keyframe_id or like.id) if like else None, revision=revision, body=b"",
        what=what[:SHORT], touches=touches[:SHORT], created_at=now(),
    )  # fmt: skip
    _write(db, state, content)
    return state


def _write(db: Session, state: ResumeState, content: Content) -> None:
    """A keyframe is whole, and never written over."""
    like = content_in(db, state_of(db, state.resume_id, state.keyframe_id)) if state.keyframe_id else None
    small = squeeze_like(like, content) if like is not None else None
    if small is None:
        state.keyframe_id = None
    state.body = small or squeeze(content)


def _put_down(db: Session, resume: Resume, state: ResumeState) -> None:
    """The two rows as they stand, in one statement and without the session's own bookkeeping: every pause in typing
    ends here."""
    rows = (("resume", resume, OF_RESUME), ("state", state, OF_STATE))
    said = {f"{what}_{name}": getattr(row, name) for what, row, columns in rows for name in columns}
    db.connection().execute(_PUT_DOWN, said)
    for row in (resume, state):  # the session is told that it has nothing to write
        make_transient(row)
        make_transient_to_detached(row)
        db.add(row)


def _put_down_query() -> sa.Update:
    resumes, states = (table.metadata.tables[str(table.__tablename__)] for table in (Resume, ResumeState))
    row = insert(states).values({name: sa.bindparam(f"state_{name}") for name in OF_STATE})
    again = row.on_conflict_do_update(index_elements=["id"], set_={name: row.excluded[name] for name in OF_STATE})
    here = sa.update(resumes).where(resumes.c.id == sa.bindparam("resume_id"))
    return here.values({name: sa.bindparam(f"resume_{name}") for name in OF_RESUME}).add_cte(again.cte("kept"))


OF_RESUME = [name for name in Resume.model_fields if name not in ("created_at", "updated_at")]
OF_STATE = [name for name in ResumeState.model_fields if name != "updated_at"]
_PUT_DOWN = _put_down_query()


def content_in(db: Session, state: ResumeState) -> Content:
    like = spread(state_of(db, state.resume_id, state.keyframe_id).body) if state.keyframe_id else None
    return spread(state.body, like)


def state_of(db: Session, resume: Resume | UUID, state_id: UUID) -> ResumeState:
    """A state of this very résumé; raises NotFound for any other."""
    resume_id = resume.id if isinstance(resume, Resume) else resume
    state = db.get(ResumeState, state_id)
    if state is None or state.resume_id != resume_id:
        raise NotFound
    return state


def states_of(db: Session, resume: Resume, before: UUID | None = None, most: int = 50) -> list[ResumeState]:
    """Newest first, without what they say."""
    wanted = select(ResumeState).where(ResumeState.owner_id == resume.owner_id, ResumeState.resume_id == resume.id)
    if before:
        wanted = wanted.where(col(ResumeState.id) < before)
    newest = wanted.order_by(col(ResumeState.id).desc()).limit(most)
    return list(db.exec(newest.options(defer(ResumeState.body))))  # type: ignore[arg-type]


def keep_for_good(db: Session, resume: Resume, profile: Profile, name: str) -> UUID:
    """The résumé and the career behind it as they are now, as a state that typing never writes over: what went out. One
    that has no name yet is called by this one. The résumé's row is locked."""
    revision, present = keep_career(db, profile), _state_with(db, resume, profile, content_of(resume))
    if present.revision != revision:
        present = _keep(db, resume, revision, content_of(resume), present, ELSEWHERE)
        resume.state_id = present.id
    present.name = present.name or name[:SHORT]
    db.flush()
    return present.id


# --- going back and forth --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Steps:
    """What Undo and Redo would do, in words, each empty where there is nothing; and the mark of what the page shows."""

    undo: str
    redo: str
    seen: str


def steps_of(db: Session, resume: Resume) -> Steps:
    """In one query."""
    if resume.state_id is None:
        return Steps("", "", seen_of(resume))
    wanted = sa.select(col(ResumeState.id), col(ResumeState.parent_id), col(ResumeState.what)).where(
        col(ResumeState.owner_id) == resume.owner_id, col(ResumeState.resume_id) == resume.id,
        sa.or_(col(ResumeState.id) == resume.state_id, col(ResumeState.parent_id) == resume.state_id),
    )  # fmt: skip
    near = {row.id: row for row in db.execute(wanted.order_by(col(ResumeState.id)))}
    present = near.pop(resume.state_id)
    following = list(near.values())[-1:]
    return Steps(present.what if present.parent_id else "", following[0].what if following else "", seen_of(resume))


def seen_of(resume: Resume) -> str:
    """A mark of the present state and its words: who posts it says what they were looking at."""
    return mark_of(f"{resume.state_id} {packed(content_of(resume)).decode()}")


def undo(db: Session, resume: Resume, profile: Profile, seen: str) -> bool:
    """Back to the state that the present one was made from; whether there was one. Raises ChangedMeanwhile."""
    present = _seen_state(db, resume, profile, seen)
    if present is None or present.parent_id is None:
        return False
    return _go_to(db, resume, state_of(db, resume, present.parent_id))


def redo(db: Session, resume: Resume, profile: Profile, seen: str) -> bool:
    """On to what was made from the present state last; whether there was anything. Raises ChangedMeanwhile."""
    present = _seen_state(db, resume, profile, seen)
    if present is None:
        return False
    made = select(ResumeState).where(ResumeState.resume_id == resume.id, ResumeState.parent_id == present.id)
    following = db.exec(made.order_by(col(ResumeState.id).desc()).limit(1)).first()
    return following is not None and _go_to(db, resume, following)


def _seen_state(db: Session, resume: Resume, profile: Profile, seen: str) -> ResumeState | None:
    """The present state, which the person was looking at; None where nothing was ever changed."""
    if seen != seen_of(resume):
        raise ChangedMeanwhile
    return _state_with(db, resume, profile, content_of(resume)) if resume.state_id else None


def _go_to(db: Session, resume: Resume, state: ResumeState) -> bool:
    take(resume, content_in(db, state))
    resume.state_id = state.id
    db.flush()
    return True


def restore(db: Session, resume: Resume, profile: Profile, state: ResumeState) -> None:
    """Go back to an earlier state as a new step, so that this can be undone as well."""
    content, present = content_in(db, state), _state_with(db, resume, profile, content_of(resume))
    take(resume, content)
    if content_of(resume) == content_in(db, present):
        return
    said = f"Went back to: {state.name or state.what}"
    resume.state_id = _keep(db, resume, keep_career(db, profile), content_of(resume), present, said, like=state).id


# --- the career behind a state ---------------------------------------------------------------------------------------


def keep_career(db: Session, profile: Profile) -> int:
    """The profile's revision, kept so that a state can be read again when the profile has gone on."""
    of_profile = select(KeptCareer).where(KeptCareer.owner_id == profile.owner_id, KeptCareer.profile_id == profile.id)
    if db.exec(of_profile.where(KeptCareer.revision == profile.revision).options(defer(KeptCareer.body))).first():  # type: ignore[arg-type]
        return profile.revision
    whole_ones = of_profile.where(col(KeptCareer.keyframe_id).is_(None)).order_by(col(KeptCareer.revision).desc())
    keyframe = db.exec(whole_ones.limit(1)).first()
    career = as_said(profile, rows_of(db, profile))
    small = squeeze_like(spread(keyframe.body), career) if keyframe else None
    row = insert(KeptCareer).values(
        id=uuid7(), owner_id=profile.owner_id, profile_id=profile.id, revision=profile.revision,
        keyframe_id=keyframe.id if keyframe and small else None, body=small or squeeze(career),
    )  # fmt: skip
    db.execute(row.on_conflict_do_nothing(index_elements=["profile_id", "revision"]))
    return profile.revision


def as_said(profile: Profile, rows: Rows) -> Content:
    """As JSON has it; an entry stands under its id, so that a change to one is a small difference."""

    def said(row: Any) -> Content:
        return {name: as_json(getattr(row, name)) for name in type(row).model_fields if not name.endswith("_at")}

    entries = {str(table.__tablename__): {str(row.id): said(row) for row in rows[table]} for table in ENTRY_TABLES}
    career: Content = json.loads(packed({"profile": said(profile), **entries}))
    return career


def career_at(db: Session, profile: Profile, revision: int) -> tuple[Profile, Rows] | None:
    """The profile as it stood at a revision, in copies; None where that was never kept."""
    if revision == profile.revision:
        return profile, rows_of(db, profile)
    kept = select(KeptCareer).where(
        KeptCareer.owner_id == profile.owner_id, KeptCareer.profile_id == profile.id, KeptCareer.revision == revision
    )
    career = db.exec(kept).one_or_none()
    if career is None:
        return None
    keyframe = db.get(KeptCareer, career.keyframe_id) if career.keyframe_id else None
    said = spread(career.body, spread(keyframe.body) if keyframe else None)
    return _row(Profile, said["profile"]), {table: _rows(table, said) for table in ENTRY_TABLES}


def _rows(table: Any, said: Content) -> list[Any]:
    rows = [_row(table, row) for row in said.get(str(table.__tablename__), {}).values()]
    return sorted(rows, key=lambda row: (row.position, row.id))


def _row(table: Any, said: Content) -> Any:
    values = {name: as_column(table, name, value) for name, value in said.items() if name in table.model_fields}
    return table(**values)
