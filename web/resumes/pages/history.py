"""Undo and redo, and the earlier versions of a résumé: named, looked at, compared, gone back to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.kit.forms import Form, Line
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import Order, PrintFailed, designs
from web.kit.visits import Visit, in_transaction
from web.profile.jsonresume.writing import rows_of
from web.profile.tables import Profile
from web.resumes.actions import MOST_PRINTS, order_of, resume_of
from web.resumes.comparing import compared, looks_compared
from web.resumes.deltas import Content
from web.resumes.exports import text
from web.resumes.outline import Block, outline_of
from web.resumes.pages.sheets import as_file, file_name
from web.resumes.states import (
    ChangedMeanwhile,
    career_at,
    content_in,
    content_of,
    redo,
    restore,
    state_of,
    states_of,
    steps_of,
    take,
    undo,
)
from web.resumes.tables import Resume, ResumeState
from web.resumes.tailoring import copy_of
from web.resumes.takings import PDF, note_taken

WAYS = ("", "/design", "/reading", "/history", "/take", "/settings")  # pages of a résumé that a step leads back to
PAGE = 50
TWO = "Tick one version to compare it with what you have now, or two to compare them with each other."


class NameForm(Form):
    name: Line = ""


# --- undo and redo ---------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/steps")
@in_transaction
def steps_part(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """The two buttons, as things are now."""
    resume, _ = resume_of(db, visit.person_id, wanted)
    return part(visit, "resumes/history/_steps.html", resume=resume, steps=steps_of(db, resume))


@post("/resumes/{wanted:str}/undo")
@in_transaction
def undo_step(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return stepped(db, visit, wanted, undo)


@post("/resumes/{wanted:str}/redo")
@in_transaction
def redo_step(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    return stepped(db, visit, wanted, redo)


def stepped(db: Session, visit: Visit, wanted: str, step: Callable[[Session, Resume, Profile, str], bool]) -> HTML:
    """One step from the state that the person saw, and back to the page it was asked from. Where another tab or device
    went on meanwhile nothing is done, and the page says what there is now."""
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    try:
        step(db, resume, profile, str(visit.posted.get("seen") or ""))
    except ChangedMeanwhile:
        present = state_of(db, resume, resume.state_id) if resume.state_id else None
        return page(
            visit, "resumes/history/meanwhile.html", 409, resume=resume, way="none", steps=steps_of(db, resume),
            present=present, back=asked_from(visit, resume),
        )  # fmt: skip
    return go_to(visit, asked_from(visit, resume))


def asked_from(visit: Visit, resume: Resume) -> str:
    """The page of this résumé whose button was pressed."""
    headers = visit.request.headers
    shown = urlsplit(str(headers.get("HX-Current-URL") or headers.get("Referer") or ""))
    home = f"/resumes/{resume.id}"
    way = shown.path.removeprefix(home)
    if not shown.path.startswith(home) or way not in WAYS:
        return home
    return home + way + (f"?{shown.query}" if shown.query else "")


# --- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """A state as the list shows it: the present one, one on the way to it, or one that was undone."""

    state: ResumeState
    is_present: bool
    is_undone: bool

    @property
    def day(self) -> str:
        return f"{self.state.created_at:%-d %B %Y}"


@get("/resumes/{wanted:str}/history")
@in_transaction
def history(
    db: Session, visit: Visit, wanted: FromPath[str], before: FromQuery[UUID | None] = None,
    line: FromQuery[UUID | None] = None,
) -> HTML:  # fmt: skip
    """Fifty at a time, newest first. `line` is the next state on the way to the present one that is older than
    `before`: by it each page knows what was undone without looking at those before it."""
    resume, _ = resume_of(db, visit.person_id, wanted)
    return show_history(db, visit, resume, before, line)


def show_history(
    db: Session, visit: Visit, resume: Resume, before: UUID | None = None, line: UUID | None = None, problem: str = ""
) -> HTML:
    states = states_of(db, resume, before, PAGE + 1)
    shown, rest = states[:PAGE], states[PAGE:]
    on_line, line = followed(shown, line or resume.state_id)
    versions = [Version(state, state.id == resume.state_id, state.id not in on_line) for state in shown]
    return page(
        visit, "resumes/history/list.html", resume=resume, way="/history",
        steps=steps_of(db, resume), days=[(day, list(some)) for day, some in groupby(versions, lambda each: each.day)],
        older=f"?before={shown[-1].id}&line={line or ''}" if rest else "", is_first=before is None, problem=problem,
    )  # fmt: skip


def followed(states: list[ResumeState], start: UUID | None) -> tuple[set[UUID], UUID | None]:
    """Which of these lie on the way from a state to the first one, and the next on that way that is not among them."""
    parents = {state.id: state.parent_id for state in states}
    found = set()
    while start in parents:
        found.add(start)
        start = parents[start]
    return found, start


# --- one of them -----------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/history/{state_id:uuid}")
@in_transaction
def version(db: Session, visit: Visit, wanted: FromPath[str], state_id: FromPath[UUID]) -> HTML:
    """What it said, as text, and what may be done with it."""
    resume, profile = resume_of(db, visit.person_id, wanted)
    return show_version(db, visit, resume, profile, state_of(db, resume, state_id))


def show_version(
    db: Session,
    visit: Visit,
    resume: Resume,
    profile: Profile,
    state: ResumeState,
    reading: Any = None,
    failure: str = "",
) -> HTML:
    order = order_in(db, resume, profile, content_in(db, state), state.revision)
    words = text.write(order).decode()
    return page(
        visit, "resumes/history/version.html", 422 if reading or failure else 200, resume=resume, way="/history",
        steps=steps_of(db, resume), state=state, words=words, reading=reading, failure=failure,
    )  # fmt: skip


def order_in(db: Session, resume: Resume, profile: Profile, content: Content, revision: int) -> Order:
    """What the press would have been asked for in that state."""
    then = copy_of(resume)
    take(then, content)
    return order_of(then, career_at(db, profile, revision) or (profile, rows_of(db, profile)))


@post("/resumes/{wanted:str}/history/{state_id:uuid}/name")
@in_transaction
def name_version(db: Session, visit: Visit, wanted: FromPath[str], state_id: FromPath[UUID]) -> HTML:
    """A name to find it by; an empty one takes the name away."""
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    state, reading = state_of(db, resume, state_id), NameForm.read(visit.posted)
    if reading.errors:
        return show_version(db, visit, resume, profile, state, reading)
    state.name = reading.values.get("name", "")
    return go_to(visit, f"/resumes/{resume.id}/history/{state.id}")


@post("/resumes/{wanted:str}/history/{state_id:uuid}/restore")
@in_transaction
def restore_version(db: Session, visit: Visit, wanted: FromPath[str], state_id: FromPath[UUID]) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted, lock=True)
    restore(db, resume, profile, state_of(db, resume, state_id))
    return go_to(visit, f"/resumes/{resume.id}/history")


@get("/resumes/{wanted:str}/history/{state_id:uuid}/pdf")
async def version_pdf(
    visit: NamedDependency[Visit], wanted: FromPath[str], state_id: FromPath[UUID]
) -> Response[bytes] | HTML:
    """Its sheet, set for this once and not kept."""
    order, name, state = await visit.in_thread(_order_then, visit, wanted, state_id)
    await to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
    try:
        printed = await visit.house.press.print(order)
    except PrintFailed as failure:
        return await visit.in_thread(_not_printed, visit, wanted, state_id, str(failure))
    size = len(printed.pdf)
    await visit.in_thread(note_taken, visit, state.resume_id, PDF, state.id, state.revision, size)
    return as_file(printed.pdf, f"{name}.pdf", "application/pdf")


def _order_then(db: Session, visit: Visit, wanted: str, state_id: UUID) -> tuple[Order, str, ResumeState]:
    resume, profile = resume_of(db, visit.person_id, wanted)
    state = state_of(db, resume, state_id)
    content = content_in(db, state)
    order = order_in(db, resume, profile, content, state.revision)
    return order, file_name(profile.full_name, content.get("target_title", "")), state


def _not_printed(db: Session, visit: Visit, wanted: str, state_id: UUID, failure: str) -> HTML:
    resume, profile = resume_of(db, visit.person_id, wanted)
    return show_version(db, visit, resume, profile, state_of(db, resume, state_id), failure=failure)


# --- two of them -----------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/compare")
@in_transaction
def compare(db: Session, visit: Visit, wanted: FromPath[str], version: FromQuery[list[UUID] | None] = None) -> HTML:
    """Two versions side by side, the older one first; or one beside what there is now."""
    resume, profile = resume_of(db, visit.person_id, wanted)
    states = [state_of(db, resume, each) for each in sorted(set(version or []))[:3]]
    if len(states) not in (1, 2):
        return show_history(db, visit, resume, problem=TWO)
    sides = list(sides_of(db, resume, profile, states))
    return page(
        visit, "resumes/history/compare.html", resume=resume, way="/history", steps=steps_of(db, resume), states=states,
        looks=looks_compared(sides[0][0], sides[1][0]), rows=compared(sides[0][1], sides[1][1]),
    )  # fmt: skip


def sides_of(
    db: Session, resume: Resume, profile: Profile, states: list[ResumeState]
) -> Iterator[tuple[Content, list[Block]]]:
    """What each of the two holds, and its lines; the present is the second where only one was named."""
    asked = [(content_in(db, state), state.revision) for state in states]
    for content, revision in [*asked, (content_of(resume), profile.revision)][:2]:
        order = order_in(db, resume, profile, content, revision)
        yield content | {"controls": chosen_in(order)}, outline_of(order)


def chosen_in(order: Order) -> dict[str, Any]:
    """What the design's controls were set to, by a person or from the first."""
    design = designs().get(order.design)
    asked = (
        {name: each for name, each in design.controls.items() if each.kind in ("choice", "colour")} if design else {}
    )
    values = {name: each.settled(order.controls.get(name)) for name, each in asked.items()}
    return {each.label: each.choices.get(values[name], values[name]) for name, each in asked.items()}


routes = [
    steps_part, undo_step, redo_step, history, version, name_version, restore_version, version_pdf, compare,
]  # fmt: skip
