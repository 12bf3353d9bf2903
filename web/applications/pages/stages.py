"""One's own stages: their names, their order, and more of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications import arranging
from web.applications.queries import board_of, stages_of
from web.applications.reminders import held_board
from web.applications.stages import MOST_NAME, MOST_STAGES, Stage, stage_named
from web.applications.tables import Board
from web.applications.undoing import done_now, undoable
from web.kit.events import record
from web.kit.forms import Form, Line, Lines, Reading
from web.kit.pages import HTML, go_to, page
from web.kit.visits import NotFound, Visit, in_transaction


class NameForm(Form):
    """What a stage is called."""

    name: Line = ""


class OrderForm(Form):
    """All stages in their order."""

    names: Lines = []


@get("/applications/stages")
@in_transaction
def show_stages(db: Session, visit: Visit) -> HTML:
    return page(visit, "applications/stages.html", **arranged(db, visit.person_id), **done_now(db, visit))


def arranged(db: Session, owner_id: UUID) -> dict[str, Any]:
    stages = stages_of(board_of(db, owner_id))
    heirs = {stage.slug: arranging.stage_before(stages, stage) for stage in stages if stage.is_own}
    return {
        "stages": stages,
        "in_each": arranging.many_in_each(db, owner_id),
        "heirs": heirs,
        "reading": None,
        "wrong": "",
    }


def change(db: Session, visit: Visit, words: str, work: Callable[[Board], Any]) -> HTML:
    """One act upon the arrangement."""
    board = held_board(db, visit.person_id)
    with undoable(db, visit.person_id, words) as act:
        work(board)
    record(
        db, "stages-arranged", visit.person_id, whence=visit.whence, entity="boards", entity_id=board.id,
        new={"stages": ", ".join(stage.name for stage in stages_of(board))},
    )  # fmt: skip
    return go_to(visit, f"/applications/stages?done={act.act_id}")


def refuse(db: Session, visit: Visit, reading: Reading, wrong: str) -> HTML:
    """`wrong` is the slug of the stage whose name is wrong, "" for a new one."""
    shown = arranged(db, visit.person_id) | {"reading": reading, "wrong": wrong, "done": None}
    return page(visit, "applications/stages.html", 422, **shown)


def name_in(db: Session, visit: Visit, but: str = "") -> Reading:
    reading = NameForm.read(visit.posted)
    reading.need(name="Give it a name.")
    name = reading.values.get("name", "")
    if len(name) > MOST_NAME:
        reading.errors["name"] = f"This is {len(name)} letters long. {MOST_NAME} is the most."
    others = [stage.name.lower() for stage in stages_of(board_of(db, visit.person_id)) if stage.slug != but]
    if name.lower() in others:
        reading.errors["name"] = "You have a stage of this name. Choose another."
    return reading


def stage_in(db: Session, visit: Visit, slug: str) -> Stage:
    stage = stage_named(stages_of(board_of(db, visit.person_id)), slug)
    if stage is None:
        raise NotFound
    return stage


@post("/applications/stages")
@in_transaction
def add(db: Session, visit: Visit) -> HTML:
    reading = name_in(db, visit)
    if len(stages_of(board_of(db, visit.person_id))) >= MOST_STAGES:
        reading.errors["name"] = f"You have {MOST_STAGES} stages, the most there may be. Remove one first."
    if reading.errors:
        return refuse(db, visit, reading, "")
    name = reading.values["name"]
    return change(db, visit, f"{name} is a stage of yours now.", lambda board: arranging.add_stage(board, name))


@post("/applications/stages/order")
@in_transaction
def put_in_order(db: Session, visit: Visit) -> HTML:
    names = OrderForm.read(visit.posted).values.get("names", [])
    return change(db, visit, "Your stages stand in another order.", lambda board: arranging.put_in_order(board, names))


@post("/applications/stages/{stage:str}")
@in_transaction
def rename(db: Session, visit: Visit, stage: FromPath[str]) -> HTML:
    found, reading = stage_in(db, visit, stage), name_in(db, visit, stage)
    if reading.errors:
        return refuse(db, visit, reading, stage)
    name = reading.values["name"]
    words = f"{found.name} is called {name} now."
    return change(db, visit, words, lambda board: arranging.rename(board, found, name))


@post("/applications/stages/{stage:str}/up")
@in_transaction
def move_up(db: Session, visit: Visit, stage: FromPath[str]) -> HTML:
    found = stage_in(db, visit, stage)
    return change(db, visit, f"{found.name} is one place up.", lambda board: arranging.shift(board, found, -1))


@post("/applications/stages/{stage:str}/down")
@in_transaction
def move_down(db: Session, visit: Visit, stage: FromPath[str]) -> HTML:
    found = stage_in(db, visit, stage)
    return change(db, visit, f"{found.name} is one place down.", lambda board: arranging.shift(board, found, 1))


@post("/applications/stages/{stage:str}/remove")
@in_transaction
def remove(db: Session, visit: Visit, stage: FromPath[str]) -> HTML:
    """One's own only: those that everybody has can be called otherwise, and put elsewhere."""
    found = stage_in(db, visit, stage)
    if not found.is_own:
        raise NotFound
    return change(db, visit, f"{found.name} is removed.", lambda board: arranging.remove_stage(db, board, found))


routes = [show_stages, add, put_in_order, rename, move_up, move_down, remove]
